"""The card *Updates*: whether a newer version is looked for, and what was found. Nothing is installed."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.updates import UpdateNews
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

LOCKED = "Off. Your IT has named no address at which a newer version could be looked for."


class UpdateSource(Protocol):
    """`look` from a job only."""

    @property
    def address(self) -> str: ...

    @property
    def on(self) -> bool: ...

    def switch(self, on: bool) -> None: ...

    def look(self) -> UpdateNews | None: ...


@runtime_checkable
class KnowsUpdates(Protocol):
    """A program that can look for a newer version."""

    @property
    def updates(self) -> UpdateSource: ...


class UpdatesCard(QObject):
    """Makes the card and answers its controls."""

    def __init__(self, services: Services, source: UpdateSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._services, self._source = services, source
        self._page = ""
        self.card, column = titled_card("Updates")
        self.tick = QCheckBox("Loo&k for a newer version at each start")
        self.tick.setChecked(source.on)
        self.reason = LockedReason()
        self.said = RichLabel("", "text2", wrap=True)
        self.look = Button("Look &now", clicked=self.ask)
        self.open = Button("&Open its page", clicked=self._open_page)
        self.open.hide()
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addWidget(self.open)
        row.addStretch(1)
        column.addWidget(self.tick)
        column.addWidget(self.reason)
        column.addWidget(self.said)
        column.addLayout(row)
        if source.address:
            self.said.set_sentence(f"Asked is {source.address}. A newer version is told of, never installed.")
        else:
            self.tick.setEnabled(False)
            self.look.setEnabled(False)
            self.reason.set_reason(LOCKED)
            self.said.hide()
        self.tick.toggled.connect(self._on_tick_toggled)

    def ask(self) -> None:
        """Look now."""
        source = self._source

        def work(job: Job) -> UpdateNews | None:
            del job
            return source.look()

        self.look.setEnabled(False)
        self.said.set_sentence("Looking…")
        self._services.ask(work, self._on_looked, self._on_failed, name="look for updates")

    def _on_looked(self, news: UpdateNews | None) -> None:
        self.look.setEnabled(True)
        self._page = news.page if news is not None else ""
        self.open.setVisible(bool(self._page))
        self.said.set_sentence(news.sentence if news is not None else "This is the newest version.")

    def _on_failed(self, error: Known) -> None:
        self.look.setEnabled(True)
        self.said.set_sentence(error.sentence)

    @Slot(bool)
    def _on_tick_toggled(self, on: bool) -> None:
        self._source.switch(on)

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page, QUrl.ParsingMode.StrictMode))


def look_at_start(source: UpdateSource) -> UpdateNews | None:
    """At each start, from a job: nothing where it is off, and no word where it fails."""
    if not source.on:
        return None
    try:
        return source.look()
    except Known:
        return None
