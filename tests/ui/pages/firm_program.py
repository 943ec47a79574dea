"""A program over the sample firm for tests of pages: a real record, real plans, no server.

Plans come from the plan builder and the sandbox's books; reading over a network and sending are left out.
Connections are scripted: a test says what the next test or sign-in answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Event as StopEvent
from typing import Any

from mobius_desktop.domain.checkup import CheckResult, CheckupReport
from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState
from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.connectwise_setup import PackageSetup
from mobius_desktop.domain.cut_over import CutOverRow
from mobius_desktop.domain.editions import EDITIONS, Edition
from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.domain.events import EditionChosen, HoldChanged
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.ports import QuickBooks
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.sales_snapshot import SalesSnapshot
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment, QuickBooksSetup
from mobius_desktop.sandbox.firm.quickbooks_books import REALM_1
from mobius_desktop.store import Store
from mobius_desktop.transfer.batch import BatchRequest, RecoveryReport, UnpostedList
from mobius_desktop.transfer.checkup.checks import checks_for, make_check
from mobius_desktop.transfer.checkup.evidence import Evidence, Part
from mobius_desktop.transfer.checkup.noticing import touched_by
from mobius_desktop.transfer.cut_over import cut_over_rows
from mobius_desktop.transfer.plan.books import open_books
from mobius_desktop.transfer.plan.builder import build_plan
from mobius_desktop.transfer.service import TransferService
from mobius_desktop.ui.program import Observer
from mobius_desktop.ui.setting_up import SettingUp, StepDone
from mobius_desktop.wiring.beginning import Beginning
from mobius_desktop.wiring.configuring import Configuring
from mobius_desktop.wiring.fixing import Fixing
from mobius_desktop.wiring.keeping import Keeping
from mobius_desktop.wiring.tying import Tying
from tests.transfer.sample_firm import REALM_1_OPTIONS, plan_input

TODAY = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 2, 15, 42, tzinfo=dt.UTC)
REALM = RealmId(REALM_1)
OTHER = RealmId("9341459990000002")


class StandingClock:
    """It is always the same moment."""

    def now(self) -> dt.datetime:
        return NOW

    def today(self) -> dt.date:
        return TODAY

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        del seconds

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        del seconds
        return stop is not None and stop.is_set()


def company(
    realm: RealmId = REALM, name: str = "Gulfline Technology, LLC", **changes: Any
) -> QuickBooksSetup:
    """A connected company of the sandbox."""
    setup = QuickBooksSetup(
        realm=realm,
        name=name,
        environment=Environment.CUSTOM,
        base_url="http://127.0.0.1:9",
        discovery_url="http://127.0.0.1:9/.well-known/openid_configuration",
        redirect_uri="http://localhost:8612/callback",
        default=realm == REALM,
        connected_at=NOW - dt.timedelta(days=10),
        sign_in_ends_at=NOW + dt.timedelta(days=90),
    )
    return replace(setup, **changes)


CONNECTWISE = ConnectWiseSetup(
    site="na.myconnectwise.example",
    company_id="gulfline",
    base_url="https://api-na.myconnectwise.example/v4_6_release/apis/3.0",
    client_id="11111111-2222-3333-4444-555555555555",
    origin="gulfline@api-na.myconnectwise.example",
    saved_at=NOW - dt.timedelta(days=12),
)
PASSED = (
    ConnectionStep("Site found", StepState.PASSED),
    ConnectionStep("Keys accepted", StepState.PASSED),
)
REFUSED = ConnectionStep(
    "Keys accepted",
    StepState.FAILED,
    "ConnectWise refused the keys. They may be swapped, deleted, or belong to another company ID.",
)


@cache
def whole_plan() -> BatchPlan:
    """The plan of all 45 invoices."""
    data = plan_input()
    invoices, records, findings = build_plan(data)
    return BatchPlan(
        REALM, "Gulfline Technology, LLC", Summary.DETAILED, None, None, invoices, records, findings, NOW
    )


@dataclass(frozen=True, slots=True)
class StandingEngine:
    """Nothing changes in ConnectWise but what a test says."""

    program: FirmProgram
    realm: RealmId

    def forget_lists(self) -> None:
        self.program.calls.append(("look anew", self.realm))

    def outdated(self, plan: BatchPlan) -> tuple[str, ...]:
        del plan
        return self.program.outdated


@dataclass(slots=True)
class FirmProgram:
    """Stands where the wiring's program stands; satisfies `ui.program.Program`."""

    archive: Store
    edition: Edition = Edition.STANDARD
    demo: bool = False
    offline: bool = False
    version: str = "0.1.0"
    vault: str = "keyring"
    setups: list[QuickBooksSetup] = field(default_factory=lambda: [company()])
    connectwise: ConnectWiseSetup | None = CONNECTWISE
    company_options: CompanyOptions = REALM_1_OPTIONS
    report: ConnectionReport = field(default_factory=lambda: ConnectionReport("ConnectWise", PASSED))
    new_company: QuickBooksSetup | None = None
    trouble: Known | None = None
    waits_for_browser: bool = False
    fails_after_opening: Known | None = None
    """How a sign-in ends once the browser was opened."""
    gate: StopEvent | None = None
    """A connection test ends when it is set."""
    invoices: tuple[UnpostedInvoice, ...] | None = None
    outdated: tuple[str, ...] = ()
    """Numbers that changed in ConnectWise since the preview."""
    calls: list[tuple[str, Any]] = field(default_factory=list)

    review_only: bool = False

    @property
    def keeping(self) -> Keeping:
        """The record as a file."""
        return Keeping(self.archive, self.archive.path, StandingClock(), user="dana")

    @property
    def configuring(self) -> Configuring:
        """Options and links over the record; `know_both_sides` says what was read."""
        return Configuring(
            self.archive,
            StandingClock(),
            self._no_connectwise,
            self._no_lists,
            user="somebody",
        )

    @property
    def beginning(self) -> FirmBeginning:
        """The first steps over the record; the cut-over over the sample firm's books."""
        books = self.configuring.books
        return FirmBeginning(self.archive, self._no_service, self._no_quickbooks, books, user="somebody")

    def _no_service(self, realm: RealmId) -> TransferService:
        raise Known(f"ConnectWise did not answer for {realm}.", side="connectwise")

    def _no_quickbooks(self, realm: RealmId) -> QuickBooks:
        raise Known(f"QuickBooks did not answer for {realm}.", side="quickbooks")

    @property
    def checking_up(self) -> FirmCheck:
        """The checks' own rules over the sample firm."""
        return FirmCheck(self)

    @property
    def tying(self) -> Tying:
        """Tie-outs over the record; a test puts in what was compared. Nothing answers."""
        return Tying(
            self.archive,
            StandingClock(),
            self._no_connectwise,
            self._no_books,
            self._no_lists,
            user="somebody",
        )

    def _no_books(self, realm: RealmId) -> Any:
        raise Known(f"QuickBooks did not answer for {realm}.", side="quickbooks")

    @property
    def fixing(self) -> Fixing:
        """Cures over the record."""
        return Fixing(self.archive, lambda: self.configuring, lambda realm: StandingEngine(self, realm))

    def _no_connectwise(self) -> Any:
        raise Known("ConnectWise did not answer within 30 seconds.", side="connectwise")

    def _no_lists(self, realm: RealmId) -> QuickBooksLists:
        raise Known(f"QuickBooks did not answer for {realm}.", side="quickbooks")

    def know_both_sides(self, samples: int = 6) -> None:
        """As if links and options had been looked at a moment ago, with the network."""
        data = plan_input()
        few = {key: data.export[key] for key in list(data.export)[:samples]}
        sales = SalesSnapshot(
            origin=data.origin,
            today=data.today,
            read_at=NOW,
            summary=data.summary,
            invoices=data.invoices,
            export=data.export,
            details=data.details,
            companies=data.companies,
            samples=dict.fromkeys(Summary, few),
        )
        self.archive.put_cached_lists(REALM, replace(data.lists, read_at=NOW))
        self.archive.put_sales_snapshot(REALM, sales)

    def now(self) -> dt.datetime:
        return NOW

    def today(self) -> dt.date:
        return TODAY

    @property
    def editions(self) -> FirmEditions:
        return FirmEditions(self)

    def companies(self) -> tuple[QuickBooksSetup, ...]:
        return tuple(self.setups[: EDITIONS[self.edition].companies])

    def connectwise_setup(self) -> ConnectWiseSetup | None:
        return self.connectwise

    def options(self, realm: RealmId) -> CompanyOptions:
        return self.archive.options(realm) if self.archive.options_history(realm) else self.company_options

    def locations(self) -> tuple[Location, ...]:
        return (Location(ConnectWiseId(1), "Portland"), Location(ConnectWiseId(2), "Gulf Shores"))

    def connect(self) -> None:
        self.calls.append(("connect", None))

    def recover(self, observer: Observer) -> RecoveryReport:
        del observer
        return RecoveryReport()

    def list_unposted(
        self,
        realm: RealmId,
        location: ConnectWiseId | None,
        through: dt.date | None,
        progress: Callable[[int], None],
        stop: StopEvent,
    ) -> UnpostedList:
        del realm, location, stop
        self._fail()
        found = plan_input().invoices if self.invoices is None else self.invoices
        wanted = [one for one in found if through is None or one.date <= through]
        progress(len(wanted))
        ordered = sorted(wanted, key=lambda one: (one.date, one.number))
        self.archive.put_cached_unposted(ordered, NOW)
        return UnpostedList(tuple(ordered), NOW)

    def plan(
        self, realm: RealmId, request: BatchRequest, progress: Callable[[int], None], stop: StopEvent
    ) -> BatchPlan:
        del realm, stop
        self._fail()
        progress(len(request.ids))
        wanted = set(request.ids)
        kept = tuple(one for one in whole_plan().invoices if one.invoice.billing_log_id in wanted)
        needed = {key for one in kept if not one.blocked for key in one.needs}
        records = tuple(one for one in whole_plan().new_records if one.ref.key in needed)
        return replace(whole_plan(), invoices=kept, new_records=records, summary=request.summary)

    def run(self, realm: RealmId, plan: BatchPlan, observer: Observer, stop: StopEvent) -> BatchNumber:
        del observer, stop
        self.calls.append(("run", (realm, [one.invoice.number for one in plan.invoices])))
        raise Known("The sample firm sends nothing.")

    def resume(self, number: BatchNumber, observer: Observer, stop: StopEvent) -> BatchNumber:
        del observer, stop
        return number

    def corrections(self, realm: RealmId) -> Any:
        raise NotImplementedError

    @property
    def setting_up(self) -> SettingUp:
        return self

    def test_connectwise(
        self, keys: dict[str, str] | None = None, done: StepDone | None = None
    ) -> ConnectionReport:
        self.calls.append(("test_connectwise", keys))
        self._fail()
        if done is not None:
            for step in self.report.steps:
                done(step)
        if self.gate is not None:
            self.gate.wait(10)
        return self.report

    def save_connectwise(self, keys: dict[str, str], done: StepDone | None = None) -> ConnectionReport:
        del done
        self.calls.append(("save_connectwise", keys))
        self._fail()
        if self.report.passed:
            self.connectwise = replace(
                CONNECTWISE, site=keys["site"], company_id=keys["company_id"], client_id=keys["client_id"]
            )
        return self.report

    def test_quickbooks(self, realm: RealmId, done: StepDone | None = None) -> ConnectionReport:
        del done
        self.calls.append(("test_quickbooks", realm))
        self._fail()
        return replace(self.report, side="QuickBooks")

    def connect_quickbooks(
        self, entries: dict[str, str], open_address: Callable[[str], None], stop: StopEvent
    ) -> QuickBooksSetup:
        self.calls.append(("connect_quickbooks", entries))
        self._fail()
        open_address("http://127.0.0.1:9/authorize?state=abc")
        if self.waits_for_browser:
            stop.wait(10)
            raise Cancelled("The sign-in was cancelled. Nothing was changed.")
        if self.fails_after_opening is not None:
            raise self.fails_after_opening
        return self._connected()

    def begin_sign_in(self, entries: dict[str, str]) -> str:
        self.calls.append(("begin_sign_in", entries))
        self._fail()
        return "http://127.0.0.1:9/authorize?state=abc"

    def finish_sign_in(self, address: str) -> QuickBooksSetup:
        self.calls.append(("finish_sign_in", address))
        self._fail()
        return self._connected()

    def sign_in_with_token(self, entries: dict[str, str]) -> QuickBooksSetup:
        self.calls.append(("sign_in_with_token", entries))
        self._fail()
        return self._connected()

    def _connected(self) -> QuickBooksSetup:
        found = self.new_company or company()
        self.setups = [*(one for one in self.setups if one.realm != found.realm), found]
        return found

    def disconnect_quickbooks(self, realm: RealmId) -> None:
        self.calls.append(("disconnect_quickbooks", realm))
        self._fail()
        self.setups = [one for one in self.setups if one.realm != realm]

    def make_default(self, realm: RealmId) -> None:
        self.calls.append(("make_default", realm))
        self.setups = [replace(one, default=one.realm == realm) for one in self.setups]

    def hold(self, ids: Sequence[BillingLogId], reason: str, until: dt.date | None = None) -> None:
        self.archive.record(*(HoldChanged(one, reason, until, "dana", NOW) for one in ids))

    def close(self) -> None:
        self.archive.close()

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class FirmBeginning(Beginning):
    """The real rules of the cut-over over the sample firm's books, without the two servers."""

    def old_invoices(
        self,
        realm: RealmId,
        through: dt.date | None,
        progress: Callable[[int], None],
        stop: StopEvent,
    ) -> tuple[CutOverRow, ...]:
        del realm
        if stop.is_set():
            raise Cancelled("Looking was cancelled. Nothing was marked.")
        data = plan_input()
        invoices = [one for one in data.invoices if through is None or one.date <= through]
        books = open_books(data.lists, data.links, data.options)
        progress(len(invoices))
        return cut_over_rows(invoices, data.existing, books, data.options)


