"""What the company page has done in the background: reading both sides, keeping links and options, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.events import LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.importing import ImportedConfiguration, LinkImport
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow
from mobius_desktop.transfer.linking.survey import survey
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.workers.hub import Job

Failed = Callable[[Known], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the page shows of a company. `proof` says when QuickBooks was seen to keep an amount of tax."""

    books: CompanyBooks | None
    rows: tuple[LinkRow, ...]
    history: tuple[tuple[OptionsChanged, ...], tuple[LinkChanged, ...]]
    """Of the options and of the links, the oldest first."""
    proof: str


Done = Callable[[Loaded], None]


class CompanyJobs:
    """Starts jobs; their news come back in the window's thread."""

    def __init__(self, services: Services, failed: Failed) -> None:
        self._services = services
        self._configuring = services.program.configuring
        self._failed = failed

    def load(self, realm: RealmId, done: Done) -> None:
        """What was read last, from this computer."""

        def work(job: Job) -> Loaded:
            del job
            return self._loaded(realm, self._configuring.books(realm))

        self._services.ask(work, done, self._failed, name="company")

    def read(self, realm: RealmId, done: Done, failed: Failed, progress: Callable[[list[int]], None]) -> Job:
        """Both sides anew."""

        def work(job: Job) -> Loaded:
            return self._loaded(realm, self._configuring.read(realm, job.report, job.stop))

        return self._services.ask(work, done, failed, progress, name="links")

    def link(self, realm: RealmId, choices: Sequence[LinkChoice], done: Done) -> None:
        """Make or take away links."""

        def work(job: Job) -> Loaded:
            del job
            self._configuring.link(realm, choices)
            return self._loaded(realm, self._configuring.books(realm))

        self._services.ask(work, done, self._failed, name="link")

    def create(self, books: CompanyBooks, row: LinkRow, done: Done, told: Callable[[str], object]) -> None:
        """Create a record in QuickBooks; what came of it is told after the links are shown anew."""

        def work(job: Job) -> tuple[Loaded, str]:
            said = self._configuring.create(books, row, job.stop)
            return self._loaded(books.realm, self._configuring.books(books.realm)), said

        def ended(came: tuple[Loaded, str]) -> None:
            done(came[0])
            told(came[1])

        self._services.ask(work, ended, self._failed, name="create")

    def write_links(
        self, books: CompanyBooks, kind: ListKind, file: Path, done: Callable[[Path], None]
    ) -> None:
        """The links of a kind as CSV."""

        def work(job: Job) -> Path:
            del job
            self._configuring.export_links(books, kind, file)
            return file

        self._services.ask(work, done, self._failed, name="export")

    def read_links(
        self, books: CompanyBooks, kind: ListKind, file: Path, done: Callable[[LinkImport], None]
    ) -> None:
        """What a CSV file would change."""

        def work(job: Job) -> LinkImport:
            del job
            return self._configuring.read_links(books, kind, file)

        self._services.ask(work, done, self._failed, name="import")

    def say_another(self, books: CompanyBooks, row: LinkRow, reason: str, done: Done) -> None:
        """A customer is none of those that are alike."""

        def work(job: Job) -> Loaded:
            del job
            self._configuring.say_another(books, row.key, reason)
            return self._loaded(books.realm, self._configuring.books(books.realm))

        self._services.ask(work, done, self._failed, name="link")

    def save(
        self,
        realm: RealmId,
        options: CompanyOptions,
        links: Sequence[LinkChoice],
        done: Callable[[None], None],
    ) -> None:
        """Keep a configuration, with the links of an imported one."""

        def work(job: Job) -> None:
            del job
            self._configuring.change_options(realm, options)
            self._configuring.link(realm, links)

        self._services.ask(work, done, self._failed, name="options")

    def write_file(self, realm: RealmId, file: Path, done: Callable[[Path], None]) -> None:
        """Options and links as a file."""

        def work(job: Job) -> Path:
            del job
            self._configuring.export_to(realm, file)
            return file

        self._services.ask(work, done, self._failed, name="export")

    def read_file(
        self, realm: RealmId, file: Path, done: Callable[[ImportedConfiguration], None], failed: Failed
    ) -> None:
        """The configuration of a file."""

        def work(job: Job) -> ImportedConfiguration:
            del job
            return self._configuring.import_from(realm, file)

        self._services.ask(work, done, failed, name="import")

    def _loaded(self, realm: RealmId, books: CompanyBooks | None) -> Loaded:
        proof = self._configuring.tax_proof(realm)
        said = f"invoice {proof[0]}, {date_text(proof[1].astimezone().date())}" if proof else ""
        rows = survey(books) if books is not None else ()
        history = self._configuring.history(realm), self._configuring.link_history(realm)
        return Loaded(books, rows, history, said)
