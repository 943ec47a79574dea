"""Text and signs that follow the theme by themselves."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.theme import FontRole, look_of, signs, theme


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget again, after a property it selects by has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


# Put together once: joining Qt's enums takes longer than painting a short text.
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)


class Label(QLabel):
    """A text in one of the window's fonts and inks. Plain text unless told otherwise."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = FontRole.TEXT,
        ink: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("ink", ink)
        self._follow()
        theme().changed.connect(self._follow)

    def set_ink(self, ink: str) -> None:
        """Change the colour: a token's or a tone's name."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            restyle(self)

    @Slot()
    def _follow(self) -> None:
        self.setFont(theme().font(self._role))


class RichLabel(Label):
    """A sentence with bold parts written between double stars: `Goes to **Cedar Sound** today.`"""

    def __init__(self, text: str = "", ink: str = "text", *, wrap: bool = False) -> None:
        super().__init__("", FontRole.TEXT, ink, wrap=wrap)
        self.setTextFormat(Qt.TextFormat.RichText)
        self._plain, self._marked = "", ""
        self.set_sentence(text)

    def set_sentence(self, text: str) -> None:
        """Show another sentence; screen readers get it without the stars."""
        self._plain, self._marked = text.replace("**", ""), text
        self.setText(rich(text))
        self.setAccessibleName(self._plain)

    def natural_width(self) -> int:
        """Width of the sentence on one line."""
        fonts = theme().font(FontRole.TEXT), theme().font(FontRole.BOLD)
        parts = self._marked.split("**")
        return sum(QFontMetrics(fonts[i % 2]).horizontalAdvance(p) for i, p in enumerate(parts)) + 6

    def sentence(self) -> str:
        """The sentence without its stars."""
        return self._plain


def rich(text: str) -> str:
    """HTML of a sentence with `**bold**` parts; everything else is escaped."""
    parts = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("**")
    return "".join(f'<span style="font-weight:600">{p}</span>' if i % 2 else p for i, p in enumerate(parts))


class SignLabel(QWidget):
    """One sign, alone. What it means must stand beside it in words or in `says`."""

    def __init__(self, sign: str = "", colour: str = "text", *, px: int = 16, says: str = "") -> None:
        super().__init__()
        self._sign, self._colour, self._px = sign, colour, px
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        turning().watch(self)

    @classmethod
    def of_state(cls, word: str, *, px: int = 16) -> "SignLabel":
        """The sign of a state word."""
        look = look_of(word)
        return cls(look.sign, look.tone.value, px=px, says=word)

    def set_sign(self, sign: str, colour: str, says: str = "") -> None:
        """Show another sign."""
        self._sign, self._colour = sign, colour
        self.setAccessibleName(says)
        self.update()

    def set_state(self, word: str) -> None:
        """Show the sign of a state word."""
        look = look_of(word)
        self.set_sign(look.sign, look.tone.value, word)

    def is_turning(self) -> bool:
        """Running is the only sign that moves."""
        return self._sign == "running"

    def sizeHint(self) -> QSize:
        """The sign's square."""
        side = theme().metrics.v(self._px)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign centred."""
        del event
        if not self._sign:
            return
        side = theme().metrics.v(self._px)
        at = (self.width() - side) / 2, (self.height() - side) / 2
        angle = turning().angle if self.is_turning() else 0
        painter = QPainter(self)
        signs.paint(painter, self._sign, theme().tokens.colour(self._colour), at, side, angle=angle)
        painter.end()


def paint_elided(painter: QPainter, rect: QRect, text: str, *, right: bool = False) -> None:
    """Text in the painter's font and pen, one line, centred in height, shortened with dots."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _RIGHT if right else _LEFT, shown)


def rule(vertical: bool = False) -> QFrame:
    """A hairline between parts of a card."""
    line = QFrame()
    line.setProperty("rule", "v" if vertical else "h")
    return line


def card(*, flat: bool = False) -> QFrame:
    """An empty card: the surface ground with a hairline around it."""
    frame = QFrame()
    frame.setProperty("card", "flat" if flat else "true")
    return frame


def global_below(widget: QWidget) -> QPoint:
    """Where a pop-up belongs that opens under a widget."""
    return widget.mapToGlobal(QPoint(0, widget.height() + 2))
