"""A batch as the status page shows it: made from its events while it runs, from the record years later.

Both ways give the same rows, so that one page serves for now and for ever (a test compares them).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from mobius_desktop.domain import events as happened
from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import ActionRow, InvoiceRow, LogRow
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.run_causes import NOT_BEGUN
from mobius_desktop.domain.states import (
    CORRECTIONS,
    UNFINISHED,
    ActionState,
    BatchState,
    Section,
    ended_at,
    section_state,
)


@dataclass(frozen=True, slots=True)
class SectionPicture:
    """A section with its state, its counts and what it says."""

    section: Section
    state: ActionState
    done: int
    total: int
    message: str


@dataclass(slots=True)
class Changed:
    """What a group of events changed, so that a page repaints no more than that."""

    invoices: set[BillingLogId] = field(default_factory=set)
    sections: bool = False
    log: bool = False
    batch: bool = False


@dataclass(slots=True)
class BatchPicture:
    """All of a batch that its page shows. Amounts are in ConnectWise's sign."""

    number: BatchNumber
    kind: str = "Invoice"
    realm: RealmId | None = None
    company_name: str = ""
    location: str = ""
    summary: Summary = Summary.DEFAULT
    user: str = ""
    machine: str = ""
    state: BatchState = BatchState.RUNNING
    message: str = ""
    started_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    invoices: dict[BillingLogId, InvoiceRow] = field(default_factory=dict)
    findings: dict[BillingLogId, tuple[Finding, ...]] = field(default_factory=dict)
    actions: dict[ActionId, ActionRow] = field(default_factory=dict)
    log: list[LogRow] = field(default_factory=list)

    @classmethod
    def of_record(cls, archive: Archive, number: BatchNumber) -> BatchPicture | None:
        """The batch as the record holds it; None where there is no such batch."""
        row = archive.batch(number)
        if row is None:
            return None
        return cls(
            number=number,
            kind=row.kind,
            realm=row.realm,
            company_name=row.company_name,
            location=row.location,
            summary=row.summary,
            user=row.user,
            machine=row.machine,
            state=row.state,
            message=row.message,
            started_at=row.started_at,
            ended_at=row.ended_at,
            invoices={one.billing_log_id: one for one in archive.invoices(number)},
            findings=archive.findings(number),
            actions={one.id: one for one in archive.actions(number)},
            log=list(archive.log(number)),
        )

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.state in {BatchState.RUNNING, BatchState.UNDOING}

    def sections(self) -> tuple[SectionPicture, ...]:
        """The sections in their order."""
        by_section: dict[Section, list[ActionRow]] = {section: [] for section in Section}
        for action in self.actions.values():
            by_section[action.section].append(action)
        return tuple(
            self._section(section, actions)
            for section, actions in by_section.items()
            if actions or section not in CORRECTIONS
        )

    def _section(self, section: Section, actions: list[ActionRow]) -> SectionPicture:
        if not actions and not self.running and self.state is not BatchState.INTERRUPTED:
            return SectionPicture(section, ActionState.SKIPPED, 0, 0, "nothing to do")
        left = sum(one.state is ActionState.SKIPPED and self._was_left(one) for one in actions)
        return _section(section, actions, left)

    def _was_left(self, action: ActionRow) -> bool:
        """Whether the action's invoice was never begun, because the batch was cancelled or stopped."""
        kind, _, number = action.subject.partition(":")
        row = self.invoices.get(BillingLogId(int(number))) if kind == "invoice" and number.isdigit() else None
        return row is not None and row.finding_code in NOT_BEGUN

    def actions_of(self, billing_log_id: BillingLogId) -> tuple[ActionRow, ...]:
        """What was done for one invoice, section by section."""
        subject = f"invoice:{billing_log_id}"
        order = list(Section)
        mine = [one for one in self.actions.values() if one.subject == subject]
        return tuple(sorted(mine, key=lambda one: order.index(one.section)))

    def apply(self, events: Iterable[Event]) -> Changed:
        """Take in what happened."""
        changed = Changed()
        for event in events:
            # Ending an interrupted batch is told to whoever watches the one that continues it.
            if getattr(event, "batch", None) in {None, self.number}:
                self._apply(event, changed)
        return changed

    def _apply(self, event: Event, changed: Changed) -> None:
        match event:
            case happened.BatchOpened():
                self._open(event)
                changed.batch = True
            case happened.InvoicePlanned():
                self._plan(event)
                changed.invoices.add(event.invoice.billing_log_id)
            case happened.InvoiceChanged():
                self._change(event)
                changed.invoices.add(event.billing_log_id)
            case happened.InvoiceMarked() if event.billing_log_id in self.invoices:
                row = self.invoices[event.billing_log_id]
                self.invoices[event.billing_log_id] = replace(row, marked=True)
                changed.invoices.add(event.billing_log_id)
            case happened.InvoiceTakenBack() if event.billing_log_id in self.invoices:
                row = self.invoices[event.billing_log_id]
                self.invoices[event.billing_log_id] = replace(row, quickbooks_total=None, quickbooks_tax=None)
                changed.invoices.add(event.billing_log_id)
            case happened.MarkReleased() if event.billing_log_id in self.invoices:
                row = self.invoices[event.billing_log_id]
                self.invoices[event.billing_log_id] = replace(row, marked=False)
                changed.invoices.add(event.billing_log_id)
            case happened.ActionPlanned():
                self.actions[event.action] = ActionRow(
                    event.action,
                    event.batch,
                    event.section,
                    event.subject,
                    event.label,
                    event.state,
                    event.message,
                )
                changed.sections = True
            case happened.ActionChanged() if event.action in self.actions:
                self.actions[event.action] = replace(
                    self.actions[event.action],
                    state=event.state,
                    message=event.message,
                    changed_at=event.at,
                )
                changed.sections = True
            case happened.LogLine():
                self.log.append(LogRow(event.at, event.level, event.text))
                changed.log = True
            case happened.BatchChanged():
                self.ended_at = ended_at(self.ended_at, self.state, event.state, event.at)
                self.state = event.state
                self.message = event.message
                changed.batch = True
            case _:
                pass

    def _open(self, event: happened.BatchOpened) -> None:
        self.kind = event.kind
        self.realm = event.realm
        self.company_name = event.company_name
        self.location = event.location
        self.summary = event.summary
        self.user = event.user
        self.machine = event.machine
        self.started_at = event.at

    def _plan(self, event: happened.InvoicePlanned) -> None:
        invoice = event.invoice
        customer = invoice.bill_to or invoice.company
        self.findings[invoice.billing_log_id] = event.findings
        self.invoices[invoice.billing_log_id] = InvoiceRow(
            batch=event.batch,
            billing_log_id=invoice.billing_log_id,
            number=invoice.number,
            customer=customer.name if customer else "",
            account_id=invoice.account_id,
            invoice_type=invoice.invoice_type,
            date=invoice.date,
            due_date=invoice.due_date,
            currency=invoice.currency,
            state=ActionState.NOT_YET_STARTED,
            outcome=event.outcome,
            message="",
            connectwise_total=invoice.total,
            connectwise_tax=invoice.sales_tax,
            kind=event.kind,
        )

    def _change(self, event: happened.InvoiceChanged) -> None:
        row = self.invoices[event.billing_log_id]
        self.invoices[event.billing_log_id] = replace(
            row,
            state=event.state,
            message=event.message,
            quickbooks_total=_newer(event.quickbooks_total, row.quickbooks_total),
            quickbooks_tax=_newer(event.quickbooks_tax, row.quickbooks_tax),
            document=row.document if event.document is None else event.document,
            finding_code=row.finding_code if event.finding_code is None else event.finding_code,
            marked=row.marked if event.marked is None else event.marked,
        )


