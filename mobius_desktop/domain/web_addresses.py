"""Where documents, lists and customers are found in the browser. docs/vendor-rules.md, *Addresses*."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from mobius_desktop.domain.connectwise_hosts import web_host
from mobius_desktop.domain.ids import ConnectWiseId
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.setup import ConnectWiseSetup, Environment

_HOSTS = {
    Environment.PRODUCTION: "https://app.qbo.intuit.com",
    Environment.SANDBOX: "https://app.sandbox.qbo.intuit.com",
}
_LISTS = {
    "accounts": "chartofaccounts",
    "customers": "customers",
    "items": "items",
    "taxes": "salestax",
    "sales": "settings?p=Sales",
    "advanced": "settings",
    "invoices": "invoices",
}
_PAGES = {DocumentKind.INVOICE: "invoice", DocumentKind.CREDIT_MEMO: "creditmemo"}


def quickbooks_address(environment: Environment, ref: DocumentRef) -> str:
    """The page of a document in the company that the browser is signed in to; empty for a custom server."""
    host = _HOSTS.get(environment)
    return f"{host}/app/{_PAGES[ref.kind]}?txnId={quote(str(ref.id))}" if host else ""


def quickbooks_list_address(environment: Environment, page: str) -> str:
    """A list or settings page of QuickBooks, by the keys of `cure_places.QUICKBOOKS_MENUS`.

    Empty for a custom server, and for a page whose address is not known."""
    host, path = _HOSTS.get(environment), _LISTS.get(page)
    return f"{host}/app/{path}" if host and path else ""


_ROUTER = "/v4_6_release/services/system_io/router/openrecord.rails"


def connectwise_address(setup: ConnectWiseSetup, customer: ConnectWiseId) -> str:
    """The page of a customer in ConnectWise, which has none for an invoice; empty for a server without https.

    The customer is ConnectWise's company record."""
    parts = urlsplit(setup.base_url)
    if parts.scheme != "https" or not parts.netloc or "@" in parts.netloc:
        return ""
    asked = {
        "locale": "en_US",
        "companyName": setup.company_id,
        "recordType": "CompanyFV",
        "recid": str(customer),
    }
    return f"https://{web_host(parts.netloc)}{_ROUTER}?{urlencode(asked, quote_via=quote, safe='')}"
