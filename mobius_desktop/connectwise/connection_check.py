"""Test of the ConnectWise connection, step by step: site, keys, rights, member's level, accounting package.

Only reads: rights that a write alone would show are reported as not tested.
"""

from __future__ import annotations

from collections.abc import Callable

from mobius_desktop.connectwise.client import ApiKeys, ConnectWiseClient
from mobius_desktop.connectwise.discovery import Discovered, discover
from mobius_desktop.connectwise.setup_reading import SetupReader
from mobius_desktop.domain.checkup_codes import PROBLEMS
from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState
from mobius_desktop.domain.errors import Known, RightMissing, SignInLost
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import ConnectWiseSetup

StepDone = Callable[[ConnectionStep], None]

_READS = (
    ("Finance ▸ Accounting Interface: Inquire", "/finance/accounting/batches"),
    ("Finance ▸ Invoicing: Inquire", "/finance/invoices"),
    ("Companies ▸ Company Maintenance: Inquire", "/company/companies"),
    ("System ▸ Table Setup: Inquire", "/system/locations"),
)
_WRITES = (
    "Finance ▸ Accounting Interface: Add and Delete are needed to mark invoices as batched and to take"
    " batches back. Only a batch shows whether they are allowed."
)
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
            _signed_in_steps(client, note)
        finally:
            client.close()
    report = ConnectionReport("ConnectWise", tuple(steps))
    return report, setup if report.passed else None


def _setup(site: str, company_id: str, client_id: str, found: Discovered) -> ConnectWiseSetup:
    return ConnectWiseSetup(
        site=site.strip(),
        company_id=company_id.strip(),
        base_url=found.base_url,
        client_id=client_id.strip(),
        origin=found.origin,
    )


def _signed_in_steps(client: ConnectWiseClient, note: Callable[..., None]) -> None:
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
    _rights(client, note)
    note("API member level", StepState.NOT_TESTED, _LEVEL)
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


def _rights(client: ConnectWiseClient, note: Callable[..., None]) -> None:
    for name, path in _READS:
        try:
            client.count(path)
        except Known as error:
            note(f"Permission {name}", StepState.FAILED, error.sentence)
        else:
            note(f"Permission {name}", StepState.PASSED)
    note("Permission Finance ▸ Accounting Interface: Add, Delete", StepState.NOT_TESTED, _WRITES)
