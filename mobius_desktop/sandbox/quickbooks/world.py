"""What people do in QuickBooks behind the program's back, as verbs of `POST /__sandbox__/world`.

    {"do": "pay_invoice", "number": "10502", "amount": "100.00"}

`realm` may be left out: then it is the first company. A document is named by `number` or by `record_id`.
"""

from __future__ import annotations

import copy
from contextlib import ExitStack
from decimal import Decimal
from types import TracebackType
from typing import Any

from mobius_desktop.sandbox.control import World, WorldError
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks import linking, schema
from mobius_desktop.sandbox.quickbooks.company import NAMES, Company
from mobius_desktop.sandbox.quickbooks.grants import Grants
from mobius_desktop.sandbox.quickbooks.operations import execute
from mobius_desktop.sandbox.quickbooks.refusals import Refused


class AllRealms:
    """The locks of all companies at once, always taken in the same order."""

    def __init__(self, companies: dict[str, Company]) -> None:
        self._companies = companies
        self._stacks: list[ExitStack] = []

    def __enter__(self) -> None:
        stack = ExitStack()
        for company in self._companies.values():
            stack.enter_context(company.lock)
        self._stacks.append(stack)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stacks.pop().close()


def quickbooks_world(companies: dict[str, Company], grants: Grants, lock: AllRealms) -> World:
    """The verbs."""
    world = World(lock)
    people = _People(companies, grants)
    for verb in (
        people.create_document,
        people.edit_document,
        people.delete_document,
        people.void_document,
        people.pay_invoice,
        people.link_deposit,
        people.rename,
        people.set_active,
        people.set_closing_date,
        people.set_preference,
        people.set_auto_apply_credit,
        people.set_multicurrency,
        people.add_tax_agency,
        people.end_subscription,
        people.revoke_grant,
        people.forget_requestids,
        people.leave_ghost,
        people.store_otherwise,
    ):
        world.verb(verb)
    return world


