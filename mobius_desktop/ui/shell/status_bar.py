"""The status bar: left what was read and when, right the state of both connections."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.theme import look_of, theme


class _Connection(QWidget):
    """Sign and sentence of one connection."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().metrics.v(6))
        self._sign = SignLabel(px=14)
        self._text = Label("", ink="text2")
        row.addWidget(self._sign)
        row.addWidget(self._text)
        self.hide()

    def show_state(self, state: str, text: str) -> None:
        """A state word for the sign, a sentence for the words; no sentence, nothing shown."""
        self.setVisible(bool(text))
        if text:
            look = look_of(state)
            self._sign.set_sign(look.sign, look.tone.value)
            self._text.setText(text)
            self.setAccessibleName(text)

    def text(self) -> str:
        """The sentence."""
        return self._text.text() if not self.isHidden() else ""


class StatusBar(QWidget):
    """The bar under everything."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._left = Label("", ink="text2")
        self._left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._connections = {"connectwise": _Connection(), "quickbooks": _Connection()}
        m = theme().metrics
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(12), 0, m.v(12), 0)
        row.setSpacing(m.v(18))
        row.addWidget(self._left, 1)
        for connection in self._connections.values():
            row.addWidget(connection)
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        self.setFixedHeight(theme().metrics.status_bar)

    def set_text(self, text: str) -> None:
        """What was read and when."""
        self._left.setText(text)
        self._left.setToolTip(text)

    def set_connection(self, side: str, state: str, text: str) -> None:
        """`side` is `connectwise` or `quickbooks`; `state` a word of the state table, `text` the sentence."""
        self._connections[side].show_state(state, text)

    def set_offline(self) -> None:
        """Both connections give way to one sentence."""
        self.set_connection("connectwise", "Offline", "")
        self.set_connection("quickbooks", "Offline", "Offline: reading works, sending does not")

    def texts(self) -> tuple[str, str, str]:
        """Left text and both sentences."""
        both = self._connections
        return self._left.text(), both["connectwise"].text(), both["quickbooks"].text()
