"""Buttons in the window's few kinds: plain, primary, link, icon-only. All have names and follow the theme."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from mobius_desktop.ui.components.labels import restyle
from mobius_desktop.ui.theme import FontRole, theme

#: Air between a button's icon and its text, in reference pixels.
_AIR = 4


class Button(QPushButton):
    """A push button. `kind` is `plain`, `primary` or `link`; `sign` names an icon."""

    def __init__(
        self,
        text: str,
        kind: str = "plain",
        *,
        sign: str = "",
        bar: bool = False,
        role: FontRole = FontRole.TEXT,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._sign = sign
        self._role = role
        self.setProperty("kind", kind)
        if bar:
            self.setProperty("size", "bar")
        self.setAutoDefault(False)
        if kind in ("link", "crumb"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._follow()
        theme().changed.connect(self._follow)
        self._slot = clicked
        if clicked is not None:
            self.clicked.connect(self._on_clicked)

    def set_kind(self, kind: str) -> None:
        """Turn a plain button into a primary one or back."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            restyle(self)
            self._follow()

    def set_sign(self, sign: str) -> None:
        """Change or take away (`""`) the icon."""
        if sign != self._sign:
            self._sign = sign
            self._follow()

    def set_clicked(self, slot: Callable[[], object] | None) -> None:
        """Replace what a click does."""
        if self._slot is None and slot is not None:
            self.clicked.connect(self._on_clicked)
        elif self._slot is not None and slot is None:
            self.clicked.disconnect(self._on_clicked)
        self._slot = slot

    @Slot()
    def _on_clicked(self) -> None:
        if self._slot is not None:
            self._slot()

    @Slot()
    def _follow(self) -> None:
        primary = self.property("kind") == "primary"
        self.setFont(theme().font(FontRole.BOLD if primary else self._role))
        air = theme().metrics.v(_AIR)
        size = theme().metrics.icon
        if self._sign:
            colour = {"primary": "on_accent", "link": "accent"}.get(str(self.property("kind")), "text")
            self.setIcon(theme().icon(self._sign, colour, size, air))
            self.setIconSize(QSize(size + air, size))
        else:
            self.setIcon(QIcon())


class IconButton(QToolButton):
    """A button that shows only a sign; its name and key stand in the tool tip and for screen readers."""

    def __init__(
        self, sign: str, name: str, *, key: str = "", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self._sign = sign
        self.setProperty("kind", "plain")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_name(name, key)
        self._slot = clicked
        if clicked is not None:
            self.clicked.connect(self._on_clicked)
        self._follow()
        theme().changed.connect(self._follow)

    def set_name(self, name: str, key: str = "") -> None:
        """What it does, and the key that does it too."""
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({shown})" if shown else name)

    def set_sign(self, sign: str) -> None:
        """Show another sign."""
        self._sign = sign
        self._follow()

    @Slot()
    def _on_clicked(self) -> None:
        if self._slot is not None:
            self._slot()

    @Slot()
    def _follow(self) -> None:
        size = theme().metrics.icon
        self.setIcon(theme().icon(self._sign, "text2", size))
        self.setIconSize(QSize(size, size))


class SplitButton(QToolButton):
    """A button with a menu of variants beside it, as high as a push button."""

    def __init__(self, text: str, menu: QMenu, *, clicked: Callable[[], object]) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._slot = clicked
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self._slot()
