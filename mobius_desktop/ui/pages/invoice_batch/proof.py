"""The proof: what will be sent, what stays behind and what is created, for a controller to initial."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.transfer.plan.fingerprint import fingerprint
from mobius_desktop.transfer.totals import control
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow
from mobius_desktop.ui.pages.invoice_batch.preview_causes import control_line
from mobius_desktop.ui.pages.invoice_batch.preview_rows import PlanRow, create_rows, plan_rows, total_rows
from mobius_desktop.ui.paper.content import (
    Paper,
    PaperCell,
    PaperColumn,
    PaperKind,
    PaperTable,
    PaperText,
    Signatures,
)
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.tables.totals_bar import lines_by_currency

_SENT = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("Date", PaperKind.DATE),
    PaperColumn("Becomes"),
    PaperColumn("Tax", PaperKind.MONEY),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn("QuickBooks", PaperKind.MONEY),
)
_LEFT = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("ConnectWise", PaperKind.MONEY),
    PaperColumn("Why it stays behind", stretch=2),
)
_CREATED = (
    PaperColumn("What"),
    PaperColumn("Name", stretch=1, bold=True),
    PaperColumn("Type"),
    PaperColumn("Account"),
    PaperColumn("Invoices", PaperKind.COUNT),
)
_TOTALS = (PaperColumn("By"), PaperColumn("Name", stretch=1), PaperColumn("Amount", PaperKind.MONEY))


def proof_of(plan: BatchPlan, flow: InvoiceBatchFlow) -> Paper:
    """The proof of exactly what *Send* would send."""
    sums = control(plan)
    rows = sorted(plan_rows(plan), key=lambda row: (row.plan.invoice.date, row.plan.invoice.number))
    sent = [row for row in rows if not row.plan.blocked]
    left = [row for row in rows if row.plan.blocked]
    through = f"dated through {date_text(plan.through)}" if plan.through is not None else "all dates"
    context = (
        f"{plan.company_name} · {flow.location_choice().value} · {plan.summary.value} · {through}",
        f"Checked {date_text(plan.planned_at.date())} {plan.planned_at:%H:%M} UTC. Nothing had been sent.",
    )
    line = " ".join(control_line(sums)).replace("**", "")
    parts = (
        PaperText(line, bold=True),
        PaperTable(
            _SENT, _sent_rows(sent), (_sent_total(sent),), f"To be sent: {len(sent):,}", "Nothing is ready."
        ),
        PaperTable(
            _LEFT,
            tuple(
                (r.plan.invoice.number, r.customer, r.plan.invoice.total, r.tip.replace("\n", " "))
                for r in left
            ),
            tuple(
                (line.label, None, line.values["total"], None)
                for line in lines_by_currency("Stay behind", left, _currency, _owed)
            ),
            f"Not sent: {len(left):,}",
            "Nothing stays behind.",
        ).with_currency([_currency(row) for row in left]),
        PaperTable(
            _CREATED,
            tuple(
                (
                    one.record.ref.kind.value,
                    one.record.ref.name,
                    one.record.item_type,
                    one.record.account,
                    one.invoices,
                )
                for one in create_rows(plan)
            ),
            title="Will be created in QuickBooks",
            empty="Nothing has to be created.",
        ),
        PaperTable(
            _TOTALS,
            tuple((one.group, one.name, one.amount) for one in total_rows(plan, sums, {})),
            title="Totals of what is sent",
        ),
        Signatures(("Prepared by", "Checked by", "Date")),
    )
    return Paper("Proof of invoices for QuickBooks Online", context, parts, f"Plan {fingerprint(plan)}")


def _sent_rows(rows: Sequence[PlanRow]) -> tuple[tuple[PaperCell, ...], ...]:
    return tuple(
        (
            row.plan.invoice.number,
            row.customer,
            row.plan.document.date if row.plan.document is not None else row.plan.invoice.date,
            row.becomes,
            row.plan.invoice.sales_tax,
            row.plan.invoice.total,
            _held(row),
        )
        for row in rows
    )


def _held(row: PlanRow) -> PaperCell:
    """What QuickBooks gets: an amount, or a word where it sets the tax itself."""
    if row.in_quickbooks is not None or row.plan.document is None:
        return row.in_quickbooks
    document = row.plan.document
    return f"{amount_text(document.total - document.sales_tax, document.currency)} + tax"


def _sent_total(rows: Sequence[PlanRow]) -> tuple[PaperCell, ...]:
    held = [row.in_quickbooks for row in rows if row.in_quickbooks is not None]
    known = all(row.in_quickbooks is not None or row.plan.document is None for row in rows)
    tax = sum((row.plan.invoice.sales_tax for row in rows), Decimal("0.00"))
    whole: PaperCell = sum(held, Decimal("0.00")) if known else "set by QuickBooks"
    return (f"{len(rows):,} to be sent", None, None, None, tax, _sum(rows), whole)


def _currency(row: PlanRow) -> str:
    return row.plan.invoice.currency


def _owed(rows: Sequence[PlanRow]) -> dict[str, Decimal | int]:
    return {"total": _sum(rows)}


def _sum(rows: Sequence[PlanRow]) -> Decimal:
    return sum((row.plan.invoice.total for row in rows), Decimal("0.00"))
