"""The same requestid gets the same answer, in each way that nobody could verify."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.sandbox.quickbooks.conftest import Answer, Bookkeeper, invoice, line
from tests.sandbox.quickbooks.small_firm import ACME, OTHER_REALM, SERVICE

SENT = invoice(ACME, line("300.00", SERVICE), DocNumber="10502")
HOUR = 3600


def count(qbo: Bookkeeper) -> int:
    return int(qbo.query("select count(*) from Invoice")["totalCount"])


def test_the_same_requestid_repeats_the_answer_and_executes_nothing(qbo: Bookkeeper) -> None:
    first = qbo.post("invoice", SENT, requestid="a" * 32)
    qbo.control.clock.advance(60)
    again = qbo.post("invoice", SENT, requestid="a" * 32)
    assert again.text == first.text
    assert count(qbo) == 1


def test_a_requestid_belongs_to_the_company_not_to_the_endpoint(qbo: Bookkeeper) -> None:
    first = qbo.post("invoice", SENT, requestid="r1")
    other = qbo.post("customer", {"DisplayName": "Somebody Else"}, requestid="r1")
    assert other.text == first.text
    assert qbo.query("select * from Customer where DisplayName = 'Somebody Else'") == {}


def test_another_realm_knows_nothing_of_it(qbo: Bookkeeper) -> None:
    qbo.post("invoice", SENT, requestid="r1")
    other = Bookkeeper(qbo.client, qbo.control, OTHER_REALM).sign_in()
    other.create("Invoice", SENT, requestid="r1")
    assert count(other) == 1


def test_the_stored_answer_outlives_the_document(qbo: Bookkeeper) -> None:
    kept = qbo.post("invoice", SENT, requestid="r1").json["Invoice"]
    qbo.do("delete_document", entity="Invoice", number="10502")
    again = qbo.post("invoice", SENT, requestid="r1")
    assert (again.status, again.json["Invoice"]["Id"]) == (200, kept["Id"])
    assert count(qbo) == 0


@pytest.mark.parametrize(("answer", "status"), [("yes", 400), ("no", 200)])
def test_a_fault_is_stored_or_not(qbo: Bookkeeper, answer: str, status: int) -> None:
    qbo.switch("requestid_stores_faults", answer)
    qbo.do("set_closing_date", date="2026-12-31")
    assert qbo.post("invoice", SENT, requestid="r1").codes == ["6210"]
    qbo.do("set_closing_date", date="2026-09-30")
    assert qbo.post("invoice", SENT, requestid="r1").status == status


@pytest.mark.parametrize(
    ("life", "hours", "made"), [("forever", 1000, 1), ("24_hours", 25, 2), ("24_hours", 23, 1)]
)
def test_a_requestid_lives_as_long_as_the_switch_says(
    qbo: Bookkeeper, life: str, hours: int, made: int
) -> None:
    qbo.switch("requestid_life", life)
    qbo.switch("duplicate_numbers", "allowed")
    qbo.create("Invoice", SENT, requestid="r1")
    qbo.control.clock.advance(hours * HOUR)
    qbo.take(qbo.token(grant_type="refresh_token", refresh_token=qbo.refresh_token).json)
    qbo.create("Invoice", SENT, requestid="r1")
    assert count(qbo) == made


def test_a_requestid_has_fifty_characters_at_most(qbo: Bookkeeper) -> None:
    assert qbo.post("invoice", SENT, requestid="x" * 51).codes == ["2130"]
    assert count(qbo) == 0


@pytest.mark.parametrize(("answer", "statuses"), [("fault_600", [200, 400]), ("wait", [200, 200])])
def test_a_duplicate_while_the_first_still_runs_gets_600_or_waits(
    qbo: Bookkeeper, answer: str, statuses: list[int]
) -> None:
    qbo.switch("requestid_running", answer)
    qbo.control.latency = 0.3
    answers: list[Answer] = []
    together = threading.Barrier(2)

    def send() -> None:
        together.wait()
        answers.append(qbo.post("invoice", SENT, requestid="r1"))

    workers = [threading.Thread(target=send) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    qbo.control.latency = 0
    assert sorted(answer.status for answer in answers) == statuses
    assert [one.codes for one in answers if one.status == 400] == [["600"]] * statuses.count(400)
    assert count(qbo) == 1
    assert qbo.post("invoice", SENT, requestid="r1").status == 200  # 600 was not stored


def park(qbo: Bookkeeper, **params: Any) -> None:
    qbo.control.faults.add(kind="park", server="quickbooks", path="/invoice")
    qbo.post("invoice", SENT, **params)


def test_a_parked_request_is_executed_hours_later(qbo: Bookkeeper) -> None:
    park(qbo, requestid="r1")
    assert count(qbo) == 0
    qbo.control.clock.advance(5 * HOUR)
    assert qbo.control.release_parked() == [200]
    qbo.take(qbo.token(grant_type="refresh_token", refresh_token=qbo.refresh_token).json)
    assert count(qbo) == 1


def test_a_parked_request_may_be_executed_by_itself(qbo: Bookkeeper) -> None:
    qbo.control.faults.add(kind="park", server="quickbooks", path="/invoice", execute_after=600)
    qbo.post("invoice", SENT, requestid="r1")
    qbo.control.clock.advance(599)
    assert count(qbo) == 0
    qbo.control.clock.advance(2)
    assert count(qbo) == 1
    assert qbo.control.parked == []


def test_a_replay_of_a_parked_request_executes_once(qbo: Bookkeeper) -> None:
    park(qbo, requestid="r1")
    kept = qbo.create("Invoice", SENT, requestid="r1")
    qbo.control.release_parked()
    assert count(qbo) == 1
    assert qbo.one("Invoice", kept["Id"])["SyncToken"] == "0"


def test_a_replay_of_a_parked_request_may_get_600(qbo: Bookkeeper) -> None:
    qbo.switch("requestid_parked", "fault_600")
    park(qbo, requestid="r1")
    assert qbo.post("invoice", SENT, requestid="r1").codes == ["600"]
    qbo.control.release_parked()
    assert qbo.post("invoice", SENT, requestid="r1").status == 200
    assert count(qbo) == 1


def test_without_a_requestid_a_late_execution_makes_a_second_document(qbo: Bookkeeper) -> None:
    qbo.switch("duplicate_numbers", "allowed")
    park(qbo)
    qbo.create("Invoice", SENT)
    qbo.control.release_parked()
    assert count(qbo) == 2


def test_stored_answers_can_be_forgotten(qbo: Bookkeeper) -> None:
    qbo.create("Invoice", SENT, requestid="r1")
    assert qbo.do("forget_requestids") == 1
    assert qbo.post("invoice", SENT, requestid="r1").codes == ["6140"]
