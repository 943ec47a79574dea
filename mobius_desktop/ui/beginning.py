"""What the Dashboard's first steps and the page *Cut-over* ask of the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.cut_over import CutOverRow, FirstSteps
from mobius_desktop.domain.ids import RealmId


class Beginning(Protocol):
    """Called from a job only; `old_invoices` alone needs a network, and writes nothing on it."""

    def steps(self, realm: RealmId, *, begun: bool = False) -> FirstSteps: ...

    def answer_customers(self, realm: RealmId, *, there: bool) -> None: ...

    def old_invoices(
        self, realm: RealmId, through: dt.date | None, progress: Callable[[int], None], stop: StopEvent
    ) -> tuple[CutOverRow, ...]: ...

    def finish_cut_over(self, realm: RealmId) -> None: ...
