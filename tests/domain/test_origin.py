"""The marker and the requestid say whose invoice a document is."""

from __future__ import annotations

from mobius_desktop.domain.ids import BillingLogId, RealmId, RequestId
from mobius_desktop.domain.origin import is_ours, marker, markers_in, origin_hex, origin_of, request_id

ORIGIN = origin_of("Gulfline", "http://127.0.0.1:8610/v4_6_release/apis/3.0")
INVOICE = BillingLogId(6002)


def test_the_origin_is_lower_case_and_has_no_port() -> None:
    assert ORIGIN == "gulfline@127.0.0.1"
    assert origin_of("gulfline", "127.0.0.1") == ORIGIN
    assert origin_hex(ORIGIN) == "cc70"


def test_the_marker_names_the_series_from_one_on() -> None:
    assert marker(INVOICE, ORIGIN) == "[CW-6002-cc70]"
    assert marker(INVOICE, ORIGIN, 1) == "[CW-6002-cc70-1]"


def test_a_marker_is_found_anywhere_in_a_note_that_people_edited() -> None:
    note = "Called the customer. Invoice 10502 [CW-6002-cc70-2], see also [CW-7-beef]"
    assert markers_in(note) == ((6002, "cc70", 2), (7, "beef", 0))
    assert is_ours(note, INVOICE, ORIGIN)


def test_another_origin_or_invoice_is_not_ours() -> None:
    assert not is_ours("[CW-6002-beef]", INVOICE, ORIGIN)
    assert not is_ours("[CW-60021-cc70]", INVOICE, ORIGIN)
    assert not is_ours("CW-6002-cc70", INVOICE, ORIGIN)


def one_id(**change: str | int) -> RequestId:
    facts: dict[str, str | int] = {"content_hash": "ab", "series": 0, "operation": "create", "key": "6002"}
    facts.update(change)
    return request_id(
        realm=RealmId("1"),
        entity="Invoice",
        origin=ORIGIN,
        key=str(facts["key"]),
        operation=str(facts["operation"]),
        content_hash=str(facts["content_hash"]),
        series=int(facts["series"]),
    )


def test_the_same_request_has_the_same_id_and_any_other_another() -> None:
    assert one_id() == one_id()
    assert len(one_id()) == 32
    others = {one_id(content_hash="ac"), one_id(series=1), one_id(operation="delete"), one_id(key="6003")}
    assert one_id() not in others
    assert len(others) == 4
