"""One pair as one row: what each side counts in the period, in which class the difference is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.archive import Hold, LastTime
from mobius_desktop.domain.connectwise import BilledInvoice
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, FoundDocument
from mobius_desktop.domain.run_causes import TAKEN_BACK
from mobius_desktop.domain.states import ActionState
from mobius_desktop.domain.tie_out import (
    NOTHING,
    Explanation,
    FieldApart,
    InConnectWise,
    InQuickBooks,
    Moved,
    TieClass,
    TieRow,
)
from mobius_desktop.history.tie_out.gather import Gathered, SentInvoice
from mobius_desktop.history.tie_out.matching import Customers, Pair, signed_total

NOTHING_TO_SEND = "Nothing to send: it has no money."
_CHOSEN = {"accept": "Accepted as it is", "leave": "Left as it is"}
_TOLD = frozenset({ActionState.FAILED, ActionState.NEEDS_CHECK, ActionState.CHECKING})


@dataclass(frozen=True, slots=True)
class Told:
    """What the record says of the invoices: why one may be missing."""

    last: dict[BillingLogId, LastTime]
    held: dict[BillingLogId, Hold]


class Comparer:
    """Makes rows of pairs. `home` is the currency of what names none."""

    def __init__(self, gathered: Gathered, customers: Customers, told: Told, home: str) -> None:
        self._gathered = gathered
        self._customers = customers
        self._told = told
        self._home = home

    def row(self, pair: Pair, moved: tuple[Moved, ...] = ()) -> TieRow | None:
        """The row of a pair; None where neither side counts it and nothing is wrong with it."""
        billed, found = pair.billed, pair.found
        if billed is None and found is not None:
            return self._stranger(pair, found)
        if billed is None:
            return None
        if found is None or found.life is not DocumentLife.LIVE:
            return self._without_document(billed, found)
        return self._both(billed, found, moved)

    # -- alone ----------------------------------------------------------------------------------------

    def _stranger(self, pair: Pair, found: FoundDocument) -> TieRow | None:
        """A document that no invoice of ConnectWise stands for."""
        if found.life is not DocumentLife.LIVE or not self._gathered.within(found.date):
            return None
        total, tax = signed_total(found), _signed(found, found.tax)
        return TieRow(
            kind=TieClass.DUPLICATE if pair.again else TieClass.MISSING_IN_CONNECTWISE,
            subject=f"{found.ref.kind.value} {found.ref.id}",
            billing_log_id=None,
            number=found.number,
            customer=found.customer_name,
            date=found.date,
            currency=found.currency or self._home,
            connectwise=None,
            quickbooks=_in_quickbooks(found),
            counted_quickbooks=total,
            counted_quickbooks_tax=tax,
            hint=_why_alone(pair, found),
        )

    def _without_document(self, billed: BilledInvoice, void: FoundDocument | None) -> TieRow | None:
        """An invoice that QuickBooks does not hold, or no longer."""
        if not self._gathered.within(billed.date) or not self._gathered.closed(billed):
            return None
        known = self._gathered.known.get(billed.billing_log_id, [])
        sent = self._gathered.sent.get(billed.billing_log_id)
        quickbooks = _in_quickbooks(void) if void is not None else _as_last_known(sent)
        gone = billed.batch_id is not None and (void is not None or bool(known))
        kind = TieClass.GONE if gone else TieClass.MISSING_IN_QUICKBOOKS
        hint = self._why_gone(quickbooks) if gone else self._why_missing(billed)
        if not billed.total and not billed.tax and not gone:
            kind, hint, quickbooks = TieClass.MATCHED, NOTHING_TO_SEND, None
        return TieRow(
            kind=kind,
            subject=f"invoice:{billed.billing_log_id}",
            billing_log_id=billed.billing_log_id,
            number=billed.number,
            customer=_name(billed),
            date=billed.date,
            currency=billed.currency or self._home,
            connectwise=self._in_connectwise(billed),
            quickbooks=quickbooks if gone else None,
            counted_connectwise=billed.total,
            counted_connectwise_tax=billed.tax,
            hint=hint,
        )

    @staticmethod
    def _why_gone(quickbooks: InQuickBooks | None) -> str:
        how = "voided" if quickbooks is not None and quickbooks.life is DocumentLife.VOID else "deleted"
        return f"It was sent, and {how} in QuickBooks since. ConnectWise still has it in a batch."

    def _why_missing(self, billed: BilledInvoice) -> str:
        hold = self._told.held.get(billed.billing_log_id)
        last = self._told.last.get(billed.billing_log_id)
        if hold is not None:
            return f"Held by {hold.user}: {hold.reason}"
        if last is not None and (last.state in _TOLD or last.finding_code == TAKEN_BACK):
            return f"Batch {last.batch}: {last.message}"
        if billed.batch_id is not None:
            return "ConnectWise has it in a batch, and QuickBooks has no document for it."
        return "Not sent yet."

    # -- both -----------------------------------------------------------------------------------------

    def _both(self, billed: BilledInvoice, found: FoundDocument, moved: tuple[Moved, ...]) -> TieRow | None:
        closed = self._gathered.closed(billed)
        here, there = closed and self._gathered.within(billed.date), self._gathered.within(found.date)
        if not here and not there:
            return None
        sent = self._gathered.sent.get(billed.billing_log_id)
        as_line = sent.tax_as_line if sent is not None and sent.row.document == found.ref else NOTHING
        total, tax = signed_total(found), _signed(found, found.tax) + as_line
        differs = self._differing(billed, found, tax, sent)
        kind = TieClass.MISSING_IN_CONNECTWISE if not closed else _kind_of(billed, total, tax, differs)
        hint = "" if closed else "ConnectWise has it open: it was opened again after it was sent."
        if closed and here != there:
            hint = "Each system has it in another period."
        return TieRow(
            kind=kind,
            subject=f"invoice:{billed.billing_log_id}",
            billing_log_id=billed.billing_log_id,
            number=billed.number,
            customer=_name(billed),
            date=billed.date if here else found.date,
            currency=billed.currency or found.currency or self._home,
            connectwise=self._in_connectwise(billed),
            quickbooks=_in_quickbooks(found, tax),
            counted_connectwise=billed.total if here else NOTHING,
            counted_quickbooks=total if there else NOTHING,
            counted_connectwise_tax=billed.tax if here else NOTHING,
            counted_quickbooks_tax=tax if there else NOTHING,
            differs=differs,
            moved=moved,
            hint=hint,
            explanation=_chosen(sent, found, billed, differs) if closed else None,
        )

    def _differing(
        self, billed: BilledInvoice, found: FoundDocument, tax: Decimal, sent: SentInvoice | None
    ) -> tuple[FieldApart, ...]:
        currency = billed.currency or self._home
        apart = []
        total = signed_total(found)
        if total != billed.total:
            apart.append(
                FieldApart("Total", amount_text(billed.total, currency), amount_text(total, currency))
            )
        if tax != billed.tax:
            apart.append(FieldApart("Tax", amount_text(billed.tax, currency), amount_text(tax, currency)))
        sent_to = sent.document.customer.id if sent is not None and sent.document is not None else None
        if not self._customers.same(billed, found, sent_to):
            apart.append(FieldApart("Customer", _name(billed), found.customer_name))
        if found.date != billed.date:
            apart.append(FieldApart("Date", billed.date.isoformat(), found.date.isoformat()))
        wanted = sent.document.number if sent is not None and sent.document is not None else billed.number
        if found.number not in {wanted, billed.number}:
            apart.append(FieldApart("Number", wanted, found.number))
        return tuple(apart)

    def _in_connectwise(self, billed: BilledInvoice) -> InConnectWise:
        status = "open"
        if billed.batch_id is not None:
            status = "batched"
        elif self._gathered.closed(billed):
            status = "unposted"
        place = billed.location.name if billed.location is not None else ""
        return InConnectWise(
            billed.number,
            _name(billed),
            billed.date,
            billed.total,
            billed.tax,
            billed.invoice_type,
            status,
            place,
        )


def _kind_of(
    billed: BilledInvoice, total: Decimal, tax: Decimal, differs: tuple[FieldApart, ...]
) -> TieClass:
    """The weightiest difference. Money that is apart by just its tax is the tax's."""
    if total != billed.total:
        return TieClass.TAX if total - billed.total == tax - billed.tax else TieClass.AMOUNT
    fields = {one.field for one in differs}
    for kind in (TieClass.TAX, TieClass.CUSTOMER, TieClass.DATE, TieClass.NUMBER):
        if kind.value in fields:
            return kind
    return TieClass.MATCHED


