"""Questions about past batches, answered from the record on this computer, with no network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from mobius_desktop.domain.archive import Archive, BatchFilter, LastTime, Snapshot
from mobius_desktop.domain.days import start_of_day
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import ActionRow, AttemptRow, BatchRow, InvoiceRow
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.states import BatchState
from mobius_desktop.domain.totals import ControlTotals, control_totals
from mobius_desktop.history.card import InvoiceCard, card_of
from mobius_desktop.history.dashboard import Dashboard, dashboard_of
from mobius_desktop.history.picture import BatchPicture

PAGE = 100


@dataclass(frozen=True, slots=True)
class BatchStory:
    """A batch with everything that its page, its export and the command line say."""

    row: BatchRow
    picture: BatchPicture
    totals: ControlTotals
    options: CompanyOptions | None
    """The configuration that it was run with."""


@dataclass(frozen=True, slots=True)
class InvoiceStory:
    """One invoice in one batch: what was known, what was sent, what came back."""

    row: InvoiceRow
    snapshot: Snapshot | None
    actions: tuple[ActionRow, ...]
    attempts: tuple[AttemptRow, ...]

    @property
    def sending(self) -> AttemptRow | None:
        """The last request that carried the document; None when nothing was sent."""
        sent = [one for one in self.attempts if one.prepared.side == "quickbooks" and one.prepared.body]
        return sent[-1] if sent else None

    @property
    def sent(self) -> str:
        """The document as it went out, as readable JSON."""
        return readable(self.sending.prepared.body) if self.sending else ""

    @property
    def received(self) -> str:
        """What came back for it, as readable JSON."""
        return readable(self.sending.answer_body) if self.sending else ""


class History:
    """The questions. Any thread may ask; each answer is one view of the record."""

    def __init__(self, archive: Archive, clock: Clock) -> None:
        self._archive = archive
        self._clock = clock

    def list_batches(
        self,
        text: str = "",
        *,
        kind: str = "",
        states: Sequence[BatchState] = (),
        realm: RealmId | None = None,
        first: dt.date | None = None,
        last: dt.date | None = None,
        before: BatchNumber | None = None,
        limit: int = PAGE,
    ) -> tuple[BatchRow, ...]:
        """Batches, newest first. `first` and `last` are days of the user's calendar, both included."""
        wanted = BatchFilter(
            text=text,
            kind=kind,
            states=tuple(states),
            realm=realm,
            since=start_of_day(first) if first else None,
            until=start_of_day(last + dt.timedelta(days=1)) if last else None,
        )
        return self._archive.batches(wanted, before=before, limit=limit)

    def company(self, named: str) -> RealmId:
        """The company of this name or id that there are batches of. Raises NotSetUp, which names those there
        are."""
        companies = self._archive.batch_companies()
        wanted = named.strip().casefold()
        for realm, name in companies:
            if wanted in {name.casefold(), realm}:
                return realm
        names = ", ".join(name for _, name in companies) or "none"
        raise NotSetUp(f"No batch is of a company “{named}”. There are batches of: {names}.")

    def batch(self, number: BatchNumber) -> BatchStory | None:
        """One batch whole; None where there is none of this number."""
        row = self._archive.batch(number)
        picture = BatchPicture.of_record(self._archive, number)
        if row is None or picture is None:
            return None
        return BatchStory(
            row=row,
            picture=picture,
            totals=control_totals(picture.invoices.values()),
            options=self._archive.batch_options(number),
        )

    def invoices(self, number: BatchNumber) -> tuple[InvoiceRow, ...]:
        """The invoices of a batch in the order in which they were planned."""
        return self._archive.invoices(number)

    def invoice(self, number: BatchNumber, billing_log_id: BillingLogId) -> InvoiceStory | None:
        """One invoice of a batch; None where the batch does not hold it."""
        row = next(
            (one for one in self._archive.invoices(number) if one.billing_log_id == billing_log_id), None
        )
        if row is None:
            return None
        actions = self._archive.actions(number, f"invoice:{billing_log_id}")
        return InvoiceStory(
            row=row,
            snapshot=self._archive.snapshot(number, billing_log_id),
            actions=actions,
            attempts=self._archive.attempts([one.id for one in actions]),
        )

    def attempts(self, action: ActionId) -> tuple[AttemptRow, ...]:
        """The requests of one action, also of one that is no invoice's."""
        return self._archive.attempts([action])

    def last_times(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, LastTime]:
        """What the latest batch said of each of these invoices: the column *Last time*."""
        return self._archive.last_times(ids)

    def dashboard(self, realm: RealmId | None = None) -> Dashboard:
        """The figures of the dashboard, of as long ago as they say."""
        return dashboard_of(self._archive, self._clock.today(), realm)

    def card(self, number: str) -> InvoiceCard | None:
        """The whole life of the invoice that last had this number, over all batches."""
        found = self._archive.find_invoices(number.strip())
        return card_of(self._archive, found[0]) if found else None


def readable(body: bytes) -> str:
    """A body as a person reads it: JSON with its lines, each number as it was written; else as text."""
    if not body:
        return ""
    try:
        return msgspec.json.format(body, indent=2).decode()
    except msgspec.DecodeError:
        return body.decode(errors="replace")
