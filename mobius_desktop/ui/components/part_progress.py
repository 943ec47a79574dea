"""One progress bar in parts with its counted legend; to a screen reader it is an ordinary progress bar."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.ui.components.flow_row import FlowRow
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.theme import look_of, theme


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the bar: a state word, how many, and its words in the legend ("18 completed").

    `hatched` parts are not settled: needing a check, or moving. A part with `filled` off only stands in the
    legend (what has not begun leaves the bar empty).
    """

    state: str
    count: int
    words: str
    hatched: bool = False
    filled: bool = True


class PartBar(QProgressBar):
    """The bar."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[Part, ...] = ()
        self.setTextVisible(False)
        self.setAccessibleName("Progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: tuple[Part, ...], total: int) -> None:
        """Show how far it is."""
        self._parts = parts
        self.setMaximum(max(1, total))
        self.setValue(sum(p.count for p in parts if p.filled and not p.hatched))
        self.setAccessibleDescription(", ".join(f"{p.count:,} {p.words}" for p in parts))
        self.update()

    def sizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(200, theme().metrics.v(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint part after part."""
        del event
        t = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        painter.setClipPath(shape)
        painter.fillRect(whole, t.colour("line"))
        left = 0.0
        for part in self._parts:
            if not part.filled or not part.count:
                continue
            width = whole.width() * part.count / self.maximum()
            ink = t.colour(look_of(part.state).tone.value)
            place = QRectF(left, 0, width, whole.height())
            if part.hatched:
                painter.fillRect(place, t.colour(f"{look_of(part.state).tone.value}.ground"))
                _hatch(painter, place, ink)
            else:
                painter.fillRect(place, ink)
            left += width
        painter.end()


def _hatch(painter: QPainter, place: QRectF, ink: QColor) -> None:
    """Slanting lines that look alike at every scale."""
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(ink, 2))
    height = place.height()
    x = place.left() - height
    while x < place.right():
        painter.drawLine(QLineF(x, place.bottom(), x + height, place.top()))
        x += 4.5
    painter.restore()


class ProgressCard(QFrame):
    """Sentence and time left, the bar, and under it what its parts are."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        m = theme().metrics
        self._sentence = RichLabel()
        self._left = RichLabel("", "text2")
        self.bar = PartBar()
        self._legend: tuple[tuple[str, str], ...] = ()
        self._legend_row: FlowRow | None = None
        self._low = False
        top = QHBoxLayout()
        top.addWidget(self._sentence, 1)
        top.addWidget(self._left)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(m.inside, m.v(10), m.inside, m.v(10))
        self._column.setSpacing(m.v(7))
        self._column.addLayout(top)
        self._column.addWidget(self.bar)
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        self.bar.setFixedHeight(theme().metrics.v(12))

    def set_low(self, low: bool) -> None:
        """In a low window the legend goes: the table's tabs count the same."""
        self._low = low
        if self._legend_row is not None:
            self._legend_row.setVisible(not low)

    def show_progress(self, sentence: str, left: str, parts: tuple[Part, ...], total: int) -> None:
        """Show all of it; cheap to call ten times a second."""
        self._sentence.set_sentence(sentence)
        self._left.set_sentence(left)
        self.bar.set_parts(parts, total)
        legend = tuple((p.state, f"{p.count:,} {p.words}") for p in parts if p.count)
        if legend != self._legend:
            self._legend = legend
            self._show_legend()

    def _show_legend(self) -> None:
        if self._legend_row is not None:
            self._column.removeWidget(self._legend_row)
            self._legend_row.hide()
            self._legend_row.deleteLater()
        m = theme().metrics
        self._legend_row = FlowRow(m.v(18))
        for state, text in self._legend:
            entry = QWidget()
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(m.v(6))
            row.addWidget(SignLabel.of_state(state, px=14))
            row.addWidget(Label(text, ink="text2"))
            self._legend_row.add(entry)
        self._column.addWidget(self._legend_row)
        self._legend_row.setVisible(not self._low)
