"""The batch wizard's decisions: Select Invoices, Preview, Batch Status.

The page shows what this object says and asks it before it changes anything; it holds no widget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.days import last_month_end
from mobius_desktop.domain.editions import EDITIONS, LOCATION_LOCKED, SUMMARY_LOCKED, Capabilities, Edition
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, Summary, effective_summary
from mobius_desktop.domain.plan import BatchPlan, PlanOutcome
from mobius_desktop.transfer.plan.approval import without_records


class Step(StrEnum):
    """The steps of the wizard, as its header names them."""

    SELECT = "Select Invoices"
    PREVIEW = "Preview"
    STATUS = "Batch Status"


class Through(StrEnum):
    """Dated through: which invoices are listed."""

    LAST_MONTH_END = "Last month end"
    TODAY = "Today"
    ALL = "All dates"
    DATE = "Date"


@dataclass(frozen=True, slots=True)
class FlowCompany:
    """A company that can be chosen, with its configuration."""

    realm: RealmId
    name: str
    options: CompanyOptions
    default: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a field of the options card shows: its value, and why it cannot be changed (or is forced)."""

    value: str
    locked: bool = False
    reason: str = ""


@dataclass(slots=True)
class InvoiceBatchFlow:
    """The choices of one batch before it runs, and the step the user is at."""

    companies: tuple[FlowCompany, ...]
    edition: Edition
    today: dt.date
    locations: tuple[Location, ...] = ()
    through: Through = Through.ALL
    through_date: dt.date | None = None
    """The date of `Through.DATE`."""
    always_preview: bool = True
    company: FlowCompany | None = None
    location_id: ConnectWiseId | None = None
    summary: Summary = Summary.DEFAULT
    step: Step = Step.SELECT
    plan: BatchPlan | None = None
    """As it was made, with everything that it would create."""
    refused: frozenset[RecordKey] = frozenset()
    """Records of the list to approve that the user does not want to be created."""
    batch: BatchNumber | None = None
    ticked: tuple[BillingLogId, ...] = ()
    said: str = field(default="")
    """What changing the company changed, for the line under the fields."""

    def __post_init__(self) -> None:
        if self.company is None and self.companies:
            first = next((one for one in self.companies if one.default), self.companies[0])
            self._take(first)

    @property
    def capabilities(self) -> Capabilities:
        """What the edition allows."""
        return EDITIONS[self.edition]

    @property
    def offered_companies(self) -> tuple[FlowCompany, ...]:
        """The companies the edition lets the user choose from."""
        limit = self.capabilities.companies
        return self.companies if limit is None else tuple(c for c in self.companies if c == self.company)

    def choose_company(self, realm: RealmId) -> None:
        """Take another company: Location and Summary follow its defaults, the plan and the ticks go."""
        chosen = next(one for one in self.companies if one.realm == realm)
        if self.company is not None and chosen.realm == self.company.realm:
            return
        self._take(chosen)
        self.said = (
            f"Location and Summary now follow {chosen.name}: "
            f"{self.location_choice().value}, {self.summary_choice().value}."
        )

    def choose_edition(self, edition: Edition) -> None:
        """Use what another edition allows; what it locks gives way."""
        self.edition = edition
        if not self.capabilities.location_filter:
            self.location_id = None
        if not self.capabilities.allows(self.summary):
            self.summary = Summary.DEFAULT
        if self.step is not Step.STATUS:
            self._back_to_select()

    def asks_before_company_change(self) -> str:
        """The question to ask before the ticks are cleared; empty when there is nothing to lose."""
        if not self.ticked:
            return ""
        count = len(self.ticked)
        noun = "invoice" if count == 1 else "invoices"
        return f"Change the company? The ticks of {count} {noun} are cleared."

    def choose_location(self, location: ConnectWiseId | None) -> None:
        """Filter by a ConnectWise PSA Location; refused silently where the edition locks it."""
        if self.capabilities.location_filter:
            self.location_id = location
            self._back_to_select()

    def choose_summary(self, summary: Summary) -> None:
        """Take an Invoice Summary that the edition allows."""
        if self.capabilities.allows(summary):
            self.summary = summary
            self._back_to_select()

    def choose_through(self, through: Through, date: dt.date | None = None) -> None:
        """List invoices dated up to a day, or all."""
        self.through = through
        self.through_date = date
        self._back_to_select()

    @property
    def effective_through(self) -> dt.date | None:
        """The last date listed; None lists all dates."""
        return self.date_of(self.through)

    def date_of(self, through: Through) -> dt.date | None:
        """The last date that a choice lists; None lists all dates."""
        match through:
            case Through.LAST_MONTH_END:
                return last_month_end(self.today)
            case Through.TODAY:
                return self.today
            case Through.DATE:
                return self.through_date
            case _:
                return None

    @property
    def effective_summary(self) -> Summary:
        """The Summary the batch really uses. A forced Detailed never widens an edition."""
        if self.company is None:
            return self.summary
        wanted = effective_summary(self.summary, self.company.options)
        return wanted if self.capabilities.allows(wanted) else Summary.DEFAULT

    def location_choice(self) -> Choice:
        """What the Location field shows."""
        if not self.capabilities.location_filter:
            return Choice("All locations", locked=True, reason=LOCATION_LOCKED)
        named = next((one.name for one in self.locations if one.id == self.location_id), "")
        if self.location_id is None:
            return Choice("All locations")
        return Choice(named or f"Location {self.location_id}")

    def summary_choice(self) -> Choice:
        """What the Invoice Summary field shows, with the reason where it is forced or locked."""
        if len(self.capabilities.summaries) == 1:
            return Choice(Summary.DEFAULT.value, locked=True, reason=SUMMARY_LOCKED)
        forced = self.company.options.forces_detailed() if self.company else ""
        if forced:
            return Choice(Summary.DETAILED.value, locked=True, reason=forced)
        return Choice(self.summary.value)

    def may_submit(self) -> str:
        """Why nothing can be submitted now; empty when it can."""
        if self.company is None:
            return "No QuickBooks company is connected."
        if not self.ticked:
            return "Tick the invoices to send."
        return ""

    def preview(self, plan: BatchPlan) -> None:
        """The plan is made: show it."""
        self.plan = plan
        self.step = Step.PREVIEW

    def must_preview(self, plan: BatchPlan) -> bool:
        """Whether Submit has to stop at the preview: wished for, or something would be created."""
        return self.always_preview or bool(plan.new_records)

    @property
    def approved(self) -> BatchPlan | None:
        """The plan without what the user has refused: exactly this is sent."""
        return without_records(self.plan, self.refused) if self.plan is not None else None

    def refuse(self, records: Iterable[RecordKey]) -> None:
        """These records are not to be created; the invoices that need them stay behind."""
        self.refused = frozenset(records)

    def sendable(self) -> int:
        """How many invoices of the plan the run will do something with: the count on the button."""
        plan = self.approved
        if plan is None:
            return 0
        return sum(one.outcome is not PlanOutcome.BLOCKED for one in plan.invoices)

    def started(self, batch: BatchNumber) -> None:
        """The batch runs: there is no way back to the list from here."""
        self.batch = batch
        self.step = Step.STATUS

    def may_go_to(self, step: Step) -> bool:
        """Whether a step of the header can be clicked: done ones, until sending starts."""
        if self.step is Step.STATUS:
            return step is Step.STATUS
        order = list(Step)
        return order.index(step) <= order.index(self.step)

    def go_to(self, step: Step) -> None:
        """Go back to a done step."""
        if self.may_go_to(step):
            self.step = step

    def again(self) -> None:
        """Begin another batch with the same choices."""
        self.ticked = ()
        self.refused = frozenset()
        self.batch = None
        self._back_to_select()

    def _take(self, company: FlowCompany) -> None:
        self.company = company
        self.location_id = company.options.location_id if self.capabilities.location_filter else None
        wanted = company.options.invoice_export_detail
        self.summary = wanted if self.capabilities.allows(wanted) else Summary.DEFAULT
        self.ticked = ()
        self.refused = frozenset()
        self._back_to_select()

    def _back_to_select(self) -> None:
        self.plan = None
        self.step = Step.SELECT
