"""A clock that disagrees with the servers: said to the user, and the servers' time used instead."""

from __future__ import annotations

import datetime as dt

from mobius_desktop.domain.connection import CLOCK_MAY_BE_OFF
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ports import QuickBooks
from mobius_desktop.wiring.clock import ProgramClock


def apart_from(clock: ProgramClock, quickbooks: QuickBooks) -> dt.timedelta | None:
    """How far the machine's clock is behind QuickBooks' (negative: before it), where it is too far; the
    program then goes by QuickBooks' time. None where it is near enough, or nobody could say."""
    try:
        apart = quickbooks.server_now() - clock.now()
    except Known:
        return None
    if abs(apart) <= CLOCK_MAY_BE_OFF:
        return None
    clock.correct(apart)
    return apart
