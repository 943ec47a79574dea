"""How everything looks, in one place: colours, fonts, measures, signs. Pages name tokens, never colours."""

from mobius_desktop.ui.theme.fonts import TEXT_SIZES, FontRole
from mobius_desktop.ui.theme.metrics import Metrics
from mobius_desktop.ui.theme.states import STATES, StateLook, look_of
from mobius_desktop.ui.theme.theme import Scheme, Theme, install, theme
from mobius_desktop.ui.theme.tokens import Tone

__all__ = [
    "STATES",
    "TEXT_SIZES",
    "FontRole",
    "Metrics",
    "Scheme",
    "StateLook",
    "Theme",
    "Tone",
    "install",
    "look_of",
    "theme",
]
