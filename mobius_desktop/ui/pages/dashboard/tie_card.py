"""*Does it tie?*: this month and those before it, each as it was last compared. Each month is a link."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.history.dashboard import MonthTie
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.theme import FontRole, theme

NOT_COMPARED = "Not compared yet"
_SHORT = {NOT_COMPARED: "Not yet"}
"""Under the card's own words, where each pixel goes off the bars beside it."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TieCard(QWidget):
    """The months under the figure of the latest that was compared."""

    opened = Signal(object)
    """The `MonthTie` whose link was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.figure = Button("–", "link", role=FontRole.FIGURE, clicked=self._on_figure)
        self._words = Label("", ink="text2", wrap=True)
        self._grid = QGridLayout()
        m = theme().metrics
        self._grid.setHorizontalSpacing(m.v(12))
        self._grid.setVerticalSpacing(m.v(2))
        self._grid.setColumnStretch(0, 1)
        head = QHBoxLayout()
        head.addWidget(self.figure)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._shown: tuple[tuple[MonthTie, ...], str] | None = None
        self._latest: MonthTie | None = None
        self.links: list[Button] = []
        """The months, this one first."""

    def show_months(self, months: tuple[MonthTie, ...], names: Mapping[RealmId, str]) -> None:
        """Show other months, of companies of these names. Nothing is rebuilt when they are as before."""
        whose = _whose(months[0], names) if months else ""
        if (months, whose) == self._shown:
            return
        self._shown = (months, whose)
        self._latest = latest = next((one for one in months if one.compared), None)
        self.figure.setEnabled(latest is not None)
        home = latest.currency or "USD" if latest else ""
        self.figure.setText("–" if latest is None else amount_text(latest.apart.amount(home), home))
        words = NOT_COMPARED if latest is None else _apart_words(latest, home)
        self._words.setText(f"{words} · {whose}" if months else words)
        self.figure.setAccessibleName(f"{self.figure.text()} {words}")
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.links = []
        for row, month in enumerate(months):
            self._add(row, month, current=row == 0)

    def _add(self, row: int, month: MonthTie, *, current: bool) -> None:
        name = f"{month_name(month)}, so far" if current else month_name(month)
        whole = month.compared == month.companies
        state = "Ties" if month.ties and whole and not month.changed else "Not checked"
        if month.compared and not month.ties:
            state = "Differs"
        said = _said(month, state)
        link = Button(name, "link", clicked=partial(self.opened.emit, month))
        link.setAccessibleName(f"{name}: {said}")
        self.links.append(link)
        self._grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
        home = month.currency or "USD"
        others = month.apart.other_than(home).replace(" + ", "\n")  # a line for each currency
        apart = amount_text(month.apart.amount(home), home) + (f"\n{others}" if others else "")
        for column, text in ((1, f"{month.count:,}"), (2, apart)):
            self._grid.addWidget(Label(text if month.compared else "", ink="text2"), row, column, _RIGHT)
        self._grid.addWidget(SignLabel.of_state(state), row, 3)
        ink = "text2" if state != "Differs" else "text"
        self._grid.addWidget(
            Label(_SHORT.get(said, said), FontRole.BOLD if state == "Differs" else FontRole.TEXT, ink=ink),
            row,
            4,
        )

    def _on_figure(self) -> None:
        if self._latest is not None:
            self.opened.emit(self._latest)

    def words(self) -> list[str]:
        """The months as they are spoken, for tests."""
        return [one.accessibleName() for one in self.links]


def month_name(month: MonthTie) -> str:
    """`November`: four months in a row need no year."""
    return QLocale().standaloneMonthName(month.first.month)


def _whose(month: MonthTie, names: Mapping[RealmId, str]) -> str:
    return names.get(month.realm, "") if month.companies == 1 else f"{month.companies} companies"


def _said(month: MonthTie, state: str) -> str:
    if 0 < month.compared < month.companies:
        kept = f"{month.compared} of {month.companies} compared"
        return f"Differs, {kept}" if state == "Differs" else kept
    if month.unreadable or month.changed:
        return "Compare again"
    if not month.compared:
        return NOT_COMPARED
    return "Explained" if state == "Ties" and month.apart else state


def _apart_words(month: MonthTie, home: str) -> str:
    others = month.apart.other_than(home)
    return f"{home}{' and ' + others if others else ''} apart in {month_name(month)}"
