"""A control with its label above, and what stands beside one that is locked."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.theme import theme


class Field(QWidget):
    """Label (with mnemonic) above a control, one line of help below it if given."""

    def __init__(self, label: str, control: QWidget, help_text: str = "") -> None:
        super().__init__()
        self.control = control
        self._label = Label(label, ink="text2")
        self._label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label.replace("&", ""))
        self._help = Label(help_text, ink="text3", wrap=True)
        self._help.setVisible(bool(help_text))
        if help_text:
            control.setAccessibleDescription(help_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(4))
        column.addWidget(self._label)
        column.addWidget(control)
        column.addWidget(self._help)

    def set_help(self, text: str, *, problem: bool = False) -> None:
        """Another line of help; empty takes it away. A `problem` says what is wrong with what was typed."""
        self._help.set_ink("bad" if problem else "text3")
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self.control.setAccessibleDescription(text)


class LockedReason(QWidget):
    """Padlock, one sentence, perhaps a link: why a control beside it cannot be used."""

    def __init__(
        self, sentence: str = "", link: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self._sign = SignLabel("lock", "text2", px=14, says="Locked")
        self._sentence = RichLabel(wrap=True)
        self._link = Button("", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().metrics.v(6))
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._link)
        row.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.set_reason(sentence, link, clicked)

    def set_reason(self, sentence: str, link: str = "", clicked: Callable[[], object] | None = None) -> None:
        """Another reason; an empty sentence hides all."""
        self.setVisible(bool(sentence))
        self._sentence.set_sentence(sentence)
        self._sentence.setMaximumWidth(self._sentence.natural_width())
        self._link.setText(link)
        self._link.set_clicked(clicked)
        self._link.setVisible(bool(link))

    def sentence(self) -> str:
        """The reason shown."""
        return self._sentence.sentence()


class LockedValue(Label):
    """A value that stands as text where a control would be dead: the one company of Free and Lite."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setAccessibleName(f"{name}: {text}")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setMinimumHeight(theme().metrics.button)


def lock(
    control: QWidget,
    reason: LockedReason,
    sentence: str,
    link: str = "",
    clicked: Callable[[], object] | None = None,
) -> None:
    """Disable a control and say why beside it; an empty sentence unlocks."""
    control.setEnabled(not sentence)
    control.setAccessibleDescription(sentence)
    control.setToolTip(sentence)
    reason.set_reason(sentence, link, clicked)
