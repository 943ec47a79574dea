"""A fresh sandbox for each test, signed in through its real OAuth routes, and a client of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.domain.document import (
    Document,
    DocumentAddress,
    DocumentLine,
    DocumentTax,
    RecordRef,
)
from mobius_desktop.domain.ids import BillingLogId, GlEntryId, QuickBooksId, RecordKey
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.transport import sandboxed


@pytest.fixture
def clock() -> FastClock:
    return sandboxed.fast_clock()


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    with sandboxed.sandbox() as started:
        yield started


@pytest.fixture
def client(running: RunningSandbox, clock: FastClock) -> Iterator[QuickBooksClient]:
    one = sandboxed.quickbooks(running, clock)
    running.control.recorder.clear()
    yield one
    one.close()


@pytest.fixture(scope="module")
def _kept() -> Iterator[tuple[RunningSandbox, QuickBooksClient]]:
    with sandboxed.sandbox() as started:
        one = sandboxed.quickbooks(started, sandboxed.fast_clock())
        yield started, one
        one.close()


@pytest.fixture
def shared(
    _kept: tuple[RunningSandbox, QuickBooksClient],
) -> Iterator[tuple[RunningSandbox, QuickBooksClient]]:
    """One sandbox for all tests of a module that change no books, or each only its own number."""
    _kept[0].control.faults.clear()
    _kept[0].control.recorder.clear()
    yield _kept
    # Ends its connections only: the next call opens others.
    _kept[1].close()


def ref(kind: ListKind, name: str, number: str) -> RecordRef:
    return RecordRef(kind, RecordKey(f"{kind.value.lower()}:{name}"), name, QuickBooksId(number))


def line(amount: str, **fields: Any) -> DocumentLine:
    values: dict[str, Any] = {
        "item": ref(ListKind.ITEM, "Service-40000", "27"),
        "quantity": Decimal(1),
        "unit_price": abs(Decimal(amount)),
        "taxable": False,
        "description": "Service",
        "account": "40000",
        "gl_id": GlEntryId(1),
        "gl_type": "R",
        **fields,
    }
    return DocumentLine(amount=Decimal(amount), **values)


def document(kind: DocumentKind = DocumentKind.INVOICE, **fields: Any) -> Document:
    """A plain document for Acme; what a test is about is given by name."""
    values: dict[str, Any] = {
        "billing_log_id": BillingLogId(7001),
        "number": "20001",
        "date": dt.date(2026, 10, 5),
        "due_date": dt.date(2026, 11, 4) if kind is DocumentKind.INVOICE else None,
        "currency": "USD",
        "customer": ref(ListKind.CUSTOMER, "Acme Manufacturing LLC", "92"),
        "lines": (line("100.00"),),
        "tax": DocumentTax(total=Decimal("0.00")),
        "total": Decimal("100.00"),
        "sales_tax": Decimal("0.00"),
        "private_note": "Invoice 20001 [CW-7001-cc70]",
        "bill_address": DocumentAddress(
            ("Acme Manufacturing LLC", "100 Industrial Way"), "Tampa", "FL", "33607", "United States"
        ),
        "bill_email": "ap@acme.example",
        **fields,
    }
    return Document(kind=kind, **values)
