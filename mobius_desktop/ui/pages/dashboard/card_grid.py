"""The cards of the Dashboard, laid out for a wide and for a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from mobius_desktop.ui.theme import theme

Places = dict[str, tuple[int, int, int, int]]
WIDE: Places = {
    "unsent": (0, 0, 1, 1),
    "failed": (0, 1, 1, 1),
    "tie": (0, 2, 1, 1),
    "last": (1, 0, 2, 2),
    "todo": (1, 2, 1, 1),
    "sides": (2, 2, 1, 1),
}
NARROW: Places = {
    "unsent": (0, 0, 1, 1),
    "failed": (0, 1, 1, 1),
    "tie": (1, 0, 1, 1),
    "todo": (1, 1, 2, 1),
    "sides": (2, 0, 1, 1),
    "last": (3, 0, 1, 2),
}
"""Row, column, rows, columns of each card."""


class CardGrid(QScrollArea):
    """In a narrow window *To do* comes before *Last batches*, and the page scrolls."""

    def __init__(self, cards: dict[str, QFrame]) -> None:
        super().__init__()
        self._cards = cards
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(m.margin, 0, m.margin, m.gap)
        self._grid.setSpacing(m.gap)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        self.arrange(narrow=False)

    def arrange(self, *, narrow: bool) -> None:
        """Put each card in its place; the last batches take the height that is left."""
        places = NARROW if narrow else WIDE
        for name, place in places.items():
            self._grid.addWidget(self._cards[name], *place)
        columns = max(place[1] + place[3] for place in places.values())
        for column in range(3):
            self._grid.setColumnStretch(column, (5, 5, 4)[column] if column < columns else 0)
        last = places["last"][0]
        for row in range(5):
            self._grid.setRowStretch(row, 1 if row == last else 0)
