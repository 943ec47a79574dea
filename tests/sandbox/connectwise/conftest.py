"""A sample firm and a ConnectWise over it, asked through the application itself without a socket."""

from __future__ import annotations

import base64
import pickle
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from mobius_desktop.sandbox.connectwise import create_app
from mobius_desktop.sandbox.control import Control, SandboxClock, decode
from mobius_desktop.sandbox.firm.build import build_firm
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, Firm

SAMPLE = Path(__file__).parents[3] / "resources" / "sample-firm"
API = "/v4_6_release/apis/3.0"
UNPOSTED = "/finance/accounting/unpostedinvoices"
EXPORT = "/finance/accounting/export"
BATCHES = "/finance/accounting/batches"


@cache
def _built() -> bytes:
    return pickle.dumps(build_firm(scale="small", seed=1, tax="automated", ast="honour", sample_firm=SAMPLE))


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks the API with the right keys, unless told otherwise."""

    app: Flask
    books: ConnectWiseBooks

    def headers(self, **other: str) -> dict[str, str]:
        user = f"{self.books.company_id}+{self.books.public_key}:{self.books.private_key}"
        return {
            "Authorization": "Basic " + base64.b64encode(user.encode()).decode(),
            "clientId": self.books.client_id,
            "Accept": "application/vnd.connectwise.com+json; version=2025.1",
            **other,
        }

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> TestResponse:
        return self.app.test_client().open(
            API + path, method=method, headers=self.headers() if headers is None else headers, **more
        )

    def get(self, path: str, **query: Any) -> Any:
        """The decoded body of a GET that succeeds."""
        answer = self.ask("GET", path, query_string=query)
        assert answer.status_code == 200, answer.text
        return decode(answer.data)

    def numbers(self, conditions: str = "", **query: Any) -> list[str]:
        """Numbers of the unposted invoices that meet the conditions, sorted."""
        asked = {"pageSize": "1000", **({"conditions": conditions} if conditions else {}), **query}
        return sorted(one["invoiceNumber"] for one in self.get(UNPOSTED, **asked))

    def export(self, *invoices: int, **fields: Any) -> Any:
        wanted = {"exportInvoicesFlag": True, "summarizeInvoices": "Detailed", **fields}
        if invoices:
            wanted["includedInvoiceIds"] = list(invoices)
        answer = self.ask("POST", EXPORT, json=wanted)
        assert answer.status_code == 200, answer.text
        return decode(answer.data)

    def transaction(self, invoice: int, **fields: Any) -> Any:
        """The one transaction of an export of one invoice."""
        (found,) = self.export(invoice, **fields)["transactions"]
        return found

    def ids(self, invoice: int) -> list[int]:
        """What marks an invoice as batched: its AR entries and all its rows."""
        found = self.transaction(invoice)
        return [int(one) for one in found["glEntryIds"].split(",") if one] + [
            row["id"] for row in found["detail"]
        ]

    def batch(self, records: list[int], identifier: str = "I1:00000001", **fields: Any) -> TestResponse:
        wanted = {
            "batchIdentifier": identifier,
            "exportInvoicesFlag": True,
            "processedRecordIds": records,
            **fields,
        }
        return self.ask("POST", BATCHES, json=wanted)

    def batch_number(self, identifier: str = "I1:00000001") -> int:
        (found,) = self.get(BATCHES, conditions=f'batchIdentifier="{identifier}"')
        return int(found["id"])


@pytest.fixture
def firm() -> Firm:
    made: Firm = pickle.loads(_built())  # noqa: S301 - our own bytes; a copy many times as fast as deepcopy
    return made


@pytest.fixture
def books(firm: Firm) -> ConnectWiseBooks:
    return firm.connectwise


@pytest.fixture
def control(firm: Firm) -> Control:
    clock = SandboxClock(firm.now)
    clock.freeze()
    return Control(clock)


@pytest.fixture
def app(firm: Firm, control: Control) -> Flask:
    return create_app(firm, control)


@pytest.fixture
def cw(app: Flask, books: ConnectWiseBooks) -> Asker:
    return Asker(app, books)
