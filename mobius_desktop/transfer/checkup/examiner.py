"""Reads both systems part by part and makes each check as soon as what it looks at has come.

Reads only. When a side does not answer, the checks of the other side are made all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.checkup import CheckResult, CheckupReport
from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.connectwise_setup import GlMapping, MadeBatch, Member, PackageSetup, TaxCodeSetup
from mobius_desktop.domain.editions import Capabilities
from mobius_desktop.domain.errors import Cancelled, Known, RightMissing, SignInLost, Unreachable
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.plan import BatchPlan, Link
from mobius_desktop.domain.ports import Clock, Progress
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.transfer.batch import BatchRequest, UnpostedList
from mobius_desktop.transfer.checkup.checks import checks_for, is_ready, make_check
from mobius_desktop.transfer.checkup.evidence import Evidence, Part
from mobius_desktop.transfer.checkup.noticing import touched_by
from mobius_desktop.transfer.gather import PlanProgress

LOOK_BACK = dt.timedelta(days=7)
"""How far back another tool's batches count."""
Ticked = Callable[[CheckResult], None]
Say = Callable[[str], None]


def _unheard(sentence: str) -> None:
    """Nobody watches."""


class Engine(Protocol):
    """The engine of a company, as far as nothing is sent."""

    company: QuickBooksSetup

    def lists(self, *, anew: bool = False) -> QuickBooksLists: ...

    def list_unposted(
        self, *, progress: Progress | None = None, stop: StopEvent | None = None
    ) -> UnpostedList: ...

    def plan(
        self, request: BatchRequest, progress: PlanProgress | None = None, stop: StopEvent | None = None
    ) -> BatchPlan: ...


class SetupSide(Protocol):
    """ConnectWise's own set-up."""

    def package_setup(self) -> PackageSetup | None: ...

    def gl_mappings(self) -> tuple[GlMapping, ...]: ...

    def tax_codes(self) -> tuple[TaxCodeSetup, ...]: ...

    def members(self) -> tuple[Member, ...]: ...

    def batches_since(self, since: dt.datetime) -> tuple[MadeBatch, ...]: ...

    def locations(self) -> tuple[Location, ...]: ...


class Examiner:
    """One check of one company's set-up."""

    def __init__(
        self,
        engine: Callable[[], Engine],
        setup: Callable[[], SetupSide],
        clock: Clock,
        company: QuickBooksSetup,
        *,
        options: CompanyOptions,
        links: tuple[Link, ...],
        own_requests: Callable[[Sequence[str]], frozenset[str]],
        capabilities: Capabilities,
        edition: str,
    ) -> None:
        self._engine, self._setup, self._clock, self._company = engine, setup, clock, company
        self._checks = checks_for(capabilities)
        self._capabilities, self._edition = capabilities, edition
        self._own_requests = own_requests
        self.evidence = Evidence(options=options, now=clock.now(), links=links)
        self._results: dict[str, CheckResult] = {}
        self._gone: dict[str, str] = {}
        self._say: Say = _unheard

    def examine(self, ticked: Ticked, stop: StopEvent, say: Say = _unheard) -> CheckupReport:
        """Look at everything; `ticked` hears of each check as it ends, `say` of what is read just now.
        Raises Cancelled, and no other."""
        found = self.evidence
        self._say = say
        with stopped_by(stop):
            for part, read in self._readings(stop).items():
                if stop.is_set():
                    raise Cancelled("The check was cancelled. The last result is kept.")
                say(f"Reading: {part.value}.")
                self._read(part, read)
                self._make_ready_ones(ticked)
        results = tuple(self._results[one.code] for one in self._checks)
        return CheckupReport(
            self._company.realm,
            self._company.name,
            found.now,
            self._edition,
            results,
            touched_by(found.unposted),
            self._counts(),
            read_nothing=not found.read,
        )

    def _readings(self, stop: StopEvent) -> dict[Part, Callable[[], None]]:
        found = self.evidence

        def quickbooks() -> None:
            found.lists = self._engine().lists(anew=True)

        def package() -> None:
            found.package = self._setup().package_setup()

        def members() -> None:
            found.members = self._setup().members()

        def batches() -> None:
            found.batches = self._setup().batches_since(found.now - LOOK_BACK)
            found.own_identifiers = self._own_requests([one.identifier for one in found.batches])

        def locations() -> None:
            found.locations = self._setup().locations()

        def mappings() -> None:
            found.mappings = self._setup().gl_mappings()

        def tax_codes() -> None:
            found.tax_codes = self._setup().tax_codes()

        def unposted() -> None:
            listed = self._engine().list_unposted(stop=stop)
            kept_back = listed.noted | listed.settled
            found.unposted = tuple(one for one in listed.invoices if one.billing_log_id not in kept_back)

        def plan() -> None:
            found.plans = self._engine().plan(self._request(), self._planned, stop=stop).invoices

        return {
            Part.QUICKBOOKS: quickbooks,
            Part.PACKAGE: package,
            Part.MEMBERS: members,
            Part.BATCHES: batches,
            Part.LOCATIONS: locations,
            Part.MAPPINGS: mappings,
            Part.TAX_CODES: tax_codes,
            Part.UNPOSTED: unposted,
            Part.PLAN: plan,
        }

    def _planned(self, done: int, of: int) -> None:
        self._say(f"Looking at the invoices: {done:,} of {of:,}.")

    def _read(self, part: Part, read: Callable[[], None]) -> None:
        """One part. A side that cannot be reached is not asked for the next part once more."""
        side = "quickbooks" if part is Part.QUICKBOOKS else "connectwise"
        before = self._gone.get(side) or (self._missing_for_plan() if part is Part.PLAN else "")
        if before:
            self.evidence.missing[part] = before
            return
        try:
            read()
        except Cancelled:
            raise
        except Known as error:
            self.evidence.missing[part] = error.sentence
            if isinstance(error, Unreachable | SignInLost) and not isinstance(error, RightMissing):
                self._gone[error.side or side] = error.sentence
        else:
            self.evidence.read.add(part)

    def _missing_for_plan(self) -> str:
        missing = self.evidence.missing
        return missing.get(Part.QUICKBOOKS, "") or missing.get(Part.UNPOSTED, "")

    def _request(self) -> BatchRequest:
        """Everything unposted, in the Summary that a batch would open with."""
        wanted = self.evidence.options.invoice_export_detail
        return BatchRequest(
            ids=tuple(one.billing_log_id for one in self.evidence.unposted),
            summary=wanted if self._capabilities.allows(wanted) else Summary.DEFAULT,
            allow_creation=True,
            listed=self.evidence.unposted,
        )

    def _make_ready_ones(self, ticked: Ticked) -> None:
        for check in self._checks:
            if check.code not in self._results and is_ready(check, self.evidence):
                self._results[check.code] = make_check(check, self.evidence)
                ticked(self._results[check.code])

    def _counts(self) -> tuple[tuple[str, int], ...]:
        """What was looked at, by kind; nothing where the plan could not be made."""
        if Part.PLAN not in self.evidence.read:
            return ()
        plans = self.evidence.plans
        documents = [one.document for one in plans if one.document is not None]
        exported = [one.transaction for one in plans if one.transaction is not None]
        return (
            ("unposted invoices", len(plans)),
            ("customers", len({one.customer.key for one in documents})),
            ("items", len({line.item.key for one in documents for line in one.lines})),
            ("tax codes", len({one.tax_code for one in exported if one.tax_code})),
            ("accounts", len({row.account for one in exported for row in one.rows if row.account})),
        )
