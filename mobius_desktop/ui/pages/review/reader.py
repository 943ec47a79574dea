"""Reads the list of batches page by page in the background, for a tab and a search text at a time.

What was read stays: a tab that was complete costs nothing the second time. The record is asked by the
last number read, so that a page costs the same wherever it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.ui.pages.review.rows import TAB_STATES
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

PAGE_SIZE = 200


@dataclass(slots=True)
class _Cursor:
    """How far one tab has been read."""

    before: BatchNumber | None = None
    complete: bool = False


@dataclass(slots=True)
class BatchReader:
    """The batches read so far for one search text.

    `changed` is called after each page, `failed` on an error."""

    services: Services
    changed: Callable[[], None]
    failed: Callable[[Known], None]
    text: str = ""
    rows: dict[BatchNumber, BatchRow] = field(default_factory=dict)
    _cursors: dict[str, _Cursor] = field(default_factory=dict)
    _job: Job | None = None

    @property
    def reading(self) -> bool:
        """Whether a page is on its way."""
        return self._job is not None

    def is_complete(self, tab: str) -> bool:
        """Whether every batch of a tab has been read."""
        return self._cursor("all").complete or self._cursor(tab).complete

    def _cursor(self, tab: str) -> _Cursor:
        return self._cursors.setdefault(tab, _Cursor())

    def newest_first(self) -> list[BatchRow]:
        """All that was read."""
        return [self.rows[number] for number in sorted(self.rows, reverse=True)]

    def start(self, text: str, tab: str) -> None:
        """Begin anew with the first page; the rows shown stay until it is there."""
        self.text = text.strip()
        self._cursors.clear()
        self._read(tab, anew=True)

    def more(self, tab: str) -> None:
        """The next page of a tab, unless one is on its way or there is none."""
        if self._job is None and not self.is_complete(tab):
            self._read(tab, anew=False)

    def _read(self, tab: str, *, anew: bool) -> None:
        if self._job is not None:
            self._job.forget()
        archive = self.services.program.archive
        wanted = BatchFilter(text=self.text, states=TAB_STATES[tab])
        before = self._cursor(tab).before

        def work(job: Job) -> tuple[BatchRow, ...]:
            del job
            return archive.batches(wanted, before=before, limit=PAGE_SIZE)

        def done(found: tuple[BatchRow, ...]) -> None:
            self._job = None
            if anew:
                self.rows.clear()
            self._take(tab, found)

        self._job = self.services.ask(work, done, self._on_failed, name="list of batches")

    def _take(self, tab: str, found: tuple[BatchRow, ...]) -> None:
        self.rows.update((row.number, row) for row in found)
        cursor = self._cursor(tab)
        if found:
            cursor.before = found[-1].number
        cursor.complete = len(found) < PAGE_SIZE
        self.changed()

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self.failed(error)
