"""One invoice of the plan as a diff: ConnectWise at the left, what QuickBooks gets at the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlRow, GlType
from mobius_desktop.domain.document import Document, DocumentLine, RecordRef
from mobius_desktop.domain.money import CENT, amount_text, plain
from mobius_desktop.domain.plan import InvoicePlan
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.transfer.totals import tax_is_left_open
from mobius_desktop.ui.pages.invoice_batch.select_rows import TYPE_WORDS
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence, date_text

SAME, TRANSLATED, CREATED, DIFFERS, NONE = "=", "→", "created", "differs", ""
_NOT_LINES = frozenset({GlType.RECEIVABLE.value, GlType.SALES_TAX.value})
_SIGNS = {
    SAME: Sentence("", "="),
    TRANSLATED: Sentence("", "→"),
    CREATED: Sentence("To be created", ""),
    DIFFERS: Sentence("Differs", ""),
}


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One line of the diff; `standing` is the sign between. The `whole` texts are longer than their cells."""

    place: int
    field: str
    connectwise: str = ""
    connectwise_amount: Decimal | None = None
    standing: str = NONE
    quickbooks: str = ""
    quickbooks_amount: Decimal | None = None
    whole_connectwise: str = ""
    whole_quickbooks: str = ""

    @property
    def sign(self) -> Sentence | None:
        return _SIGNS.get(self.standing)


_Part = tuple[str, str, Decimal | None, str, str, Decimal | None]
_Text = tuple[str, str, Decimal | None, str, str, Decimal | None, str, str]


def diff_of(plan: InvoicePlan) -> list[DiffRow]:
    """Field by field and line by line; amounts on both sides in ConnectWise's sign."""
    document = plan.document
    parts = [*_header(plan, document), *_lines(plan, document), *_sums(plan, document)]
    return [DiffRow(place, *part) for place, part in enumerate(parts)]


def _header(plan: InvoicePlan, document: Document | None) -> Iterator[_Part]:
    invoice, transaction = plan.invoice, plan.transaction
    customer = invoice.bill_to or invoice.company
    named = f"{customer.name} ({invoice.account_id})" if customer and invoice.account_id else ""
    their = customer.name if customer else ""
    yield _record("Customer", named or their, document.customer if document else None, their)
    kind = TYPE_WORDS.get(invoice.invoice_type, invoice.invoice_type)
    becomes = _kind_word(document)
    yield "Type", kind, None, _same(kind, becomes, becomes), becomes, None
    number = document.number if document else ""
    yield "Number", invoice.number, None, _same(invoice.number, number), number, None
    day, sent = date_text(invoice.date), date_text(document.date) if document else ""
    yield "Date", day, None, _same(day, sent), sent, None
    due = date_text(invoice.due_date) if invoice.due_date else ""
    sent = date_text(document.due_date) if document and document.due_date else ""
    if due or sent:
        yield "Due date", due, None, _same(due, sent), sent, None
    terms = (transaction.terms if transaction else "") or invoice.terms
    if terms or (document and document.term):
        yield _record("Terms", terms, document.term if document else None, terms)
    if document and document.department:
        place = invoice.location.name if invoice.location else ""
        yield _record("Location", place, document.department, place)
    if document and document.class_ref:
        label = transaction.gl_class if transaction else ""
        yield _record("Class", label, document.class_ref, label)


def _record(
    field: str, shown: str, ref: RecordRef | None, name: str
) -> tuple[str, str, Decimal | None, str, str, Decimal | None]:
    """A list record: the same name, another one by a link, or one to be created."""
    if ref is None:
        return field, shown, None, NONE, "", None
    if ref.id is None:
        return field, shown, None, CREATED, f"{ref.name}, will be created", None
    same = ref.name.casefold() == name.casefold()
    return field, shown, None, SAME if same else TRANSLATED, ref.name + ("" if same else ", linked"), None


def _lines(plan: InvoicePlan, document: Document | None) -> Iterator[_Part | _Text]:
    rows = plan.transaction.rows if plan.transaction else ()
    sent = {line.gl_id: line for line in document.lines} if document else {}
    sign = _sign(document)
    position = 0
    for row in rows:
        line = sent.pop(row.id, None)
        if row.gl_type in _NOT_LINES and line is None:
            continue
        position += 1
        yield from _line(f"Line {position}", row, line, sign)
    for line in sent.values():
        position += 1
        yield (
            f"Line {position}",
            "",
            None,
            CREATED if line.item.id is None else NONE,
            line.item.name,
            sign * line.amount,
        )


