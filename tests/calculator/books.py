"""How the calculator looks into the firm's QuickBooks books, by the rules of accounting alone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from typing import Any

from mobius_desktop.sandbox.firm.model import QuickBooksBooks

Record = dict[str, Any]
STRONG = 0.85
"""A suggestion of this likeness keeps a customer from being created."""


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Books:
    """Questions to one company's lists."""

    company: QuickBooksBooks

    def _all(self, entity: str) -> list[Record]:
        return list(self.company.tables[entity].values())

    def account(self, number: str) -> Record | None:
        return next((one for one in self._all("Account") if one.get("AcctNum") == number), None)

    def account_number(self, reference: Record) -> str:
        return str(self.company.tables["Account"][reference["value"]]["AcctNum"])

    def account_type(self, number: str) -> str:
        found = self.account(number)
        return str(found["AccountType"]) if found else ""

    def item(self, name: str) -> Record | None:
        return _named(self._all("Item"), "Name", name)

    def customer_for(self, account_id: str, name: str) -> Record | None:
        """By CompanyName, then by `Company (AccountID)`."""
        customers = self._all("Customer")
        return _named(customers, "CompanyName", account_id) or _named(
            customers, "DisplayName", f"{name} ({account_id})"
        )

    def has_suggestion(self, name: str) -> bool:
        wanted = _plain(name)
        return any(
            SequenceMatcher(None, wanted, _plain(one["DisplayName"])).ratio() >= STRONG
            for one in self._all("Customer")
        )

    def is_vendor_or_employee(self, name: str) -> bool:
        return any(_named(self._all(entity), "DisplayName", name) for entity in ("Vendor", "Employee"))

    def preference(self, group: str, name: str) -> Any:
        return self.company.preferences[group].get(name)

    def closing_date(self) -> dt.date | None:
        text = self.preference("AccountingInfoPrefs", "BookCloseDate")
        return dt.date.fromisoformat(text) if text else None

    def tax_code(self, name: str) -> Record | None:
        return _named(self._all("TaxCode"), "Name", name)

    def code_rates(self, code: Record) -> list[Decimal]:
        """The percentages of a code's rates."""
        details = code["SalesTaxRateList"]["TaxRateDetail"]
        rates = self.company.tables["TaxRate"]
        return [Decimal(rates[detail["TaxRateRef"]["value"]]["RateValue"]) for detail in details]

    def term_days(self, name: str) -> int | None:
        found = _named(self._all("Term"), "Name", name)
        return None if found is None else int(found["DueDays"])

    def documents(self) -> list[tuple[str, Record]]:
        return [(entity, one) for entity in ("Invoice", "CreditMemo") for one in self._all(entity)]


def _named(records: list[Record], field: str, name: str) -> Record | None:
    return next(
        (one for one in records if str(one.get(field, "")).casefold() == name.casefold()),
        None,
    )


def _plain(name: str) -> str:
    """Without legal form, marks and case, "&" as a word."""
    words = re.sub(r"[^\w\s]", "", name.casefold().replace("&", " and ")).split()
    return " ".join(word for word in words if word not in {"llc", "inc", "pa", "co", "ltd", "llp"})
