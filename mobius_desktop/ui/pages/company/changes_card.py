"""The card *What was changed*: options and links, the newest first, some at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.pages.company.change_rows import Change
from mobius_desktop.ui.tables.columns import date_text

AT_A_TIME = 30
ALL, OPTIONS, LINKS = "Options and links", "Options", "Links"


class ChangesCard(QWidget):
    """Who changed what and when, before and after."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[Change] = ()
        self._most = AT_A_TIME
        self._parts: list[QWidget] = []
        self.shown: list[str] = []
        """What is shown, for tests."""
        frame, column = titled_card("What was changed")
        self.of = QComboBox()
        self.of.addItems([ALL, OPTIONS, LINKS])
        self.of.setAccessibleName("Changes to show")
        self.of.activated.connect(self._on_of_activated)
        self._column = QVBoxLayout()
        self.more = Button("Show &earlier changes", clicked=self._on_more)
        column.addWidget(self.of, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._column)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.show_changes(())

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Other changes, the newest first."""
        self._changes = changes
        self._show()

    def _show(self) -> None:
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts, self.shown = [], []
        both = len({one.of_link for one in self._changes}) > 1
        self.of.setVisible(both)
        wanted = self.of.currentText() if both else ALL
        chosen = [one for one in self._changes if wanted == ALL or one.of_link is (wanted == LINKS)]
        for one in chosen[: self._most]:
            at = one.at.astimezone()
            self._keep(Label(one.text, wrap=True))
            self._keep(Label(f"{date_text(at.date())} {at:%H:%M} · {one.user}", ink="text2", wrap=True))
            self.shown.append(one.text)
        self.more.setVisible(len(chosen) > self._most)
        if not chosen:
            nothing = "Nothing yet: every option has its default, and nothing is linked."
            self._keep(Label(nothing, ink="text2", wrap=True))

    def _keep(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        self._parts.append(widget)

    @Slot(int)
    def _on_of_activated(self, place: int) -> None:
        del place
        self._most = AT_A_TIME
        self._show()

    @Slot()
    def _on_more(self) -> None:
        self._most += AT_A_TIME
        self._show()
