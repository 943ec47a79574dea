"""The action bar: left a sentence that says where things stand, right at most three buttons, primary last."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import RichLabel, SignLabel
from mobius_desktop.ui.shell.page import MOST_BUTTONS, Action, ActionBarContent
from mobius_desktop.ui.theme import theme


class ActionBar(QWidget):
    """One bar for all pages. Buttons are changed in place, so that a running count keeps the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionBar")
        self.setAccessibleName("Actions")
        self._sign = SignLabel()
        self._sentence = RichLabel(wrap=True)
        self._link = Button("", "link")
        self._buttons = [Button("", bar=True) for _ in range(MOST_BUTTONS)]
        self._extra: QWidget | None = None
        self._home: QWidget | None = None
        """Whose the extra widget is: without a parent it would become a window of its own."""
        self._content = ActionBarContent()
        m = theme().metrics
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(m.margin, 0, m.margin, 0)
        self._row.setSpacing(m.v(12))
        self._left = QHBoxLayout()
        self._left.setSpacing(m.v(8))
        self._left.addWidget(self._sign)
        self._left.addWidget(self._sentence, 1)
        self._left.addWidget(self._link)
        self._left.addStretch(0)
        self._row.addLayout(self._left, 1)
        for button in self._buttons:
            self._row.addWidget(button)
        self._follow()
        theme().changed.connect(self._follow)
        self.show_content(ActionBarContent(), None)

    def _follow(self) -> None:
        self.setFixedHeight(theme().metrics.action_bar)

    def show_content(self, content: ActionBarContent, extra: QWidget | None) -> None:
        """Show what a page states."""
        self._content = content
        self._sign.set_sign(content.sign, content.sign_colour)
        self._sign.setVisible(bool(content.sign))
        self._sentence.set_sentence(content.sentence)
        self._sentence.setToolTip(self._sentence.sentence())
        # A short sentence takes only its own width, so that the link follows it; a long one wraps.
        self._sentence.setMaximumWidth(self._sentence.natural_width())
        self._link.setVisible(content.link is not None)
        if content.link is not None:
            self._link.setText(content.link.text)
            self._link.set_clicked(content.link.slot)
        self._set_extra(extra)
        # Right-aligned: the last button keeps its place when fewer are shown.
        spare = MOST_BUTTONS - len(content.actions)
        for button in self._buttons[:spare]:
            button.hide()
        for button, action in zip(self._buttons[spare:], content.actions, strict=True):
            _dress(button, action)

    def _set_extra(self, extra: QWidget | None) -> None:
        if extra is self._extra:
            return
        if self._extra is not None:
            self._row.removeWidget(self._extra)
            self._extra.setParent(self._home)
        self._extra = extra
        if extra is not None:
            self._home = extra.parentWidget()
            self._row.insertWidget(1, extra)
            extra.show()

    def primary(self) -> Button | None:
        """The primary button, if the page has one now."""
        if self._content.actions and self._content.actions[-1].primary:
            return self._buttons[-1]
        return None

    def do_primary(self) -> None:
        """Ctrl+Enter."""
        button = self.primary()
        if button is not None and button.isEnabled():
            button.click()

    def buttons(self) -> list[Button]:
        """The buttons in use, primary last."""
        return self._buttons[MOST_BUTTONS - len(self._content.actions) :]

    def sentence(self) -> str:
        """The sentence shown, without markup."""
        return self._sentence.sentence()


def _dress(button: Button, action: Action) -> None:
    if button.text() != action.text:
        button.setText(action.text)
    button.set_kind("primary" if action.primary else "plain")
    button.set_sign(action.sign)
    button.set_clicked(action.slot)
    button.setEnabled(action.enabled)
    tip = "Ctrl+Enter" if action.primary and action.enabled else ""
    button.setToolTip(action.why if action.why and not action.enabled else tip)
    button.show()
