"""What the company page knows of both sides: what was read last, and the reading anew when that is old."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Signal

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.ui.pages.company.jobs import CompanyJobs, Loaded
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

FRESH = dt.timedelta(minutes=10)


class BothSides(QObject):
    """Runs one reading at a time. What comes is told with its company: the page may show another by then."""

    came = Signal(object, object)
    """Realm and `Loaded`."""
    told = Signal(str)
    """How far reading is."""
    failed = Signal(object)
    """`Known`."""

    def __init__(self, services: Services, jobs: CompanyJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._program = services.program
        self._jobs = jobs
        self._job: Job | None = None

    def refresh(self, realm: RealmId | None) -> None:
        """Read anew; without a network what was read last is shown."""
        if self._program.offline:
            self.load(realm, then_read=False)
        else:
            self.read(realm)

    def load(self, realm: RealmId | None, *, then_read: bool) -> None:
        """What was read last, from this computer; then, when that is old, from both sides."""
        if realm is None:
            return

        def done(loaded: Loaded) -> None:
            self.came.emit(realm, loaded)
            books = loaded.books
            old = books is None or self._program.now() - books.sales.read_at > FRESH
            if then_read and old and not self._program.offline:
                self.read(realm)

        self._jobs.load(realm, done)

    def read(self, realm: RealmId | None) -> None:
        """Both sides anew, unless they are being read."""
        if realm is None or self._job is not None:
            return

        def done(loaded: Loaded) -> None:
            self._job = None
            self.came.emit(realm, loaded)

        def progress(counts: list[int]) -> None:
            self.told.emit(f"Reading invoices, {counts[-1]:,} so far")

        self.told.emit("Reading both sides")
        self._job = self._jobs.read(realm, done, self._on_failed, progress)

    def _on_failed(self, error: Known) -> None:
        self._job = None
        self.failed.emit(error)
