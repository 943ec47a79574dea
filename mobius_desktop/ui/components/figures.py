"""Figures in a row: sign and word, the number large, its money below; and the control line beside them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, rule
from mobius_desktop.ui.theme import FontRole, look_of, theme

#: From so many figures on the control line takes its own row.
_MANY = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a state word for its sign, what it counts, the number, and money or other words below."""

    state: str
    words: str
    number: str
    below: str = ""
    short: str = ""


class FiguresLine(QFrame):
    """Figures and control line; in a low window everything on one line."""

    def __init__(self, name: str = "Figures") -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(name)
        self._figures: tuple[Figure, ...] = ()
        self._control: tuple[str, ...] = ()
        self._short = ""
        self._low = False
        self._narrow = False
        self._inner: QWidget | None = None
        self._box = QHBoxLayout(self)
        m = theme().metrics
        self._box.setContentsMargins(m.inside, m.v(8), m.inside, m.v(8))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_figures(
        self, figures: tuple[Figure, ...], control: tuple[str, ...] = (), short: str = ""
    ) -> None:
        """Show figures; `control` are the control line's sentences (bold between double stars), `short` is
        what stands for them in a low window (the last of them, if it is not given)."""
        if (figures, control, short) == (self._figures, self._control, self._short) and self._inner:
            return
        self._figures, self._control, self._short = figures, control, short
        spoken = [f"{f.words} {f.number} {f.below}".strip() for f in figures]
        self.setAccessibleDescription("; ".join([*spoken, *(c.replace("**", "") for c in control)]))
        self._rebuild()

    def set_low(self, low: bool) -> None:
        """One line in a low window."""
        if low != self._low:
            self._low = low
            self._rebuild()

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the control line takes its own row."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._rebuild()

    def _rebuild(self) -> None:
        if self._inner is not None:
            self._box.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        whole = QVBoxLayout(self._inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme().metrics.v(6))
        row = QHBoxLayout()
        row.setSpacing(theme().metrics.inside)
        whole.addLayout(row)
        below = not self._low and (self._narrow or len(self._figures) >= _MANY)
        for place, figure in enumerate(self._figures):
            if place and not self._low:
                row.addWidget(rule(vertical=True))
            row.addWidget(self._low_figure(figure) if self._low else self._figure(figure))
        if self._control and below:
            row.addStretch(1)
            whole.addWidget(RichLabel(" · ".join(self._control), wrap=True))
        elif self._control:
            if self._figures and not self._low:
                row.addWidget(rule(vertical=True))
            row.addWidget(self._control_part(), 1)
        else:
            row.addStretch(1)
        self._box.addWidget(self._inner)

    def _figure(self, figure: Figure) -> QWidget:
        m = theme().metrics
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.v(3))
        head = QHBoxLayout()
        head.setSpacing(m.v(6))
        look = look_of(figure.state)
        head.addWidget(SignLabel(look.sign, look.tone.value, px=15))
        head.addWidget(Label(figure.words, ink="text2"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Label(figure.number, FontRole.FIGURE_SMALL))
        column.addWidget(Label(figure.below, ink="text2"))
        return part

    def _low_figure(self, figure: Figure) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().metrics.v(6))
        look = look_of(figure.state)
        words = figure.words[:1].lower() + figure.words[1:]
        row.addWidget(SignLabel(look.sign, look.tone.value, px=15))
        row.addWidget(Label(f"{figure.number} {figure.short or words}", ink="text2"))
        return part

    def _control_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(4))
        if not self._low:
            column.addWidget(Label("Control line", ink="text2"))
        low = (self._short,) if self._short else self._control[-1:]
        for sentence in low if self._low else self._control:
            label = RichLabel(sentence, wrap=not self._low)
            if self._low:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(label)
        column.addStretch(1)
        return part
