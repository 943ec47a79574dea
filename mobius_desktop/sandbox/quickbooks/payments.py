"""Payments: money received and credits applied (a payment of zero links a credit memo to an invoice)."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import linking
from mobius_desktop.sandbox.quickbooks.company import Company, copied
from mobius_desktop.sandbox.quickbooks.money import ZERO, cents
from mobius_desktop.sandbox.quickbooks.numbering import is_void
from mobius_desktop.sandbox.quickbooks.references import check_currency, point, value_of
from mobius_desktop.sandbox.quickbooks.refusals import Refused, business, refuse
from mobius_desktop.sandbox.quickbooks.sales import check_open, voided_note

LINK_NOTE = "Created by QB Online to link credits to charges."
_SERVER_OWNED = ("UnappliedAmt", "LinkedTxn", "MetaData", "TxnSource")


def build(company: Company, wanted: Record, old: Record | None) -> Record:
    """The payment to keep. Raises 620 for what cannot be linked, 6540 once it is deposited."""
    payment = copied(wanted)
    for name in _SERVER_OWNED:
        payment.pop(name, None)
    if "TotalAmt" not in payment:
        raise business("You must set a transaction amount.")
    payment["TotalAmt"] = cents(payment["TotalAmt"])
    if payment["TotalAmt"] < 0:
        raise business("Transaction amount must be 0 or greater.")
    customer = point(company, "Customer", payment, "CustomerRef", required=True)
    payment.setdefault("TxnDate", company.today().isoformat())
    check_open(company, payment["TxnDate"], *([old["TxnDate"]] if old else []))
    if old:
        check_deposited(old)
        payment["LinkedTxn"] = old.get("LinkedTxn", [])
    check_currency(company, payment, customer)
    _deposit_account(company, payment)
    payment["Line"] = [_line(company, payment, line, old) for line in payment.get("Line", [])]
    _check_sum(payment)
    payment["UnappliedAmt"] = linking.unapplied(payment)
    payment.setdefault("ProcessPayment", False)
    payment.setdefault("LinkedTxn", [])
    return payment


def settle(company: Company, payment: Record | None, old: Record | None) -> None:
    """Bring the linked documents and the customer's balance up to date."""
    touched = {
        (kind, one)
        for part in (payment, old)
        if part
        for kind, one, _ in linking.links_of(part)
        if kind in linking.LINKABLE
    }
    for kind, document_id in sorted(touched):
        linking.settle(company, kind, document_id)
    for part, sign in ((payment, -1), (old, 1)):
        if part:
            linking.shift_balance(
                company,
                value_of(part, "CustomerRef"),
                sign * Decimal(part.get("UnappliedAmt", ZERO)),
            )


def check_deposited(payment: Record) -> None:
    if any(link.get("TxnType") == "Deposit" for link in payment.get("LinkedTxn", [])):
        raise refuse("6540", "This payment is part of a deposit. Take it out of the deposit first.")


def check_delete(company: Company, old: Record) -> None:
    check_open(company, old["TxnDate"])
    check_deposited(old)


def void(company: Company, old: Record) -> Record:
    """Nothing received, nothing applied."""
    check_delete(company, old)
    if is_void(old):
        raise business("This transaction is already void.")
    payment = copied(old)
    payment.update({"TotalAmt": ZERO, "UnappliedAmt": ZERO, "Line": []})
    payment["PrivateNote"] = voided_note(payment)
    return payment


def _deposit_account(company: Company, payment: Record) -> None:
    if not value_of(payment, "DepositToAccountRef"):
        for account in company.all("Account"):
            if account.get("AccountSubType") == "UndepositedFunds":
                payment["DepositToAccountRef"] = {"value": account["Id"]}
    point(company, "Account", payment, "DepositToAccountRef")


def _line(company: Company, payment: Record, sent: Record, old: Record | None) -> Record:
    line = copied(sent)
    links = line.get("LinkedTxn", [])
    if len(links) != 1:
        raise _cannot_link("A line names exactly one transaction")
    kind, document_id = links[0].get("TxnType"), links[0].get("TxnId")
    if kind not in linking.LINKABLE:
        raise _cannot_link(f"Transactions of type {kind} cannot be linked here")
    document = company.table(kind).get(document_id)
    if document is None or is_void(document):
        raise _cannot_link(f"The {kind} {document_id} has been deleted or is void")
    if not _same_family(company, value_of(payment, "CustomerRef"), value_of(document, "CustomerRef")):
        raise _cannot_link("The payment and the transaction are of different customers")
    line["Amount"] = cents(line.get("Amount", ZERO))
    open_amount = Decimal(document["TotalAmt"]) - linking.applied(
        company, kind, document_id, except_payment=old["Id"] if old else ""
    )
    if line["Amount"] < 0 or line["Amount"] > open_amount:
        raise business(f"You cannot apply more than the open amount of {kind} {document_id}: {open_amount}.")
    return line


def _check_sum(payment: Record) -> None:
    seen = [(kind, one) for kind, one, _ in linking.links_of(payment)]
    if len(seen) != len(set(seen)):
        raise _cannot_link("A transaction is linked once")
    used = sum(
        (-amount if kind == "CreditMemo" else amount for kind, _, amount in linking.links_of(payment)), ZERO
    )
    if used > payment["TotalAmt"]:
        raise business("You can't apply more than the amount of the payment and its credits.")


def _same_family(company: Company, payer: str, debtor: str) -> bool:
    """The same customer, or one above it."""
    seen: set[str] = set()
    while debtor and debtor not in seen:
        if debtor == payer:
            return True
        seen.add(debtor)
        debtor = value_of(company.table("Customer").get(debtor, {}), "ParentRef")
    return False


def _cannot_link(why: str) -> Refused:
    return refuse("620", why)


def apply_credits(company: Company, customer_id: str) -> list[Record]:
    """What QuickBooks does by itself when AutoApplyCredit is on: oldest credit to oldest invoice."""
    made = []
    for credit in _open(company, "CreditMemo", customer_id):
        for invoice in _open(company, "Invoice", customer_id):
            amount = min(Decimal(credit["Balance"]), Decimal(invoice["Balance"]))
            if amount <= 0:
                continue
            payment = build(company, _link_payment(customer_id, invoice, credit, amount), None)
            made.append(company.add("Payment", payment))
            settle(company, made[-1], None)
    return made


def _link_payment(customer_id: str, invoice: Record, credit: Record, amount: Decimal) -> Record:
    pairs = (("Invoice", invoice), ("CreditMemo", credit))
    return {
        "CustomerRef": {"value": customer_id},
        "TotalAmt": ZERO,
        "PrivateNote": LINK_NOTE,
        "Line": [
            {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]} for kind, one in pairs
        ],
    }


def _open(company: Company, entity: str, customer_id: str) -> list[Record]:
    found = [
        one
        for one in company.all(entity)
        if value_of(one, "CustomerRef") == customer_id and Decimal(one.get("Balance", ZERO)) > 0
    ]
    return sorted(found, key=lambda one: (one["TxnDate"], int(one["Id"]) if one["Id"].isdigit() else 0))
