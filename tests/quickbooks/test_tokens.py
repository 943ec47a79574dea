"""Renewing a sign-in: once for all threads and programs, stored before it is used."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mobius_desktop.credentials.grant_lock import FileGrantLock, MemoryGrantLock
from mobius_desktop.credentials.memory_vault import MemoryVault
from mobius_desktop.domain.errors import RemoteUnknown, SignInLost, VaultMissing
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import GrantLock, Vault
from mobius_desktop.quickbooks.signin.flow import NewSignIn
from mobius_desktop.quickbooks.signin.intuit import (
    Grant,
    InvalidGrant,
    SignInFacts,
    refresh_token_name,
)
from mobius_desktop.quickbooks.signin.token_calls import TokenCalls
from mobius_desktop.quickbooks.signin.tokens import TokenService
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock, SystemClock
from tests.transport import sandboxed


def service(
    running: RunningSandbox,
    clock: FastClock,
    signed_in: NewSignIn,
    vault: Vault,
    lock: GrantLock | None = None,
) -> TokenService:
    calls = TokenCalls(sandboxed.intuit_app(running), clock, loopback_only=True)
    return TokenService(
        signed_in.setup.realm,
        calls,
        vault,
        lock or MemoryGrantLock(),
        clock,
        company=signed_in.company.name,
    )


def renewals(running: RunningSandbox) -> int:
    asked = running.control.recorder.find(path="/tokens/bearer")
    return sum("grant_type=refresh_token" in one.body for one in asked)


def test_a_renewed_token_is_stored_before_it_is_used(running: RunningSandbox, clock: FastClock) -> None:
    running.control.switch("quickbooks", "refresh_rotation", "each")
    signed_in = sandboxed.sign_in(running)
    vault = MemoryVault()
    name = refresh_token_name(signed_in.setup.realm)
    vault.put(name, signed_in.grant.refresh_token)
    tokens = service(running, clock, signed_in, vault)
    first = tokens.access_token()
    assert vault.get(name) != signed_in.grant.refresh_token
    assert tokens.access_token() == first
    assert renewals(running) == 1
    assert tokens.facts is not None
    assert tokens.facts.ends_at is not None


def test_a_token_is_renewed_before_it_ends(running: RunningSandbox) -> None:
    clock = FastClock(SystemClock(), 5000)
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    first = tokens.access_token()
    assert first == signed_in.grant.access_token
    clock.wait(3400)
    assert tokens.access_token() != first


def test_ten_threads_renew_once(running: RunningSandbox, clock: FastClock) -> None:
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    used = tokens.headers()
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: tokens.renew(used), range(10)))
    assert renewals(running) == 1
    assert tokens.headers() != used


def test_two_programs_renew_one_after_the_other_with_what_the_other_stored(
    running: RunningSandbox, clock: FastClock, tmp_path: Path
) -> None:
    # Two at once would make Intuit end the sign-in: the sandbox does so, too.
    running.control.switch("quickbooks", "refresh_rotation", "each")
    running.control.switch("quickbooks", "concurrent_refresh", "revokes")
    signed_in = sandboxed.sign_in(running)
    vault = MemoryVault()
    vault.put(refresh_token_name(signed_in.setup.realm), signed_in.grant.refresh_token)
    programs = [service(running, clock, signed_in, vault, FileGrantLock(tmp_path)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(lambda one: one.access_token(), programs))
    assert len(set(tokens)) == 4
    assert renewals(running) == 4
    assert service(running, clock, signed_in, vault, FileGrantLock(tmp_path)).access_token()


def test_a_token_that_another_program_renewed_without_us_is_read_again(
    running: RunningSandbox, clock: FastClock
) -> None:
    running.control.switch("quickbooks", "refresh_rotation", "each")
    signed_in = sandboxed.sign_in(running)
    name = refresh_token_name(signed_in.setup.realm)

    class Late(MemoryVault):
        """Shows the old token once more, as a slow disk of another program might."""

        stale = True

        def get(self, name: str) -> str | None:
            if self.stale:
                self.stale = False
                return signed_in.grant.refresh_token
            return super().get(name)

    vault = Late()
    calls = TokenCalls(sandboxed.intuit_app(running), clock, loopback_only=True)
    vault.put(name, calls.refresh(signed_in.grant.refresh_token).refresh_token)
    assert service(running, clock, signed_in, vault).access_token()


def test_a_lost_sign_in_is_asked_for_once_and_comes_back_with_a_new_one(
    running: RunningSandbox, clock: FastClock
) -> None:
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    running.control.do("quickbooks", "revoke_grant")
    used = tokens.headers()
    for _ in range(3):
        with pytest.raises(SignInLost, match="Gulfline Technology Partners"):
            tokens.renew(used)
    assert renewals(running) == 1
    tokens.adopt(sandboxed.sign_in(running).grant)
    assert tokens.headers() != used


def test_a_sign_in_is_not_lost_by_a_server_that_is_away(running: RunningSandbox, clock: FastClock) -> None:
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    used = tokens.headers()
    for fault in ({"preset": "unavailable"}, {"preset": "html"}, {"kind": "drop"}, {"preset": "html_200"}):
        running.control.faults.add(server="quickbooks", path="/tokens/bearer", **fault)  # type: ignore[arg-type]  # a table of fields
        with pytest.raises(RemoteUnknown):
            tokens.renew(used)
    assert tokens.renew(used)


def test_wrong_keys_of_the_app_do_not_mark_the_sign_in_as_lost(
    running: RunningSandbox, clock: FastClock
) -> None:
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    running.control.faults.add(server="quickbooks", preset="invalid_client")
    used = tokens.headers()
    with pytest.raises(SignInLost, match="client id"):
        tokens.renew(used)
    assert tokens.renew(used)


class Script:
    """Calls that answer what they are told."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def refresh(self, refresh_token: str) -> Grant:
        self.asked.append(refresh_token)
        if refresh_token == "dead":
            raise InvalidGrant("QuickBooks ended the sign-in. Reconnect the company.")
        number = len(self.asked)
        return Grant(f"access{number}", f"refresh{number}", 3600.0, SignInFacts(None, None))

    def revoke(self, refresh_token: str) -> None:
        self.asked.append(f"revoke {refresh_token}")


