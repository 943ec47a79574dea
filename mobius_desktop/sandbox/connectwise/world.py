"""World events of ConnectWise: what people and other programs do there while a transfer runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.connectwise.closing import (
    change_total,
    close_invoice,
    map_to_account,
    reopen_invoice,
)
from mobius_desktop.sandbox.connectwise.invoices import add_payment
from mobius_desktop.sandbox.connectwise.ledger import API_MEMBER, Ledger
from mobius_desktop.sandbox.control import World, WorldError
from mobius_desktop.sandbox.firm.model import FirmInvoice, Record


def connectwise_world(ledger: Ledger) -> World:
    """The verbs. An invoice is named by its billingLogId or its number, a batch by its id or identifier."""
    world = World(ledger.lock)
    for verb in (
        *_invoice_verbs(ledger),
        *_batch_verbs(ledger),
        *_record_verbs(ledger),
        *_member_verbs(ledger),
    ):
        world.verb(verb)
    return world


def _invoice_verbs(ledger: Ledger) -> tuple[Callable[..., object], ...]:
    def reopen(invoice: int | str) -> Record:
        """Give the invoice an open status: it leaves the unposted list."""
        found = _unbatched(ledger, invoice)
        reopen_invoice(ledger, found)
        return _seen(ledger, found)

    def close(invoice: int | str, total: Any = None, date: str = "", number: str = "") -> Record:
        """Close an open invoice: new GL ids, and another total, date or number where given."""
        found = _unbatched(ledger, invoice)
        if found.closed:
            raise WorldError(f"{found.number} is closed")
        _correct(found, total, date, number)
        close_invoice(ledger, found)
        return _seen(ledger, found)

    def correct_invoice(invoice: int | str, total: Any = None, date: str = "", number: str = "") -> Record:
        """Reopen, correct and close in one step."""
        reopen(invoice)
        return close(_find_invoice(ledger, invoice).billing_log_id, total, date, number)

    def map_gl_account(invoice: int | str, account: str) -> Record:
        """Mend the GL mapping behind an invoice, reopen and close it: its lines post to that account."""
        found = _unbatched(ledger, invoice)
        reopen_invoice(ledger, found)
        map_to_account(ledger, found, account)
        close_invoice(ledger, found)
        return _seen(ledger, found)

    def delete_invoice(invoice: int | str) -> Record:
        """Delete an invoice that is in no batch."""
        found = _unbatched(ledger, invoice)
        seen = _seen(ledger, found)
        del ledger.books.invoices[found.billing_log_id]
        ledger.changed()
        return seen

    def apply_payment(invoice: int | str, amount: Any, credit: int | str = "") -> Record:
        """Pay an invoice, or apply a credit memo to it."""
        found = _find_invoice(ledger, invoice)
        memo = _find_invoice(ledger, credit).billing_log_id if credit else 0
        kind = ledger.switches["credit_payment_type"] if memo else "P"
        return {"payment": add_payment(ledger, found, Decimal(str(amount)), kind=kind, credit=memo)}

    return reopen, close, correct_invoice, map_gl_account, delete_invoice, apply_payment


def _batch_verbs(ledger: Ledger) -> tuple[Callable[..., object], ...]:
    def batch_elsewhere(invoice: int | str, identifier: str = "", member: str = API_MEMBER) -> Record:
        """Another program, or another PC, marks the invoice as batched; `member` is whose keys it has."""
        found = _unbatched(ledger, invoice)
        if not found.closed:
            raise WorldError(f"{found.number} is open")
        number = ledger.next_id()
        name = identifier or f"I{found.number}:{number:08x}"
        if any(one["batchIdentifier"] == name for one in ledger.books.batches.values()):
            raise WorldError(f"there is a batch {name}")
        ledger.books.batches[number] = {
            "id": number,
            "batchIdentifier": name,
            "exportInvoicesFlag": True,
            "exportExpensesFlag": False,
            "exportProductsFlag": False,
            "closedFlag": False,
            "_info": ledger.stamp(member),
        }
        ledger.post(number, sorted(ledger.record_ids(found)))
        return {"batch": number, "batchIdentifier": name}

    def unbatch(invoice: int | str) -> Record:
        """Take one invoice out of its batch; a batch that is empty then is gone."""
        found = _find_invoice(ledger, invoice)
        batch = found.batch_id
        if batch is None:
            raise WorldError(f"{found.number} is in no batch")
        ledger.unpost(batch, ledger.record_ids(found))
        if not ledger.books.batch_records[batch]:
            del ledger.books.batch_records[batch]
            ledger.books.batches.pop(batch, None)
        return _seen(ledger, found)

    def close_batch(batch: int | str) -> Record:
        """Close a batch: it cannot be deleted any more."""
        found = _find_batch(ledger, batch)
        found["closedFlag"] = True
        return dict(found)

    def delete_batch(batch: int | str) -> Record:
        """Delete a batch in ConnectWise: its invoices are unposted again."""
        found = _find_batch(ledger, batch)
        number = int(found["id"])
        ledger.unpost(number)
        del ledger.books.batches[number]
        ledger.books.batch_records.pop(number, None)
        return {"batch": number}

    return batch_elsewhere, unbatch, close_batch, delete_batch


def _record_verbs(ledger: Ledger) -> tuple[Callable[..., object], ...]:
    def edit_company(company: int | str, fields: dict[str, Any]) -> Record:
        """Change fields of a company, named by its id or account number: name, accountNumber, …"""
        return _edit(_find_company(ledger, company), fields)

    def edit_record(table: str, id: int, fields: dict[str, Any]) -> Record:  # noqa: A002 - as in the API
        """Change fields of a record of any table: sites, glAccounts, taxCodes, billingTerms, …"""
        record = ledger.table(table).get(int(id))
        if record is None:
            raise WorldError(f"no record {id} in {table}")
        return _edit(record, fields)

    return edit_company, edit_record


def _member_verbs(ledger: Ledger) -> tuple[Callable[..., object], ...]:
    def deny(path: str) -> list[str]:
        """Take a permission from the API member: paths that match this expression get 403."""
        ledger.hidden.denied.append(path)
        return ledger.hidden.denied

    def allow() -> list[str]:
        """Give all permissions back."""
        ledger.hidden.denied.clear()
        return ledger.hidden.denied

    def hide_location(location: int) -> list[int]:
        """Lower the API member's level: invoices of that location are left out without a word."""
        ledger.hidden.locations.add(int(location))
        _give_level(ledger, {"id": 2, "name": "Level 2 (Location)"})
        ledger.changed()
        return sorted(ledger.hidden.locations)

    def show_all() -> list[int]:
        """Give the API member level 1 again."""
        ledger.hidden.locations.clear()
        _give_level(ledger, {"id": 1, "name": "Level 1 (Owner)"})
        ledger.changed()
        return []

    return deny, allow, hide_location, show_all


