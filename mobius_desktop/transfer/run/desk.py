"""What every step of a run works with: the two sides, the clock, and the facts that the plan was made on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from threading import Lock

from mobius_desktop.domain.errors import (
    Known,
    RemoteRefused,
    RightMissing,
    SignInLost,
    SubscriptionEnded,
    Throttled,
    Unreachable,
)
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.ports import Clock, ConnectWise, QuickBooks
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.run_causes import stop_code
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.transfer.batch import Pace
from mobius_desktop.transfer.kind import BatchKind

_STOPS: dict[type[Known], str] = {SignInLost: "sign-in", SubscriptionEnded: "subscription"}


class SideGone(Exception):  # noqa: N818 - a state of the world, handled by the run
    """A side did not answer a read that a step needs: the step is taken again later."""

    def __init__(self, side: str, error: Known) -> None:
        super().__init__(error.sentence)
        self.side = side
        self.sentence = error.sentence
        self.lasting = isinstance(error, SignInLost | SubscriptionEnded | RightMissing)
        """Waiting does not cure it."""
        self.code = stop_code(_STOPS.get(type(error), ""), side)
        """The cause under which what waits is left."""


@dataclass(slots=True)
class Desk:
    """Shared by all threads of a run."""

    connectwise: ConnectWise
    quickbooks: QuickBooks
    clock: Clock
    kind: BatchKind
    lists: QuickBooksLists
    options: CompanyOptions
    pace: Pace
    closed_through: dt.date | None = None
    """Closing date; read again every few minutes, and when QuickBooks refuses a document because of it."""
    closing_read_at: float = 0.0
    """When it was read, by the clock's `monotonic`."""
    closing_lock: Lock = field(default_factory=Lock)
    record_ids: dict[RecordKey, QuickBooksId] = field(default_factory=dict)
    """Ids of list records that this run created."""
    lock: Lock = field(default_factory=Lock)
    tax_proven: bool = False
    """The company has been seen to keep an amount of tax of ours."""
    new_names: bool = False
    """List records were created: the lists that were read are no longer whole."""

    def ids(self) -> dict[RecordKey, QuickBooksId]:
        """Ids of the list records that were created, by ConnectWise's key."""
        with self.lock:
            return dict(self.record_ids)

    def post(self, side: str, prepared: Prepared) -> Answer:
        """Send a stored request; whatever happens becomes an Answer."""
        port = self.connectwise if side == "connectwise" else self.quickbooks
        try:
            return port.send(prepared)
        except SignInLost as error:
            return Answer(AnswerKind.STOPPED, 0, sentence=error.sentence, stop="sign-in")
        except SubscriptionEnded as error:
            return Answer(AnswerKind.STOPPED, 0, sentence=error.sentence, stop="subscription")
        except (Unreachable, Throttled) as error:
            return Answer(AnswerKind.STOPPED, 0, sentence=error.sentence, stop="unreachable")
        except RemoteRefused as error:
            return Answer(AnswerKind.REFUSED, 0, faults=error.faults, sentence=error.sentence)
        except Known as error:
            return Answer(AnswerKind.UNKNOWN, 0, sentence=error.sentence)

    def keep_closing_date(self) -> None:
        """Read the closing date again when the last reading is too long ago; others wait for it."""
        with self.closing_lock:
            if self.clock.monotonic() - self.closing_read_at >= self.pace.closing_fresh:
                self.read_closing_date()

    def read_closing_date(self) -> None:
        """QuickBooks refused a date: the books may have been closed since the plan."""
        self.closing_read_at = self.clock.monotonic()
        try:
            preferences = self.quickbooks.preferences()
        except Known:
            return
        self.closed_through = preferences.book_close_date
