"""The sample invoice as rows: what QuickBooks would get, so that an option's effect can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.document import Document, RecordRef
from mobius_desktop.domain.money import amount_text, plain
from mobius_desktop.domain.options import EmailStatus
from mobius_desktop.domain.plan import InvoicePlan
from mobius_desktop.domain.quickbooks import TaxCode


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One line: a name or text at the left, an amount at the right. `place` is the same under all options."""

    place: str
    text: str
    amount: str = ""
    quiet: bool = False
    bold: bool = False


def sample_rows(plan: InvoicePlan, tax_codes: Sequence[TaxCode] = ()) -> tuple[SampleRow, ...]:
    """Header, lines, tax, total, and what keeps it from being sent. `tax_codes` name the document's code."""
    document = plan.document
    rows = tuple(_of_document(document, tax_codes)) if document is not None else ()
    told = dict.fromkeys((finding.sentence, finding.blocks) for finding in plan.findings)
    said = (SampleRow(f"finding {text}", text, quiet=not blocks) for text, blocks in told)
    return (*rows, *said)


def changed_places(before: tuple[SampleRow, ...], after: tuple[SampleRow, ...]) -> frozenset[str]:
    """Places whose text or amount is another, or that are new."""
    known = {row.place: row for row in before}
    return frozenset(row.place for row in after if known.get(row.place) != row)


def _of_document(document: Document, tax_codes: Sequence[TaxCode]) -> Iterator[SampleRow]:
    kind = "Invoice" if document.kind.value == "Invoice" else "Credit memo"
    yield SampleRow("number", f"{kind} {document.number}", bold=True)
    yield SampleRow("customer", _named(document.customer))
    for place, ref, word in (
        ("term", document.term, "Term"),
        ("department", document.department, "QuickBooks Location"),
        ("class", document.class_ref, "Class"),
    ):
        if ref is not None:
            yield SampleRow(place, f"{word}: {_named(ref)}", quiet=True)
    for number, line in enumerate(document.lines):
        taxed = "" if line.taxable else " · not taxed"
        amount = amount_text(line.amount)
        yield SampleRow(f"line {number}", _named(line.item), amount, bold=True)
        count = f"{plain(line.quantity)} × {amount_text(line.unit_price)}{taxed}"
        yield SampleRow(f"count {number}", count, quiet=True)
        if line.description:
            yield SampleRow(f"text {number}", line.description, quiet=True)
        if line.class_ref is not None:
            yield SampleRow(f"class {number}", f"Class: {_named(line.class_ref)}", quiet=True)
    yield from _foot(document, tax_codes)


def _foot(document: Document, tax_codes: Sequence[TaxCode]) -> Iterator[SampleRow]:
    tax = document.tax.total
    if tax is None:
        yield SampleRow("tax", f"Sales tax: set by QuickBooks; ConnectWise says {document.sales_tax:,.2f}")
    elif tax != Decimal(0) or document.sales_tax:
        yield SampleRow("tax", "Sales tax", amount_text(tax))
    code = document.tax.tax_code_id
    if code is not None and not document.tax.override:
        name = next((one.name for one in tax_codes if one.id == code), f"no. {code}")
        yield SampleRow("tax code", f"Tax code: {name}", quiet=True)
    yield SampleRow("total", "Total", amount_text(document.total), bold=True)
    if document.customer_memo:
        yield SampleRow("memo", f"Message: {document.customer_memo}", quiet=True)
    if document.email_status is not EmailStatus.NOT_SET:
        asked = f"QuickBooks is asked to e-mail it to {document.bill_email}"
        none = "It has no e-mail address, so QuickBooks is not asked to e-mail it"
        yield SampleRow("email", asked if document.bill_email else none, quiet=True)
    ways = [word for on, word in ((document.online_card, "card"), (document.online_bank, "bank")) if on]
    if ways:
        yield SampleRow("online", f"Can be paid online by {' and '.join(ways)}", quiet=True)


def _named(ref: RecordRef) -> str:
    return ref.name if ref.id is not None else f"{ref.name} (to be created)"