def _give_level(ledger: Ledger, level: Record) -> None:
    for one in ledger.table("members").values():
        if one.get("identifier") == API_MEMBER:
            one["structureLevel"] = dict(level)


def _correct(invoice: FirmInvoice, total: Any, day: str, number: str) -> None:
    if total is not None:
        change_total(invoice, Decimal(str(total)))
    if day:
        invoice.date = date.fromisoformat(day)
    if number:
        invoice.number = number


def _edit(record: Record, fields: dict[str, Any]) -> Record:
    record.update(fields)
    return dict(record)


def _seen(ledger: Ledger, invoice: FirmInvoice) -> Record:
    return {
        "billingLogId": invoice.billing_log_id,
        "number": invoice.number,
        "total": invoice.total,
        "closed": invoice.closed,
        "glEntryIds": list(invoice.gl_entry_ids),
        "unposted": invoice in ledger.unposted(),
    }


def _find_invoice(ledger: Ledger, wanted: int | str) -> FirmInvoice:
    text = str(wanted)
    for one in ledger.books.invoices.values():
        if one.number == text or str(one.billing_log_id) == text:
            return one
    raise WorldError(f"no invoice {wanted}")


def _unbatched(ledger: Ledger, wanted: int | str) -> FirmInvoice:
    found = _find_invoice(ledger, wanted)
    if found.batch_id is not None or ledger.is_fragment(found):
        raise WorldError(f"{found.number} is in a batch; unbatch it first")
    return found


def _find_batch(ledger: Ledger, wanted: int | str) -> Record:
    for number, one in ledger.books.batches.items():
        if str(number) == str(wanted) or one["batchIdentifier"] == wanted:
            return one
    raise WorldError(f"no batch {wanted}")


def _find_company(ledger: Ledger, wanted: int | str) -> Record:
    for number, one in ledger.table("companies").items():
        if str(number) == str(wanted) or one.get("accountNumber") == wanted:
            return one
    raise WorldError(f"no company {wanted}")
