"""The exact bytes that leave: a change here changes what is journaled and sent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.document import DocumentAddress, DocumentTax, NewRecord, RecordRef
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.domain.options import EmailStatus
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind
from mobius_desktop.quickbooks.documents import document_body, record_body
from mobius_desktop.sandbox.control.answers import decode
from tests.contract.quickbooks_contract import validate_document
from tests.quickbooks.conftest import document, line, ref


def test_an_invoice_is_these_bytes() -> None:
    one = document(
        lines=(
            line(
                "60.00",
                item=ref(ListKind.ITEM, "CAT6-10", "31"),
                quantity=Decimal("3.000"),
                unit_price=Decimal("20.00"),
                taxable=True,
                description="10 ft Cat6 patch cable",
                class_ref=ref(ListKind.CLASS, "Tampa", "5000000000000000001"),
            ),
            line("-10.00", quantity=Decimal(-1)),
        ),
        tax=DocumentTax(Decimal("4.20"), override=True),
        term=ref(ListKind.TERM, "Net 30", "3"),
        ship_address=DocumentAddress(("Acme",), "Tampa", "FL", "33607", ""),
        po_number="PO-7781",
        online_card=True,
    )
    assert document_body(one, {}).decode() == (
        '{"DocNumber":"20001","TxnDate":"2026-10-05","DueDate":"2026-11-04","CustomerRef":{"value":"92"},'
        '"SalesTermRef":{"value":"3"},"BillAddr":{"Line1":"Acme Manufacturing LLC",'
        '"Line2":"100 Industrial Way","City":"Tampa","CountrySubDivisionCode":"FL","PostalCode":"33607",'
        '"Country":"United States"},"ShipAddr":{"Line1":"Acme","City":"Tampa","CountrySubDivisionCode":"FL",'
        '"PostalCode":"33607"},"BillEmail":{"Address":"ap@acme.example"},"EmailStatus":"NotSet",'
        '"PONumber":"PO-7781","PrivateNote":"Invoice 20001 [CW-7001-cc70]",'
        '"AllowOnlineCreditCardPayment":true,"Line":[{"DetailType":"SalesItemLineDetail","Amount":60.00,'
        '"Description":"10 ft Cat6 patch cable","SalesItemLineDetail":{"ItemRef":{"value":"31"},'
        '"ClassRef":{"value":"5000000000000000001"},"UnitPrice":20,"Qty":3,"TaxCodeRef":{"value":"TAX"}}},'
        '{"DetailType":"SalesItemLineDetail","Amount":-10.00,"Description":"Service",'
        '"SalesItemLineDetail":{"ItemRef":{"value":"27"},"UnitPrice":10,"Qty":-1,'
        '"TaxCodeRef":{"value":"NON"}}}],"TxnTaxDetail":{"TxnTaxCodeRef":{"value":"TAX"},"TotalTax":4.20,'
        '"UseAutomatedSalesTax":false}}'
    )


def test_a_credit_memo_has_no_due_date_no_term_and_no_online_payment() -> None:
    one = document(
        DocumentKind.CREDIT_MEMO,
        due_date=dt.date(2026, 11, 4),
        term=ref(ListKind.TERM, "Net 30", "3"),
        online_card=True,
        online_bank=True,
    )
    body = decode(document_body(one, {}))
    assert not {"DueDate", "SalesTermRef", "AllowOnlineCreditCardPayment"} & set(body)
    assert validate_document("CreditMemo", body) == []


def test_the_same_document_always_has_the_same_bytes() -> None:
    assert document_body(document(), {}) == document_body(document(), {})
    spelled = document(lines=(line("100.00", quantity=Decimal("1.0"), unit_price=Decimal("1E+2")),))
    assert document_body(document(), {}) == document_body(spelled, {})


def test_a_price_leaves_in_plain_notation() -> None:
    one = document(lines=(line("0.00", quantity=Decimal(1), unit_price=Decimal("0.0000001")),))
    assert b'"UnitPrice":0.0000001' in document_body(one, {})


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=0, max_value=10**6),
)
def test_every_amount_comes_back_as_the_number_it_was(amount: Decimal, price: Decimal) -> None:
    body = decode(document_body(document(lines=(line(str(amount), unit_price=price),)), {}))
    assert Decimal(str(body["Line"][0]["Amount"])) == amount
    assert Decimal(str(body["Line"][0]["SalesItemLineDetail"]["UnitPrice"])) == price


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity"])
def test_an_amount_that_is_not_in_whole_cents_never_leaves(amount: str) -> None:
    with pytest.raises(NotMoney):
        document_body(document(lines=(line(amount, unit_price=Decimal(1)),)), {})


def test_a_new_records_id_is_filled_in_by_its_key() -> None:
    key = RecordKey("customer:4711")
    one = document(customer=RecordRef(ListKind.CUSTOMER, key, "New Customer"))
    body = decode(document_body(one, {key: QuickBooksId("501")}))
    assert body["CustomerRef"] == {"value": "501"}
    with pytest.raises(KeyError):
        document_body(one, {})


@pytest.mark.parametrize(
    ("tax", "expected"),
    [
        (DocumentTax(None), None),
        (DocumentTax(Decimal("0.00")), None),
        (DocumentTax(Decimal("7.00"), QuickBooksId("12")), {"TxnTaxCodeRef": {"value": "12"}}),
        (
            DocumentTax(Decimal("7.00"), QuickBooksId("12"), override=True),
            {"TxnTaxCodeRef": {"value": "12"}, "TotalTax": 7, "UseAutomatedSalesTax": False},
        ),
    ],
)
def test_tax_travels_as_its_mode_says(tax: DocumentTax, expected: object) -> None:
    assert decode(document_body(document(tax=tax), {})).get("TxnTaxDetail") == expected


def test_need_to_send_needs_an_address() -> None:
    asked = decode(document_body(document(email_status=EmailStatus.NEED_TO_SEND), {}))
    assert asked["EmailStatus"] == "NeedToSend"
    without = document(email_status=EmailStatus.NEED_TO_SEND, bill_email="")
    assert decode(document_body(without, {}))["EmailStatus"] == "NotSet"


def test_the_currency_is_named_where_there_are_several() -> None:
    assert b"CurrencyRef" not in document_body(document(), {})
    assert b'"CurrencyRef":{"value":"USD"}' in document_body(document(), {}, with_currency=True)


def test_nothing_is_sent_that_quickbooks_adds_itself_or_that_means_an_update() -> None:
    body = document_body(document(), {})
    for name in (b"SubTotalLineDetail", b"DiscountLineDetail", b'"Id"', b"Deposit", b"AllowOnlinePayment"):
        assert name not in body


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            NewRecord(
                ref(ListKind.CUSTOMER, "Distro One Inc. (DIS010)", "0"),
                company_name="DIS010",
                email="ap@distro.example",
                phone="(813) 555-0101",
                address=DocumentAddress(("1 Pier Rd",), "Erie", "PA", "16501", "USA"),
            ),
            {
                "DisplayName": "Distro One Inc. (DIS010)",
                "CompanyName": "DIS010",
                "PrimaryEmailAddr": {"Address": "ap@distro.example"},
                "PrimaryPhone": {"FreeFormNumber": "(813) 555-0101"},
                "BillAddr": {
                    "Line1": "1 Pier Rd",
                    "City": "Erie",
                    "CountrySubDivisionCode": "PA",
                    "PostalCode": "16501",
                    "Country": "USA",
                },
            },
        ),
        (
            NewRecord(
                ref(ListKind.CUSTOMER, "Acme:Warehouse", "0"), parent_id=QuickBooksId("92"), taxable=False
            ),
            {
                "DisplayName": "Warehouse",
                "Job": True,
                "ParentRef": {"value": "92"},
                "BillWithParent": False,
                "Taxable": False,
            },
        ),
        (
            NewRecord(
                ref(ListKind.ITEM, "Down Payment", "0"),
                item_type="Service",
                account_id=QuickBooksId("9"),
                taxable=False,
            ),
            {
                "Name": "Down Payment",
                "Type": "Service",
                "IncomeAccountRef": {"value": "9"},
                "Taxable": False,
            },
        ),
        (NewRecord(ref(ListKind.TERM, "Net 45", "0"), due_days=45), {"Name": "Net 45", "DueDays": 45}),
        (NewRecord(ref(ListKind.CLASS, "Tampa", "0")), {"Name": "Tampa"}),
        (NewRecord(ref(ListKind.DEPARTMENT, "North", "0")), {"Name": "North"}),
    ],
)
def test_list_records_are_sent_with_what_they_need(record: NewRecord, expected: dict[str, Any]) -> None:
    body = decode(record_body(record))
    assert body == expected
    assert validate_document(record.ref.kind.value, body) == []


def test_documents_agree_with_the_contract() -> None:
    for kind in DocumentKind:
        one = document(
            kind,
            tax=DocumentTax(Decimal("7.00"), override=True),
            lines=(line("100.00", taxable=True),),
            department=ref(ListKind.DEPARTMENT, "North", "4"),
            class_ref=ref(ListKind.CLASS, "Tampa", "5"),
            customer_memo="Thank you",
            online_bank=True,
            po_number="PO-1",
        )
        assert validate_document(kind.value, decode(document_body(one, {}))) == []
