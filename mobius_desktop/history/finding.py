"""Finds what a typed number means: an invoice of the record, one that is still unposted, or a batch."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.typed import ungrouped

_BEFORE = re.compile(r"^(?:#+|(?:invoice|inv|batch)\.?\s*#?\s*)(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One thing that has the number. `kind` is `invoice` or `batch`."""

    kind: str
    number: str
    words: str


def numbers_in(text: str) -> tuple[str, ...]:
    """The forms that a typed number may have: `#10501`, `inv 10501`, `10,501` and `ag2210` are forgiven."""
    bare = text.strip()
    plain = _BEFORE.sub("", bare)
    forms = (bare, plain, plain.upper(), ungrouped(plain))
    return tuple(dict.fromkeys(one for one in forms if one))


def find_number(archive: Archive, text: str) -> tuple[FoundNumber, ...]:
    """Invoices first, then the batch of that number. Asks no server."""
    found: dict[tuple[str, str], FoundNumber] = {}
    for number in numbers_in(text):
        for billing_log_id in archive.find_invoices(number):
            row = archive.appearances(billing_log_id)[-1]
            money = f"{amount_text(row.connectwise_total, row.currency)} {row.currency}"
            words = f"Invoice {row.number}, {row.customer}, {money}"
            found.setdefault(("invoice", row.number), FoundNumber("invoice", row.number, words))
    if not found:
        waiting = find_unposted(archive, text)
        if waiting is not None:
            customer = waiting.bill_to or waiting.company
            name = customer.name if customer is not None else waiting.account_id
            money = f"{amount_text(waiting.total, waiting.currency)} {waiting.currency}"
            words = f"Invoice {waiting.number}, {name}, {money}, not sent yet"
            found["invoice", waiting.number] = FoundNumber("invoice", waiting.number, words)
    digits = [one for one in numbers_in(text) if one.isdecimal()]
    batch = archive.batch(BatchNumber(int(digits[-1]))) if digits else None
    if batch is not None:
        words = f"Batch {batch.number}, {batch.company_name}, {batch.state.value}"
        found["batch", str(batch.number)] = FoundNumber("batch", str(batch.number), words)
    return tuple(found.values())


def find_unposted(archive: Archive, text: str) -> UnpostedInvoice | None:
    """The invoice in the unposted list as it was last read."""
    cached = archive.cached_unposted()
    wanted = {one.casefold() for one in numbers_in(text)}
    invoices = cached.invoices if cached is not None else ()
    return next((one for one in invoices if one.number.casefold() in wanted), None)


def customer_of(archive: Archive, billing_log_id: BillingLogId) -> ConnectWiseId | None:
    """The bill-to company in ConnectWise of an invoice, as its latest batch or the unposted list has it."""
    for row in reversed(archive.appearances(billing_log_id)):
        held = archive.snapshot(row.batch, billing_log_id)
        if held is not None and (found := held.invoice.bill_to or held.invoice.company) is not None:
            return found.id
    cached = archive.cached_unposted()
    for one in cached.invoices if cached is not None else ():
        if one.billing_log_id == billing_log_id and (found := one.bill_to or one.company) is not None:
            return found.id
    return None
