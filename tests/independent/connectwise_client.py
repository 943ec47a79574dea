"""Drives the ConnectWise sandbox with somebody else's client library, pyconnectwise, in its own environment.

Run by `python -m tests.independent`, which says where the sandbox is. Imports nothing of the program.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pyconnectwise import ConnectWiseManageAPIClient  # type: ignore[import-not-found,unused-ignore] # own environment
from pyconnectwise.exceptions import (  # type: ignore[import-not-found,unused-ignore] # own environment
    ConnectWiseException,
)


class PlainHttpClient(ConnectWiseManageAPIClient):  # type: ignore[misc,unused-ignore] # untyped there
    """The library speaks https only; the sandbox on loopback speaks http."""

    def _get_url(self) -> str:
        return f"{self.manage_url}/v4_6_release/apis/3.0"


def check(truth: bool, what: str) -> None:
    """Say what holds, and end the run where it does not."""
    print(("ok   " if truth else "FAIL ") + what)  # noqa: T201 - a script that reports
    if not truth:
        sys.exit(1)


def refused(call: Any, what: str) -> None:
    """The call must be refused by the server."""
    try:
        call()
    except ConnectWiseException:
        check(True, what)
    else:
        check(False, what)


def main() -> None:
    """List, page, filter, count, export, create a batch, read its entries and delete it."""
    info = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["connectwise"]
    client = PlainHttpClient(
        info["company_id"],
        info["base_url"],
        info["client_id"],
        info["public_key"],
        info["private_key"],
        codebase="v4_6_release/",
    )
    accounting = client.finance.accounting
    count = accounting.unpostedinvoices.count.get().count
    check(count == 45, f"the count of unposted invoices is 45 ({count})")
    pages = accounting.unpostedinvoices.paginated(1, 20)
    rows = list(pages.all())
    check(len(rows) == 45, f"three pages hold all of them ({len(rows)})")
    wanted = 'invoiceNumber="10502"'
    found = accounting.unpostedinvoices.get(params={"conditions": wanted})
    check([row.invoice_number for row in found] == ["10502"], "a condition finds one by number")
    big = accounting.unpostedinvoices.get(
        params={
            "conditions": "total > 1000 and invoiceDate <= [2026-10-31T00:00:00Z]",
            "orderBy": "total desc",
        }
    )
    totals = [row.total for row in big]
    check(bool(totals) and totals == sorted(totals, reverse=True), "a filter and an order hold")
    refused(
        lambda: accounting.unpostedinvoices.get(params={"conditions": "nonsense = 1"}),
        "an unknown field in a condition is refused",
    )
    invoice = found[0]
    export = accounting.export.post(
        data={
            "batchIdentifier": "I10502:0badcafe",
            "glInterfaceIdentifier": "I10502:0badcafe",
            "summarizeInvoices": "Detailed",
            "exportInvoicesFlag": True,
            "includedInvoiceIds": [invoice.billing_log_id],
        }
    )
    transaction = export.transactions[0]
    lines = sum(detail.total for detail in transaction.detail)
    check(round(transaction.total + lines, 2) == 0, "header and details of the export add up to nothing")
    records = [int(one) for one in transaction.gl_entry_ids.split(",")]
    records += [detail.id for detail in transaction.detail]
    batch = {
        "batchIdentifier": "I10502:0badcafe",
        "glInterfaceIdentifier": "I10502:0badcafe",
        "exportInvoicesFlag": True,
        "exportExpensesFlag": False,
        "exportProductsFlag": False,
        "processedRecordIds": records,
    }
    accounting.batches.post(data=batch)
    check(accounting.unpostedinvoices.count.get().count == 44, "a batch takes the invoice off the list")
    refused(lambda: accounting.batches.post(data=batch), "the same batchIdentifier is refused")
    made = accounting.batches.get(params={"conditions": 'batchIdentifier="I10502:0badcafe"'})
    check(len(made) == 1, "the batch is found by its identifier")
    entries = accounting.batches.id(made[0].id).entries.get(params={"pageSize": 1000})
    check({entry.id for entry in entries} == set(records), "its entries are the records that were posted")
    accounting.batches.id(made[0].id).delete()
    check(accounting.unpostedinvoices.count.get().count == 45, "deleting the batch brings the invoice back")
    companies = client.company.companies.get(params={"conditions": 'identifier = "nobody"'})
    check(companies == [], "a filter that finds nothing gives an empty list")
    wrong = PlainHttpClient(
        info["company_id"], info["base_url"], info["client_id"], "wrong", "wrong", codebase="v4_6_release/"
    )
    refused(wrong.finance.accounting.unpostedinvoices.get, "wrong keys are refused")


if __name__ == "__main__":
    main()
