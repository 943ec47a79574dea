"""The few fonts of the window, all derived from the system's: two weights, tabular digits."""

from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

#: View ▸ Text size, per cent.
TEXT_SIZES = (90, 100, 115, 130, 150)

_TABULAR = QFont.Tag("tnum")


class FontRole(Enum):
    """What a text is; the value is (points added to the base, weight 600, fixed pitch)."""

    TEXT = (0.0, False, False)
    BOLD = (0.0, True, False)
    TITLE = (6.0, True, False)
    TITLE_PLAIN = (6.0, False, False)
    CARD_TITLE = (2.0, True, False)
    FIGURE = (9.0, True, False)
    FIGURE_SMALL = (5.0, True, False)
    BADGE = (-0.5, True, False)
    FIXED = (0.0, False, True)


def base_font(system: QFont, percent: int) -> QFont:
    """The application font: the system's at a text size, with digits of equal width."""
    font = QFont(system)
    points = system.pointSizeF() if system.pointSizeF() > 0 else QFontInfo(system).pointSizeF()
    font.setPointSizeF(points * percent / 100)
    font.setWeight(QFont.Weight.Normal)
    font.setFeature(_TABULAR, 1)
    return font


def font_of(base: QFont, role: FontRole, percent: int) -> QFont:
    """A font of the window."""
    added, strong, fixed = role.value
    font = QFont(base)
    if fixed:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setFeature(_TABULAR, 1)
    font.setPointSizeF(max(6.0, base.pointSizeF() + added * percent / 100))
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
