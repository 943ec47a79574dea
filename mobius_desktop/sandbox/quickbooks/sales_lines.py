"""Lines of an invoice or a credit memo: what each must say and counts, and the subtotal QuickBooks adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Company, copied
from mobius_desktop.sandbox.quickbooks.money import ZERO, cents, shown
from mobius_desktop.sandbox.quickbooks.references import point, point_item, value_of
from mobius_desktop.sandbox.quickbooks.refusals import business, missing, refuse
from mobius_desktop.sandbox.quickbooks.tax import line_code

MOST_LINES = 10_000
MOST_TAXED_LINES = 750
_PRICE_STEP = Decimal("0.00001")
_PLAIN_KINDS = ("SalesItemLineDetail", "DescriptionOnly", "DiscountLineDetail", "SubTotalLineDetail")


@dataclass(slots=True)
class Lines:
    """The lines as they are kept, and their sums."""

    kept: list[Record] = field(default_factory=list)
    subtotal: Decimal = ZERO
    discount: Decimal = ZERO
    taxable: Decimal = ZERO
    """Before discount."""
    taxed: int = 0


def build_lines(company: Company, wanted: list[Record], old: list[Record], txn_date: date) -> Lines:
    """A sent list of lines is the whole list. A known Id keeps its line, any other starts a new one."""
    lines = Lines()
    known = {line["Id"] for line in old if "Id" in line}
    used = {int(line_id) for line_id in known if line_id.isdigit()}
    counting = 0
    for number, sent in enumerate(_meant(wanted), 1):
        line = copied(sent)
        if line.get("Id") not in known:
            line["Id"] = str(max(used, default=0) + 1)
            used.add(int(line["Id"]))
        line["LineNum"] = number
        kind = line.get("DetailType")
        if kind is None:
            raise missing("Line.DetailType")
        if kind not in _PLAIN_KINDS:
            raise refuse("5030", f"Lines of type {kind} cannot be used here", "DetailType")
        if kind == "SalesItemLineDetail":
            counting += 1
            _sales_item(company, line, lines, txn_date)
        elif kind == "DiscountLineDetail":
            _discount(company, line, lines)
        else:
            line.pop("Amount", None)
        lines.kept.append(line)
    if counting == 0:
        raise missing("Line")
    if len(lines.kept) > MOST_LINES or (lines.taxed and len(lines.kept) > MOST_TAXED_LINES):
        raise business("This transaction has more lines than a transaction can have.")
    lines.kept.append(
        {"Amount": lines.subtotal, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    )
    return lines


def _meant(wanted: list[Record]) -> list[Record]:
    """Without the subtotal at the end, which is ours to add."""
    return [line for line in wanted if line.get("DetailType") != "SubTotalLineDetail"]


def _sales_item(company: Company, line: Record, lines: Lines, txn_date: date) -> None:
    detail = line.setdefault("SalesItemLineDetail", {})
    if not value_of(detail, "ItemRef"):
        # A line without an item is a remark: its amount does not count.
        line["DetailType"] = "DescriptionOnly"
        line["DescriptionLineDetail"] = {}
        line.pop("SalesItemLineDetail")
        line.pop("Amount", None)
        return
    item = point_item(company, detail)
    if "Amount" not in line:
        raise missing("Line.Amount")
    line["Amount"] = cents(line["Amount"])
    _check_amount(company, line["Amount"], detail)
    start = item.get("InvStartDate")
    if item.get("Type") == "Inventory" and start and txn_date < date.fromisoformat(start):
        raise refuse("6270", f"The transaction's date is before {start}, the start date of the item.")
    detail["ItemAccountRef"] = dict(item.get("IncomeAccountRef", {}))
    _track_class(company, detail, "ClassTrackingPerTxnLine")
    code = line_code(value_of(detail, "TaxCodeRef"), item)
    detail["TaxCodeRef"] = {"value": code}
    lines.subtotal += line["Amount"]
    if code == "TAX":
        lines.taxable += line["Amount"]
        lines.taxed += 1


def _check_amount(company: Company, amount: Decimal, detail: Record) -> None:
    price, quantity = detail.get("UnitPrice"), detail.get("Qty")
    if price is not None and price != price.quantize(_PRICE_STEP, rounding=ROUND_HALF_UP):
        answer = company.switches["long_unit_price"]
        if answer == "refused":
            raise refuse("2110", f"UnitPrice has more than five decimals: {price}", "UnitPrice")
        if answer == "rounded":
            price = detail["UnitPrice"] = price.quantize(_PRICE_STEP, rounding=ROUND_HALF_UP)
    if price is not None and quantity is not None and cents(price * quantity) != amount:
        raise refuse("6070", f"Amount is not equal to UnitPrice * Qty. Supplied value:{shown(amount)}")


def _track_class(company: Company, holder: Record, preference: str) -> None:
    """A class needs its kind of tracking switched on."""
    if "ClassRef" not in holder:
        return
    if company.preference("AccountingInfoPrefs", preference):
        point(company, "Class", holder, "ClassRef")
    elif company.switches["class_when_off"] == "refused":
        raise refuse("5030", "Class tracking is not switched on", "ClassRef")
    else:
        holder.pop("ClassRef")


def track_document_class(company: Company, document: Record) -> None:
    _track_class(company, document, "ClassTrackingPerTxn")


def _discount(company: Company, line: Record, lines: Lines) -> None:
    if not company.preference("SalesFormsPrefs", "AllowDiscount"):
        raise refuse("5030", "Discounts are not switched on", "DiscountLineDetail")
    if any(kept.get("DetailType") == "DiscountLineDetail" for kept in lines.kept):
        raise business("A transaction can have one discount.")
    detail = line.setdefault("DiscountLineDetail", {})
    if detail.get("PercentBased"):
        if "DiscountPercent" not in detail:
            raise refuse("6090", "DiscountPercent is missing")
        line["Amount"] = cents(lines.subtotal * detail["DiscountPercent"] / 100)
    elif "Amount" not in line:
        raise refuse("6090", "Amount is missing")
    if value_of(detail, "DiscountAccountRef"):
        point(company, "Account", detail, "DiscountAccountRef")
    line["Amount"] = cents(line["Amount"])
    lines.discount += line["Amount"]
