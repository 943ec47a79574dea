"""A real customer by which an option shows what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkRow


def example_customer(books: CompanyBooks, rows: Sequence[LinkRow]) -> tuple[str, str]:
    """Name and account id: of a customer that would be created, else of one of the sample invoices."""
    for row in rows:
        if row.kind is ListKind.CUSTOMER and row.new is not None and row.new.company_name:
            return row.name, row.new.company_name
    samples = books.sample_ids()
    for invoice in books.sales.invoices:
        company = invoice.bill_to or invoice.company
        if invoice.billing_log_id in samples and company is not None and invoice.account_id:
            return company.name, invoice.account_id
    return "", ""
