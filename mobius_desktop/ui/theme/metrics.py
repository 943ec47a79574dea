"""Measures in multiples of the base font, so that a wider font or another text size moves all together.

The numbers in calls (`v(26)`) are device-independent pixels at the reference font: 16 px high, 6.5 px a
digit (Segoe UI 9 pt). A font that is shorter than the reference does not shrink rows: pointer targets stay.
"""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QFont, QFontMetricsF

_HEIGHT = 16.0
_DIGIT = 6.5
_POINT_PIXELS = 12.0


@dataclass(frozen=True)
class Metrics:
    """Scale factors of one base font, and the named sizes of the window."""

    height: float
    digit: float
    vertical: float
    horizontal: float

    def v(self, px: float) -> int:
        """Heights, gaps, radii and signs."""
        return max(1, round(px * self.vertical))

    def h(self, px: float) -> int:
        """Widths of things that hold text."""
        return max(1, round(px * self.horizontal))

    @cached_property
    def row(self) -> int:
        """Table row, normal density."""
        return self.v(26)

    @cached_property
    def head(self) -> int:
        """Table head."""
        return self.v(28)

    @cached_property
    def totals(self) -> int:
        """One totals line."""
        return self.v(24)

    @cached_property
    def button(self) -> int:
        """Buttons and fields."""
        return self.v(28)

    @cached_property
    def primary(self) -> int:
        """The action bar's buttons."""
        return self.v(32)

    @cached_property
    def section(self) -> int:
        """Row of the section list."""
        return self.v(46)

    @cached_property
    def nav_item(self) -> int:
        """Row of the navigation."""
        return self.v(30)

    @cached_property
    def banner(self) -> int:
        """The banner."""
        return self.v(36)

    @cached_property
    def action_bar(self) -> int:
        """The action bar."""
        return self.v(52)

    @cached_property
    def status_bar(self) -> int:
        """The status bar."""
        return self.v(25)

    @cached_property
    def nav_width(self) -> int:
        """Navigation, open."""
        return self.h(228)

    @cached_property
    def rail_width(self) -> int:
        """Navigation as a rail."""
        return self.v(52)

    @cached_property
    def section_list(self) -> int:
        """Section list beside a batch's table."""
        return self.h(284)

    @cached_property
    def section_list_narrow(self) -> int:
        """The same in a window below 1340."""
        return self.h(240)

    @cached_property
    def side_panel(self) -> int:
        """Side panel."""
        return self.h(300)

    @cached_property
    def sign(self) -> int:
        """A sign in a row: the 16-grid shown at 14."""
        return self.v(14)

    @cached_property
    def icon(self) -> int:
        """An icon on a button or in the navigation."""
        return self.v(16)

    @cached_property
    def margin(self) -> int:
        """Page margin left and right."""
        return self.v(24)

    @cached_property
    def gap(self) -> int:
        """Between cards."""
        return self.v(12)

    @cached_property
    def inside(self) -> int:
        """Inside a card."""
        return self.v(16)

    @cached_property
    def cell(self) -> int:
        """Inside a table cell, left and right."""
        return self.v(8)


def metrics_of(font: QFont) -> Metrics:
    """Measure a base font."""
    measured = QFontMetricsF(font)
    height = measured.height()
    digit = max(measured.horizontalAdvance(d) for d in "0123456789")
    pixels = font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF() * 96 / 72
    vertical = max(pixels / _POINT_PIXELS, height / (_HEIGHT * 1.07))
    horizontal = max(pixels / _POINT_PIXELS, min(digit / _DIGIT, 1.08 * pixels / _POINT_PIXELS))
    return Metrics(height=height, digit=digit, vertical=vertical, horizontal=horizontal)
