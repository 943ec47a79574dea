"""What stands in a table's place when there are no rows: sign, one sentence, one or two buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import RichLabel, SignLabel
from mobius_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Notice:
    """An empty or failed table: what is so, and what can be done about it."""

    sentence: str
    sign: str = "info"
    colour: str = "text2"
    buttons: tuple[tuple[str, Callable[[], object]], ...] = ()


class Placeholder(QWidget):
    """Shows a notice in the middle."""

    def __init__(self) -> None:
        super().__init__()
        m = theme().metrics
        self._sign = SignLabel(px=24)
        self._sentence = RichLabel(wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setMaximumWidth(m.h(520))
        self._sentence.setMinimumWidth(m.h(260))
        self._row = QHBoxLayout()
        self._row.setSpacing(m.v(8))
        whole = QVBoxLayout(self)
        whole.setSpacing(m.v(10))
        whole.addStretch(1)
        whole.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()  # stretched, since an aligned label is as high as its first line
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        whole.addLayout(middle)
        whole.addLayout(self._row)
        whole.addStretch(2)
        self._buttons: list[Button] = []

    def show_notice(self, notice: Notice) -> None:
        """Show a notice."""
        self._sign.set_sign(notice.sign, notice.colour)
        self._sentence.set_sentence(notice.sentence)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [Button(text, clicked=slot) for text, slot in notice.buttons]
        self._center(self._buttons)

    def _center(self, buttons: Sequence[Button]) -> None:
        while self._row.count():
            self._row.takeAt(0)
        self._row.addStretch(1)
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)

    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence.sentence()
