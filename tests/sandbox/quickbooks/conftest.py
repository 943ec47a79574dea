"""A QuickBooks sandbox in the process, and someone who is signed in to it."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mobius_desktop.sandbox.control import Control, SandboxClock, encode
from mobius_desktop.sandbox.quickbooks.app import create_app
from tests.sandbox.quickbooks.small_firm import CLIENT_ID, CLIENT_SECRET, NOW, REALM, small_firm

REDIRECT = "http://localhost:8765/callback"
BASIC = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()


@dataclass
class Answer:
    """One answer, read."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text, parse_float=Decimal)

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.json["Fault"]["Error"]]

    @property
    def detail(self) -> str:
        return str(self.json["Fault"]["Error"][0]["Detail"])


@dataclass
class Bookkeeper:
    """Signed in to one realm: speaks the API as a program does."""

    client: FlaskClient
    control: Control
    realm: str = REALM
    access_token: str = ""
    refresh_token: str = ""
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def sign_in(self) -> Bookkeeper:
        asked = {
            "client_id": CLIENT_ID,
            "response_type": "code",
            "scope": "com.intuit.quickbooks.accounting",
            "redirect_uri": REDIRECT,
            "state": "s",
            "realm": self.realm,
        }
        back = self.client.get("/connect/oauth2", query_string=asked)
        code = parse_qs(urlsplit(back.headers["Location"]).query)["code"][0]
        self.take(self.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT).json)
        return self

    def token(self, **form: str) -> Answer:
        return read(self.client.post("/oauth2/v1/tokens/bearer", data=form, headers={"Authorization": BASIC}))

    def take(self, tokens: dict[str, Any]) -> None:
        self.access_token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]

    def ask(self, method: str, path: str, **more: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.access_token}", "Accept": "application/json"}
        headers |= more.pop("headers", {})
        given = self.client.open(f"/v3/company/{self.realm}/{path}", method=method, headers=headers, **more)
        return read(given)

    def get(self, path: str, **params: str) -> Answer:
        return self.ask("GET", path, query_string=params)

    def post(self, path: str, body: object, **params: str) -> Answer:
        return self.ask("POST", path, query_string=params, data=encode(body), content_type="application/json")

    def create(self, entity: str, body: object, **params: str) -> Any:
        """The record as QuickBooks keeps it; the test fails when it is refused."""
        given = self.post(entity.lower(), body, **params)
        assert given.status == 200, given.text
        return given.json[entity]

    def query(self, text: str) -> Any:
        given = self.get("query", query=text)
        assert given.status == 200, given.text
        return given.json["QueryResponse"]

    def one(self, entity: str, record_id: str) -> Any:
        return self.get(f"{entity.lower()}/{record_id}").json[entity]

    def batch(self, *items: Any, **params: str) -> Any:
        given = self.post("batch", {"BatchItemRequest": list(items)}, **params)
        assert given.status == 200, given.text
        return {one["bId"]: one for one in given.json["BatchItemResponse"]}

    def do(self, verb: str, **arguments: Any) -> Any:
        return self.control.do("quickbooks", verb, **arguments)

    def switch(self, name: str, answer: str) -> None:
        self.control.switch("quickbooks", name, answer)

    def books(self) -> Any:
        return read(self.client.get("/__sandbox__/books", query_string={"realm": self.realm})).json


def read(given: TestResponse) -> Answer:
    return Answer(given.status_code, dict(given.headers), given.get_data(as_text=True))


def line(amount: str, item: str, tax: str = "NON", **more: Any) -> dict[str, Any]:
    """A sales line."""
    detail = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": tax}, **more}
    return {"DetailType": "SalesItemLineDetail", "Amount": Decimal(amount), "SalesItemLineDetail": detail}


def invoice(customer: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"CustomerRef": {"value": customer}, "TxnDate": "2026-10-20", "Line": list(lines), **more}


@pytest.fixture
def control() -> Control:
    clock = SandboxClock(NOW)
    clock.freeze()
    return Control(clock)


@pytest.fixture
def app(control: Control) -> Flask:
    made = create_app(small_firm(), control)
    control.switch("quickbooks", "throttle", "off")
    return made


@pytest.fixture
def qbo(app: Flask, control: Control) -> Bookkeeper:
    return Bookkeeper(app.test_client(), control).sign_in()
