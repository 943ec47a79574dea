"""The choices a new batch begins with: the companies, and what the user chose last time."""

from __future__ import annotations

from mobius_desktop.ui.flows.invoice_batch import FlowCompany, InvoiceBatchFlow, Through
from mobius_desktop.ui.services import Program, Services

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
    words = {one.value: one for one in (Through.ALL, Through.LAST_MONTH_END, Through.TODAY)}
    flow.choose_through(words.get(memory.text(THROUGH), Through.ALL))
    return flow


def flow_companies(program: Program) -> tuple[FlowCompany, ...]:
    """The connected companies with their configuration."""
    return tuple(
        FlowCompany(one.realm, one.name, program.options(one.realm), one.default)
        for one in program.companies()
    )
