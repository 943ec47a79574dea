"""Batches: what is written, and what each answer proves."""

from __future__ import annotations

import logging
import threading

import pytest

from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.domain.errors import RightMissing, SignInLost
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, ConnectWiseId, GlEntryId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.domain.wire import AnswerKind, Prepared
from mobius_desktop.sandbox.control.answers import decode
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.contract.connectwise_contract import validate_request
from tests.transport import sandboxed

ONE = BillingLogId(6002)
NAME = "I10502:0a1b2c3d"


def batch_of(client: ConnectWiseClient) -> Prepared:
    return client.prepare_batch(NAME, client.export([ONE], Summary.DETAILED)[ONE].record_ids)


def test_a_batch_takes_its_invoice_off_the_list_and_its_deletion_returns_it(
    client: ConnectWiseClient,
) -> None:
    prepared = batch_of(client)
    answer = client.send(prepared)
    assert answer.kind is AnswerKind.WRITTEN
    assert answer.tid
    assert client.unposted([ONE]) == {}
    (found,) = client.find_batches(NAME)
    assert found.identifier == NAME
    assert not found.closed
    assert set(client.batch_entries(found.id)) == set(decode(prepared.body)["processedRecordIds"])
    assert client.invoice_details([ONE])[ONE].batch_id == found.id
    deleted = client.send(client.prepare_batch_deletion(found.id))
    assert deleted.kind is AnswerKind.WRITTEN
    assert ONE in client.unposted([ONE])


def test_the_request_for_a_batch_agrees_with_the_contract_and_is_always_the_same_bytes(
    client: ConnectWiseClient,
) -> None:
    records = [GlEntryId(number) for number in (5, 3, 5)]
    prepared = client.prepare_batch(NAME, records)
    assert prepared == client.prepare_batch(NAME, records)
    body = decode(prepared.body)
    assert validate_request("POST", prepared.path, body) == []
    assert body["processedRecordIds"] == [5, 3]
    assert (body["exportInvoicesFlag"], body["exportExpensesFlag"]) == (True, False)


@pytest.mark.parametrize(("identifier", "records"), [("", [1]), ("x" * 51, [1]), ("fits", [])])
def test_a_batch_that_could_not_be_found_again_is_not_prepared(
    client: ConnectWiseClient, identifier: str, records: list[int]
) -> None:
    with pytest.raises(ValueError, match="identifier"):
        client.prepare_batch(identifier, [GlEntryId(one) for one in records])


@pytest.mark.parametrize("status", ["400", "409"])
def test_an_identifier_that_exists_is_refused_with_a_sentence(
    client: ConnectWiseClient, running: RunningSandbox, status: str
) -> None:
    running.control.switch("connectwise", "duplicate_identifier", status)
    prepared = batch_of(client)
    client.send(prepared)
    again = client.send(prepared)
    assert again.kind is AnswerKind.REFUSED
    assert NAME in again.sentence
    assert "looked up" in again.sentence


@pytest.mark.parametrize("fault", ["html", "html_200", "empty", "unavailable", "timeout_500"])
def test_an_answer_that_proves_nothing_is_unknown_and_not_repeated(
    client: ConnectWiseClient, running: RunningSandbox, fault: str
) -> None:
    prepared = batch_of(client)
    running.control.faults.add(
        preset=fault, server="connectwise", path="/accounting/batches", when="after", times=None
    )
    answer = client.send(prepared)
    assert answer.kind is AnswerKind.UNKNOWN
    assert answer.sentence
    assert len(running.control.recorder.find(method="POST", path="/accounting/batches$")) == 1
    running.control.faults.clear()
    # It was written, and looking tells so.
    assert client.unposted([ONE]) == {}


@pytest.mark.parametrize("kind", ["drop", "truncate"])
def test_a_lost_answer_is_unknown(client: ConnectWiseClient, running: RunningSandbox, kind: str) -> None:
    prepared = batch_of(client)
    running.control.faults.add(
        kind=kind, server="connectwise", method="POST", path="/accounting/batches", when="after"
    )
    assert client.send(prepared).kind is AnswerKind.UNKNOWN
    assert client.unposted([ONE]) == {}


