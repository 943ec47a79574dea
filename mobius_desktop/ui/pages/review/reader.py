"""Reads the list of batches in the background: a first page for the tab in front, then all the others.

A screen is there at once, and soon after it everything that sorting, counting, printing and exporting need.
The record is asked by the last number read, so that a page costs the same wherever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mobius_desktop.domain.archive import Afterwards
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.states import BatchState
from mobius_desktop.ui.pages.review.filters import Chosen
from mobius_desktop.ui.pages.review.rows import TAB_STATES
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

PAGE_SIZE = 200
"""Batches of the first page."""
REST_SIZE = 2_000
"""Batches of each further page."""
_WHOLE = frozenset({BatchState.RUNNING, BatchState.FINISHED})
"""Of these nothing becomes anything later but what their own state says."""


@dataclass(slots=True)
class _Cursor:
    """How far one tab has been read."""

    before: BatchNumber | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[BatchRow, ...]
    afterwards: Mapping[BatchNumber, Afterwards]
    companies: tuple[tuple[RealmId, str], ...]


@dataclass(slots=True)
class BatchReader:
    """The batches read so far for one filter.

    `changed` is called after each page, `failed` on an error."""

    services: Services
    changed: Callable[[], None]
    failed: Callable[[Known], None]
    chosen: Chosen = field(default_factory=Chosen)
    rows: dict[BatchNumber, BatchRow] = field(default_factory=dict)
    afterwards: dict[BatchNumber, Afterwards] = field(default_factory=dict)
    """What became of the invoices of those that were read."""
    companies: tuple[tuple[RealmId, str], ...] = ()
    _cursors: dict[str, _Cursor] = field(default_factory=dict)
    _job: Job | None = None

    @property
    def reading(self) -> bool:
        """Whether a page is on its way."""
        return self._job is not None

    @property
    def complete(self) -> bool:
        """Whether every batch has been read."""
        return self._cursor("all").complete

    def so_far(self) -> tuple[int, int]:
        """How far back it has been read, of how far: by the numbers, of which none is left out."""
        newest, before = max(self.rows, default=0), self._cursor("all").before
        return (newest - before, newest) if before is not None else (0, newest)

    def _cursor(self, tab: str) -> _Cursor:
        return self._cursors.setdefault(tab, _Cursor())

    def newest_first(self) -> list[BatchRow]:
        """All that was read."""
        return [self.rows[number] for number in sorted(self.rows, reverse=True)]

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.chosen.text

    def start(self, chosen: Chosen, tab: str) -> None:
        """Begin anew with the first page; the rows shown stay until it is there."""
        self.chosen = chosen
        self._cursors.clear()
        self._read(tab, PAGE_SIZE, anew=True)

    def _read(self, tab: str, size: int, *, anew: bool) -> None:
        if self._job is not None:
            self._job.forget()
        archive = self.services.program.archive
        wanted = self.chosen.wanted(TAB_STATES[tab], self.services.program.today())
        before = self._cursor(tab).before

        def work(job: Job) -> _Page:
            del job
            rows = archive.batches(wanted, before=before, limit=size) if wanted is not None else ()
            unsettled = [row.number for row in rows if row.state not in _WHOLE]
            later = archive.afterwards(unsettled) if unsettled else {}
            return _Page(rows, later, archive.batch_companies())

        def done(found: _Page) -> None:
            self._job = None
            if anew:
                self.rows.clear()
                self.afterwards.clear()
            self.afterwards.update(found.afterwards)
            self.companies = found.companies
            self._take(tab, found.rows, size)

        self._job = self.services.ask(work, done, self._on_failed, name="list of batches")

    def _take(self, tab: str, found: tuple[BatchRow, ...], size: int) -> None:
        self.rows.update((row.number, row) for row in found)
        cursor = self._cursor(tab)
        if found:
            cursor.before = found[-1].number
        cursor.complete = len(found) < size
        self.changed()
        if not self.complete:
            self._read("all", REST_SIZE, anew=False)

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self.failed(error)
