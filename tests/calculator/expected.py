"""What the calculator says must come out: values only, so that a test can compare them with any books."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class End(StrEnum):
    """How one ticked invoice ends."""

    INVOICE = "sent as Invoice"
    CREDIT_MEMO = "sent as CreditMemo"
    ADOPTED = "adopted"
    BATCHED = "batched, not sent"
    NOTED = "noted here only"
    BLOCKED = "blocked"
    NEEDS_CHECK = "needs check"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document. `account` is ConnectWise's number, `books_account` where its item posts."""

    item: str
    amount: Decimal
    quantity: Decimal
    price: Decimal
    tax_code: str
    account: str
    books_account: str
    gl_class: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """One document as QuickBooks must hold it."""

    entity: str
    number: str
    customer: str
    """DisplayName."""
    date: dt.date
    due_date: dt.date
    total: Decimal
    tax: Decimal
    lines: tuple[Line, ...]
    ship_to_first_line: str = ""
    """Only where the served company is another than the one billed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one invoice ends and why."""

    billing_log_id: int
    number: str
    date: dt.date
    total: Decimal
    end: End
    errors: tuple[str, ...] = ()
    notes: frozenset[str] = frozenset()
    """Codes of WARNING and INFO."""
    new_items: tuple[str, ...] = ()
    """Items that this document is the first to need."""
    document: Expected | None = None
    quickbooks_tax: Decimal | None = None
    """What QuickBooks makes of the tax; differs from the document's own where it needs a check."""
    postings: tuple[tuple[str, Decimal], ...] = field(default=())
    """ConnectWise's accounts, credits positive, tax included."""


@dataclass(frozen=True, slots=True)
class Result:
    """All outcomes of one run, and the sums over them."""

    outcomes: tuple[Outcome, ...]

    def of(self, *ends: End) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.end in ends]

    def numbers(self, *ends: End) -> list[str]:
        return sorted(outcome.number for outcome in self.of(*ends))

    def count_and_money(self, *ends: End) -> tuple[int, Decimal]:
        found = self.of(*ends)
        return len(found), sum((outcome.total for outcome in found), Decimal("0.00"))

    def by_number(self, number: str) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.number == number)

    def by_account(self) -> dict[str, Decimal]:
        """Of what stands in QuickBooks after the run, by ConnectWise's account; nothing where it is zero."""
        sums: dict[str, Decimal] = {}
        for outcome in self.of(End.INVOICE, End.CREDIT_MEMO, End.ADOPTED, End.NEEDS_CHECK):
            for account, amount in outcome.postings:
                sums[account] = sums.get(account, Decimal("0.00")) + amount
        return {account: amount for account, amount in sorted(sums.items()) if amount}

    def by_books_account(self) -> dict[str, Decimal]:
        """The lines, adopted ones too, by the account that QuickBooks posts them to; without tax."""
        sums: dict[str, Decimal] = {}
        for outcome in self.of(End.INVOICE, End.CREDIT_MEMO, End.ADOPTED, End.NEEDS_CHECK):
            if outcome.document is None:
                continue
            sign = -1 if outcome.document.entity == "CreditMemo" else 1
            for line in outcome.document.lines:
                sums[line.books_account] = sums.get(line.books_account, Decimal("0.00")) + sign * line.amount
        return {account: amount for account, amount in sorted(sums.items()) if amount}
