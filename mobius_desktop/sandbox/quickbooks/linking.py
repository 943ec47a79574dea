"""Payments and what they pay: who is linked to whom, and what is left open."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Company, copied
from mobius_desktop.sandbox.quickbooks.money import ZERO
from mobius_desktop.sandbox.quickbooks.references import value_of

LINKABLE = ("Invoice", "CreditMemo")


def links_of(payment: Record) -> list[tuple[str, str, Decimal]]:
    """Type, Id and amount of everything a payment is applied to."""
    return [
        (str(link.get("TxnType")), str(link.get("TxnId")), Decimal(line.get("Amount", ZERO)))
        for line in payment.get("Line", [])
        for link in line.get("LinkedTxn", [])
    ]


def payments_of(company: Company, entity: str, document_id: str) -> list[Record]:
    return [
        payment
        for payment in company.all("Payment")
        if any((kind, one) == (entity, document_id) for kind, one, _ in links_of(payment))
    ]


def applied(company: Company, entity: str, document_id: str, *, except_payment: str = "") -> Decimal:
    """What payments have taken of a document."""
    return sum(
        (
            amount
            for payment in company.all("Payment")
            if payment["Id"] != except_payment
            for kind, one, amount in links_of(payment)
            if (kind, one) == (entity, document_id)
        ),
        ZERO,
    )


def settle(company: Company, entity: str, document_id: str) -> None:
    """Write balance and links of a document anew after a payment changed."""
    document = company.table(entity).get(document_id)
    if document is None:
        return
    before = Decimal(document.get("Balance", ZERO))
    balance = Decimal(document.get("TotalAmt", ZERO)) - applied(company, entity, document_id)
    document["Balance"] = balance
    if entity == "CreditMemo":
        document["RemainingCredit"] = balance
    kept = [link for link in document.get("LinkedTxn", []) if link.get("TxnType") != "Payment"]
    paid = [{"TxnId": one["Id"], "TxnType": "Payment"} for one in payments_of(company, entity, document_id)]
    document["LinkedTxn"] = kept + paid
    company.touch(entity, document, bump=company.switches["linking_changes_invoice"] == "yes")
    sign = -1 if entity == "CreditMemo" else 1
    shift_balance(company, value_of(document, "CustomerRef"), sign * (balance - before))


def unlink(company: Company, entity: str, document_id: str) -> None:
    """Take a document out of every payment; what it had of them becomes unapplied."""
    linked = payments_of(company, entity, document_id)
    for payment in linked:
        changed = copied(payment)
        changed["Line"] = [
            line
            for line in changed["Line"]
            if not any(
                (link.get("TxnType"), link.get("TxnId")) == (entity, document_id)
                for link in line.get("LinkedTxn", [])
            )
        ]
        before = Decimal(payment.get("UnappliedAmt", ZERO))
        changed["UnappliedAmt"] = unapplied(changed)
        company.replace("Payment", payment, changed)
        shift_balance(company, value_of(payment, "CustomerRef"), before - changed["UnappliedAmt"])
    if linked:
        settle(company, entity, document_id)


def unapplied(payment: Record) -> Decimal:
    """What of a payment is not used: invoices take from it, credit memos add to it."""
    used = sum((amount if kind != "CreditMemo" else -amount for kind, _, amount in links_of(payment)), ZERO)
    return max(Decimal(payment.get("TotalAmt", ZERO)) - used, ZERO)


def shift_balance(company: Company, customer_id: str, by: Decimal) -> None:
    """A customer's balance, and the balance with jobs of every parent."""
    customer = company.table("Customer").get(customer_id)
    if customer is None or not by:
        return
    customer["Balance"] = Decimal(customer.get("Balance", ZERO)) + by
    for _ in range(10):  # parents are five levels at most; a circle ends too
        customer["BalanceWithJobs"] = Decimal(customer.get("BalanceWithJobs", ZERO)) + by
        parent = company.table("Customer").get(value_of(customer, "ParentRef"))
        if parent is None:
            return
        customer = parent
