"""World events: what people and other programs do in ConnectWise behind our back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mobius_desktop.sandbox.control import Control, WorldError
from tests.sandbox.connectwise.conftest import BATCHES, UNPOSTED, Asker

CW = "connectwise"


def test_a_reopened_invoice_leaves_the_list_and_the_export(cw: Asker, control: Control) -> None:
    control.do(CW, "reopen", invoice="10502")
    assert "10502" not in cw.numbers()
    assert cw.export(6002)["transactions"] == []
    assert cw.batch([700201, 700202]).status_code == 400


def test_closing_again_makes_new_gl_ids_and_may_change_the_total(cw: Asker, control: Control) -> None:
    old = cw.ids(6002)
    control.do(CW, "reopen", invoice=6002)
    control.do(CW, "close", invoice=6002, total="459.70")
    one = cw.transaction(6002)
    assert not set(old) & set(cw.ids(6002))
    assert one["total"] == Decimal("459.70")
    assert one["total"] + sum(row["total"] for row in one["detail"]) == 0
    assert cw.get(UNPOSTED, conditions="billingLogId=6002")[0]["total"] == Decimal("459.70")
    assert cw.batch(old).status_code == 400


def test_a_correction_may_move_date_and_number_too(cw: Asker, control: Control) -> None:
    control.do(CW, "correct_invoice", invoice="10538", number="10638", date="2026-10-29")
    (row,) = cw.get(UNPOSTED, conditions='invoiceNumber="10638"')
    assert row["invoiceDate"] == "2026-10-29T00:00:00Z"


def test_a_product_line_alone_is_corrected_by_a_line_of_its_own(cw: Asker, control: Control) -> None:
    control.do(CW, "correct_invoice", invoice="10531", total=180)
    one = cw.transaction(6031)
    assert (one["total"], len(one["detail"])) == (180, 2)
    assert sum(row["total"] for row in one["detail"]) == -180


def test_a_mended_gl_mapping_shows_once_the_invoice_is_closed_again(cw: Asker, control: Control) -> None:
    assert cw.export(6034)["transactions"] == []
    control.do(CW, "map_gl_account", invoice="10534", account="40000")
    one = cw.transaction(6034)
    assert [(row["accountNumber"], row["total"]) for row in one["detail"]] == [("40000", -780)]
    assert one["total"] == 780
    control.do(CW, "map_gl_account", invoice="10535", account="40100")
    assert cw.transaction(6035)["detail"][0]["accountNumber"] == "40100"


def test_another_program_may_batch_an_invoice(cw: Asker, control: Control) -> None:
    control.do(CW, "batch_elsewhere", invoice="10502", identifier="Z-1")
    assert "10502" not in cw.numbers()
    assert cw.get(f"{BATCHES}/{cw.batch_number('Z-1')}/entries/count") == {"count": 10}


def test_unbatching_brings_one_invoice_back(cw: Asker, control: Control) -> None:
    cw.batch([*cw.ids(6001), *cw.ids(6002)])
    control.do(CW, "unbatch", invoice="10502")
    assert "10502" in cw.numbers()
    assert "10501" not in cw.numbers()
    control.do(CW, "unbatch", invoice="10501")
    assert cw.get(BATCHES) == []


def test_somebody_may_delete_a_batch(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    control.do(CW, "delete_batch", batch="I1:00000001")
    assert "10501" in cw.numbers()


def test_an_invoice_may_be_deleted(cw: Asker, control: Control) -> None:
    control.do(CW, "delete_invoice", invoice="10501")
    assert "10501" not in cw.numbers()
    assert cw.ask("GET", "/finance/invoices/6001").status_code == 404


def test_a_payment_may_be_applied(cw: Asker, control: Control) -> None:
    control.do(CW, "apply_payment", invoice="10501", amount="120.00")
    control.do(CW, "apply_payment", invoice="10501", amount=30, credit="CM13")
    rows = cw.get("/finance/invoices/6001/payments")
    assert [(row["type"], row["amount"]) for row in rows] == [("P", 120), ("C", 30)]
    assert cw.get("/finance/invoices/6001")["balance"] == 150


def test_companies_and_records_may_be_edited(cw: Asker, control: Control) -> None:
    control.do(CW, "edit_company", company="ACM001", fields={"accountNumber": "ACM100"})
    assert cw.get(UNPOSTED, conditions="billingLogId=6001")[0]["accountNumber"] == "ACM100"
    control.do(CW, "edit_record", table="billingTerms", id=4, fields={"termsXref": "Thirty"})
    assert cw.transaction(6001)["billingTermsXref"] == "Thirty"


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("reopen", {"invoice": "99999"}),
        ("close", {"invoice": "10501"}),
        ("unbatch", {"invoice": "10501"}),
        ("close_batch", {"batch": "Z-1"}),
        ("edit_company", {"company": "ZZZ", "fields": {}}),
        ("edit_record", {"table": "companies", "id": 1, "fields": {}}),
    ],
)
def test_an_event_that_cannot_happen_is_refused(
    control: Control, cw: Asker, verb: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(WorldError):
        control.do(CW, verb, **arguments)
    assert len(cw.numbers()) == 45


def test_what_is_batched_cannot_be_reopened_before_it_is_unbatched(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    for verb in ("reopen", "delete_invoice", "batch_elsewhere"):
        with pytest.raises(WorldError):
            control.do(CW, verb, invoice="10501")


def test_events_and_books_are_reachable_over_http(cw: Asker) -> None:
    client = cw.app.test_client()
    done = client.post("/__sandbox__/world", json={"do": "reopen", "invoice": "10501"})
    assert done.json is not None
    assert done.json["done"]["unposted"] is False
    books = client.get("/__sandbox__/books").json
    assert books is not None
    assert books["invoices"]["6001"]["closed"] is False
