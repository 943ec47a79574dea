"""The Links tab: kinds at the left, the records of one kind, and the chosen record beside its candidates."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.candidates import choices, name_of
from mobius_desktop.transfer.linking.creatable import why_not_created
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.transfer.linking.survey import why_not
from mobius_desktop.transfer.linking.words import KIND_WORDS
from mobius_desktop.transfer.plan.books import open_books
from mobius_desktop.transfer.plan.names import folded
from mobius_desktop.ui.pages.company.candidate_panel import CandidatePanel
from mobius_desktop.ui.pages.company.link_rows import (
    KIND_COLUMNS,
    LINK_COLUMNS,
    LINK_TABS,
    KindRow,
    bar_of,
    is_open,
    key_of,
    kind_key,
    kind_rows,
    may_tick,
)
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.page import Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Hub

_LEAST_TABLE = 600
"""Of the records, beside the list of kinds."""


class LinksView(QWidget):
    """Tells what is to be linked; the page does it in a job and gives the rows anew."""

    link_wanted = Signal(object)
    """A list of `LinkChoice`."""
    another_wanted = Signal(object)
    create_wanted = Signal(object)
    changed = Signal()

    def __init__(self, memory: Memory, hub: Hub) -> None:
        super().__init__()
        self._rows: tuple[LinkRow, ...] = ()
        self._options = CompanyOptions()
        self._choices: dict[ListKind, list[tuple[str, str]]] = {}
        self._locked = False
        self._narrow = False
        self._wanted: ListKind | None = None
        """A kind that was asked for before anything was read."""
        self._wanted_record: tuple[ListKind | None, str] | None = None
        self._touched: set[tuple[ListKind, str]] = set()
        """Rows that were ticked for the user once: what they untick stays so."""
        self._kept_ticks: set[tuple[ListKind, str]] = set()
        """Ticked rows of the kinds that are not shown now."""
        self.kinds: RowsModel[KindRow] = RowsModel(KIND_COLUMNS, key=kind_key)
        self.kind_table = TableView(self.kinds, "What to link")
        self.kind_box = QComboBox()
        self.kind_box.setAccessibleName("What to link")
        self.model: RowsModel[LinkRow] = RowsModel(
            LINK_COLUMNS, key=key_of, may_tick=may_tick, problem=is_open, bar=bar_of, name=_name
        )
        self.panel = TablePanel(
            self.model,
            "Links",
            memory=memory,
            tabs=LINK_TABS,
            totals=self._totals,
            file_name="Links",
            hub=hub,
        )
        self.kind_box.setMinimumWidth(theme().metrics.h(116))
        self.panel.add_left(self.kind_box)
        self.panel.filter_box.setMaximumWidth(theme().metrics.h(120))  # the tabs stand beside it, whole
        self.candidates = CandidatePanel()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        m = theme().metrics
        self._kind_card = QFrame()
        self._kind_card.setProperty("card", "true")
        column = QVBoxLayout(self._kind_card)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.kind_table)
        self._kind_card.setFixedWidth(m.h(244))
        row = QHBoxLayout(self)
        row.setContentsMargins(m.margin, 0, m.margin, m.gap)
        row.setSpacing(m.gap)
        row.addWidget(self._kind_card)
        row.addWidget(self.panel, 1)
        row.addWidget(self.candidates)

    def _connect(self) -> None:
        self.kind_table.current_changed.connect(self._on_kind_changed)
        self.kind_box.currentIndexChanged.connect(self._on_kind_box_changed)
        self.panel.view.current_changed.connect(self._show_candidates)
        self.panel.view.opened.connect(self._on_opened)
        self.model.ticks_changed.connect(self.changed)
        self.candidates.link_wanted.connect(self._on_candidate_chosen)
        self.candidates.unlink_wanted.connect(self._on_unlink)
        self.candidates.another_wanted.connect(self.another_wanted)
        self.candidates.create_wanted.connect(self.create_wanted)
        for number in "123":
            key = QShortcut(QKeySequence(number), self.panel.view)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.setObjectName(number)
            key.activated.connect(self._on_number)

    # For the page

    @property
    def kind(self) -> ListKind:
        """The kind whose records are shown."""
        row = self.kind_table.current_row()
        return row.kind if isinstance(row, KindRow) else ListKind.CUSTOMER

    @property
    def open_count(self) -> int:
        """How many records of all kinds want somebody."""
        return sum(row.open for row in self._rows)

    def show_survey(self, company: CompanyBooks, rows: tuple[LinkRow, ...]) -> None:
        """New rows. What is sure is ticked the first time it is seen; a tick taken away stays away."""
        books = open_books(company.lists, company.links, company.options)
        self._choices = {
            kind: [(record.id, name_of(record)) for record in choices(books, kind)] for kind in KIND_WORDS
        }
        self._rows, self._options = rows, company.options
        shown, self._wanted = self._wanted or self.kind, None
        self.kinds.set_rows(kind_rows(rows, {kind: why_not(company, kind) for kind in KIND_WORDS}))
        self._fill_kind_box(shown)
        self.kind_table.go_to_key(shown)
        self._show_kind()
        if rows and self._wanted_record is not None:
            self._go_to_record(*self._wanted_record)

    def forget(self) -> None:
        """Another company: its rows have not come yet, and what is chosen waits for them."""
        self._rows = ()

    def choose_kind(self, kind: ListKind) -> None:
        """Show the records of a kind, or of that kind first once there are any."""
        self._wanted_record = None
        if not self._rows:
            self._wanted = kind
            return
        self.kind_table.go_to_key(kind)
        self._show_kind()

    def choose_record(self, name: str, kind: ListKind | None = None) -> None:
        """Go to the record of a name on either side, of any kind where none is given. Nothing happens
        where there is none: it may be linked by now, or no unposted invoice needs it any more."""
        self._wanted_record = (kind, name)
        if self._rows:
            self._go_to_record(kind, name)

    def _go_to_record(self, kind: ListKind | None, name: str) -> None:
        self._wanted_record = None
        wanted = folded(name)
        mine = [row for row in self._rows if kind is None or row.kind is kind]
        named = [row for row in mine if wanted in {folded(row.name), folded(row.quickbooks_name)}]
        # ConnectWise's own name first: QuickBooks' may be that of another record's candidate.
        found = min(named, key=lambda row: folded(row.name) != wanted, default=None)
        if found is None:
            return
        self.kind_table.go_to_key(found.kind)
        self.panel.clear_filter()
        if self.panel.tabs is not None:
            self.panel.tabs.choose(LINK_TABS[0].key)
        self._show_kind()
        self.panel.view.go_to_key(key_of(found))

    def lock(self, locked: bool) -> None:
        """While a link is being written nothing else is chosen."""
        if locked != self._locked:
            self._locked = locked
            self._show_candidates()

    def rows_of(self, kind: ListKind) -> list[LinkRow]:
        """The records of a kind, those that want somebody first."""
        return [row for row in self._rows if row.kind is kind]

    def choices_of(self, kind: ListKind) -> list[tuple[str, str]]:
        """What a record of a kind may be linked to: id and name."""
        return self._choices.get(kind, [])

    def ticked(self) -> list[LinkRow]:
        """The ticked records of the kind."""
        return [row for row in self.model.ticked() if may_tick(row)]

    def link_ticked(self) -> None:
        """Link every ticked record to its first candidate."""
        chosen = [LinkChoice.of(row, row.target.id) for row in self.ticked() if row.target is not None]
        if chosen and not self._locked:
            self.link_wanted.emit(chosen)

    def create_current(self) -> None:
        """Ctrl+N: create what the chosen record needs."""
        row = self.panel.view.current_row()
        if isinstance(row, LinkRow) and not self._locked:
            self.create_wanted.emit(row)

    def arrange(self, room: Room) -> None:
        """In a narrow window the kinds become a list box."""
        self._narrow = room.narrow
        self._give_names_room()
        self.panel.arrange(narrow=room.narrow, low=room.low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The open navigation takes room, too."""
        super().resizeEvent(event)
        self._give_names_room()

    def _give_names_room(self) -> None:
        """The kinds give way to the two names, which are there to be compared, and become a list box."""
        m = theme().metrics
        beside = self._kind_card.width() + self.candidates.width() + 2 * (m.margin + m.gap)
        narrow = self._narrow or self.width() - beside < m.h(_LEAST_TABLE)
        self._kind_card.setVisible(not narrow)
        self.kind_box.setVisible(narrow)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the table answers."""
        return self.panel.commands()

    # Showing

    def _fill_kind_box(self, shown: ListKind) -> None:
        self.kind_box.blockSignals(True)
        self.kind_box.clear()
        for row in self.kinds.rows():
            self.kind_box.addItem(f"{row.words}  {row.open:,}" if row.open else row.words, row.kind)
        self.kind_box.setCurrentIndex(max(0, [row.kind for row in self.kinds.rows()].index(shown)))
        self.kind_box.blockSignals(False)

    def _show_kind(self) -> None:
        kind = self.kind
        mine = self.rows_of(kind)
        why = next((row.why for row in self.kinds.rows() if row.kind is kind), "")
        nothing = f"No unposted invoice needs anything of {KIND_WORDS[kind].lower()}."
        self.panel.set_empty(Notice(why or nothing, "link"))
        self._kept_ticks |= {key_of(row) for row in self.model.rows() if self.model.ticks.has(row)}
        self._kept_ticks -= {key_of(row) for row in self.model.rows() if not self.model.ticks.has(row)}
        self.panel.set_rows(mine)
        fresh = [row for row in mine if row.ticked and key_of(row) not in self._touched]
        self._touched.update(key_of(row) for row in fresh)
        self.model.tick(fresh, True)
        self.model.tick([row for row in mine if key_of(row) in self._kept_ticks], True)
        if self.panel.view.current_row() is None and mine:
            self.panel.view.go_to_line(0)
        self._show_candidates()
        self.changed.emit()

    @Slot()
    def _show_candidates(self) -> None:
        row = self.panel.view.current_row()
        kept = row if isinstance(row, LinkRow) else None
        found = self.choices_of(self.kind)
        why = why_not_created(self._options, kept) if kept is not None else ""
        self.candidates.show_row(kept, found, may_change=not self._locked, why_not_created=why)

    def _totals(self) -> list[TotalsLine]:
        mine = self.model.rows()
        linked = sum(row.state is LinkState.LINKED for row in mine)
        ticked = len(self.model.ticked())
        waiting = sum(row.open for row in mine)
        return [TotalsLine(f"{ticked:,} ticked · {waiting:,} open · {linked:,} linked", bold=True)]

    # Slots

    @Slot()
    def _on_kind_changed(self) -> None:
        self.kind_box.blockSignals(True)
        self.kind_box.setCurrentIndex(self.kind_box.findData(self.kind))
        self.kind_box.blockSignals(False)
        self._show_kind()

    @Slot(int)
    def _on_kind_box_changed(self, place: int) -> None:
        kind = self.kind_box.itemData(place)
        if kind is not None:
            self.kind_table.go_to_key(ListKind(kind))

    @Slot(object)
    def _on_opened(self, row: object) -> None:
        """Enter links the first candidate."""
        if isinstance(row, LinkRow) and row.target is not None and may_tick(row):
            self._link(row, row.target.id)

    @Slot()
    def _on_number(self) -> None:
        row, place = self.panel.view.current_row(), int(self.sender().objectName()) - 1
        if isinstance(row, LinkRow) and place < len(row.candidates):
            self._link(row, row.candidates[place].id)

    @Slot(object, str)
    def _on_candidate_chosen(self, row: LinkRow, key: str) -> None:
        self._link(row, QuickBooksId(key))

    @Slot(object)
    def _on_unlink(self, row: LinkRow) -> None:
        if not self._locked:
            self.link_wanted.emit([LinkChoice.of(row, None)])

    def _link(self, row: LinkRow, key: QuickBooksId) -> None:
        if not self._locked:
            self.link_wanted.emit([LinkChoice.of(row, key)])


def _name(row: LinkRow) -> str:
    return row.name
