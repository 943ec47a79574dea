"""Where a document is found in QuickBooks, for the companies that are connected here."""

from __future__ import annotations

from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.quickbooks import DocumentRef
from mobius_desktop.domain.web_addresses import quickbooks_address
from mobius_desktop.ui.program import Program


def document_address(program: Program, realm: RealmId | None, ref: DocumentRef | None) -> str:
    """Its page; empty while offline, for a company that is not connected, and for the demo."""
    if ref is None or program.offline:
        return ""
    company = next((one for one in program.companies() if one.realm == realm), None)
    return quickbooks_address(company.environment, ref) if company is not None else ""
