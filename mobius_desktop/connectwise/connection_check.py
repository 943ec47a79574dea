"""Test of the ConnectWise connection, step by step: site, keys, rights, member's level, accounting package.

Only reads: rights that a write alone would show are reported as not tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobius_desktop.connectwise.client import ApiKeys, ConnectWiseClient
from mobius_desktop.connectwise.discovery import Discovered, discover
from mobius_desktop.connectwise.setup_reading import SetupReader
from mobius_desktop.domain.checkup_codes import PROBLEMS
from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState, clock_step
from mobius_desktop.domain.connectwise_setup import Member, api_members, below_top
from mobius_desktop.domain.errors import Known, RightMissing, SignInLost
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import ConnectWiseSetup
from mobius_desktop.domain.typed import trimmed

StepDone = Callable[[ConnectionStep], None]


@dataclass(frozen=True, slots=True)
class _Right:
    """A permission by its place in the security roles, and a list that shows whether it is there."""

    name: str
    path: str
    needed: bool = True
    """Without it no batch can be made; else only *Check set-up* sees less."""


_READS = (
    _Right("Finance ▸ Accounting Interface: Inquire", "/finance/accounting/batches"),
    _Right("Finance ▸ Invoicing: Inquire", "/finance/invoices"),
    _Right("Companies ▸ Company Maintenance: Inquire", "/company/companies"),
    _Right("System ▸ Table Setup: Inquire", "/system/locations"),
    _Right("System ▸ Table Setup, GL Accounts: Inquire", "/finance/glAccounts", needed=False),
    _Right("System ▸ Table Setup, Tax code: Inquire", "/finance/taxCodes", needed=False),
    _Right("System ▸ Member Maintenance: Inquire", "/system/members", needed=False),
    _Right("Time & Expense ▸ Time Entry: Inquire", "/time/entries", needed=False),
)
_WRITES = (
    ("Finance ▸ Accounting Interface: Add", "It is needed to mark invoices as batched."),
    ("Finance ▸ Accounting Interface: Delete", "It is needed to take a batch back."),
)
_EXPORT = "Finance ▸ Accounting Interface: export invoices"
_ONLY_A_BATCH = "Only a batch shows whether it is allowed."
_SEES_LESS = "Batches do without; Check set-up cannot look at this."
_LEVEL = (
    "ConnectWise leaves out records of other owner levels without a word. The API member needs System level"
    " “Level 1 (owner)”: System ▸ Members ▸ API Members ▸ the member."
)


def check_connection(
    site: str,
    company_id: str,
    client_id: str,
    keys: ApiKeys,
    *,
    clock: Clock,
    loopback_only: bool = False,
    done: StepDone | None = None,
) -> tuple[ConnectionReport, ConnectWiseSetup | None]:
    """Test what the user typed; `done` hears of each step. The set-up to save comes back if none failed."""
    steps: list[ConnectionStep] = []

    def note(name: str, state: StepState, sentence: str = "") -> None:
        steps.append(ConnectionStep(name, state, sentence))
        if done is not None:
            done(steps[-1])

    setup = None
    try:
        found = discover(site, company_id, clock=clock, loopback_only=loopback_only)
    except Known as error:
        note("Site found", StepState.FAILED, error.sentence)
    else:
        note("Site found", StepState.PASSED)
        setup = _setup(site, company_id, client_id, found)
        client = ConnectWiseClient(setup, keys, clock=clock, loopback_only=loopback_only)
        try:
            _signed_in_steps(client, clock, note)
        finally:
            client.close()
    report = ConnectionReport("ConnectWise", tuple(steps))
    return report, setup if report.passed else None


def _setup(site: str, company_id: str, client_id: str, found: Discovered) -> ConnectWiseSetup:
    return ConnectWiseSetup(
        site=trimmed(site),
        company_id=trimmed(company_id),
        base_url=found.base_url,
        client_id=trimmed(client_id),
        origin=found.origin,
    )


def _signed_in_steps(client: ConnectWiseClient, clock: Clock, note: Callable[..., None]) -> None:
    try:
        client.count("/finance/accounting/unpostedinvoices")
    except RightMissing as error:
        note("Keys accepted", StepState.PASSED)
        note("Permissions", StepState.FAILED, error.sentence)
    except (SignInLost, Known) as error:
        note("Keys accepted", StepState.FAILED, error.sentence)
        return
    else:
        note("Keys accepted", StepState.PASSED)
    _clock_step(client, clock, note)
    _rights(client, note)
    _level(client, note)
    try:
        package = SetupReader(client).package_setup()
    except RightMissing as error:
        note("Accounting package", StepState.WARNING, error.sentence)
    except Known as error:
        note("Accounting package", StepState.FAILED, error.sentence)
    else:
        if package is None:
            note("Accounting package", StepState.FAILED, PROBLEMS["PACKAGE_MISSING"].fix)
        else:
            note("Accounting package", StepState.PASSED)


def _clock_step(client: ConnectWiseClient, clock: Clock, note: Callable[..., None]) -> None:
    try:
        told = client.system_info().server_time
    except Known:
        return
    if told is not None:
        step = clock_step(clock.now(), told, "ConnectWise")
        note(step.name, step.state, step.sentence)


def _rights(client: ConnectWiseClient, note: Callable[..., None]) -> None:
    """Each right that is missing is named; those that only a write would show are said to be untested."""
    for right in _READS:
        try:
            client.count(right.path)
        except RightMissing as error:
            if right.needed:
                note(f"Permission {right.name}", StepState.FAILED, error.sentence)
            else:
                note(f"Permission {right.name}", StepState.WARNING, f"{error.sentence} {_SEES_LESS}")
        except Known as error:
            note(f"Permission {right.name}", StepState.FAILED, error.sentence)
        else:
            note(f"Permission {right.name}", StepState.PASSED)
    _export_right(client, note)
    for name, what_for in _WRITES:
        note(f"Permission {name}", StepState.NOT_TESTED, f"{what_for} {_ONLY_A_BATCH}")


def _export_right(client: ConnectWiseClient, note: Callable[..., None]) -> None:
    """The GL export is asked by POST and changes nothing, so it is tried with the first unposted invoice."""
    name = f"Permission {_EXPORT}"
    try:
        first = next(client.list_unposted(), None)
        if first is None:
            note(name, StepState.NOT_TESTED, "ConnectWise has no unposted invoice to try it with.")
            return
        client.export([first.billing_log_id], Summary.DEFAULT)
    except Known as error:
        note(name, StepState.FAILED, error.sentence)
    else:
        note(name, StepState.PASSED)


def _level(client: ConnectWiseClient, note: Callable[..., None]) -> None:
    """A level below the first hides records: ConnectWise tells it of members that may be read."""
    try:
        members = api_members(SetupReader(client).members())
    except Known:
        note("API member level", StepState.NOT_TESTED, _LEVEL)
        return
    hidden = below_top(members)
    if hidden:
        note("API member level", StepState.WARNING, " ".join(_hides(one) for one in hidden))
    elif any(one.is_top_level for one in members):
        note("API member level", StepState.PASSED)
    else:
        note("API member level", StepState.NOT_TESTED, _LEVEL)


def _hides(member: Member) -> str:
    rule = PROBLEMS["MEMBER_BELOW_TOP" if member.is_top_level is False else "MEMBER_RESTRICTED"]
    facts = {"member": member.identifier, "level": member.level or "below the first"}
    return f"{rule.sentence.format_map(facts)} {rule.fix.format_map(facts)}"
