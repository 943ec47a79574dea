"""Column widths, order and visibility: defaults from the columns, the user's wishes remembered by name."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHeaderView

from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.cells import text_width
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme

_SAMPLES = {Kind.MONEY: "99,999.99", Kind.DATE: "12/30/2026", Kind.INT: "9,999", Kind.SCORE: "100 %"}
_LEAST_STRETCH = 84
_ARROW = 16
"""Room for the arrow of a sorted column, in its head."""
_MOST_FIRST = 320


class ColumnLayout:
    """Applies and remembers the columns of one table."""

    def __init__(self, model: RowsModel[Any], head: QHeaderView, memory: Memory, name: str) -> None:
        self._model, self._head, self._memory, self._name = model, head, memory, name
        self._narrow = False
        self._user_widths: dict[str, int] = {}
        self._user_shown: dict[str, bool] = {}
        self._offered: dict[str, bool] = {}
        self._yielded: set[str] = set()
        self._totals: dict[str, str] = {}
        self._applying = False
        self._restore()

    def set_narrow(self, narrow: bool) -> None:
        """Columns that leave the table in a narrow window."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.apply_visibility()

    def natural_width(self, column: Column[Any], *, arrow: bool = True) -> int:
        """Room for the sample text and for the head with its sort arrow, whichever is wider."""
        m = theme().metrics
        sample = column.sample or _SAMPLES.get(column.kind, "")
        head = text_width(Column(column.key, column.title, column.value, bold=True), column.title)
        body = text_width(column, sample) if sample else 0
        total = self._totals.get(column.key)
        if total:
            bold = Column(column.key, column.title, column.value, column.kind, bold=True)
            body = max(body, text_width(bold, total))
        return max(head + (m.v(_ARROW) if arrow else 0), body)

    def make_room_for(self, totals: Mapping[str, str]) -> None:
        """Sums under the columns: a column is never narrower than the longest one seen under it."""
        grown = {key: text for key, text in totals.items() if len(text) > len(self._totals.get(key, ""))}
        if grown:
            self._totals.update(grown)
            self.apply_widths(self._head.viewport().width())

    def is_shown(self, column: Column[Any]) -> bool:
        """By the user's wish, else by default and window size."""
        has_room = column.key in self._user_shown or column.narrow or not self._narrow
        return has_room and self.is_wanted(column)

    def is_wanted(self, column: Column[Any]) -> bool:
        """By the user's wish, else by default: whether it belongs to what leaves the window, which is never
        too narrow."""
        offered = self._offered.get(column.key, column.shown)
        return self._user_shown.get(column.key, offered)

    def offer(self, key: str, shown: bool) -> None:
        """A column that stands only while it has something to say; the user's own wish goes before."""
        if self._offered.get(key) != shown:
            self._offered[key] = shown
            self.apply_visibility()

    def show_column(self, column: Column[Any], shown: bool) -> None:
        """The user's wish."""
        self._user_shown[column.key] = shown
        self.apply_visibility()
        self.remember()

    def apply_visibility(self) -> None:
        """Hide and show sections."""
        self._yielded.clear()
        self._applying = True  # a section that comes back has a width that nobody dragged
        for section, column in self._sections():
            self._head.setSectionHidden(section, not self.is_shown(column))
        self._applying = False
        self.apply_widths(self._head.viewport().width())

    def _yield_columns(self, room: int) -> None:
        """Let go what a narrow window lets go, one by one, until Customer and the sentences have their room.

        A wide font makes the same window narrow sooner. What the user asked for stays.
        """
        needed = theme().metrics.v(36) if self._model.has_ticks else 0
        offered = []
        for section, column in self._sections():
            shown = self.is_shown(column)
            if shown:
                needed += self._user_widths.get(column.key) or self.natural_width(column)
            if shown and not column.narrow and not column.stretch and column.key not in self._user_shown:
                offered.append((section, column))
        self._yielded.clear()
        for section, column in offered:
            hidden = needed > room
            if hidden:
                self._yielded.add(column.key)
                needed -= self._user_widths.get(column.key) or self.natural_width(column)
            if self._head.isSectionHidden(section) != hidden:
                self._head.setSectionHidden(section, hidden)

    def apply_widths(self, room: int) -> None:
        """Give each column its width; what is left goes to the first stretch column, then to the last."""
        if self._applying or room <= 0:
            return
        self._applying = True
        try:
            self._yield_columns(room)
            widths = {
                s: self._user_widths.get(c.key) or self.natural_width(c)
                for s, c in self._sections()
                if self.is_shown(c) and c.key not in self._yielded
            }
            if self._model.has_ticks:
                widths[0] = theme().metrics.v(36)
            self._drop_bars(widths, sum(widths.values()) - room)
            self._spread(widths, room - sum(widths.values()))
            self._tighten(widths, sum(widths.values()) - room)
            for section, width in widths.items():
                self._head.resizeSection(section, width)
        finally:
            self._applying = False

    def _drop_bars(self, widths: dict[int, int], lack: int) -> None:
        """Where room lacks, a score is its figure alone: the bar says no more, and texts need the room."""
        for section, column in self._sections():
            barred = column.kind is Kind.SCORE and column.key not in self._user_widths
            if lack > 0 and section in widths and barred:
                width = self.natural_width(replace(column, kind=Kind.INT, sample="100 %"))
                lack -= widths[section] - width
                widths[section] = width

    def _spread(self, widths: dict[int, int], surplus: int) -> None:
        h = theme().metrics.h
        free = [(c.stretch, s) for s, c in self._sections() if s in widths and c.stretch]
        free = [(rank, s) for rank, s in sorted(free) if self._column(s).key not in self._user_widths]
        ranks = sorted({rank for rank, _ in free}, reverse=surplus < 0)
        for rank in ranks:  # what lacks is taken from the sentences first: they have a tool tip
            equals = [section for each, section in free if each == rank]
            for place, section in enumerate(equals):
                share = int(surplus / (len(equals) - place))
                if surplus > 0:
                    limit = h(_MOST_FIRST) if rank == 1 and len(ranks) > 1 else widths[section] + share
                    given = max(0, min(share, limit - widths[section]))
                else:
                    given = -min(-share, max(0, widths[section] - h(_LEAST_STRETCH)))
                widths[section] += given
                surplus -= given
        texts = [s for s in widths if not self._is_tick(s) and self._takes_rest(self._column(s))]
        if surplus > 0 and texts:  # the table ends at its edge
            widths[texts[-1]] += surplus

    def _tighten(self, widths: dict[int, int], lack: int) -> None:
        """What lacks still is taken from heads that keep room for an arrow they do not show: better than a
        table that has to be scrolled to its last column."""
        sorted_by = self._head.sortIndicatorSection()
        for section, column in self._sections():
            if lack <= 0 or section not in widths:
                continue
            if section != sorted_by and column.key not in self._user_widths and not column.stretch:
                spare = max(0, widths[section] - self.natural_width(column, arrow=False))
                taken = min(spare, lack)
                widths[section] -= taken
                lack -= taken

    def _takes_rest(self, column: Column[Any]) -> bool:
        return not column.right and column.kind is not Kind.DATE and column.key not in self._user_widths

    def _is_tick(self, section: int) -> bool:
        return self._model.has_ticks and section == 0

    def on_user_resize(self, section: int, width: int) -> None:
        """A width that was dragged is kept."""
        if not self._applying and width > 0 and not (self._model.has_ticks and section == 0):
            self._user_widths[self._column(section).key] = width
            self.remember()

    def reset(self) -> None:
        """Back to the defaults."""
        self._user_widths.clear()
        self._user_shown.clear()
        self._memory.forget(f"{self._name}/columns")
        for visual in range(self._head.count()):
            self._head.moveSection(self._head.visualIndex(visual), visual)
        self.apply_visibility()

    def remember(self) -> None:
        """Write the user's wishes down."""
        if self._applying:
            return
        order = [self._head.logicalIndex(i) for i in range(self._head.count())]
        keys = [self._column(s).key for s in order if not (self._model.has_ticks and s == 0)]
        wishes = {"widths": self._user_widths, "shown": self._user_shown, "order": keys}
        self._memory.keep(f"{self._name}/columns", json.dumps(wishes))

    def _restore(self) -> None:
        try:
            wishes = json.loads(self._memory.text(f"{self._name}/columns", "{}"))
            known = {c.key for c in self._model.columns}
            self._user_widths = {k: int(v) for k, v in wishes.get("widths", {}).items() if k in known}
            self._user_shown = {k: bool(v) for k, v in wishes.get("shown", {}).items() if k in known}
            order = [k for k in wishes.get("order", []) if k in known]
        except (ValueError, AttributeError, TypeError):
            return
        first = 1 if self._model.has_ticks else 0
        self._applying = True
        for visual, key in enumerate(order):
            self._head.moveSection(self._head.visualIndex(self._model.section_of(key)), visual + first)
        self._applying = False

    def _sections(self) -> list[tuple[int, Column[Any]]]:
        first = 1 if self._model.has_ticks else 0
        return [(i + first, c) for i, c in enumerate(self._model.columns)]

    def _column(self, section: int) -> Column[Any]:
        return self._model.columns[section - (1 if self._model.has_ticks else 0)]
