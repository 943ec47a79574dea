"""What a supporter needs to know, put together for the user to read and to save."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mobius_desktop import __version__
from mobius_desktop.diagnostics.bundle import Part, log_parts, made_part, save_bundle
from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import Known, StorageFailed
from mobius_desktop.domain.heads import Head
from mobius_desktop.domain.journal import BatchRow

if TYPE_CHECKING:
    from mobius_desktop.store import Store

_LAST_BATCHES = 20


class Support:
    """One for a program. Reads files and the record: call it from a job."""

    def __init__(self, store: Store, folder: Path, *, edition: str) -> None:
        self._store = store
        self._folder = folder
        self._edition = edition

    def parts(self) -> tuple[Part, ...]:
        """All that would be saved, redacted: no keys, no e-mail addresses, no documents."""
        return (
            made_part("about.txt", "\n".join(self._about())),
            made_part("batches.txt", "\n".join(self._batches())),
            *log_parts(self._folder),
        )

    def save(self, parts: Iterable[Part], target: Path) -> None:
        """Write the zip. Raises StorageFailed, and then there is none."""
        try:
            save_bundle(parts, target)
        except OSError as error:
            why = error.strerror or "it could not be written"
            raise StorageFailed(f"The support bundle was not saved: {why}. Choose another place.") from error

    def _about(self) -> Iterable[str]:
        yield f"Mobius Desktop {__version__}, {self._edition} edition"
        yield f"Python {platform.python_version()}, {platform.platform()}"
        yield f"Data folder: {self._folder}"
        for path in sorted(self._folder.glob("*")):
            if path.is_file():
                yield f"  {path.name}: {path.stat().st_size:,} bytes"
        try:
            yield f"Entries of the record: {Head.parse(self._store.head()).count:,}"
            yield f"Companies: {len(self._store.companies())}"
        except Known as error:
            yield f"The record could not be read: {error.sentence}"

    def _batches(self) -> Iterable[str]:
        """States and causes by count; neither numbers nor customers nor money."""
        yield "The last batches, newest first: state, version, causes by count"
        try:
            for row in self._store.batches(BatchFilter(), limit=_LAST_BATCHES):
                yield self._batch(row)
        except Known as error:
            yield f"The record could not be read: {error.sentence}"

    def _batch(self, row: BatchRow) -> str:
        count = Counter(
            f"{one.state.value} {one.finding_code}".strip() for one in self._store.invoices(row.number)
        )
        causes = ", ".join(f"{number} × {cause}" for cause, number in count.most_common())
        begun = f"{row.started_at:%Y-%m-%d %H:%M}Z"
        return f"{row.number}: {row.state.value}, {begun}, version {row.version}: {causes}"
