"""A form and a card beside each other where the window is wide enough, else one under the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.ui.theme import theme

FORM_WIDTH = 560
"""A form's width at the reference font: lines of help stay short enough to read."""
_LEAST_SECOND = 260


class Beside(QScrollArea):
    """A form, kept at the form's width, and what belongs to it."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._first, self._second = first, second
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(m.margin, 0, m.margin, m.gap)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(m.gap)
        self._row.addWidget(first)
        self._row.addWidget(second, 1, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._row)
        whole.addStretch(1)
        self.setWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the row when the second would have too little room."""
        super().resizeEvent(event)
        m = theme().metrics
        room = self.viewport().width() - 2 * m.margin - m.gap
        wanted = m.h(FORM_WIDTH) + m.h(_LEAST_SECOND)
        side = room >= wanted
        way = QBoxLayout.Direction.LeftToRight if side else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != way:
            self._row.setDirection(way)
        self._first.setFixedWidth(min(m.h(FORM_WIDTH), self.viewport().width() - 2 * m.margin))
