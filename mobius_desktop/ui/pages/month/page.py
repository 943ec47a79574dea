"""Month: every invoice of it in one part, both systems in total, tax and by account, and *Certify*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.days import end_of_month
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.tie_out import AccountTie, NumberGap
from mobius_desktop.history.month import LaterChange, MonthBook, MonthFigure, MonthInvoice
from mobius_desktop.history.tie_out.telling import certified_sentence
from mobius_desktop.ui.components.figures import FiguresLine
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.components.moments import moment_text, month_text
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.pages.invoice_batch.tab_picker import TabPicker
from mobius_desktop.ui.pages.month.rows import (
    ACCOUNT_COLUMNS,
    FIGURE_COLUMNS,
    GAP_COLUMNS,
    INVOICE_COLUMNS,
    account_differs,
    account_key,
    account_totals,
    change_columns,
    change_key,
    figure_key,
    figure_needs,
    figure_totals,
    gap_key,
    invoice_key,
)
from mobius_desktop.ui.pages.tie_out.period_card import PeriodCard
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.pages.tie_out.rows import tie_figures
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import PagePaper
from mobius_desktop.ui.paper.work import Build
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Page, Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme

_PARTS = (
    Tab("invoices", "Invoices"),
    Tab("accounts", "Accounts"),
    Tab("gaps", "Missing numbers"),
    Tab("changes", "Later changes"),
)
_LEFT = 410


class MonthPage(Page):
    """Layout; everything comes from the record, and from the month's last comparison in it."""

    HELP = "month"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.book: MonthBook | None = None
        self._problem = ""
        self.period = PeriodCard(services, days=False)
        self.figures = FiguresLine("Control line")
        self.figures.hide()
        self.certified = RichLabel("", wrap=True)
        self.parts_model: RowsModel[MonthFigure] = RowsModel(
            FIGURE_COLUMNS, key=figure_key, problem=figure_needs
        )
        self.invoices: RowsModel[MonthInvoice] = RowsModel(INVOICE_COLUMNS, key=invoice_key)
        self.accounts: RowsModel[AccountTie] = RowsModel(
            ACCOUNT_COLUMNS, key=account_key, problem=account_differs
        )
        self.gaps: RowsModel[NumberGap] = RowsModel(GAP_COLUMNS, key=gap_key)
        self.changes: RowsModel[LaterChange] = RowsModel(
            change_columns(services.program.today), key=change_key
        )
        self.parts = self._table(
            self.parts_model, "What became of the month", totals=self._part_totals, with_filter=False
        )
        self.tables = {
            "invoices": self._table(self.invoices, "Invoices of the month"),
            "accounts": self._table(self.accounts, "Accounts of the month", totals=self._account_totals),
            "gaps": self._table(self.gaps, "Missing numbers"),
            "changes": self._table(self.changes, "Later changes"),
        }
        self.tabs = TabRow(_PARTS, "Parts of the month")
        self.picker = TabPicker(self.tabs)
        self.stack = QStackedWidget()
        self.paper = PagePaper(services, self, self._paper_name, self._paper, self._on_failed_to_write)
        self._lay_out()
        self._connect()
        self._show()

    def _table(
        self,
        model: RowsModel[Any],
        name: str,
        *,
        totals: Callable[[], Sequence[TotalsLine]] | None = None,
        with_filter: bool = True,
    ) -> TablePanel:
        return TablePanel(
            model,
            name,
            memory=self._services.memory,
            totals=totals,
            with_filter=with_filter,
            hub=self._services.hub,
        )

    def _paper_name(self) -> str:
        return f"Month {month_text(self.period.month)}"

    def _paper(self) -> Build | None:
        book, name = self.book, month_text(self.period.month)
        return None if book is None else partial(_paper_of, self._services, book, name)

    def _part_totals(self) -> list[TotalsLine]:
        return figure_totals(self.parts_model.shown())

    def _account_totals(self) -> list[TotalsLine]:
        return account_totals(self.accounts.shown())

    def _lay_out(self) -> None:
        m = theme().metrics
        for table in self.tables.values():
            self.stack.addWidget(table)
        right = QVBoxLayout()
        right.setSpacing(m.v(4))
        right.addWidget(self.tabs)
        right.addWidget(self.picker)
        right.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(m.gap)
        middle.addWidget(self.parts)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(8))
        column.addWidget(self.period)
        column.addWidget(self.figures)
        column.addWidget(self.certified)
        column.addLayout(middle, 1)
        theme().changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.parts.setFixedWidth(theme().metrics.h(_LEFT))

    def _connect(self) -> None:
        self.period.changed.connect(self.read)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.parts.view.current_changed.connect(self._on_part_chosen)
        self.parts.view.opened.connect(self._on_part_opened)
        self.tables["invoices"].view.opened.connect(self._on_invoice_opened)
        self.tables["changes"].view.opened.connect(self._on_invoice_opened)
        for table in (self.parts, *self.tables.values()):
            table.exported.connect(self.tell_exported)
            table.export_failed.connect(self._on_failed_to_write)
        for command in self.tables["invoices"].commands():
            self.handle(command, partial(self._do, command))
        self.handle("next-tab", self.tabs.step)
        self.handle("refresh", self.read)
        self.handle("print", self.paper.print)
        self.handle("save-pdf", self.paper.save)

    def _do(self, command: str) -> None:
        """A command of tables goes to the one in front."""
        self._front().commands()[command]()

    def _front(self) -> TablePanel:
        return self.tables[self.tabs.key()]

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Shows a month; a `TiePlace` says which."""
        self.period.refresh()
        if isinstance(argument, TiePlace):
            self.period.choose_company(argument.realm)
            self.period.choose_month(argument.first)
        self.read()

    def arranged(self, room: Room) -> None:
        """In a narrow window fewer columns and the tabs as a list box."""
        for table in (self.parts, *self.tables.values()):
            table.arrange(narrow=room.narrow, low=room.low)
        self.picker.take_over(instead=room.narrow)
        self.figures.set_narrow(room.narrow)
        self.figures.set_low(room.low)
        self.period.set_low(room.low)

    def panes(self) -> Sequence[QWidget]:
        """Month, parts, and the table in front."""
        return (self.period, self.parts.view, self._front().view)

    @Slot()
    def read(self) -> None:
        """The month from the record."""
        realm, month = self.period.realm, self.period.month
        if realm is None:
            self._take(None)
            return
        self._problem = ""
        self._services.ask(
            lambda _: self._services.program.tying.month(realm, month),
            self._take,
            self._on_failed,
            name="month",
        )

    def _take(self, book: MonthBook | None) -> None:
        if book is not None and (book.realm, book.month) != (self.period.realm, self.period.month):
            return
        self.book = book
        found = book.tie_out if book is not None else None
        if found is not None:
            self.figures.show_figures(*tie_figures(found))
        self.figures.setVisible(found is not None and bool(found.controls))
        notice = Notice(
            "This month was not compared yet.", "history", buttons=(("Compare…", self._on_compare),)
        )
        for table in (self.parts, *self.tables.values()):
            table.set_empty(notice if found is None else Notice("Nothing here.", "done"))
        self.parts.set_rows(book.figures if book is not None and found is not None else ())
        self.tables["accounts"].set_rows(found.accounts if found is not None else ())
        self.tables["gaps"].set_rows(found.gaps if found is not None else ())
        self.tables["changes"].set_rows(book.changes if book is not None else ())
        view = self.parts.view
        if self.parts_model.rowCount() and not view.currentIndex().isValid():
            view.go_to_line(0)
        self._show_invoices()
        self._show()

    def _show_invoices(self) -> None:
        chosen = self.parts.view.current_row()
        rows = self.book.invoices if self.book is not None else ()
        if isinstance(chosen, MonthFigure):
            rows = tuple(one for one in rows if (one.part, one.currency) == (chosen.part, chosen.currency))
        self.tables["invoices"].set_rows(rows)
        for key, model in (
            ("invoices", self.invoices),
            ("accounts", self.accounts),
            ("gaps", self.gaps),
            ("changes", self.changes),
        ):
            self.tabs.set_count(key, len(model.rows()))
        self.picker.follow()

    # What the shell draws

    def _show(self) -> None:
        book, program = self.book, self._services.program
        company = self.period.company
        parts = [company.name if company else "", month_text(self.period.month)]
        if book is not None and book.tie_out is not None:
            parts.append(f"compared {moment_text(book.tie_out.compared_at, program.today())}")
        chip, text = "", ""
        if book is not None and book.tie_out is not None:
            chip = "Ties" if book.tie_out.ties else "Differs"
            if book.last_certified is not None:
                changed = bool(book.changes) or not book.tie_out.ties
                chip, text = ("Differs", "Changed since certified") if changed else ("Ties", "Certified")
        self.set_header(
            Header(
                "Month",
                chip,
                text,
                context=" · ".join(part for part in parts if part),
                crumbs=(Crumb("Tie-out", "tie-out", self._place()),),
                commands=("export", "save-pdf", "print"),
            )
        )
        certified = book is not None and book.last_certified is not None
        self.certified.setVisible(certified)
        self.certified.set_sentence(certified_sentence(book) if book is not None and certified else "")
        why = book.why_not(program.now()) if book is not None else "Connect a QuickBooks company first."
        if program.review_only:
            why = "This record is only looked at."
        sentence = self._problem or why or self._ready_sentence()
        compare = Action("Com&pare…", self._on_compare)
        certify = Action("Certif&y…", self._on_certify, primary=True, enabled=not why, why=why)
        self.set_actions(ActionBarContent(sentence, actions=(compare, certify)))
        self.set_status(f"{len(book.invoices):,} invoices" if book is not None else "")

    def _ready_sentence(self) -> str:
        found = self.book.tie_out if self.book is not None else None
        if found is None or not found.controls:
            return "Nothing is in this month in either system."
        one = found.controls[0]
        apart = amount_text(one.apart, one.currency)
        name = month_text(self.period.month)
        if self.book is not None and self.book.last_certified is not None:
            return f"**{name} is certified.** It can be certified anew: apart {apart}, all of it explained."
        return f"**{name} can be certified**: apart {apart}, all of it explained."

    def _place(self) -> TiePlace | None:
        realm, month = self.period.realm, self.period.month
        return TiePlace(realm, month, end_of_month(month)) if realm is not None else None

    # Slots

    def _on_compare(self) -> None:
        self.open_page("tie-out", self._place())

    def _on_certify(self) -> None:
        found = self.book.tie_out if self.book is not None else None
        if found is None:
            return
        name = month_text(self.period.month)
        explained = sum(row.differing for row in found.rows)
        noun = "difference is" if explained == 1 else "differences are"
        money = "; ".join(
            f"ConnectWise {amount_text(one.connectwise, one.currency)} {one.currency}, QuickBooks"
            f" {amount_text(one.quickbooks, one.currency)}, apart {amount_text(one.apart, one.currency)}"
            for one in found.controls
        )
        content = QuestionContent(
            f"Certify {name}?",
            f"{money}. {explained:,} {noun} explained. Your name, the time and the hash of the record are "
            "written down; what changes in the month later is asked for and listed here.",
            "Go back",
            f"Certify {name}",
        )
        if ask(self, content)[0]:
            self.certify()

    def certify(self) -> None:
        """Write the certification down."""
        realm, month = self.period.realm, self.period.month
        if realm is not None:
            self._services.ask(
                lambda _: self._services.program.tying.certify(realm, month),
                self._take,
                self._on_failed,
                name="certify",
            )

    def _on_failed(self, error: Known) -> None:
        self._problem = error.sentence
        self._show()

    @Slot(object)
    def _on_part_chosen(self, row: object) -> None:
        del row
        self._show_invoices()

    @Slot(object)
    def _on_part_opened(self, row: MonthFigure) -> None:
        del row
        self.tabs.choose("invoices")
        self.tables["invoices"].view.setFocus()

    @Slot(object)
    def _on_invoice_opened(self, row: MonthInvoice | LaterChange) -> None:
        self.open_page("card", row.number)

    @Slot(str)
    def _on_failed_to_write(self, sentence: str) -> None:
        self._problem = sentence
        self._show()


def _paper_of(services: Services, book: MonthBook, name: str) -> Paper:
    from mobius_desktop.ui.paper.months import month_paper  # noqa: PLC0415 - when wanted

    return month_paper(book, name, services.program.tying.head())
