"""About and edition: which version this is, what the edition allows, where the data lives, the licences."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.editions import COMPANIES_LOCKED, EDITIONS, Capabilities, Edition
from mobius_desktop.domain.events import EditionChosen
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.components.labels import Label, RichLabel
from mobius_desktop.ui.pages.about.edition_chooser import EditionDialog
from mobius_desktop.ui.pages.about.updates_card import KnowsUpdates, UpdatesCard
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import ActionBarContent, Header, Page
from mobius_desktop.ui.tables.columns import Column, date_text
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import FontRole, theme

_QT_LICENCE = (
    "Made with Qt for Python, which is used under the GNU Lesser General Public License, version 3. Its"
    " libraries are separate files and may be replaced by other versions; its source code is at"
    " code.qt.io and its licence text at gnu.org/licenses/lgpl-3.0."
)


@runtime_checkable
class KeepsData(Protocol):
    """A program that says where it keeps its data."""

    @property
    def folder(self) -> Path: ...


@dataclass(frozen=True, slots=True)
class CapabilityRow:
    """One thing that editions differ in, in a few words for each."""

    name: str
    words: tuple[tuple[Edition, str], ...]

    def of(self, edition: Edition) -> str:
        """What an edition allows of it."""
        return dict(self.words)[edition]


def capability_rows() -> list[CapabilityRow]:
    """The table, made from what the editions really allow."""
    return [
        _row("QuickBooks companies", _companies),
        _row("ConnectWise PSA Location filter", _locations),
        _row("Invoice Summaries", _summaries),
    ]


def _row(name: str, words: Callable[[Capabilities], str]) -> CapabilityRow:
    return CapabilityRow(name, tuple((edition, words(EDITIONS[edition])) for edition in Edition))


def _companies(capabilities: Capabilities) -> str:
    return "Any number" if capabilities.companies is None else f"{capabilities.companies}"


def _locations(capabilities: Capabilities) -> str:
    return "One or all" if capabilities.location_filter else "All locations only"


def _summaries(capabilities: Capabilities) -> str:
    return ", ".join(summary.value for summary in capabilities.summaries)


def _columns(current: Edition) -> tuple[Column[CapabilityRow], ...]:
    def column(edition: Edition) -> Column[CapabilityRow]:
        here = edition is current
        return Column(
            edition.value.lower(),
            f"{edition.value} (yours)" if here else edition.value,
            lambda row: row.of(edition),
            sample="Default, Condensed, Detailed",
            bold=here,
            ink="text" if here else "text2",
        )

    name: Column[CapabilityRow] = Column(
        "name", "What it allows", lambda row: row.name, sample="ConnectWise PSA Location filter", stretch=1
    )
    return (name, *(column(edition) for edition in Edition))


class AboutPage(Page):
    """Cards one under another."""

    HELP = "about"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.handle("copy", self._on_copy)
        services.edition_changed.connect(self._fill)
        services.companies_changed.connect(self._show_locked)
        services.batch_started.connect(self._on_run_changed)
        services.batch_ended.connect(self._on_run_changed)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        """All cards anew: the table marks the edition in use."""
        program = self._services.program
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        self.model: RowsModel[CapabilityRow] = RowsModel(_columns(program.edition), key=_name)
        self.table = TableView(self.model, "What each edition allows")
        column.addWidget(self._version_card(program.version))
        column.addWidget(self._edition_card(program.edition))
        if isinstance(program, KeepsData):
            column.addWidget(self._data_card(program.folder))
        if isinstance(program, KnowsUpdates):
            self.updates = UpdatesCard(self._services, program.updates, inner)
            column.addWidget(self.updates.card)
        column.addWidget(self._licence_card())
        column.addStretch(1)
        self._scroll.setWidget(inner)
        self.set_header(Header("About and edition", context=f"{program.edition.value} edition"))
        self.set_actions(
            ActionBarContent(f"Mobius Desktop {program.version}, {program.edition.value} edition.")
        )
        self._show_locked()
        self._ask_who_chose()

    def panes(self) -> Sequence[QWidget]:
        """The table of editions."""
        return (self.table,)

    def _version_card(self, version: str) -> QWidget:
        card, column = titled_card("Mobius Desktop")
        column.addWidget(Label(f"Version {version}", FontRole.BOLD))
        column.addWidget(
            RichLabel(
                "Sends invoices from ConnectWise PSA to QuickBooks Online and keeps the record.", wrap=True
            )
        )
        parts = f"Python {platform.python_version()} · Qt {qt_version} · {platform.system()}"
        column.addWidget(Label(parts, ink="text2"))
        return card

    def _edition_card(self, edition: Edition) -> QWidget:
        card, column = titled_card(f"{edition.value} edition")
        rows = capability_rows()
        self.model.set_rows(rows)
        m = theme().metrics
        self.table.setFixedHeight(m.head + len(rows) * m.row + m.v(12))  # with room for a scroll bar
        column.addWidget(
            RichLabel(
                "What the edition does not allow stays in its place, with a padlock.", "text2", wrap=True
            )
        )
        column.addWidget(self.table)
        self.chosen = Label("", ink="text2", wrap=True)
        self.chosen.hide()
        column.addWidget(self.chosen)
        self.locked = LockedReason()
        column.addWidget(self.locked)
        self.change = Button("&Change edition…", clicked=self.change_edition)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _ask_who_chose(self) -> None:
        program = self._services.program
        if not program.review_only:
            self._services.ask(lambda _: program.editions.last_choice(), self._on_choice_read, name="edition")

    def _on_choice_read(self, last: EditionChosen | None) -> None:
        if last is not None:
            day = date_text(last.at.astimezone().date())
            self.chosen.setText(f"Chosen by {last.user} on {day}; it was {last.before.value} before.")
        self.chosen.setVisible(last is not None)

    def change_edition(self) -> None:
        """Ask which edition, and use it from now on."""
        program = self._services.program
        names = [one.name for one in (*program.companies(), *program.editions.locked_companies())]
        dialog = EditionDialog(program.edition, names, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.use_edition(dialog.chosen)
        dialog.deleteLater()

    def use_edition(self, edition: Edition) -> None:
        """Choose it; every page shows what is locked now."""
        self._services.program.editions.choose(edition)
        self._services.edition_changed.emit()
        self._services.companies_changed.emit()
        announce(self, f"{edition.value} is the edition now.")
        self.change.setFocus()  # made anew with its card

    @Slot()
    def _show_locked(self) -> None:
        """Companies that wait for a larger edition; and why the edition stays while a batch runs."""
        program = self._services.program
        locked = () if program.review_only else program.editions.locked_companies()
        waiting = ", ".join(one.name for one in locked)
        self.locked.set_reason(f"Locked: {waiting}. {COMPANIES_LOCKED}" if waiting else "")
        why = "A batch is running." if self._services.running else ""
        why = "This record is only looked at." if program.review_only else why
        self.change.setEnabled(not why)
        self.change.setToolTip(why)

    @Slot(object)
    def _on_run_changed(self, number: object) -> None:
        del number
        self._show_locked()

    def _on_copy(self) -> None:
        self.table.copy()

    def _licence_card(self) -> QWidget:
        card, column = titled_card("Licences")
        column.addWidget(Label(_QT_LICENCE, ink="text2", wrap=True))
        every = Button("All &licences", "link", clicked=self._open_licences)
        column.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _open_licences(self) -> None:
        self.open_page("help", "licences")

    def _data_card(self, folder: Path) -> QWidget:
        card, column = titled_card("Data folder")
        path = Label(str(folder), wrap=True)
        path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        path.setAccessibleName(f"Data folder: {folder}")
        column.addWidget(path)
        row = QHBoxLayout()
        row.addWidget(Button("&Open folder", sign="folder", clicked=self._open_folder))
        row.addWidget(Button("&Save support bundle…", clicked=self._services.support_wanted.emit))
        row.addStretch(1)
        column.addLayout(row)
        self._folder = folder
        return card

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _name(row: CapabilityRow) -> str:
    return row.name
