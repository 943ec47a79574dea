"""ConnectWise batches: what posts an invoice, what is refused, and what brings it back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.sandbox.control import Control, decode
from tests.sandbox.connectwise.conftest import BATCHES, UNPOSTED, Asker


def test_all_ids_of_an_invoice_take_it_off_the_unposted_list(cw: Asker) -> None:
    answer = cw.batch(cw.ids(6002), "I10502:9f3c2a10")
    assert answer.status_code == 201
    assert "10502" not in cw.numbers()
    number = cw.batch_number("I10502:9f3c2a10")
    assert cw.get("/finance/invoices/6002")["glBatch"]["name"] == "I10502:9f3c2a10"
    batch = cw.get(f"{BATCHES}/{number}")
    assert (batch["exportInvoicesFlag"], batch["exportExpensesFlag"], batch["closedFlag"]) == (
        True,
        False,
        False,
    )


def test_the_answer_is_a_gl_export_of_the_posted_records_or_an_empty_one(cw: Asker, control: Control) -> None:
    (sent,) = decode(cw.batch(cw.ids(6002)).data)["transactions"]
    assert (sent["documentNumber"], sent["total"]) == ("10502", Decimal("409.70"))
    control.switch("connectwise", "batch_answer", "empty_export")
    assert decode(cw.batch(cw.ids(6001), "I10501:1").data)["transactions"] == []


def test_an_invoice_without_lines_is_posted_by_its_one_entry(cw: Asker) -> None:
    assert cw.batch([702802], "M10528:1").status_code == 201
    assert "10528" not in cw.numbers()


def test_too_few_ids_leave_a_fragment_unposted(cw: Asker) -> None:
    assert cw.batch([700201, 700202]).status_code == 201
    (row,) = cw.get(UNPOSTED, conditions="billingLogId=6002")
    assert row["id"] == 700204
    rest = cw.transaction(6002)
    assert rest["glEntryIds"] == "700204,700206,700208,700210"
    assert [line["id"] for line in rest["detail"]] == [700203, 700205, 700207, 700209]
    assert rest["total"] == Decimal("349.70")
    assert cw.batch(cw.ids(6002), "I10502:2").status_code == 201
    assert "10502" not in cw.numbers()


def _problem(cw: Asker, records: list[int], **fields: Any) -> tuple[int, str, str]:
    answer = cw.batch(records, **fields)
    found = decode(answer.data)
    assert found["code"] == "InvalidObject"
    return answer.status_code, found["errors"][0]["code"], found["errors"][0]["field"]


def test_an_identifier_that_is_in_use_is_refused(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    assert _problem(cw, cw.ids(6002)) == (400, "ObjectExists", "batchIdentifier")
    control.switch("connectwise", "duplicate_identifier", "409")
    assert _problem(cw, cw.ids(6002))[0] == 409
    assert "10502" in cw.numbers()


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"identifier": ""}, "MissingRequiredField", "batchIdentifier"),
        ({"identifier": "x" * 51}, "MaxLength", "batchIdentifier"),
        ({"exportInvoicesFlag": False}, "InvalidValue", "exportInvoicesFlag"),
        ({"processedRecordIds": None}, "MissingRequiredField", "processedRecordIds"),
        ({"processedRecordIds": []}, "MissingRequiredField", "processedRecordIds"),
        ({"processedRecordIds": ["700102"]}, "InvalidType", "processedRecordIds"),
        ({"processedRecordIds": [1]}, "InvalidReference", "processedRecordIds"),
    ],
)
def test_a_batch_that_cannot_be_made_is_refused(
    cw: Asker, fields: dict[str, Any], code: str, field: str
) -> None:
    assert _problem(cw, [700102], **fields) == (400, code, field)
    assert cw.get(f"{BATCHES}/count") == {"count": 0}


def test_ids_that_are_in_a_batch_already_are_refused(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    both = [700101, 700102, *cw.ids(6002)]
    assert _problem(cw, both, identifier="I2:1") == (400, "ObjectExists", "processedRecordIds")
    assert "10502" in cw.numbers()
    control.switch("connectwise", "already_batched", "ignored")
    assert cw.batch(both, "I2:1").status_code == 201
    assert "10502" not in cw.numbers()


def test_ids_that_nobody_knows_may_be_ignored(cw: Asker, control: Control) -> None:
    control.switch("connectwise", "unknown_record", "ignored")
    assert cw.batch([1, *cw.ids(6001)]).status_code == 201
    assert "10501" not in cw.numbers()


def test_a_deleted_batch_returns_its_invoices_to_the_unposted_list(cw: Asker) -> None:
    before = cw.transaction(6002)
    cw.batch(cw.ids(6002))
    answer = cw.ask("DELETE", f"{BATCHES}/{cw.batch_number()}")
    assert (answer.status_code, answer.data) == (204, b"")
    assert cw.transaction(6002) == before
    invoice = cw.get("/finance/invoices/6002")
    assert "glBatch" not in invoice
    assert invoice["unbatchedBatch"]["name"] == "I1:00000001"
    assert cw.batch(cw.ids(6002)).status_code == 201, "the identifier is free again"


def test_a_closed_batch_cannot_be_deleted(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    number = cw.batch_number()
    control.do("connectwise", "close_batch", batch="I1:00000001")
    for status in ("400", "403", "409"):
        control.switch("connectwise", "delete_closed_batch", status)
        assert cw.ask("DELETE", f"{BATCHES}/{number}").status_code == int(status)
    assert "10501" not in cw.numbers()


def test_a_closed_batch_may_be_hidden_from_the_list(cw: Asker, control: Control) -> None:
    cw.batch(cw.ids(6001))
    control.do("connectwise", "close_batch", batch="I1:00000001")
    assert cw.get(BATCHES)[0]["closedFlag"] is True
    control.switch("connectwise", "closed_batches", "hidden")
    assert cw.get(BATCHES) == []


def test_there_is_no_way_to_close_a_batch_over_the_api(cw: Asker) -> None:
    cw.batch(cw.ids(6001))
    change = [{"op": "replace", "path": "closedFlag", "value": True}]
    for method in ("PATCH", "PUT"):
        assert cw.ask(method, f"{BATCHES}/{cw.batch_number()}", json=change).status_code == 405


def test_entries_of_a_batch_balance(cw: Asker) -> None:
    cw.batch(cw.ids(6002))
    number = cw.batch_number()
    entries = cw.get(f"{BATCHES}/{number}/entries")
    assert cw.get(f"{BATCHES}/{number}/entries/count") == {"count": 10}
    assert sum(one.get("debit", 0) for one in entries) == Decimal("409.70")
    assert sum(one.get("credit", 0) for one in entries) == Decimal("409.70")
    first = cw.get(f"{BATCHES}/{number}/entries/700201")
    assert (first["accountType"], first["accountNumber"], first["item"]) == (
        "Revenue-Product",
        "40100",
        "CAT6-10",
    )
    assert first["invoice"]["identifier"] == "10502"


def test_a_batch_can_be_exported_again(cw: Asker) -> None:
    before = cw.transaction(6002)
    cw.batch(cw.ids(6002))
    wanted = {"exportInvoicesFlag": True, "summarizeInvoices": "Detailed"}
    path = f"{BATCHES}/{cw.batch_number()}/export"
    answer = cw.ask("POST", path, json=wanted)
    assert answer.status_code == 200
    assert decode(answer.data)["transactions"] == [before]
    assert cw.ask("POST", path, json={}).status_code == 400
    assert cw.ask("GET", path).status_code == 405


def test_a_batch_may_hold_several_invoices_and_goes_as_a_whole(cw: Asker) -> None:
    cw.batch([*cw.ids(6001), *cw.ids(6003)])
    assert cw.ask("DELETE", f"{BATCHES}/{cw.batch_number()}").status_code == 204
    assert {"10501", "10503"} <= set(cw.numbers())


def test_deleting_what_is_gone_is_404(cw: Asker) -> None:
    assert cw.ask("DELETE", f"{BATCHES}/1").status_code == 404


def test_batches_survive_in_the_books(cw: Asker, firm: Any, control: Control) -> None:
    from mobius_desktop.sandbox.connectwise import create_app

    cw.batch(cw.ids(6002))
    again = Asker(create_app(firm, control), firm.connectwise)
    assert "10502" not in again.numbers()
    assert again.ask("DELETE", f"{BATCHES}/{again.batch_number()}").status_code == 204
    assert "10502" in again.numbers()