def test_a_pause_that_is_asked_for_is_kept_and_the_batch_sent_again(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    prepared = batch_of(client)
    running.control.faults.add(preset="too_many", server="connectwise", path="/accounting/batches", times=2)
    assert client.send(prepared).kind is AnswerKind.WRITTEN
    assert len(running.control.recorder.find(method="POST", path="/accounting/batches$")) == 3


def test_keys_that_are_refused_stop_and_prove_that_nothing_was_written(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    prepared = batch_of(client)
    running.firm.connectwise.private_key = "renewed-elsewhere"
    for played in ("401", "404", "cannot_route"):
        running.control.switch("connectwise", "bad_keys", played)
        answer = client.send(prepared)
        assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "sign-in"), played
        assert "ConnectWise" in answer.sentence
        deletion = client.send(client.prepare_batch_deletion(ConnectWiseBatchId(7)))
        assert deletion.kind is AnswerKind.STOPPED, played
        with pytest.raises(SignInLost):
            client.locations()


def test_a_missing_right_is_named_with_its_place(client: ConnectWiseClient, running: RunningSandbox) -> None:
    prepared = batch_of(client)
    running.control.faults.add(preset="no_permission", server="connectwise", times=None)
    answer = client.send(prepared)
    assert answer.kind is AnswerKind.REFUSED
    assert answer.sentence == (
        "The API member may not create batches. In ConnectWise: System ▸ Security Roles ▸ the member's role ▸"
        " Finance ▸ Accounting Interface: allow Add."
    )
    with pytest.raises(RightMissing, match="Company Maintenance"):
        client.companies([ConnectWiseId(250)])


def test_a_batch_that_is_gone_already_is_fine(client: ConnectWiseClient) -> None:
    answer = client.send(client.prepare_batch_deletion(ConnectWiseBatchId(123_456)))
    assert answer.kind is AnswerKind.WRITTEN
    assert "already gone" in answer.sentence


def test_a_closed_batch_is_not_deleted(client: ConnectWiseClient, running: RunningSandbox) -> None:
    client.send(batch_of(client))
    (found,) = client.find_batches(NAME)
    running.control.do("connectwise", "close_batch", batch=found.id)
    answer = client.send(client.prepare_batch_deletion(found.id))
    assert answer.kind is AnswerKind.REFUSED


def test_a_server_that_is_gone_stops_the_queue_and_says_that_nothing_was_sent(clock: FastClock) -> None:
    with sandboxed.sandbox() as running:
        client = sandboxed.connectwise(running, clock)
        prepared = batch_of(client)
    answer = client.send(prepared)
    client.close()
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "unreachable")
    assert "Nothing was sent" in answer.sentence


def test_cancelling_ends_the_wait_before_a_batch_goes_out(
    client: ConnectWiseClient, running: RunningSandbox
) -> None:
    prepared = batch_of(client)
    stop = threading.Event()
    stop.set()
    with stopped_by(stop):
        answer = client.send(prepared)
    assert (answer.kind, answer.stop) == (AnswerKind.STOPPED, "cancelled")
    assert not running.control.recorder.find(method="POST", path="/accounting/batches$")


def test_an_invoice_costs_few_calls(client: ConnectWiseClient) -> None:
    before = client.counts().total()
    ids = [row.billing_log_id for row in client.list_unposted()]
    exported = client.export(ids, Summary.DETAILED)
    client.invoice_details(ids)
    for number, one in exported.items():
        if one.record_ids:
            client.send(client.prepare_batch(f"I{number}:00000000", one.record_ids))
    assert (client.counts().total() - before) / len(ids) <= 1.5


def test_no_key_is_logged_or_shown(
    running: RunningSandbox, clock: FastClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    setup, keys = sandboxed.connectwise_setup(running, clock)
    client = sandboxed.connectwise(running, clock)
    running.control.faults.add(preset="cannot_route", server="connectwise", path="/accounting/batches")
    answer = client.send(client.prepare_batch(NAME, [GlEntryId(1)]))
    client.close()
    shown = caplog.text + repr(answer) + repr(setup) + repr(keys) + repr(client)
    assert keys.private not in shown
    assert keys.public not in shown
