"""*Not yet sent* and *Did not go in*: how many invoices, how much money, and bars of what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.sums import Sums
from mobius_desktop.history.dashboard import Cause, Dashboard
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.pages.dashboard.bars import BarRow, Bars
from mobius_desktop.ui.pages.not_in.place import NotInPlace
from mobius_desktop.ui.theme import FontRole

MOST_CAUSES = 4


class FigureCard(QWidget):
    """One figure with its money over bars: the figure leads to all of it, a row to its part."""

    def __init__(
        self, bars_name: str, tone: str, opened: Callable[[Any], None], all_opened: Callable[[], None]
    ) -> None:
        super().__init__()
        self.figure = Button("–", "link", role=FontRole.FIGURE, clicked=all_opened)
        self._money = Label("", FontRole.BOLD, wrap=True)
        self._money.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bars = Bars(bars_name, tone)
        self.bars.opened.connect(opened)
        row = QHBoxLayout()
        row.addWidget(self.figure)
        row.addWidget(Label("invoices", ink="text2"))
        row.addWidget(self._money, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.bars)
        column.addStretch(1)

    def show_figures(self, count: int, money: str, rows: tuple[BarRow, ...], home: str) -> None:
        """Show other figures; rows do not name the currency `home`."""
        self.figure.setText(f"{count:,}")
        self.figure.setAccessibleName(f"{self.bars.accessibleName()}: {count:,} invoices {money}".strip())
        self._money.setText(money)
        self.bars.show_rows(rows, home)


def unsent_count(figures: Dashboard) -> int:
    return figures.unsent.count


def unsent_money(figures: Dashboard) -> str:
    """Each currency by itself: `3,947.30 USD + 1,000.00 CAD`; empty where nothing is unsent."""
    return figures.unsent.total.coded(figures.home) if figures.unsent.count else ""


def age_rows(figures: Dashboard) -> tuple[BarRow, ...]:
    """How old they are."""
    ages = figures.unsent.ages
    return tuple(BarRow(f"{one.words[:1].upper()}{one.words[1:]}", one.count, one.total, one) for one in ages)


def cause_rows(causes: tuple[Cause, ...]) -> tuple[BarRow, ...]:
    """The weightiest causes; the others are one row."""
    rows = [BarRow(one.words, one.count, one.total, NotInPlace.of(one.words, (one,))) for one in causes]
    if len(rows) <= MOST_CAUSES:
        return tuple(rows)
    rest = rows[MOST_CAUSES - 1 :]
    total = Sums.together(row.total for row in rest)
    words = f"{len(rest)} other causes"
    place = NotInPlace.of(", ".join(row.words for row in rest), causes[MOST_CAUSES - 1 :])
    more = BarRow(words, sum(row.count for row in rest), total, place)
    return (*rows[: MOST_CAUSES - 1], more)
