"""What a new batch begins with: the companies and the last choices; and what it asks the engine for."""

from __future__ import annotations

import datetime as dt

from mobius_desktop.transfer.batch import BatchRequest, UnpostedList
from mobius_desktop.ui.flows.invoice_batch import FlowCompany, InvoiceBatchFlow, Through
from mobius_desktop.ui.program import Program
from mobius_desktop.ui.services import Services

ALWAYS_PREVIEW = "invoice-batch/always-preview"
THROUGH = "invoice-batch/through"


def make_flow(services: Services) -> InvoiceBatchFlow:
    """A flow on the default company, with the remembered choices."""
    program, memory = services.program, services.memory
    flow = InvoiceBatchFlow(
        companies=flow_companies(program),
        edition=program.edition,
        today=program.today(),
        locations=program.locations(),
        always_preview=memory.flag(ALWAYS_PREVIEW, True),
    )
    kept = memory.text(THROUGH)
    words = {one.value: one for one in (Through.ALL, Through.LAST_MONTH_END, Through.TODAY)}
    day = _day(kept) if kept not in words else None
    flow.choose_through(Through.DATE if day is not None else words.get(kept, Through.ALL), day)
    return flow


def _day(text: str) -> dt.date | None:
    """A remembered day; None where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def flow_companies(program: Program) -> tuple[FlowCompany, ...]:
    """The connected companies with their configuration."""
    return tuple(
        FlowCompany(one.realm, one.name, program.options(one.realm), one.default)
        for one in program.companies()
    )


def request_of(flow: InvoiceBatchFlow, read: UnpostedList | None) -> BatchRequest:
    """What is ticked, as the engine is asked to plan it."""
    wanted = set(flow.ticked)
    listed = read.invoices if read else ()
    return BatchRequest(
        ids=flow.ticked,
        summary=flow.effective_summary,
        location=next((one for one in flow.locations if one.id == flow.location_id), None),
        through=flow.effective_through,
        allow_creation=True,  # what would be created always stops at the preview, which lists it
        listed=tuple(one for one in listed if one.billing_log_id in wanted),
    )
