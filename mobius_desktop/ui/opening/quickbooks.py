"""Where documents and lists are found in QuickBooks, for the companies that are connected here."""

from __future__ import annotations

from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.quickbooks import DocumentRef
from mobius_desktop.domain.setup import Environment
from mobius_desktop.domain.web_addresses import quickbooks_address, quickbooks_list_address
from mobius_desktop.ui.program import Program


def document_address(program: Program, realm: RealmId | None, ref: DocumentRef | None) -> str:
    """Its page; empty while offline, for a company that is not connected, and for the demo."""
    environment = _environment(program, realm)
    return quickbooks_address(environment, ref) if ref is not None and environment is not None else ""


def list_address(program: Program, realm: RealmId, page: str) -> str:
    """The page of a list or of settings; empty as for a document, and where it is not known."""
    environment = _environment(program, realm)
    return quickbooks_list_address(environment, page) if environment is not None else ""


def _environment(program: Program, realm: RealmId | None) -> Environment | None:
    """Of a connected company; None while offline."""
    companies = () if program.offline else program.companies()
    return next((one.environment for one in companies if one.realm == realm), None)
