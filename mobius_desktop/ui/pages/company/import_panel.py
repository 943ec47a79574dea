"""What a CSV file of links would change, shown before it does; the page changes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.transfer.linking.importing import LinkChange, LinkImport
from mobius_desktop.transfer.linking.words import KIND_WORDS
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.page import Action, ActionBarContent
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Hub

_STATES = {"Linked": "Linked", "Linked to another": "WARNING", "Unlinked": "No match"}
COLUMNS: tuple[Column[LinkChange], ...] = (
    Column(
        "what",
        "What happens",
        lambda change: Sentence(_STATES[change.what], change.what),
        Kind.FINDING,
        sample="Linked to another",
    ),
    Column(
        "connectwise", "In ConnectWise", lambda change: change.choice.name, sample="Gulf Shores", stretch=1
    ),
    Column("before", "Linked now", lambda change: change.before, sample="Gulf Shore Law", stretch=1),
    Column("after", "Linked then", lambda change: change.after, sample="Gulf Shore Law", stretch=1),
)


class ImportPanel(QWidget):
    """Stands in the place of the links until the user goes back or goes on."""

    def __init__(self, memory: Memory, hub: Hub) -> None:
        super().__init__()
        self.shown: LinkImport | None = None
        self._title = RichLabel(wrap=True)
        self.model: RowsModel[LinkChange] = RowsModel(COLUMNS, key=_key, name=_name)
        self.panel = TablePanel(
            self.model, "What the file changes", memory=memory, file_name="Links to change", hub=hub
        )
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        column.addWidget(self._title)
        column.addWidget(self.panel, 1)

    def open(self, found: LinkImport, file_name: str) -> None:
        """Show what a file would change."""
        self.shown = found
        self._title.set_sentence(f"**{KIND_WORDS[found.kind]} from {file_name}.** {found.sentence}")
        self.panel.set_rows(found.changes)
        self.panel.view.setFocus()

    def close_list(self) -> None:
        """Nothing is asked any more."""
        self.shown = None

    def bar(self, back: Callable[[], object], change: Callable[[], object]) -> ActionBarContent:
        """Go back, or change them."""
        count = len(self.shown.changes) if self.shown is not None else 0
        noun = "link" if count == 1 else "links"
        go_back = Action("&Go back", back, primary=not count)
        if not count:
            return ActionBarContent("The file says what is linked already.", actions=(go_back,))
        act = Action(f"&Change {count:,} {noun}", change, primary=True)
        return ActionBarContent("Nothing has been changed yet.", actions=(go_back, act))


def _key(change: LinkChange) -> object:
    return change.choice.kind, change.choice.key


def _name(change: LinkChange) -> str:
    return change.choice.name