class Refusing(MemoryVault):
    """A vault that refuses to store when told to."""

    refuses = False

    def put(self, name: str, secret: str) -> None:
        if self.refuses:
            raise VaultMissing("full")
        super().put(name, secret)


REALM = RealmId("1")
NAME = refresh_token_name(REALM)


def test_a_renewed_token_survives_a_vault_that_refuses_once(clock: FastClock) -> None:
    vault, script = Refusing(), Script()
    vault.put(NAME, "first")
    tokens = TokenService(REALM, script, vault, MemoryGrantLock(), clock)
    vault.refuses = True
    with pytest.raises(VaultMissing):
        tokens.access_token()
    assert vault.get(NAME) == "first"
    vault.refuses = False
    assert tokens.access_token() == "access1"
    assert script.asked == ["first"]
    assert vault.get(NAME) == "refresh1"


def test_what_is_stored_while_we_were_away_is_tried_before_giving_up(clock: FastClock) -> None:
    vault, script = MemoryVault(), Script()
    vault.put(NAME, "dead")
    tokens = TokenService(REALM, script, vault, MemoryGrantLock(), clock)
    with pytest.raises(SignInLost):
        tokens.access_token()
    with pytest.raises(SignInLost):
        tokens.access_token()
    assert script.asked == ["dead"]
    vault.put(NAME, "reconnected")
    assert tokens.access_token() == "access2"


def test_no_sign_in_at_all_says_so(clock: FastClock) -> None:
    tokens = TokenService(REALM, Script(), MemoryVault(), MemoryGrantLock(), clock, company="Gulfline")
    with pytest.raises(SignInLost, match="not signed in for Gulfline"):
        tokens.access_token()


def test_expiry_is_told_to_whoever_stores_it(clock: FastClock) -> None:
    vault = MemoryVault()
    vault.put(NAME, "first")
    told: list[SignInFacts] = []
    tokens = TokenService(REALM, Script(), vault, MemoryGrantLock(), clock, on_facts=told.append)
    tokens.access_token()
    assert told == [SignInFacts(None, None)]


def test_disconnecting_ends_the_sign_in_at_intuit_and_here(running: RunningSandbox, clock: FastClock) -> None:
    signed_in = sandboxed.sign_in(running)
    vault = MemoryVault()
    tokens = service(running, clock, signed_in, vault)
    tokens.adopt(signed_in.grant)
    tokens.disconnect()
    assert vault.get(refresh_token_name(signed_in.setup.realm)) is None
    calls = TokenCalls(sandboxed.intuit_app(running), clock, loopback_only=True)
    with pytest.raises(InvalidGrant):
        calls.refresh(signed_in.grant.refresh_token)
    with pytest.raises(SignInLost):
        tokens.access_token()
    tokens.disconnect()


def test_a_thread_that_waits_for_a_renewal_gets_its_token(clock: FastClock) -> None:
    entered, go = threading.Event(), threading.Event()

    class Slow(Script):
        def refresh(self, refresh_token: str) -> Grant:
            entered.set()
            go.wait(10)
            return super().refresh(refresh_token)

    vault = MemoryVault()
    vault.put(NAME, "first")
    slow = Slow()
    tokens = TokenService(REALM, slow, vault, MemoryGrantLock(), clock)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tokens.access_token)
        entered.wait(10)
        second = pool.submit(tokens.access_token)
        go.set()
        assert first.result(10) == second.result(10) == "access1"
    assert slow.asked == ["first"]


class KilledError(BaseException):
    """Stands for the end of the process: nothing after it runs."""


class KilledWhileSaving(MemoryVault):
    """The program is killed as the renewed token is about to be stored."""

    def __init__(self) -> None:
        super().__init__()
        self.kills = False

    def put(self, name: str, secret: str) -> None:
        if self.kills:
            raise KilledError
        super().put(name, secret)


@pytest.mark.parametrize("rotation", ["24_hours", "each", "never"])
def test_a_crash_between_renewing_and_storing_costs_one_reconnect_at_most(
    running: RunningSandbox, clock: FastClock, rotation: str
) -> None:
    running.control.switch("quickbooks", "refresh_rotation", rotation)
    signed_in = sandboxed.sign_in(running)
    vault, name = KilledWhileSaving(), refresh_token_name(signed_in.setup.realm)
    vault.put(name, signed_in.grant.refresh_token)
    vault.kills = True
    with pytest.raises(KilledError):
        service(running, clock, signed_in, vault).access_token()
    assert vault.get(name) == signed_in.grant.refresh_token

    vault.kills = False
    started_again = service(running, clock, signed_in, vault)
    reconnects = 0
    try:
        started_again.access_token()
    except SignInLost:
        reconnects += 1
        started_again.adopt(sandboxed.sign_in(running).grant)
    assert started_again.access_token()
    assert service(running, clock, signed_in, vault).access_token()
    assert reconnects <= 1
