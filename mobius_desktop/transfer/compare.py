"""Compares what QuickBooks holds with ConnectWise's export: with that, not with what we sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from mobius_desktop.domain.document import Document, RecordRef
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import InvoicePlan
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, FoundDocument, QuickBooksLists
from mobius_desktop.transfer.compare_lines import TAX_ROW, Sides, compare_lines, sides_of
from mobius_desktop.transfer.compare_reasons import tax_reason, total_reason
from mobius_desktop.transfer.difference import Comparison, Difference, Ids

__all__ = ["Comparison", "Difference", "compare"]


def compare(
    plan: InvoicePlan, found: FoundDocument, lists: QuickBooksLists, ids: Ids | None = None
) -> Comparison:
    """What QuickBooks holds for this invoice against ConnectWise's export of it.

    `plan.transaction` and `plan.document` must be there: what was never built cannot be compared. `ids` are
    those of records that the run created after `lists` were read."""
    document, exported = plan.document, plan.transaction
    if document is None or exported is None:
        raise ValueError(f"{plan.invoice.number} has no document to compare with")
    pair = _Pair(plan, document, found, lists, ids or {})
    differences = tuple(
        one
        for one in (
            pair.life(),
            pair.total(),
            pair.tax(),
            pair.text("customer", document.customer.name, found.customer_name, same=pair.same_customer()),
            pair.date(),
            pair.due_date(),
            pair.text("number", document.number, found.number),
            pair.text(
                "currency", document.currency, found.currency, same=found.currency in {"", document.currency}
            ),
            pair.record("class", document.class_ref, found.class_id),
            pair.record("QuickBooks Location", document.department, found.department_id),
            *compare_lines(pair.sides()),
        )
        if one
    )
    announced = tuple(pair.announced(one) for one in differences)
    return Comparison(announced, pair.apart)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One invoice on both sides. Amounts here are positive for both kinds, like the document's."""

    plan: InvoicePlan
    document: Document
    found: FoundDocument
    lists: QuickBooksLists
    ids: Ids

    @property
    def sign(self) -> int:
        return -1 if self.document.kind is DocumentKind.CREDIT_MEMO else 1

    @property
    def exported_total(self) -> Decimal:
        rows = self.plan.transaction.rows if self.plan.transaction else ()
        return self.sign * -sum((row.total for row in rows), Decimal(0))

    @property
    def exported_tax(self) -> Decimal:
        """ConnectWise's sales tax; nothing where it went as a line."""
        if any(line.gl_type == TAX_ROW for line in self.document.lines):
            return Decimal(0)
        rows = self.plan.transaction.rows if self.plan.transaction else ()
        return self.sign * -sum((row.total for row in rows if row.gl_type == TAX_ROW), Decimal(0))

    @property
    def apart(self) -> Decimal:
        return self.sign * (self.found.total - self.exported_total)

    def life(self) -> Difference | None:
        if self.found.life is DocumentLife.LIVE and self.found.ref.kind is self.document.kind:
            return None
        held = f"{self.found.ref.kind.value} ({self.found.life.value})"
        wanted = self.document.kind.value
        number = self.document.number
        sentence = f"{number} should be a live {wanted} in QuickBooks; it is {held}."
        return Difference("document", wanted, held, None, sentence, expected=False)

    def total(self) -> Difference | None:
        if not self.apart:
            return None
        tax = self.tax()
        because = ""
        if tax:
            because = f"The sales tax is {tax.quickbooks} instead of {tax.connectwise}. {self.tax_reason()}"
        elif not self.lines_differ():
            because = total_reason(self.found, self.document.currency)
        ours, theirs = self.money(self.exported_total), self.money(self.found.total)
        number = self.document.number
        difference = self.money(self.sign * self.apart)
        sentence = (
            f"{number} is in QuickBooks with {theirs}; ConnectWise has {ours}. Difference {difference}."
        )
        whole = f"{sentence} {because}".strip()
        return Difference("total", ours, theirs, self.apart, whole, expected=False)

    def lines_differ(self) -> bool:
        return sum((line.amount for line in self.found.lines), Decimal(0)) != sum(
            (line.amount for line in self.document.lines), Decimal(0)
        )

    def tax_reason(self) -> str:
        return tax_reason(self.plan, self.exported_tax, self.found.tax)

    def tax(self) -> Difference | None:
        apart = self.sign * (self.found.tax - self.exported_tax)
        if not apart:
            return None
        ours, theirs = self.money(self.exported_tax), self.money(self.found.tax)
        number = self.document.number
        sentence = f"The sales tax of {number} is {theirs} in QuickBooks; ConnectWise has {ours}."
        whole = f"{sentence} {self.tax_reason()}".strip()
        return Difference("tax", ours, theirs, apart, whole, expected=False)

    def money(self, amount: Decimal) -> str:
        return amount_text(self.sign * amount, self.document.currency)

    def same_customer(self) -> bool:
        known = self.id_of(self.document.customer)
        return (
            self.found.customer_id == known
            if known
            else self.found.customer_name == self.document.customer.name
        )

    def id_of(self, ref: RecordRef | None) -> QuickBooksId | None:
        return (ref.id or self.ids.get(ref.key)) if ref else None

    def date(self) -> Difference | None:
        """Another date is expected where the user chose it because the period is closed."""
        exported = self.plan.transaction.date if self.plan.transaction else self.document.date
        chosen = self.found.date == self.document.date
        same = self.found.date == exported
        return self.text(
            "date", exported.isoformat(), self.found.date.isoformat(), same=same, expected=chosen
        )

    def due_date(self) -> Difference | None:
        """Credit memos have no due date in QuickBooks."""
        due, theirs = self.document.due_date, self.found.due_date
        if self.document.kind is DocumentKind.CREDIT_MEMO or due is None:
            return None
        return self.text("due date", due.isoformat(), theirs.isoformat() if theirs else "none")

    def record(self, field: str, ref: RecordRef | None, theirs: QuickBooksId | None) -> Difference | None:
        """A class or QuickBooks Location; one created in the run without our knowing its Id passes."""
        ours = self.id_of(ref)
        if theirs == ours or (ref is not None and ours is None and theirs is not None):
            return None
        names = {one.id: one.fully_qualified_name for one in (*self.lists.classes, *self.lists.departments)}
        shown = names.get(theirs, theirs) if theirs else "none"
        return self.text(field, ref.name if ref else "none", shown)

    def text(
        self, field: str, ours: str, theirs: str, *, same: bool | None = None, expected: bool = False
    ) -> Difference | None:
        if same if same is not None else ours == theirs:
            return None
        number = self.document.number
        sentence = f"The {field} of {number} is {theirs or 'empty'} in QuickBooks; ConnectWise has {ours}."
        return Difference(field, ours, theirs, None, sentence, expected)

    def sides(self) -> Sides:
        return sides_of(self.document, self.found, self.lists, self.ids)

    def announced(self, difference: Difference) -> Difference:
        """The difference, expected where the user took the document for the same one or left it as it is."""
        codes = {one.code: dict(one.facts) for one in self.plan.findings}
        left = codes.get("LEFT_AS_IT_IS")
        if left is not None and left["quickbooks"] == self.money(self.found.total):
            return replace(difference, expected=True)
        same_one = bool(codes.get("ADOPTED", {}).get("by"))
        if same_one and difference.field not in {"document", "total", "tax", "customer", "currency"}:
            return replace(difference, expected=True)
        return difference
