"""More than a year of weekly use: a sign-in that is used stays, whatever Intuit does with its tokens."""

from __future__ import annotations

import datetime as dt

import pytest

from mobius_desktop.credentials.grant_lock import MemoryGrantLock
from mobius_desktop.credentials.memory_vault import MemoryVault
from mobius_desktop.domain.errors import SignInLost
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.quickbooks.signin.flow import NewSignIn
from mobius_desktop.quickbooks.signin.intuit import refresh_token_name
from mobius_desktop.quickbooks.signin.token_calls import TokenCalls
from mobius_desktop.quickbooks.signin.tokens import TokenService
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import OffsetClock, SystemClock
from tests.transport import sandboxed

DAYS = 400
WEEK = 7


class Office:
    """A computer on which the program is started now and then; only its vault lasts."""

    def __init__(self, running: RunningSandbox) -> None:
        self._running = running
        self.signed_in: NewSignIn = sandboxed.sign_in(running)
        self._vault = MemoryVault()
        self._vault.put(refresh_token_name(self.signed_in.setup.realm), self.signed_in.grant.refresh_token)
        self._day = 0

    def later(self, days: int) -> None:
        """Let days go by, here and at Intuit."""
        self._day += days
        self._running.clock.advance(days * 86_400)

    def use(self) -> TokenService:
        """Start the program, ask QuickBooks something, close it."""
        clock = OffsetClock(SystemClock(), dt.timedelta(days=self._day))
        calls = TokenCalls(sandboxed.intuit_app(self._running), clock, loopback_only=True)
        realm = self.signed_in.setup.realm
        tokens = TokenService(realm, calls, self._vault, MemoryGrantLock(), clock)
        client = QuickBooksClient(self.signed_in.setup, tokens, clock=clock, loopback_only=True)
        try:
            assert client.company_info().name == self.signed_in.company.name
        finally:
            client.close()
        return tokens


@pytest.mark.parametrize("rotation", ["24_hours", "each", "never"])
def test_400_days_of_weekly_use_need_no_reconnect(running: RunningSandbox, rotation: str) -> None:
    running.control.switch("quickbooks", "refresh_rotation", rotation)
    office = Office(running)
    reconnects = 0
    for _ in range(0, DAYS, WEEK):
        office.later(WEEK)
        try:
            office.use()
        except SignInLost:
            reconnects += 1
    assert reconnects == 0


def test_the_warning_of_the_sign_ins_end_moves_on_with_each_use(running: RunningSandbox) -> None:
    office = Office(running)
    office.later(90)
    facts = office.use().facts
    assert facts is not None
    assert facts.ends_at is not None
    now = SystemClock().now() + dt.timedelta(days=90)
    assert 98 <= (facts.ends_at - now).days <= 101


def test_a_sign_in_that_nobody_used_for_101_days_is_lost_and_says_so(running: RunningSandbox) -> None:
    office = Office(running)
    office.later(101)
    with pytest.raises(SignInLost):
        office.use()