@dataclass(slots=True)
class FirmEditions:
    """The edition as a field of the firm."""

    firm: FirmProgram

    def choose(self, edition: Edition) -> None:
        if edition is not self.firm.edition:
            self.firm.archive.record(EditionChosen(edition, self.firm.edition, "dana", NOW))
        self.firm.edition = edition

    def last_choice(self) -> EditionChosen | None:
        history = self.firm.archive.edition_history()
        return history[-1] if history else None

    def locked_companies(self) -> tuple[QuickBooksSetup, ...]:
        return tuple(self.firm.setups[len(self.firm.companies()) :])


@dataclass(slots=True)
class FirmCheck:
    """*Check set-up* of the sample firm: the real rules over its real books, without the two servers."""

    firm: FirmProgram

    def last(self, realm: RealmId) -> CheckupReport | None:
        return self.firm.archive.checkup(realm)

    def check(
        self,
        realm: RealmId,
        ticked: Callable[[CheckResult], None],
        stop: StopEvent,
        say: Callable[[str], None] | None = None,
    ) -> CheckupReport:
        firm = self.firm
        firm._fail()
        if say is not None:
            say("Reading: accounting package.")
        data = plan_input()
        evidence = Evidence(options=firm.options(realm), now=NOW, lists=data.lists)
        evidence.package, evidence.unposted = PackageSetup(package="Other"), data.invoices
        evidence.plans, evidence.locations = whole_plan().invoices, firm.locations()
        evidence.read = set(Part) - {Part.MEMBERS}
        evidence.missing[Part.MEMBERS] = "The API member may not read members."
        results = []
        for rule in checks_for(EDITIONS[firm.edition]):
            if firm.gate is not None:
                firm.gate.wait(10)
            if stop.is_set():
                raise Cancelled("The check was cancelled. The last result is kept.")
            results.append(make_check(rule, evidence))
            ticked(results[-1])
        touched = touched_by(data.invoices)
        report = CheckupReport(
            realm, company().name, NOW, firm.edition.value, tuple(results), touched, (("customers", 13),)
        )
        firm.archive.put_checkup(report)
        return report


def open_firm(folder: Path, **changes: Any) -> FirmProgram:
    """A program with an empty record in a folder."""
    return FirmProgram(Store.open(folder / "mobius.db", StandingClock()), **changes)


def number_of(name: str) -> BillingLogId:
    """The id of an invoice by its number."""
    return next(one.billing_log_id for one in plan_input().invoices if one.number == name)
