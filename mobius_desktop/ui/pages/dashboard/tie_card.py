"""*Does it tie?*: this month and those before it, each as it was last compared. Each month is a link."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.history.dashboard import MonthTie
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.theme import FontRole, theme

NOT_COMPARED = "Not compared yet"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TieCard(QWidget):
    """The months under the figure of the latest that was compared."""

    opened = Signal(object)
    """The `MonthTie` whose link was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self._figure, self._words = Label("–", FontRole.FIGURE), Label("", ink="text2")
        self._grid = QGridLayout()
        m = theme().metrics
        self._grid.setHorizontalSpacing(m.v(12))
        self._grid.setVerticalSpacing(m.v(2))
        self._grid.setColumnStretch(0, 1)
        head = QHBoxLayout()
        head.addWidget(self._figure)
        head.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._shown: tuple[MonthTie, ...] | None = None
        self.links: list[Button] = []
        """The months, this one first."""

    def show_months(self, months: tuple[MonthTie, ...]) -> None:
        """Show other months; nothing is rebuilt, and the focus stays, when they are as before."""
        if months == self._shown:
            return
        self._shown = months
        latest = next((one for one in months if one.compared_at is not None), None)
        self._figure.setText("–" if latest is None else amount_text(latest.apart, latest.currency or "USD"))
        self._words.setText(NOT_COMPARED if latest is None else _apart_words(latest))
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
        state = "Not checked" if month.compared_at is None else "Ties" if month.ties else "Differs"
        said = NOT_COMPARED if month.compared_at is None else state
        link = Button(name, "link", clicked=partial(self.opened.emit, month))
        link.setAccessibleName(f"{name}: {said}")
        self.links.append(link)
        self._grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
        compared = month.compared_at is not None
        for column, text in ((1, f"{month.count:,}"), (2, amount_text(month.apart, month.currency or "USD"))):
            self._grid.addWidget(Label(text if compared else "", ink="text2"), row, column, _RIGHT)
        self._grid.addWidget(SignLabel.of_state(state), row, 3)
        ink = "text2" if state != "Differs" else "text"
        self._grid.addWidget(
            Label(said, FontRole.BOLD if state == "Differs" else FontRole.TEXT, ink=ink), row, 4
        )

    def words(self) -> list[str]:
        """The months as they are spoken, for tests."""
        return [one.accessibleName() for one in self.links]


def month_name(month: MonthTie) -> str:
    """`November`: four months in a row need no year."""
    return QLocale().standaloneMonthName(month.first.month)


def _apart_words(month: MonthTie) -> str:
    return f"{month.currency or 'USD'} apart in {month_name(month)}"
