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
        # Qt's bar paints at once, and with it all of the window that waits to be painted: let it wait, too.
        self.setUpdatesEnabled(False)
        self.setMaximum(max(1, total))
        self.setValue(sum(p.count for p in parts if p.filled and not p.hatched))
        self.setUpdatesEnabled(True)
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


class _Entry(QWidget):
    """A part in the legend. Kept and told anew: making widgets ten times a second would stall the window."""

    def __init__(self, state: str) -> None:
        super().__init__()
        m = theme().metrics
        self._sign = SignLabel.of_state(state, px=14)
        self._words = Label(ink="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(m.v(6))
        row.addWidget(self._sign)
        row.addWidget(self._words)

    def tell(self, state: str, words: str) -> None:
        """Show this part."""
        self._sign.set_state(state)
        self._words.setText(words)


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
        self._legend_row = FlowRow(m.v(18))
        self._entries: list[_Entry] = []
        top = QHBoxLayout()
        top.addWidget(self._sentence, 1)
        top.addWidget(self._left)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(m.inside, m.v(10), m.inside, m.v(10))
        self._column.setSpacing(m.v(7))
        self._column.addLayout(top)
        self._column.addWidget(self.bar)
        self._column.addWidget(self._legend_row)
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        self.bar.setFixedHeight(theme().metrics.v(12))

    def set_low(self, low: bool) -> None:
        """In a low window the legend goes: the table's tabs count the same."""
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
        for state, _ in self._legend[len(self._entries) :]:
            self._entries.append(_Entry(state))
            self._legend_row.add(self._entries[-1])
        for entry, (state, words) in zip(self._entries, self._legend, strict=False):
            entry.tell(state, words)
        for place, entry in enumerate(self._entries):
            entry.setVisible(place < len(self._legend))