def _newer(new: Decimal | None, old: Decimal | None) -> Decimal | None:
    return old if new is None else new


def _section(section: Section, actions: list[ActionRow], left: int) -> SectionPicture:
    """`left` of the actions were skipped because the batch was cancelled or stopped."""
    states = [one.state for one in actions]
    done = sum(state is ActionState.COMPLETED or state is ActionState.SKIPPED for state in states) - left
    return SectionPicture(
        section, section_state(states), done, len(actions), _section_message(section, actions, done, left)
    )


_RECORDS = frozenset({Section.CUSTOMERS, Section.ITEMS, Section.LISTS})


def _section_message(section: Section, actions: list[ActionRow], done: int, left: int) -> str:
    """The second line of a section: the most pressing count first."""
    if not actions:
        return ""
    count = {state: sum(one.state is state for one in actions) for state in ActionState}
    if count[ActionState.RUNNING]:
        return f"{count[ActionState.RUNNING]} on the way"
    if count[ActionState.FAILED]:
        return (
            f"{count[ActionState.FAILED]} cannot be sent"
            if section is Section.MAPPINGS
            else (f"{count[ActionState.FAILED]} failed")
        )
    if count[ActionState.CHECKING]:
        return f"{count[ActionState.CHECKING]} being looked up"
    if count[ActionState.NEEDS_CHECK]:
        return f"{count[ActionState.NEEDS_CHECK]} apart"
    waiting = sum(count[state] for state in UNFINISHED)
    if waiting:
        return f"{waiting} waiting"
    if left:
        return f"{left} not begun"
    if section in _RECORDS:
        return f"{done} created"
    return "all done" if done == len(actions) else f"{done} done"
