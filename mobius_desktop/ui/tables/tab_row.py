"""Tabs with counts over a table: they filter, the filter box filters within."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QTabBar, QToolTip

from mobius_desktop.ui.theme import look_of, theme

_TOOL_TIP = QEvent.Type.ToolTip


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `passes` None shows all; `state` puts a state word's sign before the text."""

    key: str
    text: str
    passes: Callable[[Any], bool] | None = None
    state: str = ""


class TabRow(QTabBar):
    """The tabs; zero counts stay."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], name: str = "Shown rows") -> None:
        super().__init__()
        self.tabs = tuple(tabs)
        self.tip_of: Callable[[Tab], str] | None = None
        """What a tab's tool tip says; worked out when it is wanted, for there may be many rows."""
        self._counts: dict[str, int] = {}
        self.setAccessibleName(name)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        for tab in self.tabs:
            self.addTab(tab.text)
        self.currentChanged.connect(self._on_current_changed)
        self._follow()
        theme().changed.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        size = theme().metrics.sign
        self.setIconSize(QSize(size, size))
        for place, tab in enumerate(self.tabs):
            if tab.state:
                look = look_of(tab.state)
                self.setTabIcon(place, theme().icon(look.sign, look.tone.value, size))

    def event(self, event: QEvent) -> bool:
        """A tool tip is asked for."""
        if event.type() == _TOOL_TIP and self.tip_of is not None and isinstance(event, QHelpEvent):
            place = self.tabAt(event.pos())
            if place >= 0:
                QToolTip.showText(event.globalPos(), self.tip_of(self.tabs[place]), self)
                return True
        return super().event(event)

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        if 0 <= place < len(self.tabs):
            self.chosen.emit(self.tabs[place].key)

    def key(self) -> str:
        """The tab in front."""
        return self.tabs[self.currentIndex()].key

    def choose(self, key: str) -> None:
        """Bring a tab to the front."""
        self.setCurrentIndex(next(i for i, t in enumerate(self.tabs) if t.key == key))

    def step(self, by: int = 1) -> None:
        """Ctrl+Tab."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def set_count(self, key: str, count: int, tip: str = "") -> None:
        """The count behind a tab's text; the tool tip may say what is counted."""
        place = next(i for i, t in enumerate(self.tabs) if t.key == key)
        if self._counts.get(key) != count:
            self._counts[key] = count
            self.setTabText(place, f"{self.tabs[place].text}  {count:,}")
            self.updateGeometry()  # Qt tells the layout of a wider tab only while the row is in sight
        self.setTabToolTip(place, tip)

    def count_rows(self, rows: Sequence[Any]) -> None:
        """Count all rows by the tabs' own questions."""
        for tab in self.tabs:
            count = len(rows) if tab.passes is None else sum(1 for r in rows if tab.passes(r))
            self.set_count(tab.key, count)
