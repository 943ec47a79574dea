"""The tabs of a table as a list box, where there is no room for them in a row."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox

from mobius_desktop.ui.tables.tab_row import TabRow


class TabPicker(QComboBox):
    """Shows and changes which tab is in front; the tabs stay the ones that filter."""

    def __init__(self, tabs: TabRow) -> None:
        super().__init__()
        self._tabs = tabs
        self.setAccessibleName(tabs.accessibleName())
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hide()
        self.follow()
        self.activated.connect(self._on_activated)
        tabs.currentChanged.connect(self.follow)

    def take_over(self, instead: bool = True) -> None:
        """Stand in the tabs' place, or give it back."""
        self._tabs.setVisible(not instead)
        self.setVisible(instead)

    @Slot()
    def follow(self) -> None:
        """The tabs' texts and counts may have changed."""
        texts = [self._tabs.tabText(place) for place in range(self._tabs.count())]
        if texts != [self.itemText(place) for place in range(self.count())]:
            self.clear()
            self.addItems(texts)
        self.setCurrentIndex(self._tabs.currentIndex())

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        self._tabs.setCurrentIndex(place)
