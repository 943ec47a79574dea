"""Builds the firm: the sample invoices with seed 1, variations of them with another, more for a month."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from mobius_desktop.sandbox.firm.connectwise_books import connectwise_books
from mobius_desktop.sandbox.firm.customers import Customer, customers
from mobius_desktop.sandbox.firm.dice import dice
from mobius_desktop.sandbox.firm.drafts import Draft, read_sample
from mobius_desktop.sandbox.firm.huge import repeated
from mobius_desktop.sandbox.firm.invoices import InvoiceMaker
from mobius_desktop.sandbox.firm.model import Firm, FirmInvoice
from mobius_desktop.sandbox.firm.month import month_end
from mobius_desktop.sandbox.firm.quickbooks_books import Earlier, quickbooks_books
from mobius_desktop.sandbox.firm.sites import sites_of
from mobius_desktop.sandbox.firm.vary import varied

Scale = Literal["small", "month-end", "huge"]
Tax = Literal["automated", "manual"]
Edition = Literal["free", "lite", "standard"]

NOW = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
SAMPLE_SEED = 1
"""The seed that gives the sample file's own invoices."""
INTUIT_CLIENT_ID = "ABsandbox0client0id"
INTUIT_CLIENT_SECRET = "sandbox0client0secret"  # noqa: S105 - the key of a server that runs on this machine only

_SENT_BY_A_COLLEAGUE, _MADE_BY_HAND, _CHANGED_SINCE = 32, 38, 45
_BY_HAND = Decimal("95.00")
_CHANGE = Decimal("50.00")


def build_firm(
    *,
    scale: Scale,
    seed: int,
    tax: Tax,
    ast: str,  # noqa: ARG001 - how QuickBooks treats an amount is the server's business, not the books'
    sample_firm: Path,
    edition: Edition = "standard",
) -> Firm:
    """Both sides before the first run. The same arguments give the same firm."""
    everybody = customers(seed)
    sites = sites_of(everybody)
    drafts = _drafts(scale, seed, sample_firm, everybody)
    maker = InvoiceMaker(seed, everybody, sites, **_first_ids(seed))
    invoices = [maker.make(draft, position, NOW) for position, draft in enumerate(drafts, start=1)]
    listed = repeated(invoices, seed, everybody, sites) if scale == "huge" else invoices
    return Firm(
        now=NOW,
        connectwise=connectwise_books(everybody, sites, listed),
        quickbooks=quickbooks_books(
            everybody, _earlier(drafts, invoices), tax=tax, second=edition == "standard"
        ),
        intuit_client_id=INTUIT_CLIENT_ID,
        intuit_client_secret=INTUIT_CLIENT_SECRET,
    )


def _drafts(scale: Scale, seed: int, sample_firm: Path, everybody: dict[str, Customer]) -> list[Draft]:
    sample = read_sample(sample_firm)
    if seed != SAMPLE_SEED:
        sample = varied(sample, seed, everybody)
    return month_end(sample, seed, everybody) if scale == "month-end" else sample


def _first_ids(seed: int) -> dict[str, int]:
    """What invoice ids and GL ids are counted from."""
    if seed == SAMPLE_SEED:
        return {"first_invoice": 6000, "first_gl": 700_000}
    chance = dice(seed, "ids")
    return {"first_invoice": chance.randint(70, 900) * 100, "first_gl": chance.randint(71, 300) * 10_000}


def _earlier(drafts: list[Draft], invoices: list[FirmInvoice]) -> list[Earlier]:
    """What QuickBooks already holds under numbers of the sample."""
    found = []
    for draft, invoice in zip(drafts, invoices, strict=True):
        if draft.n == _SENT_BY_A_COLLEAGUE:
            found.append(
                _document(
                    draft, invoice, draft.bill_to, invoice.total, "2026-10-28T08:31:12-04:00", ours=True
                )
            )
        elif draft.n == _CHANGED_SINCE:
            before = invoice.total - _CHANGE
            found.append(
                _document(draft, invoice, draft.bill_to, before, "2026-10-07T16:05:40-04:00", ours=True)
            )
        elif draft.n == _MADE_BY_HAND:
            other = "NWC009" if draft.bill_to == "BAY002" else "BAY002"
            found.append(_document(draft, invoice, other, _BY_HAND, "2026-10-28T11:00:00-04:00", ours=False))
    return found


def _document(
    draft: Draft, invoice: FirmInvoice, account: str, amount: Decimal, created: str, *, ours: bool
) -> Earlier:
    return Earlier(
        draft.number,
        account,
        draft.date,
        draft.due_date,
        amount,
        created,
        invoice.billing_log_id if ours else None,
    )
