"""Drives the QuickBooks sandbox with somebody else's client library, python-quickbooks.

    uv run --isolated --no-project --with python-quickbooks==0.9.12 \
        python tests/independent/quickbooks_python_client.py --json-file sandbox.json

`python -m tests.independent` does this against a sandbox of its own. Imports nothing of the program.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from quickbooks import QuickBooks  # type: ignore[import-not-found,unused-ignore] # own environment
from quickbooks.batch import (  # type: ignore[import-not-found,unused-ignore] # own environment
    batch_create,
    batch_update,
)
from quickbooks.cdc import (  # type: ignore[import-not-found,unused-ignore] # own environment
    change_data_capture,
)
from quickbooks.exceptions import (  # type: ignore[import-not-found,unused-ignore] # own environment
    QuickbooksException,
)
from quickbooks.objects import (  # type: ignore[import-not-found,unused-ignore] # own environment
    Customer,
    Invoice,
    Item,
    Payment,
    Preferences,
    SalesItemLine,
    SalesItemLineDetail,
    Term,
)

PAUSE = 0.13
"""Seconds between calls: the sandbox enforces ten requests a second, and this library cannot take a 429."""


def check(truth: bool, what: str) -> None:
    """Say what holds, and end the run where it does not."""
    print(("ok   " if truth else "FAIL ") + what)  # noqa: T201 - a script that reports
    if not truth:
        sys.exit(1)


def refused(call: Callable[[], object], code: int, what: str) -> None:
    """The call must be refused with this code."""
    try:
        call()
    except QuickbooksException as error:
        check(error.error_code == code, f"{what}: refused with {error.error_code}")
    else:
        check(False, f"{what}: not refused")


def sign_in(info: dict[str, Any]) -> AuthClient:
    """Consent, code and tokens through Intuit's own OAuth client."""
    auth = AuthClient(
        info["client_id"],
        info["client_secret"],
        info["redirect_uri"],
        environment=info["discovery_url"],
    )
    asked = auth.get_authorization_url([Scopes.ACCOUNTING])
    back = requests.get(asked, allow_redirects=False, timeout=20).headers["Location"]
    answer = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    check(answer["state"] == auth.state_token, "consent brings our state back")
    auth.get_bearer_token(answer["code"], realm_id=answer["realmId"])
    return auth


def connect(info: dict[str, Any]) -> QuickBooks:
    """The library's own base addresses are class attributes, so they can be moved."""
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # it speaks https only; the sandbox is on loopback
    auth = sign_in(info)
    first = auth.access_token
    auth.refresh()
    check(bool(first) and auth.access_token != first, "a refresh gives another access token")
    base = info["base_url"].removesuffix("/").removesuffix("/v3")
    QuickBooks.sandbox_api_url_v3 = f"{base}/v3"
    QuickBooks.api_url_v3 = f"{base}/v3"
    client = QuickBooks(
        auth_client=auth, refresh_token=auth.refresh_token, company_id=auth.realm_id, minorversion=75
    )
    slow(client)
    return client


def slow(client: QuickBooks) -> None:
    """Let every request of the library wait a little."""
    ask = client.process_request

    def unhurried(*args: Any, **kwargs: Any) -> Any:
        time.sleep(PAUSE)
        return ask(*args, **kwargs)

    client.process_request = unhurried


def sold(item: Item, amount: float, quantity: int = 1) -> SalesItemLine:
    line = SalesItemLine()
    line.Amount = amount * quantity
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = item.to_ref()
    line.SalesItemLineDetail.Qty = quantity
    line.SalesItemLineDetail.UnitPrice = amount
    line.SalesItemLineDetail.TaxCodeRef = None
    return line


