"""A plan as readable text, for the snapshot that is compared and reviewed by eye."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mobius_desktop.domain.document import Document, DocumentLine
from mobius_desktop.domain.money import plain
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan

_WIDEST = 70


def plan_text(plan: BatchPlan) -> str:
    """All invoices with document and findings, then what is created."""
    parts = [_invoice(position, one) for position, one in enumerate(plan.invoices, start=1)]
    records = [
        f"{record.ref.key} · “{record.ref.name}” · {record.item_type or record.company_name} {record.account}"
        for record in plan.new_records
    ]
    return "\n\n".join([*parts, "\n".join(["To be created", *records])]) + "\n"


def _invoice(position: int, one: InvoicePlan) -> str:
    lines = [f"{position}. {one.invoice.number} {one.invoice.total} → {one.outcome.value}"]
    if one.document:
        lines += _document(one.document)
    lines += [f"  {found.severity.value} {found.code}: {found.sentence}" for found in one.findings]
    lines.append(f"  marks {', '.join(str(each) for each in one.record_ids) or 'nothing'}")
    return "\n".join(lines)


def _document(document: Document) -> list[str]:
    tax = document.tax
    said = "QuickBooks calculates" if tax.total is None else str(tax.total)
    ship = document.ship_address
    head = f"  {document.kind.value} {document.number} of {document.date} due {document.due_date or '–'}"
    term = document.term.name if document.term else "–"
    sent = f"tax {said}{' (override)' if tax.override else ''}"
    lines = [
        f"{head} for {document.customer.name} [{document.customer.key}]",
        f"  total {document.total} {document.currency}, {sent}, term {term}, note “{document.private_note}”",
    ]
    if ship:
        where = ", ".join((*ship.lines, ship.city, ship.region))
        lines.append(f"  ship to {where}; mail {document.bill_email or '–'}; PO {document.po_number or '–'}")
    return lines + [_line(line) for line in document.lines]


def _line(line: DocumentLine) -> str:
    text = line.description
    shown = (
        text if len(text) <= _WIDEST else f"{text[: _WIDEST - 20]} … {len(text)} characters … {text[-10:]}"
    )
    label = f" class {line.class_ref.name}" if line.class_ref else ""
    sums = f"{plain(line.quantity)} × {plain(line.unit_price)} = {line.amount}"
    code = "TAX" if line.taxable else "NON"
    return f"    {sums} {code} {line.item.name} → {line.account}{label} | {shown}"


def main() -> None:
    """Writes the snapshot of the sample firm anew."""
    from mobius_desktop.transfer.plan import build_plan
    from tests.transfer.sample_firm import plan_input

    data = plan_input()
    plans, new, company = build_plan(data)
    moment = dt.datetime(2026, 11, 2, 14, tzinfo=dt.UTC)
    made = BatchPlan(data.realm, "", data.summary, None, None, plans, new, company, moment)
    Path(__file__).with_name("sample_documents.txt").write_text(plan_text(made), "utf-8")


if __name__ == "__main__":
    main()
