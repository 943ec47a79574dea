"""References as the API gives them: id, name and the address of the record. Made once per request."""

from __future__ import annotations

from functools import cache
from typing import Any

from mobius_desktop.sandbox.connectwise.ledger import Ledger
from mobius_desktop.sandbox.firm.model import FirmInvoice

Record = dict[str, Any]


class References:
    """Makes references for one request; equal ones are the same object."""

    def __init__(self, ledger: Ledger, base_url: str) -> None:
        self._ledger = ledger
        self._base = base_url
        # Plain caches of this object's life: one request.
        self.company = cache(self._company)
        self.site = cache(self._site)
        self.terms = cache(self._terms)
        self.tax_code = cache(self._tax_code)
        self.location = cache(self._location)
        self.currency = cache(self._currency)
        self.product = cache(self._product)
        self.department = cache(self._department)

    def record(self, table: str, number: int | None) -> Record:
        return self._ledger.table(table).get(number or 0, {})

    def href(self, path: str) -> str:
        return f"{self._base}{path}"

    def invoice(self, invoice: FirmInvoice) -> Record:
        return {
            "id": invoice.billing_log_id,
            "identifier": invoice.number,
            "billingType": invoice.invoice_type,
            "_info": {"invoice_href": self.href(f"/finance/invoices/{invoice.billing_log_id}")},
        }

    def batch(self, number: int) -> Record:
        return {
            **self._ledger.batch_reference(number),
            "_info": {"batch_href": self.href(f"/finance/accounting/batches/{number}")},
        }

    def status(self, *, closed: bool) -> Record:
        """The billing status of a closed or an open invoice."""
        for record in self._ledger.table("billingStatuses").values():
            if bool(record.get("closedFlag")) == closed:
                return {"id": record["id"], "name": record.get("name", ""), "isClosed": closed}
        return {}

    def creator(self) -> str:
        members = self._ledger.table("members")
        return str(next(iter(members.values()))["identifier"]) if members else ""

    def _company(self, number: int) -> Record:
        record = self.record("companies", number)
        return {
            "id": number,
            "identifier": record.get("identifier", ""),
            "name": record.get("name", ""),
            "_info": {"company_href": self.href(f"/company/companies/{number}")},
        }

    def _site(self, number: int) -> Record:
        record = self.record("sites", number)
        company = record.get("company", {}).get("id", 0)
        return {
            "id": number,
            "name": record.get("name", ""),
            "_info": {"site_href": self.href(f"/company/companies/{company}/sites/{number}")},
        }

    def _terms(self, number: int) -> Record:
        return {"id": number, "name": self.record("billingTerms", number).get("name", "")}

    def _tax_code(self, number: int | None) -> Record | None:
        if number is None:
            return None
        return {
            "id": number,
            "name": self.record("taxCodes", number).get("identifier", ""),
            "_info": {"taxCode_href": self.href(f"/finance/taxCodes/{number}")},
        }

    def _location(self, number: int) -> Record:
        return {
            "id": number,
            "name": self.record("locations", number).get("name", ""),
            "_info": {"location_href": self.href(f"/system/locations/{number}")},
        }

    def _department(self) -> Record | None:
        """The firm bills from its first department."""
        record = next(iter(self._ledger.table("departments").values()), None)
        if record is None:
            return None
        return {
            "id": record["id"],
            "identifier": record.get("identifier", ""),
            "name": record.get("name", ""),
            "_info": {"department_href": self.href(f"/system/departments/{record['id']}")},
        }

    def _currency(self, code: str) -> Record:
        for record in self._ledger.table("currencies").values():
            if record.get("currencyIdentifier") == code:
                return {
                    **{
                        name: record[name]
                        for name in (
                            "id", "symbol", "decimalSeparator", "numberOfDecimals", "thousandsSeparator",
                            "negativeParenthesesFlag", "displaySymbolFlag", "currencyIdentifier",
                            "displayIdFlag", "rightAlign", "name",
                        )
                        if name in record
                    },
                    "currencyCode": code,
                    "_info": {"currency_href": self.href(f"/finance/currencies/{record['id']}")},
                }  # fmt: skip
        return {"currencyCode": code, "currencyIdentifier": code}

    def _product(self, identifier: str) -> Record:
        """The catalog's record of an item, or nothing."""
        for record in self._ledger.table("catalog").values():
            if record.get("identifier") == identifier:
                return record
        return {}


def bare(reference: Record) -> Record:
    """A reference as the GL export gives it: without the address."""
    return {name: value for name, value in reference.items() if name != "_info"}