def lists(client: QuickBooks) -> tuple[Customer, Item]:
    check(bool(Preferences.get(client).SalesFormsPrefs.CustomTxnNumbers), "preferences can be read")
    first = Customer.all(max_results=5, order_by="Id", qb=client)
    check(len(first) == 5, "customers come in a page of five")
    count = Customer.count(qb=client)
    check(count > 100, f"customers can be counted ({count})")
    check(len(Term.all(qb=client)) > 2, "terms can be read")
    item = Item.filter(Name="Service-40000", qb=client)[0]
    made = Customer()
    made.DisplayName = "Zoë O'Brien \\ Söhne"
    made.save(qb=client)
    text = "DisplayName = 'Zoë O\\'Brien \\\\ Söhne'"
    found = Customer.where(text, qb=client)
    check([one.Id for one in found] == [made.Id], "a created customer is found by its name")
    made.CompanyName = "ZOE999"
    made.save(qb=client)
    check(Customer.get(made.Id, qb=client).CompanyName == "ZOE999", "a customer can be changed")
    twin = Customer()
    twin.DisplayName = "ZOË O'BRIEN \\ SÖHNE"
    refused(lambda: twin.save(qb=client), 6240, "a second customer of the same name")
    return made, item


def invoices(client: QuickBooks, customer: Customer, item: Item) -> None:
    invoice = Invoice()
    invoice.CustomerRef = customer.to_ref()
    invoice.DocNumber = "PYQB-1"
    invoice.Line = [sold(item, 12.34, 3)]
    invoice.save(qb=client, request_id="independent-1")
    kept = Invoice.get(invoice.Id, qb=client)
    check(str(kept.TotalAmt) == "37.02", f"an invoice can be made ({kept.TotalAmt})")
    check(len(kept.Line) == 2, "it comes back with its subtotal line")
    again = Invoice()
    again.CustomerRef = customer.to_ref()
    again.Line = [sold(item, 1.00)]
    again.save(qb=client, request_id="independent-1")
    check(again.Id == invoice.Id, "the same request id gives the same invoice")
    double = Invoice()
    double.CustomerRef = customer.to_ref()
    double.DocNumber = "PYQB-1"
    double.Line = [sold(item, 1.00)]
    refused(lambda: double.save(qb=client), 6140, "a second invoice of the same number")
    kept.PrivateNote = "changed"
    kept.save(qb=client)
    refused(lambda: kept.save(qb=client), 5010, "an update with a stale SyncToken")
    changed = Invoice.get(invoice.Id, qb=client)
    check((changed.SyncToken, changed.PrivateNote) == ("1", "changed"), "an invoice can be changed")
    check(str(changed.TotalAmt) == "37.02", "its lines and total are what they were")
    changed.void(qb=client)
    check(Invoice.get(invoice.Id, qb=client).TotalAmt == 0, "an invoice can be voided")
    other = Invoice()
    other.CustomerRef = customer.to_ref()
    other.Line = [sold(item, 5.00)]
    other.save(qb=client)
    other.delete(qb=client)
    refused(lambda: Invoice.get(other.Id, qb=client), 610, "a deleted invoice")


def payments(client: QuickBooks, customer: Customer) -> None:
    payment = Payment()
    payment.CustomerRef = customer.to_ref()
    payment.TotalAmt = 20
    payment.save(qb=client)
    payment.void(qb=client)
    check(Payment.get(payment.Id, qb=client).TotalAmt == 0, "a payment can be voided")


def batches(client: QuickBooks, customer: Customer, item: Item) -> None:
    drafts = []
    for amount in (1.00, 2.00, 3.00):
        draft = Invoice()
        draft.CustomerRef = customer.to_ref()
        draft.Line = [sold(item, amount)]
        drafts.append(draft)
    made = batch_create(drafts, qb=client)
    check(len(made.successes) == 3 and not made.faults, "a batch creates three invoices")
    for one in made.successes:
        one.PrivateNote = "by batch"
    stale = made.successes[0]
    stale.SyncToken = "9"
    changed = batch_update(made.successes, qb=client)
    check(len(changed.successes) == 2, "a batch changes two of them")
    check(changed.faults[0].Error[0].code == "5010", "and refuses the stale one alone")
    since = "2026-10-31T00:00:00-05:00"
    seen = change_data_capture([Invoice, Customer], since, qb=client)
    check(len(seen.Invoice) >= 4, "changes can be asked for")


def main() -> None:
    """Sign in, refresh, query, create, update, void, delete, batch."""
    path = next(one for one in reversed(sys.argv[1:]) if one != "--json-file")
    info = json.loads(Path(path).read_text(encoding="utf-8"))["quickbooks"]
    client = connect(info)
    customer, item = lists(client)
    invoices(client, customer, item)
    payments(client, customer)
    batches(client, customer, item)


if __name__ == "__main__":
    main()
