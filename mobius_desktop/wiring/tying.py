"""What the Tie-out and Month pages do: compare both systems, explain, certify, report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from threading import Event as StopEvent

from mobius_desktop import __version__
from mobius_desktop.connectwise.billing import InvoiceReader
from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.domain.days import end_of_month, month_of, start_of_day
from mobius_desktop.domain.errors import Known, RecordDamaged
from mobius_desktop.domain.events import DifferenceExplained, Event, MonthCertified
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation, TieOut, TieRow
from mobius_desktop.history.certificate import Certificate, certificate_of
from mobius_desktop.history.history import History
from mobius_desktop.history.month import LaterChange, MonthBook, month_book
from mobius_desktop.history.overrides import Override, overrides_of
from mobius_desktop.history.tie_out.engine import tie_out_of, with_explanations
from mobius_desktop.history.tie_out.gather import TieReader
from mobius_desktop.history.tie_out.ports import Books, Report
from mobius_desktop.store import Store

_ZERO = Decimal("0.00")
_NOT_CERTIFIED = (
    "No certificate and no proof list is made of batch {number}: the record was changed outside this program"
    " ({where}). Verify it under Tools ▸ Record and Backup, and restore a backup from before."
)


class Tying:
    """Tie-outs, months and overrides of the companies of one program. Called from a job only."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        connectwise: Callable[[], ConnectWiseClient],
        books: Callable[[RealmId], Books],
        lists: Callable[[RealmId], QuickBooksLists],
        *,
        user: str,
        is_unproven: Callable[[], bool] = bool,
    ) -> None:
        self._store = store
        self._clock = clock
        self._connectwise = connectwise
        self._books = books
        self._lists = lists
        self._user = user
        self._is_unproven = is_unproven

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        """The companies of the record, also of one that is only looked at."""
        return self._store.companies()

    # -- comparing ------------------------------------------------------------------------------------

    def compare(
        self, realm: RealmId, first: dt.date, last: dt.date, report: Report, stop: StopEvent
    ) -> TieOut:
        """Read both systems for a period and keep what came of it. Writes to neither.

        Raises Known errors of either side, and Cancelled."""
        if last < first:
            raise Known("The period ends before it begins. Choose another last day.")
        with stopped_by(stop):
            lists = self._lists(realm)
            client = self._connectwise()
            reader = TieReader(
                client,
                InvoiceReader(client),
                self._books(realm),
                self._store,
                report=report,
                stop=stop,
                places=self._places_of_others(realm),
            )
            gathered = reader.read(first, last)
        made = tie_out_of(
            gathered,
            self._store,
            lists,
            realm=realm,
            company_name=self._company(realm).name,
            now=self._clock.now(),
        )
        self._store.put_tie_out(made)
        return with_explanations(made, self._store.explanations(realm))

    def tie_out(self, realm: RealmId, first: dt.date, last: dt.date) -> TieOut | None:
        """The last comparison of exactly this period, with what was said of it since. Raises OtherVersion."""
        found = self._store.tie_out(realm, first, last)
        if found is None:
            return None
        touched = self._store.changed_since(realm, first, last, found.compared_at)
        changed = {row.billing_log_id for row, _ in touched if _moved(row)}
        return replace(with_explanations(found, self._store.explanations(realm)), changed_since=len(changed))

    def _company(self, realm: RealmId) -> QuickBooksSetup:
        found = self._store.company(realm)
        if found is None:
            raise Known("This QuickBooks company is not connected. Connect it in Set up QuickBooks Online.")
        return found

    def _places_of_others(self, realm: RealmId) -> frozenset[int]:
        """The Locations that are another company's default, and not this one's."""
        own = self._store.options(realm).location_id
        others = {
            self._store.options(one.realm).location_id
            for one in self._store.companies()
            if one.realm != realm
        }
        return frozenset(int(one) for one in others if one is not None and one != own)

    # -- explaining -----------------------------------------------------------------------------------

    def explain(self, realm: RealmId, rows: Sequence[TieRow], reason: str) -> None:
        """Give one reason for differences; it stands until their facts change. An empty one withdraws."""
        now = self._clock.now()
        words: list[Event] = [
            DifferenceExplained(
                GivenExplanation(
                    realm=realm,
                    subject=row.subject,
                    number=row.number,
                    kind=row.kind.value,
                    reason=reason.strip(),
                    facts=row.facts,
                    apart=row.apart,
                    currency=row.currency,
                    user=self._user,
                    at=now,
                )
            )
            for row in rows
        ]
        if words:
            self._store.record(*words)

    # -- months ---------------------------------------------------------------------------------------

    def month(self, realm: RealmId, day: dt.date) -> MonthBook:
        """A month as it was last compared, with what the record knows."""
        month = month_of(day)
        found = self.tie_out(realm, month, end_of_month(month))
        ids = [row.billing_log_id for row in found.rows if row.billing_log_id is not None] if found else []
        certified = tuple(one for one in self._store.certified_months(realm) if one.month == month)
        since = certified[-1].at if certified else self._clock.now()
        changes = self._store.changed_since(realm, month, end_of_month(month), since)
        return month_book(
            found,
            realm=realm,
            month=month,
            last=self._store.last_times(ids),
            held=self._store.holds(),
            certified=certified,
            changes=tuple(
                LaterChange(row.number, row.billing_log_id, row.batch, row.message or row.state.value, at)
                for row, at in changes
            ),
        )

    def certify(self, realm: RealmId, day: dt.date) -> MonthBook:
        """Certify a month: who, when, what it stood at, and the hash of the record. Known says why not."""
        book, now = self.month(realm, day), self._clock.now()
        why = book.why_not(now)
        if why or book.tie_out is None:
            raise Known(why)
        explained = sum(row.differing for row in book.tie_out.rows)
        head = self._store.head()
        stands = [
            (one.currency, one.connectwise_count, one.connectwise, one.quickbooks)
            for one in book.tie_out.controls
        ]
        if not stands:  # a month without invoices is closed like any other
            stands = [(self._store.home_currency(realm) or "USD", 0, _ZERO, _ZERO)]
        self._store.record(
            *(
                MonthCertified(
                    CertifiedMonth(
                        realm=realm,
                        company_name=book.tie_out.company_name,
                        month=book.month,
                        currency=currency,
                        invoices=count,
                        connectwise=connectwise,
                        quickbooks=quickbooks,
                        explained=explained,
                        compared_at=book.tie_out.compared_at,
                        head=head,
                        user=self._user,
                        at=now,
                    )
                )
                for currency, count, connectwise, quickbooks in stands
            )
        )
        return self.month(realm, day)

    def certified(self, realm: RealmId) -> tuple[CertifiedMonth, ...]:
        """Every certification of the company, the oldest first."""
        return self._store.certified_months(realm)

    def certificate(self, number: BatchNumber) -> Certificate:
        """A batch on one page. Known where the record has no such batch.

        Raises RecordDamaged where what is shown of it is not what was recorded: that is never certified."""
        story = History(self._store, self._clock).batch(number)
        if story is None:
            raise Known(f"There is no batch {number} in this record.")
        if broken := self._store.verify_batch(number):
            raise RecordDamaged(_NOT_CERTIFIED.format(number=number, where=broken[0].line))
        return certificate_of(
            self._store,
            story,
            printed_at=self._clock.now(),
            printed_by=self._user,
            program=__version__,
            batch_head=self._store.batch_head(number),
            head=self._store.head(),
        )

    def head(self) -> str:
        """Count and hash of the record now, as papers print it; of a copy, that nobody has verified it."""
        return f"{self._store.head()}{' · a copy, not verified' if self._is_unproven() else ''}"

    # -- overrides ------------------------------------------------------------------------------------

    def overrides(self, first: dt.date, last: dt.date) -> tuple[Override, ...]:
        """Every decision that set something aside, of days of the user's calendar, both included."""
        since, until = start_of_day(first), start_of_day(last + dt.timedelta(days=1))
        certified = [one for one in self._store.certified_months() if since <= one.at < until]
        return overrides_of(
            self._store.overrides_between(since, until),
            self._store.explained_between(since, until),
            certified,
        )


def _moved(row: InvoiceRow) -> bool:
    """Whether a batch has changed something of it in QuickBooks or ConnectWise, and not only tried."""
    return row.document is not None or row.marked or row.state is ActionState.COMPLETED
