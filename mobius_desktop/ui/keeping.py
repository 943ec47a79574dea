"""What the pages ask of the record as a file: verified, copied, checked, trimmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.keeping import BackupFound, BackupNote, BatchEvidence, RecordFacts, Trimmed

Report = Callable[[int, int], None]
"""Takes how much is done, of how much."""


class Keeping(Protocol):
    """Called from a job only, but for `file`. Raises Known errors."""

    @property
    def file(self) -> Path:
        """Where the record lies."""
        ...

    def facts(self) -> RecordFacts: ...

    def evidence(self, number: BatchNumber) -> BatchEvidence:
        """What stands for a batch in the record."""
        ...

    def verify(self, report: Report | None = None, stop: StopEvent | None = None) -> Verdict: ...

    def verify_against(
        self, older: str | Path, report: Report | None = None, stop: StopEvent | None = None
    ) -> Verdict:
        """Also beside an older backup (a file), or the count and hash that a certificate prints (a text)."""
        ...

    def back_up(
        self, to: Path, report: Report | None = None, stop: StopEvent | None = None
    ) -> BackupNote: ...

    def check_backup(
        self, file: Path, report: Report | None = None, stop: StopEvent | None = None
    ) -> BackupFound: ...

    def trim(self, years: int) -> Trimmed:
        """Remove requests, answers and snapshots of entries that are older; entries stay."""
        ...
