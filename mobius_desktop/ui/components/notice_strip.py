"""A strip over a list: a sign, a sentence, and verbs. Hidden while there is nothing to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.labels import RichLabel, SignLabel, restyle
from mobius_desktop.ui.theme import look_of, theme


class NoticeStrip(QWidget):
    """One at a time; its state gives sign and ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        m = theme().metrics
        self._sign = SignLabel()
        self._text = RichLabel(wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(m.v(12), m.v(6), m.v(12), m.v(6))
        self._row.setSpacing(m.v(10))
        self._row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._text, 1)
        self._said: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self.buttons: list[Button] = []
        self._low = False
        self._short = ""
        self.hide()

    def say(
        self, sentence: str, state: str = "WARNING", verbs: Sequence[CardButton] = (), short: str = ""
    ) -> None:
        """Say something; an empty sentence hides the strip. `short` stands for it where there is no room."""
        self._short = short or sentence
        said = (sentence, state, tuple(one.text for one in verbs))
        if said == self._said:
            for button, verb in zip(self.buttons, verbs, strict=True):
                button.set_clicked(verb.slot)
            return
        self._said = said
        look = look_of(state)
        self._sign.set_sign(look.sign, look.tone.value, state)
        self._text.set_sentence(sentence)
        self._show_verbs(verbs)
        self.setAccessibleName(sentence.replace("**", ""))
        if self.property("tone") != look.tone.value:
            self.setProperty("tone", look.tone.value)
            restyle(self)
        self.setVisible(bool(sentence) and not self._low)

    def set_low(self, low: bool) -> None:
        """A low window has no room for strips: there the page says the sentence in its action bar."""
        self._low = low
        self.setVisible(bool(self._said[0]) and not low)

    def _show_verbs(self, verbs: Sequence[CardButton]) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = [Button(one.text, one.kind, clicked=one.slot) for one in verbs]
        for button, verb in zip(self.buttons, verbs, strict=True):
            button.setEnabled(verb.enabled)
            button.setToolTip(verb.why)
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def sentence(self) -> str:
        """What it says."""
        return self._said[0]

    def short(self) -> str:
        """The same in a few words."""
        return self._short