class _People:
    """Bookkeepers and other programs at work in the same books."""

    def __init__(self, companies: dict[str, Company], grants: Grants) -> None:
        self._companies = companies
        self._grants = grants

    def create_document(self, entity: str, document: dict[str, Any], realm: str = "") -> Record:
        """Make a document by hand: the body as the API takes it."""
        return _done(self._company(realm), entity, "create", document)

    def edit_document(
        self, entity: str, changes: dict[str, Any], number: str = "", record_id: str = "", realm: str = ""
    ) -> Record:
        """Change some fields of a document; its SyncToken goes up."""
        company = self._company(realm)
        old = _document(company, entity, number, record_id)
        return _done(company, entity, "update", {**_seen(old), "sparse": True, **changes})

    def delete_document(self, entity: str, number: str = "", record_id: str = "", realm: str = "") -> Record:
        """Delete a document; payments are unlinked first."""
        company = self._company(realm)
        old = _document(company, entity, number, record_id)
        if entity in linking.LINKABLE:
            linking.unlink(company, entity, old["Id"])
        return _done(company, entity, "delete", _seen(_document(company, entity, "", old["Id"])))

    def void_document(self, entity: str, number: str = "", record_id: str = "", realm: str = "") -> Record:
        """Void an invoice or a payment."""
        company = self._company(realm)
        return _done(company, entity, "void", _seen(_document(company, entity, number, record_id)))

    def pay_invoice(
        self, number: str = "", record_id: str = "", amount: str | float | None = None, realm: str = ""
    ) -> Record:
        """Receive a payment for an invoice, all of it unless an amount is given."""
        company = self._company(realm)
        invoice = _document(company, "Invoice", number, record_id)
        paid = Decimal(str(amount)) if amount is not None else Decimal(invoice["Balance"])
        line = {"Amount": paid, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
        body = {"CustomerRef": copy.deepcopy(invoice["CustomerRef"]), "TotalAmt": paid, "Line": [line]}
        return _done(company, "Payment", "create", body)

    def link_deposit(self, number: str = "", record_id: str = "", realm: str = "") -> list[str]:
        """Put the payments of an invoice (by number) or one payment (by record_id) into a bank deposit."""
        company = self._company(realm)
        if number:
            invoice = _document(company, "Invoice", number, "")
            paid = linking.payments_of(company, "Invoice", invoice["Id"])
        else:
            paid = [_document(company, "Payment", "", record_id)]
        if not paid:
            raise WorldError(f"no payment of {number!r}")
        deposit = company.next_id()
        for payment in paid:
            payment.setdefault("LinkedTxn", []).append({"TxnId": deposit, "TxnType": "Deposit"})
            company.touch("Payment", payment, bump=True)
        return [str(payment["Id"]) for payment in paid]

    def rename(self, entity: str, to: str, name: str = "", record_id: str = "", realm: str = "") -> Record:
        """Rename a customer, item, account, class …"""
        company = self._company(realm)
        old = _listed(company, entity, name, record_id)
        field = "DisplayName" if entity in NAMES else "Name"
        return _done(company, entity, "update", {**_seen(old), "sparse": True, field: to})

    def set_active(
        self, entity: str, active: bool, name: str = "", record_id: str = "", realm: str = ""
    ) -> Record:
        """Make a list record inactive, or active again."""
        company = self._company(realm)
        old = _listed(company, entity, name, record_id)
        return _done(company, entity, "update", {**_seen(old), "sparse": True, "Active": active})

    def set_closing_date(self, date: str, realm: str = "") -> str:
        """Close the books up to a date; nothing opens them again."""
        return str(self.set_preference("AccountingInfoPrefs", "BookCloseDate", date or None, realm))

    def set_preference(self, group: str, name: str, value: Any, realm: str = "") -> Any:
        """Change a company preference, e.g. SalesFormsPrefs, CustomTxnNumbers."""
        company = self._company(realm)
        changed = copy.deepcopy(company.state.books.preferences)
        changed.setdefault(group, {})[name] = value
        try:
            company.state.books.preferences = schema.read("Preferences", changed)
        except Refused as refused:
            raise WorldError(str(refused)) from refused
        return value

    def set_auto_apply_credit(self, on: bool, realm: str = "") -> Any:
        """QuickBooks applies credits by itself from now on, or no longer."""
        return self.set_preference("SalesFormsPrefs", "AutoApplyCredit", on, realm)

    def set_multicurrency(self, on: bool, realm: str = "") -> Any:
        """Switch multicurrency."""
        return self.set_preference("CurrencyPrefs", "MultiCurrencyEnabled", on, realm)

    def add_tax_agency(self, name: str, region: str, rate: str, realm: str = "") -> Record:
        """Register with a state's tax agency under Taxes: from now on its region has a rate, in per cent."""
        company = self._company(realm)
        company.state.books.tax_rates_by_region[region] = Decimal(rate)
        agency = {"DisplayName": name, "TaxTrackedOnSales": True, "TaxTrackedOnPurchases": False}
        return company.add("TaxAgency", agency)

    def end_subscription(self, ended: bool = True, realm: str = "") -> bool:
        """End the company's subscription (writes get 6190), or renew it."""
        self._company(realm).state.subscription_ended = ended
        return ended

    def revoke_grant(self, realm: str = "") -> int:
        """Disconnect the program inside QuickBooks: every token of the company is dead."""
        return self._grants.revoke_realm(self._company(realm).realm)

    def forget_requestids(self, realm: str = "") -> int:
        """Forget all stored answers."""
        company = self._company(realm)
        forgotten = len(company.state.answers)
        company.state.answers.clear()
        return forgotten

    def leave_ghost(self, entity: str, name: str = "", record_id: str = "", realm: str = "") -> str:
        """A company reset left a list record that queries still show and nothing accepts."""
        company = self._company(realm)
        old = _listed(company, entity, name, record_id)
        company.state.ghosts.append(f"{entity} {old['Id']}")
        return str(old["Id"])

    def store_otherwise(self, number: str, changes: dict[str, Any], realm: str = "") -> str:
        """The next document created under a number is kept with these changes, whatever was sent."""
        self._company(realm).otherwise[number] = changes
        return number

    def _company(self, realm: str) -> Company:
        if not realm:
            return next(iter(self._companies.values()))
        if realm not in self._companies:
            raise WorldError(f"no realm {realm!r}; known: {', '.join(self._companies)}")
        return self._companies[realm]


def _done(company: Company, entity: str, operation: str, body: Record) -> Record:
    try:
        made: Record = execute(company, entity, operation, body, "allowduplicatedocnum,void")[entity]
    except Refused as refused:
        raise WorldError(str(refused)) from refused
    return made


def _seen(record: Record) -> Record:
    return {"Id": record["Id"], "SyncToken": record["SyncToken"]}


def _document(company: Company, entity: str, number: str, record_id: str) -> Record:
    if entity not in company.state.books.tables:
        raise WorldError(f"no entity {entity!r}")
    for record in company.all(entity):
        if (record_id and record["Id"] == record_id) or (number and record.get("DocNumber") == number):
            return record
    raise WorldError(f"no {entity} {number or record_id!r}")


def _listed(company: Company, entity: str, name: str, record_id: str) -> Record:
    if entity not in company.state.books.tables:
        raise WorldError(f"no entity {entity!r}")
    for record in company.all(entity):
        names = {record.get("DisplayName"), record.get("Name"), record.get("FullyQualifiedName")}
        if (record_id and record["Id"] == record_id) or (name and name in names):
            return record
    raise WorldError(f"no {entity} {name or record_id!r}")