def _chosen(
    sent: SentInvoice | None, found: FoundDocument, billed: BilledInvoice, differs: tuple[FieldApart, ...]
) -> Explanation | None:
    """A choice that was made when it was sent, or since, and that is still what both systems show."""
    if sent is None or not differs:
        return None
    held = amount_text(signed_total(found), sent.row.currency)
    wanted = amount_text(billed.total, sent.row.currency)
    for word in reversed(sent.judgements):
        facts = dict(word.facts)
        stands = facts.get("quickbooks", word.value) == held and facts.get("connectwise", wanted) == wanted
        same_date = facts.get("date", found.date.isoformat()) == found.date.isoformat()
        if word.verdict in _CHOSEN and stands and same_date:
            return Explanation(f"{_CHOSEN[word.verdict]}. {word.reason}".strip(), word.user, word.at)
    fields = {one.field for one in differs}
    as_sent = (sent.row.connectwise_total, sent.row.quickbooks_total)
    unchanged = as_sent == (billed.total, signed_total(found))
    if unchanged and sent.row.state is ActionState.COMPLETED and fields <= {"Total", "Tax"}:
        return Explanation("Accepted when it was sent: it is within the company's limit.")
    document = sent.document
    if fields == {"Date"} and document is not None and document.date == found.date:
        word_given = next((one for one in reversed(sent.judgements) if one.verdict == "post-on"), None)
        if word_given is not None:
            reason = f"Posted on another date by choice. {word_given.reason}".strip()
            return Explanation(reason, word_given.user, word_given.at)
        return Explanation("Posted on another date by choice.")
    return None


