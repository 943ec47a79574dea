"""The cards of the Company tab: what is wrong with the set-up, the connection, the file, the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CardButton, CauseCard, CauseContent, titled_card
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.pages.company.change_rows import Change
from mobius_desktop.ui.pages.company.changes_card import ChangesCard
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.theme import theme

_DEFAULT = "This is the default company: lists and new batches begin with it."


class CompanyCards(QWidget):
    """Shows; the page decides."""

    reconnect_wanted = Signal()
    default_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        m = theme().metrics
        self._problems = QVBoxLayout()
        self._problems.setSpacing(m.v(8))
        self._facts_card, self._facts = titled_card("Connection")
        self._file_card, column = titled_card("Configuration as a file")
        column.addWidget(Label("Options and links, without keys or sign-ins.", ink="text2", wrap=True))
        row = QHBoxLayout()
        self.export_button = Button("E&xport…", sign="export", clicked=self.export_wanted.emit)
        self.import_button = Button("I&mport…", sign="import", clicked=self.import_wanted.emit)
        row.addWidget(self.export_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
        column.addLayout(row)
        self.changes = ChangesCard()
        self._parts: list[QWidget] = []
        self.shown_problems: list[str] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(m.gap)
        whole.addLayout(self._problems)
        for card in (self._facts_card, self._file_card, self.changes):
            whole.addWidget(card)

    def show_company(
        self,
        row: CompanyRow,
        lists: QuickBooksLists | None,
        findings: Sequence[Finding],
        changes: Sequence[Change],
        *,
        proof: str,
    ) -> None:
        """Everything of a company that is not an option."""
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts = []
        self._show_problems(row, findings)
        self._show_facts(row, lists, proof)
        self.changes.show_changes(changes)

    def _show_problems(self, row: CompanyRow, findings: Sequence[Finding]) -> None:
        causes = [CauseContent(one.severity.value, one.sentence, one.fix) for one in findings]
        if row.state.state != "Connected":
            state = "ERROR" if row.needs_sign_in else "WARNING"
            again = CardButton("&Reconnect…", self.reconnect_wanted.emit)
            causes.insert(0, CauseContent(state, sign_in_sentence(row), buttons=(again,)))
        self.shown_problems = [one.title for one in causes]
        for cause in causes:
            self._keep(CauseCard(cause), self._problems)

    def _show_facts(self, row: CompanyRow, lists: QuickBooksLists | None, proof: str) -> None:
        until = row.lasts_until
        facts = [
            ("Environment", row.setup.environment.value),
            ("Sign-in lasts until", date_text(until) if until else "not known"),
        ]
        if lists is not None:
            closed = lists.preferences.book_close_date
            facts += [
                (
                    "Sales tax",
                    "calculated by QuickBooks"
                    if lists.preferences.automated_sales_tax
                    else "by the tax codes that are linked",
                ),
                ("Closed through", date_text(closed) if closed else "not closed"),
            ]
        if proof:
            facts.append(("Tax is kept as sent", proof))
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for line, (name, text) in enumerate(facts):
            grid.addWidget(Label(name, ink="text2"), line, 0)
            grid.addWidget(Label(text, wrap=True), line, 1)
        self._keep(inner, self._facts)
        self._show_default(row)

    def _show_default(self, row: CompanyRow) -> None:
        """Whether lists and batches begin with this company."""
        line = QWidget()
        flow = QHBoxLayout(line)
        flow.setContentsMargins(0, 0, 0, 0)
        said = _DEFAULT if row.setup.default else "Lists and new batches begin with another company."
        flow.addWidget(Label(said, wrap=True), 1)
        if not row.setup.default:
            flow.addWidget(Button("Make &default", clicked=self.default_wanted.emit))
        self._keep(line, self._facts)

    def _keep(self, widget: QWidget, column: QVBoxLayout) -> None:
        column.addWidget(widget)
        self._parts.append(widget)


def sign_in_sentence(row: CompanyRow) -> str:
    """The banner's words for a sign-in that ends or has ended."""
    left = row.days_left
    if row.needs_sign_in:
        return f"QuickBooks ended the sign-in for {row.setup.name}. Nothing is lost."
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    return f"The QuickBooks sign-in for {row.setup.name} ends {when}."
