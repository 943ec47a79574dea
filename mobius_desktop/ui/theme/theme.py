"""The one theme of the application: installs palette, fonts and style, and tells widgets when they change."""

from enum import Enum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.ui.theme import signs
from mobius_desktop.ui.theme.fonts import TEXT_SIZES, FontRole, base_font, font_of
from mobius_desktop.ui.theme.metrics import Metrics, metrics_of
from mobius_desktop.ui.theme.tokens import DARK, LIGHT, Ink, Tokens, contrast


class Scheme(Enum):
    """View ▸ Theme."""

    SYSTEM = "System"
    LIGHT = "Light"
    DARK = "Dark"


class Theme(QObject):
    """Colours, fonts and measures in force. `changed` is emitted after all of them are in place."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, percent: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._system_font = QFont(app.font())
        self._system_palette = QPalette(app.palette())
        self._scheme = scheme
        self._percent = percent
        self._fonts: dict[FontRole, QFont] = {}
        self._colours: dict[str, QColor] = {}
        app.setStyle("Fusion")
        self.tokens = LIGHT
        self.metrics: Metrics
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def scheme(self) -> Scheme:
        """What the user chose, not what it comes to."""
        return self._scheme

    @property
    def text_size(self) -> int:
        """Per cent of the system's font size."""
        return self._percent

    def set_scheme(self, scheme: Scheme) -> None:
        """View ▸ Theme."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._apply()

    def set_text_size(self, percent: int) -> None:
        """View ▸ Text size; one of `TEXT_SIZES`."""
        if percent not in TEXT_SIZES:
            raise ValueError(f"Text size {percent} is not one of {TEXT_SIZES}")
        if percent != self._percent:
            self._percent = percent
            self._apply()

    def step_text_size(self, step: int) -> None:
        """The next larger (+1) or smaller (−1) text size, if there is one."""
        place = TEXT_SIZES.index(self._percent) + step
        if 0 <= place < len(TEXT_SIZES):
            self.set_text_size(TEXT_SIZES[place])

    def font(self, role: FontRole = FontRole.TEXT) -> QFont:
        """A font of the window; the same object until the theme changes."""
        return self._fonts[role]

    def colour(self, name: str) -> QColor:
        """A colour by token name (`text2`, `bad`, `bad.ground`)."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(self.tokens.colour(name))
        return found

    def icon(self, name: str, colour: str = "text", size: int | None = None, air: int = 0) -> QIcon:
        """An icon in a token's colour, for buttons and menus."""
        return signs.icon(name, self.tokens.colour(colour), self.tokens.text3, size or self.metrics.icon, air)

    def _apply(self) -> None:
        self.tokens = self._tokens_in_force()
        signs.forget()
        self._colours.clear()
        base = base_font(self._system_font, self._percent)
        self._fonts = {role: font_of(base, role, self._percent) for role in FontRole}
        self.metrics = metrics_of(base)
        self._app.setFont(base)
        self._app.setPalette(palette_of(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.metrics))
        self.changed.emit()

    def _tokens_in_force(self) -> Tokens:
        if wants_contrast():
            return tokens_of_palette(self._system_palette)
        if self._scheme is Scheme.SYSTEM:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._scheme is Scheme.DARK else LIGHT

    @Slot()
    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM or wants_contrast():
            self._apply()


_installed: list[Theme] = []


def install(app: QApplication, scheme: Scheme = Scheme.SYSTEM, percent: int = 100) -> Theme:
    """Give the application its theme, once; a later call only sets scheme and text size."""
    if not _installed:
        _installed.append(Theme(app, scheme, percent))
    theme = _installed[0]
    theme.set_scheme(scheme)
    theme.set_text_size(percent)
    return theme


def theme() -> Theme:
    """The application's theme. There is one look, as there is one palette and one style."""
    return _installed[0]


def wants_contrast() -> bool:
    """Whether the system runs one of Windows' contrast themes (known from Qt 6.10 on)."""
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return str(getattr(preference, "name", preference)) == "HighContrast"


def tokens_of_palette(palette: QPalette) -> Tokens:
    """Tokens for a contrast theme: the system's colours replace ours; signs and words stay."""

    def of(role: QPalette.ColorRole) -> str:
        return palette.color(role).name()

    window, base, text = of(_Role.Window), of(_Role.Base), of(_Role.WindowText)
    # A contrast theme's highlight is only meant to carry HighlightedText; as a ground under plain text
    # it may be unreadable, so the current row keeps the base and is told by its lines.
    strong = of(_Role.Link) if contrast(of(_Role.Link), base) >= 4.5 else text
    return Tokens(
        name="contrast",
        nav=window,
        page=window,
        surface=base,
        surface2=window,
        sel=base,
        nav_sel=window,
        hover=base,
        line=text,
        line2=text,
        text=text,
        text2=text,
        text3=text,
        accent=strong,
        accent_hover=strong,
        accent_pressed=strong,
        on_accent=base,
        edge=text,
        tones={tone: Ink(text, base) for tone in LIGHT.tones},
    )


_Role = QPalette.ColorRole


def palette_of(tokens: Tokens) -> QPalette:
    """The Qt palette of a colour table."""
    roles = {
        _Role.Window: tokens.page,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.surface2,
        _Role.Text: tokens.text,
        _Role.PlaceholderText: tokens.text3,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.on_accent,
        _Role.Highlight: tokens.sel,
        _Role.HighlightedText: tokens.text,
        _Role.Accent: tokens.accent,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.accent,
        _Role.ToolTipBase: tokens.surface,
        _Role.ToolTipText: tokens.text,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.line,
        _Role.Mid: tokens.line2,
        _Role.Dark: tokens.edge,
        _Role.Shadow: tokens.edge,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Base, QColor(tokens.surface2))
    return palette


def style_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The style template filled with colours and measures."""
    template = Template(resource_path("style", "window.qss").read_text(encoding="utf-8"))
    kind = "dark" if tokens.dark else "light"
    images = {
        f"{name.replace('-', '_')}_image": resource_path("style", f"{name}-{kind}.svg").as_posix()
        for name in ("arrow", "arrow-off", "arrow-up", "arrow-left", "arrow-right", "tick", "dash")
    }
    measures = {f"px{n}": f"{metrics.v(n)}px" for n in (2, 4, 6, 8, 10, 12, 14, 16, 18, 22, 26, 28, 30, 32)}
    return template.substitute(tokens.flat() | images | measures)
