"""Documents and list records written to QuickBooks, and what each answer proves."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mobius_desktop.domain.document import DocumentTax, NewRecord
from mobius_desktop.domain.ids import QuickBooksId, RequestId
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, ListKind
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.domain.wire import AnswerKind, Prepared
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.sandbox.control.answers import decode
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.contract.quickbooks_contract import validate_document
from tests.quickbooks.conftest import document, line, ref
from tests.transport import sandboxed

ID = RequestId("0" * 31 + "1")


def request_id(number: int) -> RequestId:
    return RequestId(f"{number:032x}")


def invoice_of(client: QuickBooksClient, number: str = "20001") -> Prepared:
    return client.prepare(document(number=number), {}, ID)


def written(running: RunningSandbox) -> int:
    return len(running.control.recorder.find(method="POST", path="/invoice$"))


def test_an_invoice_arrives_and_comes_back_as_it_was_sent(client: QuickBooksClient) -> None:
    prepared = client.prepare(
        document(
            lines=(line("60.00", taxable=True), line("40.00")),
            tax=DocumentTax(Decimal("4.20"), override=True),
        ),
        {},
        ID,
    )
    answer = client.send(prepared)
    assert answer.kind is AnswerKind.WRITTEN
    assert answer.document is not None
    assert answer.record_id == answer.document.ref.id
    assert answer.tid
    assert answer.server_time is not None
    assert answer.document.total == Decimal("104.20")
    assert answer.document.tax == Decimal("4.20")
    assert [one.amount for one in answer.document.lines] == [Decimal("60.00"), Decimal("40.00")]
    assert client.read([answer.document.ref])[answer.document.ref] == answer.document
    assert prepared.path.endswith(f"/invoice?minorversion=75&requestid={ID}")
    assert prepared.request_id == ID


def test_a_credit_memo_arrives_as_one(client: QuickBooksClient) -> None:
    answer = client.send(client.prepare(document(DocumentKind.CREDIT_MEMO, number="CM90"), {}, ID))
    assert answer.kind is AnswerKind.WRITTEN
    assert answer.document is not None
    assert answer.document.ref.kind is DocumentKind.CREDIT_MEMO


def test_the_same_bytes_under_the_same_requestid_make_one_document(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    prepared = invoice_of(client)
    first, second = client.send(prepared), client.send(prepared)
    assert first.record_id == second.record_id
    assert len(client.find_by_number(["20001"])) == 1
    sent = running.control.recorder.find(path="/invoice$")
    assert sent[0].body == sent[1].body
    assert validate_document("Invoice", decode(sent[0].body.encode())) == []


UNCERTAIN: list[dict[str, Any]] = [
    {"kind": "drop"},
    {"kind": "truncate"},
    {"preset": "html"},
    {"preset": "html_200"},
    {"preset": "empty"},
    {"preset": "unavailable"},
    {"preset": "server_error"},
    {"preset": "try_again"},
    {"preset": "fault_in_200"},
    {"preset": "duplicate_requestid"},
    {"status": 200, "body": '{"time":"2026-11-02T09:00:00.000-05:00"}'},
    {"status": 200, "body": '{"Invoice":{"domain":"QBO"},"time":"2026-11-02T09:00:00.000-05:00"}'},
    {"status": 302, "headers": {"Location": "http://127.0.0.1/login"}, "body": ""},
    {"status": 404, "content_type": "text/html", "body": "<html>gone</html>"},
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", UNCERTAIN)
def test_an_answer_that_proves_nothing_is_unknown_and_not_repeated(
    shared: tuple[RunningSandbox, QuickBooksClient], fault: dict[str, Any], when: str
) -> None:
    running, client = shared
    number = str(21000 + UNCERTAIN.index(fault) + (100 if when == "after" else 0))
    running.control.faults.add(server="quickbooks", **{"path": "/invoice", "when": when, **fault})
    answer = client.send(client.prepare(document(number=number), {}, request_id(int(number))))
    assert answer.kind is AnswerKind.UNKNOWN
    assert "looked up" in answer.sentence
    assert written(running) == 1
    # Looking finds the truth.
    assert len(client.find_by_number([number])) == (1 if when == "after" else 0)


def test_a_slow_answer_is_unknown(
    running: RunningSandbox, clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobius_desktop.transport.channel import Timeouts

    monkeypatch.setattr("mobius_desktop.quickbooks.client.TIMEOUTS", Timeouts(2, 0.2))
    client = sandboxed.quickbooks(running, clock)
    running.control.faults.add(server="quickbooks", kind="delay", path="/invoice", seconds=1.0)
    answer = client.send(invoice_of(client))
    client.close()
    assert answer.kind is AnswerKind.UNKNOWN
    assert "did not answer in time" in answer.sentence


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("fault", ["throttled", "throttled_xml", "throttled_xml_403", "token_expired"])
def test_a_refusal_at_the_door_is_waited_out_under_the_same_requestid(
    shared: tuple[RunningSandbox, QuickBooksClient], fault: str, when: str
) -> None:
    running, client = shared
    number = f"{fault} {when}"[:21]
    running.control.faults.add(server="quickbooks", preset=fault, path="/invoice", when=when)
    own = request_id(int.from_bytes(number.encode()[-12:]))
    answer = client.send(client.prepare(document(number=number), {}, own))
    assert answer.kind is AnswerKind.WRITTEN
    assert written(running) == 2
    assert len({one.params["requestid"] for one in running.control.recorder.find(path="/invoice$")}) == 1
    assert len(client.find_by_number([number])) == 1


def test_a_throttle_that_does_not_end_is_unknown(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.faults.add(server="quickbooks", preset="throttled", path="/invoice", times=None)
    assert client.send(invoice_of(client)).kind is AnswerKind.UNKNOWN


@pytest.mark.parametrize("fault", ["one_name", "one_product"])
def test_one_name_at_a_time_is_tried_again(
    client: QuickBooksClient, running: RunningSandbox, fault: str
) -> None:
    running.control.faults.add(server="quickbooks", preset=fault, path="/customer", times=2)
    record = NewRecord(ref(ListKind.CUSTOMER, "New & Sons", "0"), company_name="NEW001")
    answer = client.send(client.prepare_record(record, ID))
    assert answer.kind is AnswerKind.WRITTEN
    assert answer.record_id == client.find_by_name(ListKind.CUSTOMER, "New & Sons")[0][0]


def test_a_number_in_use_names_the_other_document(client: QuickBooksClient) -> None:
    answer = client.send(client.prepare(document(number="10538"), {}, ID))
    assert answer.kind is AnswerKind.DUPLICATE_NUMBER
    (other,) = client.find_by_number(["10538"])
    assert answer.duplicate_of == ("Invoice", other.ref.id)
    assert "already has a document with this number" in answer.sentence


def test_a_refusal_proves_that_nothing_was_written(client: QuickBooksClient) -> None:
    answer = client.send(client.prepare(document(date=dt.date(2026, 9, 28)), {}, ID))
    assert answer.kind is AnswerKind.REFUSED
    assert answer.faults[0].code in {"6200", "6210"}
    assert answer.faults[0].tid == answer.tid
    assert answer.sentence == (
        "The books are closed for this date. Post it on a day after the closing date, or open the period in"
        " QuickBooks."
    )
    assert client.find_by_number(["20001"]) == ()


def test_a_name_in_use_is_refused(client: QuickBooksClient) -> None:
    record = NewRecord(ref(ListKind.CUSTOMER, "Distro One Inc.", "0"))
    answer = client.send(client.prepare_record(record, ID))
    assert answer.kind is AnswerKind.REFUSED
    assert answer.faults[0].code == "6240"
    assert "vendor" in answer.sentence


def test_list_records_are_created(client: QuickBooksClient) -> None:
    lists = client.lists()
    liability = next(one for one in lists.accounts if one.account_type == "Other Current Liability")
    records = [
        NewRecord(ref(ListKind.TERM, "Net 75", "0"), due_days=75),
        NewRecord(
            ref(ListKind.ITEM, "Retainer", "0"), item_type="Service", account_id=liability.id, taxable=False
        ),
        NewRecord(ref(ListKind.CLASS, "Portland", "0")),
        NewRecord(ref(ListKind.CUSTOMER, "Acme Manufacturing LLC:Depot", "0"), parent_id=QuickBooksId("92")),
    ]
    for number, record in enumerate(records, start=1):
        answer = client.send(client.prepare_record(record, request_id(number)))
        assert answer.kind is AnswerKind.WRITTEN, answer
        ((found, _, active),) = client.find_by_name(record.ref.kind, record.ref.name)
        assert (found, active) == (answer.record_id, True)


def test_a_deleted_document_is_gone_and_a_void_one_counts_no_more(client: QuickBooksClient) -> None:
    first = client.send(invoice_of(client)).document
    second = client.send(client.prepare(document(number="20002"), {}, request_id(2))).document
    assert first is not None
    assert second is not None
    deleted = client.send(client.prepare_deletion(first, request_id(3)))
    assert (deleted.kind, deleted.record_id) == (AnswerKind.WRITTEN, first.ref.id)
    voided = client.send(client.prepare_void(second, request_id(4)))
    assert voided.kind is AnswerKind.WRITTEN
    assert voided.document is not None
    assert voided.document.life is DocumentLife.VOID
    after = client.read([first.ref, second.ref])
    assert after[first.ref] is None
    again = after[second.ref]
    assert again is not None
    assert again.life is DocumentLife.VOID


def test_a_credit_memo_is_never_voided(client: QuickBooksClient) -> None:
    made = client.send(client.prepare(document(DocumentKind.CREDIT_MEMO), {}, ID)).document
    assert made is not None
    with pytest.raises(ValueError, match="credit memo"):
        client.prepare_void(made, request_id(2))


def test_a_document_that_was_changed_is_not_deleted(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    made = client.send(invoice_of(client)).document
    assert made is not None
    stale = replace(made, sync_token=made.sync_token)
    running.control.do(
        "quickbooks", "edit_document", entity="Invoice", number="20001", changes={"PrivateNote": "mine"}
    )
    answer = client.send(client.prepare_deletion(stale, request_id(2)))
    assert answer.kind is AnswerKind.REFUSED
    assert answer.faults[0].code == "5010"


def test_a_lost_sign_in_stops_the_queue_and_nothing_was_written(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    prepared = invoice_of(client)
    running.control.do("quickbooks", "revoke_grant")
    answer = client.send(prepared)
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "sign-in")
    assert "Reconnect" in answer.sentence


def test_a_forbidden_company_stops_the_queue(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.faults.add(server="quickbooks", preset="forbidden", path="/invoice")
    answer = client.send(invoice_of(client))
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "sign-in")


def test_an_ended_subscription_stops_the_queue(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.do("quickbooks", "end_subscription")
    answer = client.send(invoice_of(client))
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "subscription")
    assert "subscription" in answer.sentence


def test_a_server_that_is_gone_stops_the_queue(clock: FastClock) -> None:
    with sandboxed.sandbox() as running:
        client = sandboxed.quickbooks(running, clock)
        prepared = invoice_of(client)
    answer = client.send(prepared)
    client.close()
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "unreachable")
    assert "Nothing was sent" in answer.sentence


def test_cancelling_ends_the_wait_before_a_document_goes_out(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    prepared = invoice_of(client)
    client.throttle.pause(600)
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    with stopped_by(stop):
        answer = client.send(prepared)
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "cancelled")
    assert written(running) == 0


def test_a_second_request_while_the_first_is_at_work_is_unknown(
    client: QuickBooksClient, running: RunningSandbox
) -> None:
    running.control.faults.add(server="quickbooks", preset="duplicate_requestid", path="/invoice")
    assert client.send(invoice_of(client)).kind is AnswerKind.UNKNOWN


def test_an_invoice_costs_one_call_and_its_proof_little_more(client: QuickBooksClient) -> None:
    client.preferences()
    before = client.counts().total()
    numbers = [str(number) for number in range(30001, 30061)]
    client.find_by_number(numbers)
    made = []
    for number in numbers:
        answer = client.send(client.prepare(document(number=number), {}, request_id(int(number))))
        assert answer.document is not None
        made.append(answer.document.ref)
    for start in range(0, len(made), 16):
        client.find_by_number(numbers[start : start + 16])
    client.read(made)
    assert (client.counts().total() - before) / len(numbers) <= 1.2


def test_no_token_is_logged_or_shown(
    running: RunningSandbox, clock: FastClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in = sandboxed.sign_in(running)
    tokens = sandboxed.token_service(running, clock, signed_in)
    client = QuickBooksClient(signed_in.setup, tokens, clock=clock, loopback_only=True)
    running.control.faults.add(server="quickbooks", preset="token_expired", path="/invoice")
    answer = client.send(invoice_of(client))
    client.close()
    access = tokens.access_token()
    app = sandboxed.intuit_app(running)
    shown = caplog.text + repr(answer) + repr(signed_in) + repr(tokens) + repr(client) + repr(app)
    for secret in (access, signed_in.grant.access_token, signed_in.grant.refresh_token, app.client_secret):
        assert secret not in shown
    assert "code=" not in shown
