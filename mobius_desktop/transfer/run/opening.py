"""The first transaction of a batch: the whole plan is written down before anything is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.domain.connectwise import InvoiceDetails
from mobius_desktop.domain.events import (
    ActionPlanned,
    BatchOpened,
    Event,
    InvoiceNoted,
    InvoicePlanned,
    LogLine,
)
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.states import ActionState, Section, Severity
from mobius_desktop.transfer.run.job import Job
from mobius_desktop.transfer.run.proof import nothing_to_send
from mobius_desktop.transfer.run.record import BatchRecord
from mobius_desktop.transfer.run.records import planned_record


@dataclass(frozen=True, slots=True)
class Signature:
    """Who runs the batch, with what."""

    user: str
    machine: str
    version: str
    origin: str


def in_order(plan: BatchPlan) -> tuple[InvoicePlan, ...]:
    """By date, then number: the order in which documents are sent."""
    return tuple(sorted(plan.invoices, key=lambda one: (one.invoice.date, one.invoice.number)))


def opened(
    plan: BatchPlan,
    batch: BatchNumber,
    *,
    kind: str,
    options: CompanyOptions,
    signature: Signature,
    at: dt.datetime,
) -> BatchOpened:
    """The batch as the user submitted it."""
    return BatchOpened(
        batch=batch,
        kind=kind,
        realm=plan.realm,
        company_name=plan.company_name,
        origin=signature.origin,
        location=plan.location.name if plan.location is not None else "All locations",
        summary=plan.summary,
        through=plan.through,
        options=options,
        user=signature.user,
        machine=signature.machine,
        version=signature.version,
        at=at,
    )


def plan_events(
    plan: BatchPlan,
    jobs: list[Job],
    record: BatchRecord,
    *,
    kind: str,
    details: dict[BillingLogId, InvoiceDetails],
) -> list[Event]:
    """Everything that is known before the first write: invoices, actions, what already ended."""
    events: list[Event] = [_planned(job.plan, record.batch, kind, details.get(job.id)) for job in jobs]
    events += [planned_record(record.batch, new) for new in plan.new_records]
    for job in jobs:
        events += _invoice_actions(job, record)
    for finding in plan.findings:
        events.append(LogLine(record.batch, _level(finding), finding.sentence, record.now()))
    return events


def _planned(
    plan: InvoicePlan, batch: BatchNumber, kind: str, details: InvoiceDetails | None
) -> InvoicePlanned:
    return InvoicePlanned(
        batch=batch,
        invoice=plan.invoice,
        outcome=plan.outcome.value,
        transaction=plan.transaction,
        details=details,
        document=plan.document,
        canonical_hash=plan.canonical_hash,
        series=plan.series,
        findings=plan.findings,
        kind=plan.document.kind.value if plan.document is not None else kind,
    )


def _level(finding: Finding) -> str:
    return {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(finding.severity, "info")


def first_error(plan: InvoicePlan) -> Finding | None:
    """The finding that keeps the invoice from being sent."""
    return next((one for one in plan.findings if one.blocks), None)


def _invoice_actions(job: Job, record: BatchRecord) -> list[Event]:
    def planned(section: Section, state: ActionState, message: str = "") -> ActionPlanned:
        return ActionPlanned(
            job.action(section), record.batch, section, job.subject, job.number, state, message
        )

    why = nothing_to_send(job.plan)
    error = first_error(job.plan)
    exported = error is None or error.code != "NO_GL_ENTRIES"
    events: list[Event] = [
        planned(
            Section.EXPORT,
            ActionState.COMPLETED if exported else ActionState.FAILED,
            "" if exported or error is None else error.sentence,
        )
    ]
    match job.plan.outcome:
        case PlanOutcome.BLOCKED:
            words = error.sentence if error is not None else "It cannot be sent."
            code = error.code if error is not None else None
            events += [
                planned(Section.MAPPINGS, ActionState.FAILED, words),
                record.invoice(job, ActionState.FAILED, words, finding_code=code),
                record.log("error", f"{job.number}: {words}"),
            ]
        case PlanOutcome.NOTE_ONLY:
            events += [
                planned(Section.MAPPINGS, ActionState.COMPLETED),
                planned(Section.INVOICES, ActionState.SKIPPED, why),
                planned(Section.MARK, ActionState.SKIPPED, "ConnectWise gives no id to mark it by."),
                InvoiceNoted(record.batch, job.id, job.number, record.now()),
                record.invoice(job, ActionState.SKIPPED, why),
                record.log("info", f"{job.number}: {why}"),
            ]
        case PlanOutcome.MARK_ONLY:
            events += [
                planned(Section.MAPPINGS, ActionState.COMPLETED),
                planned(Section.INVOICES, ActionState.SKIPPED, why),
                planned(Section.MARK, ActionState.NOT_YET_STARTED),
                record.log("info", f"{job.number}: {why}"),
            ]
        case PlanOutcome.ADOPT:
            words = "QuickBooks holds it already; it is taken over, nothing is sent."
            events += [
                planned(Section.MAPPINGS, ActionState.COMPLETED),
                planned(Section.INVOICES, ActionState.COMPLETED, words),
                planned(Section.COMPARE, ActionState.NOT_YET_STARTED),
                planned(Section.MARK, ActionState.NOT_YET_STARTED),
                record.log("info", f"{job.number}: {words}"),
            ]
        case PlanOutcome.SEND:
            events += [
                planned(Section.MAPPINGS, ActionState.COMPLETED),
                planned(Section.INVOICES, ActionState.NOT_YET_STARTED),
                planned(Section.COMPARE, ActionState.NOT_YET_STARTED),
                planned(Section.MARK, ActionState.NOT_YET_STARTED),
            ]
    return events