def _line(field: str, row: GlRow, line: DocumentLine | None, sign: int) -> Iterator[_Part | _Text]:
    """What is sold and its amount; under it quantity, price and account."""
    text = row.item or row.work_role or row.gl_item_id or row.description or row.memo
    ours = f"{_measure(row.quantity, row.item_price, -row.total)}account {row.account}"
    if line is None:
        yield field, _first(text), -row.total, NONE, "", None
        yield "", ours, None, NONE, "", None
        return
    amount = sign * line.amount
    standing = CREATED if line.item.id is None else SAME if line.item.name == text else TRANSLATED
    if amount != -row.total or line.posts_to:
        standing = DIFFERS
    yield field, _first(text), -row.total, standing, _item(line), amount
    theirs = f"{_measure(line.quantity, line.unit_price, amount)}{_account(line)}"
    yield "", ours, None, NONE, theirs, None
    if line.description:
        said = row.memo or row.description
        yield "", _first(said), None, NONE, _first(line.description), None, said, line.description


def _item(line: DocumentLine) -> str:
    taxed = ", taxed" if line.taxable else ""
    return line.item.name + (", will be created" if line.item.id is None else "") + taxed


def _account(line: DocumentLine) -> str:
    if line.posts_to:
        return f"posts to {line.posts_to}, the item's own account"
    return f"account {line.account}"


def _sums(plan: InvoicePlan, document: Document | None) -> Iterator[_Part]:
    invoice, sign = plan.invoice, _sign(document)
    lines = sign * (document.total - document.sales_tax) if document else None
    yield "Subtotal", "", invoice.subtotal, _equal(invoice.subtotal, lines), "", lines
    if document is not None and tax_is_left_open(document):
        # What it comes to is known when QuickBooks has set it: nothing here may look equal.
        words = f"set by QuickBooks; ConnectWise says {amount_text(invoice.sales_tax, invoice.currency)}"
        yield "Tax", invoice.tax_code, invoice.sales_tax, NONE, words, None
        yield "Total", invoice.currency, invoice.total, NONE, "known when QuickBooks has set the tax", None
        return
    tax = sign * document.sales_tax if document else None
    yield "Tax", invoice.tax_code, invoice.sales_tax, _equal(invoice.sales_tax, tax), "", tax
    total = sign * document.total if document else None
    yield "Total", invoice.currency, invoice.total, _equal(invoice.total, total), "", total


def _sign(document: Document | None) -> int:
    return -1 if document is not None and document.kind is DocumentKind.CREDIT_MEMO else 1


def _kind_word(document: Document | None) -> str:
    if document is None:
        return ""
    return "Credit memo" if document.kind is DocumentKind.CREDIT_MEMO else "Invoice"


def _measure(quantity: Decimal, price: Decimal, amount: Decimal) -> str:
    """`6 × 150.00 · `; a price keeps what it has beyond the cent. Labour may come without either.

    ConnectWise's rows have the sign of the ledger, amounts here that of the invoice: so has the quantity."""
    if not quantity and not price:
        return ""
    if quantity * price * amount < 0:
        quantity = -quantity
    shown = f"{price:,.2f}" if price == price.quantize(CENT) else plain(price)
    return f"{plain(quantity)} × {shown} · "


def _first(text: str) -> str:
    """The first line of a text; the whole of it is the cell's tool tip."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0] + (" …" if len(lines) > 1 else "") if lines else ""


def _same(ours: str, theirs: str, otherwise: str = "") -> str:
    if not theirs:
        return NONE
    return SAME if ours == theirs else TRANSLATED if otherwise else DIFFERS


def _equal(ours: Decimal, theirs: Decimal | None) -> str:
    if theirs is None:
        return NONE
    return SAME if ours == theirs else DIFFERS


DIFF_COLUMNS: tuple[Column[DiffRow], ...] = (
    Column("field", "Field", lambda row: row.field, sample="Customers", ink="text2"),
    Column(
        "connectwise",
        "ConnectWise PSA",
        lambda row: row.connectwise,
        sample="Bright Harbor Logistics",
        stretch=1,
        tip=lambda row: row.whole_connectwise or row.connectwise,
    ),
    Column(
        "connectwise-amount", "Amount", lambda row: row.connectwise_amount, Kind.MONEY, sample="(99,999.99)"
    ),
    Column("sign", "", lambda row: row.sign, Kind.FINDING, sample="="),
    Column(
        "quickbooks",
        "QuickBooks Online",
        lambda row: row.quickbooks,
        sample="Bright Harbor Logistics",
        stretch=1,
        tip=lambda row: row.whole_quickbooks or row.quickbooks,
    ),
    Column(
        "quickbooks-amount", "Amount", lambda row: row.quickbooks_amount, Kind.MONEY, sample="(99,999.99)"
    ),
)
