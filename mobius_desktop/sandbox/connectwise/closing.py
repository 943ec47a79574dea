"""Opening and closing an invoice in PSA: closing makes its GL entries, and every time new ones."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.sandbox.connectwise.ledger import SALES_TAX, Ledger
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow


def reopen_invoice(ledger: Ledger, invoice: FirmInvoice) -> None:
    """Give it an open status: it leaves the unposted list, and its GL entries are gone."""
    invoice.closed = False
    ledger.changed()


def close_invoice(ledger: Ledger, invoice: FirmInvoice) -> None:
    """Give it the closed status: its GL entries are made anew, under new ids."""
    had_entries = bool(invoice.gl_entry_ids)
    for row in invoice.rows:
        row.id = ledger.next_id()
        row.ar_entry_id = ledger.next_id()
    invoice.gl_entry_ids = [row.ar_entry_id for row in invoice.rows]
    if had_entries and not invoice.rows:
        invoice.gl_entry_ids = [ledger.next_id()]
    invoice.unposted_id = invoice.gl_entry_ids[0] if invoice.gl_entry_ids else None
    invoice.closed = True
    invoice.date_closed = ledger.clock.now()
    ledger.changed()


def map_to_account(ledger: Ledger, invoice: FirmInvoice, account: str) -> None:
    """Mend the GL mapping behind an open invoice: its lines post to that account from now on."""
    for row in invoice.rows:
        if row.gl_type != SALES_TAX:
            row.account = account
    if not invoice.rows and invoice.total:
        invoice.rows.append(GlRow(0, 0, "R", account, -invoice.total, description="Service", memo="Service"))
        invoice.header_total = invoice.total
    invoice.in_export = True
    ledger.changed()


def change_total(invoice: FirmInvoice, total: Decimal) -> None:
    """Bring an open invoice to another total, on its first line that is not tax."""
    difference = total - invoice.total
    lines = [row for row in invoice.rows if row.gl_type != SALES_TAX]
    plain = next((row for row in lines if not row.quantity), None)
    if plain is not None:
        plain.total -= difference
    elif difference:
        account = lines[0].account if lines else ""
        invoice.rows.append(
            GlRow(0, 0, "R", account, -difference, description="Service", memo="Correction of the invoice")
        )
    invoice.total = total
    invoice.header_total += difference