def _in_quickbooks(found: FoundDocument, tax: Decimal | None = None) -> InQuickBooks:
    return InQuickBooks(
        found.ref,
        found.number,
        found.customer_name,
        found.date,
        signed_total(found),
        _signed(found, found.tax) if tax is None else tax,
        found.life,
    )


def _as_last_known(sent: SentInvoice | None) -> InQuickBooks | None:
    """A document that QuickBooks no longer has, as the record knows it."""
    if sent is None or sent.row.document is None:
        return None
    document = sent.document
    return InQuickBooks(
        sent.row.document,
        document.number if document is not None else sent.row.number,
        document.customer.name if document is not None else sent.row.customer,
        document.date if document is not None else None,
        sent.row.quickbooks_total or sent.row.connectwise_total,
        sent.row.quickbooks_tax or sent.row.connectwise_tax,
        DocumentLife.DELETED,
    )


def _signed(found: FoundDocument, amount: Decimal) -> Decimal:
    return -amount if found.ref.kind is DocumentKind.CREDIT_MEMO else amount


def _name(billed: BilledInvoice) -> str:
    return billed.customer.name if billed.customer is not None else billed.account_id


def _why_alone(pair: Pair, found: FoundDocument) -> str:
    """Why no invoice of ConnectWise stands for a document."""
    if not pair.again:
        return "ConnectWise has no invoice for it. It was made by hand, or deleted in ConnectWise."
    if pair.in_the_way:
        return (
            f"It has the number {found.number} of an invoice in ConnectWise, and is another document: that"
            " invoice is not in QuickBooks."
        )
    return f"QuickBooks has the number {found.number} more than once."
