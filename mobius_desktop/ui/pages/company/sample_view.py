"""The live sample invoice beside the options: what one changes gets the Running ground for two seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.pages.company.sample_rows import SampleRow, changed_places
from mobius_desktop.ui.theme import FontRole, theme

SHOWN_MS = 2000


class SampleLine(QWidget):
    """One row, perhaps on the Running ground."""

    def __init__(self, row: SampleRow, *, changed: bool) -> None:
        super().__init__()
        self.row, self.changed = row, changed
        m = theme().metrics
        line = QHBoxLayout(self)
        line.setContentsMargins(m.v(6), m.v(2), m.v(6), m.v(2))
        line.setSpacing(m.v(8))
        role = FontRole.BOLD if row.bold else FontRole.TEXT
        text = Label(row.text, role, "text2" if row.quiet else "text", wrap=True)
        line.addWidget(text, 1)
        if row.amount:
            line.addWidget(Label(row.amount, role), 0, Qt.AlignmentFlag.AlignTop)

    def calm(self) -> None:
        """The two seconds are over."""
        self.changed = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of what has just changed."""
        super().paintEvent(event)
        if self.changed:
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme().colour("run.ground"))
            painter.end()


class SampleView(QWidget):
    """A real recent invoice as it would go to QuickBooks under the options on the page."""

    other_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[SampleRow, ...] = ()
        self._of: object = None
        self._lines: list[QWidget] = []
        frame, column = titled_card("Sample invoice")
        self.other = Button("&Other invoice…", clicked=self.other_wanted.emit)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Sample invoice")
        scroll.setWidget(self._inner)
        self._scroll = scroll
        column.addWidget(Label("As QuickBooks would get it. Nothing is sent.", ink="text2", wrap=True))
        column.addWidget(scroll, 1)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(SHOWN_MS)
        self._calm.timeout.connect(self._on_calm_timeout)

    def show_rows(self, of: object, rows: tuple[SampleRow, ...]) -> None:
        """Show an invoice; of the same one only what has changed is marked."""
        changed = changed_places(self._rows, rows) if of == self._of else frozenset()
        if of == self._of and rows == self._rows:
            return
        self._of, self._rows = of, rows
        self._fill([SampleLine(row, changed=row.place in changed) for row in rows])
        if changed:
            self._calm.start()
            QTimer.singleShot(0, self, self._show_change)

    def show_sentence(self, sentence: str) -> None:
        """There is no sample, and why."""
        self._of, self._rows = None, ()
        self._fill([Label(sentence, ink="text2", wrap=True)])

    def changed_texts(self) -> list[str]:
        """What is marked as changed now."""
        return [one.row.text for one in self._lines if isinstance(one, SampleLine) and one.changed]

    def texts(self) -> list[str]:
        """What is shown, from top to bottom."""
        return [row.text for row in self._rows]

    def _fill(self, lines: list[QWidget]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._lines = lines
        for line in lines:
            self._column.addWidget(line)
        self._column.addStretch(1)

    @Slot()
    def _show_change(self) -> None:
        """Bring the first thing that has changed into sight."""
        marked = (one for one in self._lines if isinstance(one, SampleLine) and one.changed)
        first = next(marked, None)
        if first is not None:
            self._scroll.ensureWidgetVisible(first)

    @Slot()
    def _on_calm_timeout(self) -> None:
        for line in self._lines:
            if isinstance(line, SampleLine):
                line.calm()
