"""What the company pages do: read both sides for links and options, keep both, and tell their history."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from mobius_desktop.domain.errors import Cancelled, NotSetUp
from mobius_desktop.domain.events import JudgementGiven, LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import BillingLogId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, Summary, effective_summary
from mobius_desktop.domain.ports import Clock, ConnectWise
from mobius_desktop.domain.quickbooks import ListKind, QuickBooksLists
from mobius_desktop.domain.sales_snapshot import Exported, SalesSnapshot
from mobius_desktop.store import Store
from mobius_desktop.store.lock import company_lock
from mobius_desktop.transfer.gather import EXPORT_CHUNK
from mobius_desktop.transfer.kind import BatchKind, InvoiceKind
from mobius_desktop.transfer.linking.books import UNLINKED, CompanyBooks, sample_choice
from mobius_desktop.transfer.linking.creatable import why_not_created
from mobius_desktop.transfer.linking.creating import RecordCreation
from mobius_desktop.transfer.linking.importing import ImportedConfiguration, LinkImport, plan_import
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow
from mobius_desktop.transfer.linking.survey import survey
from mobius_desktop.transfer.run.opening import Signature
from mobius_desktop.wiring.configuration_file import read_configuration, write_configuration
from mobius_desktop.wiring.link_file import read_links, write_links

if TYPE_CHECKING:
    from mobius_desktop.wiring.program import Program

SAMPLES = 8
Progress = Callable[[int], None]


class Configuring:
    """Options and links of the companies of one program. `read` touches the network; all else does not."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        connectwise: Callable[[], ConnectWise],
        lists: Callable[[RealmId], QuickBooksLists],
        *,
        user: str,
        kind: BatchKind | None = None,
        creation: Callable[[RealmId], RecordCreation] | None = None,
        options: Callable[[RealmId], CompanyOptions] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._connectwise = connectwise
        self._lists = lists
        self._user = user
        self._kind = kind or InvoiceKind()
        self._creation = creation
        self._in_force = options or store.options
        """The configuration as the edition uses it; what is edited and exported is the one that is kept."""

    # -- reading --------------------------------------------------------------------------------------

    def books(self, realm: RealmId) -> CompanyBooks | None:
        """Both sides as they were last read; None when they never were."""
        lists, sales = self._store.cached_lists(realm), self._store.sales_snapshot(realm)
        if lists is None or sales is None:
            return None
        return self._books(realm, lists, sales)

    def _books(self, realm: RealmId, lists: QuickBooksLists, sales: SalesSnapshot) -> CompanyBooks:
        store = self._store
        judgements = store.judgements([one.billing_log_id for one in sales.invoices])
        return CompanyBooks(realm, lists, sales, self._in_force(realm), store.links(realm), judgements)

    def read(self, realm: RealmId, progress: Progress, stop: StopEvent) -> CompanyBooks:
        """Read QuickBooks' lists and ConnectWise's unposted invoices, and keep both for the next time.

        Raises Known errors of either side, and Cancelled."""
        options = self._in_force(realm)
        lists = self._lists(realm)
        _check(stop)
        sales = self._read_sales(options, progress, stop)
        sales = self._with_samples(self._books(realm, lists, sales))
        self._store.put_cached_lists(realm, lists)
        self._store.put_sales_snapshot(realm, sales)
        return self._books(realm, lists, sales)

    def _read_sales(self, options: CompanyOptions, progress: Progress, stop: StopEvent) -> SalesSnapshot:
        side, kind = self._connectwise(), self._kind
        invoices = tuple(kind.list(side, None, None, progress, stop))
        _check(stop)
        summary = effective_summary(options.invoice_export_detail, options)
        ids = [one.billing_log_id for one in invoices]
        export: Exported = {}
        for start in range(0, len(ids), EXPORT_CHUNK):
            export |= kind.export(side, ids[start : start + EXPORT_CHUNK], summary)
            _check(stop)
        return SalesSnapshot(
            origin=side.origin,
            today=self._clock.today(),
            read_at=self._clock.now(),
            summary=summary,
            invoices=invoices,
            export=export,
            details=kind.details(side, ids) if ids else {},
            companies=kind.companies(side, invoices) if invoices else {},
        )

    def _with_samples(self, books: CompanyBooks) -> SalesSnapshot:
        """With some invoices as ConnectWise exports them in each Summary: rich ones, and such as options
        decide about."""
        chosen = sample_choice(books.sales, SAMPLES)
        telling = books.telling(chosen)
        side, kind, ids = self._connectwise(), self._kind, (*chosen, *telling)
        samples = {one: kind.export(side, ids, one) for one in Summary} if ids else {}
        return dataclasses.replace(books.sales, samples=samples, telling=telling)

    # -- changing -------------------------------------------------------------------------------------

    def link(self, realm: RealmId, choices: Sequence[LinkChoice]) -> None:
        """Make or take away links, all or none. The next plan uses them."""
        by_name = {(one.kind, one.key) for one in self._store.links(realm)}
        events: list[LinkChanged] = []
        for choice in choices:
            kind, name = choice.kind, choice.name
            old = choice.record
            if old is not None and old != choice.key and (kind, old) in by_name:
                events.append(self._changed(realm, LinkChoice(kind, old, None, name)))
            events.append(self._changed(realm, choice))
        if events:
            self._store.record(*events)

    def _changed(self, realm: RealmId, choice: LinkChoice) -> LinkChanged:
        return LinkChanged(
            realm,
            choice.kind.value,
            choice.key,
            choice.quickbooks_id,
            choice.name,
            self._user,
            self._clock.now(),
        )

    def create(self, books: CompanyBooks, row: LinkRow, stop: StopEvent) -> str:
        """Create what ConnectWise's record needs in QuickBooks, and link it. The sentence says what came of
        it. Raises NotSetUp where it may not be created, InUse, and what reading QuickBooks raises."""
        why = why_not_created(books.options, row)
        if row.new is None or why or self._creation is None:
            raise NotSetUp(why or "Nothing can be created without a connection to QuickBooks.")
        made = self._creation(books.realm).create(row.new, stop)
        if made.quickbooks_id is not None:
            self.link(books.realm, [LinkChoice.of(row, made.quickbooks_id)])
        self._store.put_cached_lists(books.realm, self._lists(books.realm))
        return made.sentence

    def say_another(self, books: CompanyBooks, key: RecordKey, reason: str) -> int:
        """Say that a customer is none of those that are alike: a batch may create it then. How many invoices
        the word was given for."""
        now = self._clock.now()
        given = [
            JudgementGiven(
                billing_log_id=invoice,
                code=UNLINKED,
                verdict="another-one",
                reason=reason,
                facts=finding.facts,
                value="",
                user=self._user,
                at=now,
            )
            for invoice, finding in books.unlinked(key)
        ]
        if given:
            self._store.record(*given)
        return len(given)

    def change_options(self, realm: RealmId, options: CompanyOptions) -> None:
        """Keep a configuration; what was before stays in the record."""
        if options != self._store.options(realm):
            self._store.change_options(realm, options, self._user)

    def history(self, realm: RealmId) -> tuple[OptionsChanged, ...]:
        """Every configuration that was saved, the oldest first."""
        return self._store.options_history(realm)

    def link_history(self, realm: RealmId) -> tuple[LinkChanged, ...]:
        """Every link that was made or taken away, the oldest first."""
        return self._store.link_history(realm)

    def tax_proof(self, realm: RealmId) -> tuple[BillingLogId, dt.datetime] | None:
        """The invoice that proved that QuickBooks keeps ConnectWise's tax, and when."""
        return self._store.tax_proof(realm)

    # -- as a file ------------------------------------------------------------------------------------

    def export_to(self, realm: RealmId, file: Path) -> None:
        """Write options and links to a file that holds no secrets."""
        write_configuration(file, self._store.options(realm), self._store.links(realm), realm)

    def import_from(self, realm: RealmId, file: Path) -> ImportedConfiguration:
        """What such a file would change, for the user to look at before it is saved. NotSetUp says what is
        wrong with the file."""
        found = read_configuration(file)
        same = found.options == self._store.options(realm)
        if not found.links:
            return ImportedConfiguration(found.options, same=same)
        if found.realm != realm:
            left = "Its links belong to another company and are left out."
            return ImportedConfiguration(found.options, note=left, same=same)
        held = {(one.kind, one.key): one.quickbooks_id for one in self._store.links(realm)}
        links = tuple(
            LinkChoice(one.kind, one.key, one.quickbooks_id, one.name)
            for one in found.links
            if held.get((one.kind, one.key)) != one.quickbooks_id
        )
        note = f"Links that are set with them: {len(links):,}." if links else ""
        return ImportedConfiguration(found.options, links, note, same=same and not links)

    def export_links(self, books: CompanyBooks, kind: ListKind, file: Path) -> int:
        """Write the links of a kind as CSV, with what is suggested. How many lines."""
        rows = [row for row in survey(books) if row.kind is kind]
        write_links(file, rows)
        return len(rows)

    def read_links(self, books: CompanyBooks, kind: ListKind, file: Path) -> LinkImport:
        """What such a file would change; `link` changes it. NotSetUp says what is wrong with the file."""
        return plan_import(books, kind, read_links(file))


def configuring_of(program: Program) -> Configuring:
    """The options and links of a program's companies."""

    def connectwise() -> ConnectWise:
        return program.sides.connectwise()

    def creation(realm: RealmId) -> RecordCreation:
        service, user = program.service(realm), getpass.getuser()
        origin = connectwise().origin
        return RecordCreation(
            service,
            program.store,
            program.clock,
            Signature(user, platform.node(), program.version, origin),
            lock=company_lock(program.folder, realm, service.company.name, program.clock).held,
        )

    return Configuring(
        program.store,
        program.clock,
        connectwise,
        lambda realm: program.service(realm).lists(anew=True),
        user=getpass.getuser(),
        creation=creation,
        options=program.editions.options,
    )


def _check(stop: StopEvent) -> None:
    if stop.is_set():
        raise Cancelled("Reading was cancelled. Nothing was changed.")
