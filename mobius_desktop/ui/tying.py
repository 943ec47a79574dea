"""What the Tie-out, Month and Overrides pages ask of the program. Called from a job only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.tie_out import CertifiedMonth, TieOut, TieRow
from mobius_desktop.history.certificate import Certificate
from mobius_desktop.history.month import MonthBook
from mobius_desktop.history.overrides import Override
from mobius_desktop.history.tie_out.ports import TieProgress


class Tying(Protocol):
    """Tie-outs, months and overrides. `compare` alone needs a network; it changes neither system."""

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        """The companies of the record, also of one that is only looked at."""
        ...

    def compare(
        self,
        realm: RealmId,
        first: dt.date,
        last: dt.date,
        report: Callable[[TieProgress], None],
        stop: StopEvent,
    ) -> TieOut: ...

    def tie_out(self, realm: RealmId, first: dt.date, last: dt.date) -> TieOut | None:
        """The last comparison of exactly this period. Raises OtherVersion where it cannot be read here."""
        ...

    def explain(self, realm: RealmId, rows: Sequence[TieRow], reason: str) -> None: ...

    def month(self, realm: RealmId, day: dt.date) -> MonthBook: ...

    def certify(self, realm: RealmId, day: dt.date) -> MonthBook: ...

    def certified(self, realm: RealmId) -> tuple[CertifiedMonth, ...]: ...

    def certificate(self, number: BatchNumber) -> Certificate: ...

    def head(self) -> str:
        """Count and hash of the record now, as papers print it."""
        ...

    def overrides(self, first: dt.date, last: dt.date) -> tuple[Override, ...]: ...
