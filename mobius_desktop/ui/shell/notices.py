"""Banner, demo strip and toasts: what the window says above and over the pages."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import Button, IconButton
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, restyle
from mobius_desktop.ui.shell.page import ToastContent
from mobius_desktop.ui.theme import FontRole, theme

_TOAST_MS = 6000


class BannerKind(IntEnum):
    """What a banner is about; the smallest is shown when there are several."""

    DAMAGED_RECORD = 1
    LOCKED_BY_ANOTHER = 2
    INTERRUPTED = 3
    SIGN_IN_LOST = 4
    OFFLINE = 5
    CLOCK = 6
    UPDATE = 7


_LOOKS = {
    BannerKind.DAMAGED_RECORD: ("bad", "failed"),
    BannerKind.LOCKED_BY_ANOTHER: ("warn", "lock"),
    BannerKind.INTERRUPTED: ("look", "interrupted"),
    BannerKind.SIGN_IN_LOST: ("warn", "warning"),
    BannerKind.OFFLINE: ("run", "info"),
    BannerKind.CLOCK: ("warn", "warning"),
    BannerKind.UPDATE: ("run", "info"),
}


@dataclass(frozen=True, slots=True)
class BannerContent:
    """One sentence (bold between double stars) and one button; a second where there are two ways on."""

    sentence: str
    button: str = ""
    slot: Callable[[], object] | None = None
    second: str = ""
    second_slot: Callable[[], object] | None = None


class Banner(QWidget):
    """Shows the weightiest of the banners that hold."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Notice")
        self._held: dict[BannerKind, BannerContent] = {}
        self._sign = SignLabel()
        self._sentence = RichLabel(wrap=True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button, self._second = Button(""), Button("")
        m = theme().metrics
        row = QHBoxLayout(self)
        row.setContentsMargins(m.margin, m.v(3), m.v(16), m.v(3))
        row.setSpacing(m.v(10))
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        row.addWidget(self._second)
        self.setMinimumHeight(m.banner)
        self.hide()

    def set(self, kind: BannerKind, content: BannerContent | None) -> None:
        """Let a banner hold, or no longer."""
        before = self.shown()
        if content is None:
            self._held.pop(kind, None)
        else:
            self._held[kind] = content
        self._show_first()
        now = self.shown()
        if now is not None and now is not before:
            announce(self, self._sentence.sentence(), at_once=now is BannerKind.SIGN_IN_LOST)

    def shown(self) -> BannerKind | None:
        """Which banner is shown."""
        return min(self._held, default=None)

    def holds(self, kind: BannerKind) -> bool:
        """Whether a banner holds, shown or behind another."""
        return kind in self._held

    def content(self) -> BannerContent | None:
        """What is shown."""
        kind = self.shown()
        return self._held[kind] if kind is not None else None

    def _show_first(self) -> None:
        kind = self.shown()
        self.setVisible(kind is not None)
        if kind is None:
            return
        content = self._held[kind]
        tone, sign = _LOOKS[kind]
        self._sign.set_sign(sign, tone)
        self._sentence.set_sentence(content.sentence)
        self._button.setVisible(bool(content.button))
        self._button.setText(content.button)
        self._button.set_clicked(content.slot)
        self._second.setVisible(bool(content.second))
        self._second.setText(content.second)
        self._second.set_clicked(content.second_slot)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class DemoStrip(QWidget):
    """Permanent while the demo's data is shown: nothing here reaches a real company."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("demoStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        m = theme().metrics
        self._text = Label("Demo data. Nothing here reaches a real company.", FontRole.BOLD, "look")
        self._leave = Button("Leave the demo", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(16), m.v(4), m.v(16), m.v(4))
        row.setSpacing(m.v(10))
        row.addWidget(SignLabel("info", "look", px=14))
        row.addWidget(self._text)
        row.addWidget(self._leave)
        row.addStretch(1)
        self.hide()

    def show_demo(self, leave: Callable[[], object] | None) -> None:
        """Show the strip, with a way out where there is one."""
        self._leave.setVisible(leave is not None)
        self._leave.set_clicked(leave)
        self.show()


class Toast(QFrame):
    """One message bottom right for six seconds; the pointer on it holds it."""

    def __init__(self, window: QWidget, content: ToastContent) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._slot = content.slot
        m = theme().metrics
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(14), m.v(6), m.v(6), m.v(6))
        row.setSpacing(m.v(12))
        row.addWidget(SignLabel("done", "done"))
        row.addWidget(Label(content.text))
        if content.button:
            row.addWidget(Button(content.button, "link", clicked=self._on_button_clicked))
        row.addWidget(IconButton("close", "Close this message", clicked=self.close))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close)
        self._timer.start(_TOAST_MS)
        window.installEventFilter(self)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        announce(self, content.text)

    def _on_button_clicked(self) -> None:
        if self._slot is not None:
            self._slot()
        self.close()

    @Slot()
    def _place(self) -> None:
        window, m = self.parentWidget(), theme().metrics
        if window is not None:
            bottom = window.height() - m.status_bar - m.action_bar - m.v(12)
            self.move(window.width() - self.width() - m.margin, bottom - self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:
        """Hold while the pointer is on it."""
        del event
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again."""
        del event
        self._timer.start(_TOAST_MS)
