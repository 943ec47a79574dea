"""Test of a QuickBooks connection, step by step: sign-in, company, preferences, lists. Reads only."""

from __future__ import annotations

from collections.abc import Callable

from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState, clock_step
from mobius_desktop.domain.errors import Known, SignInLost, SubscriptionEnded, Unreachable
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.quickbooks import CompanyInfo, ListKind, Preferences
from mobius_desktop.quickbooks.client import QuickBooksClient

StepDone = Callable[[ConnectionStep], None]


def check_connection(
    client: QuickBooksClient,
    *,
    name: str = "",
    done: StepDone | None = None,
    clock: Clock | None = None,
) -> ConnectionReport:
    """Test a connected company; `name` is what it is called here, `done` hears of each step. With this
    computer's clock it is told when that is wrong."""
    steps: list[ConnectionStep] = []

    def note(step: str, state: StepState, sentence: str = "") -> None:
        steps.append(ConnectionStep(step, state, sentence))
        if done is not None:
            done(steps[-1])

    try:
        company = client.company_info()
    except Known as error:
        note(_failing_step(error), StepState.FAILED, error.sentence)
        return ConnectionReport("QuickBooks", tuple(steps))
    note("Sign-in accepted", StepState.PASSED)
    if clock is not None:
        step = clock_step(clock.now(), client.server_now(), "QuickBooks")
        note(step.name, step.state, step.sentence)
    _company_step(company, client.realm, name, note)
    try:
        _preference_step(client.preferences(), note)
        client.find_by_name(ListKind.TERM, "Net 30")
        note("Lists readable", StepState.PASSED)
    except Known as error:
        note("Lists readable", StepState.FAILED, error.sentence)
    return ConnectionReport("QuickBooks", tuple(steps))


def _failing_step(error: Known) -> str:
    if isinstance(error, Unreachable):
        return "QuickBooks reached"
    if isinstance(error, SignInLost):
        return "Sign-in accepted"
    return "Subscription" if isinstance(error, SubscriptionEnded) else "Company found"


def _company_step(company: CompanyInfo, realm: RealmId, name: str, note: Callable[..., None]) -> None:
    if company.country not in {"US", "USA", "United States"}:
        note(
            "Company found",
            StepState.FAILED,
            f"“{company.name}” is a company in {company.country}. For now only companies in the United"
            " States can be used: sales tax works differently elsewhere.",
        )
    elif name and name.casefold() != company.name.casefold():
        note(
            "Company found",
            StepState.WARNING,
            f"QuickBooks calls this company “{company.name}” now; here it is “{name}”. It is the same one"
            f" ({realm}).",
        )
    else:
        note("Company found", StepState.PASSED, company.name)


def _preference_step(preferences: Preferences, note: Callable[..., None]) -> None:
    if preferences.custom_transaction_numbers:
        note("Custom transaction numbers", StepState.PASSED)
    else:
        note(
            "Custom transaction numbers",
            StepState.FAILED,
            "QuickBooks would give its own numbers. In QuickBooks: Account and settings ▸ Sales ▸ Sales form"
            " content ▸ Custom transaction numbers: switch on.",
        )
