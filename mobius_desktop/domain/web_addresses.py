"""Where a document is found in the browser. Rules: docs/vendor-rules.md, *Addresses of documents*."""

from __future__ import annotations

from urllib.parse import quote

from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef
from mobius_desktop.domain.setup import Environment

_HOSTS = {
    Environment.PRODUCTION: "https://app.qbo.intuit.com",
    Environment.SANDBOX: "https://app.sandbox.qbo.intuit.com",
}
_PAGES = {DocumentKind.INVOICE: "invoice", DocumentKind.CREDIT_MEMO: "creditmemo"}


def quickbooks_address(environment: Environment, ref: DocumentRef) -> str:
    """The page of a document in the company that the browser is signed in to; empty for a custom server."""
    host = _HOSTS.get(environment)
    return f"{host}/app/{_PAGES[ref.kind]}?txnId={quote(str(ref.id))}" if host else ""
