"""The raw answer of an invoice: request, tid and answer to copy, redacted, each code explained."""

from __future__ import annotations

import datetime as dt

from mobius_desktop.domain.ids import ActionId, RequestId
from mobius_desktop.domain.journal import AttemptRow
from mobius_desktop.domain.wire import Prepared
from mobius_desktop.ui.pages.batch.raw_answer import raw_text

AT = dt.datetime(2026, 11, 2, 14, 0, tzinfo=dt.UTC)


def attempt(side: str, status: int, answer: str) -> AttemptRow:
    prepared = Prepared(
        side=side,
        operation="create Invoice",
        method="POST",
        path="/invoice",
        body=b'{"DocNumber":"10501","BillEmail":{"Address":"ap@acme.example"}}',
        request_id=RequestId("0" * 32),
    )
    return AttemptRow(ActionId("1"), 1, prepared, AT, AT, status, "refused", answer.encode(), "1-6f3a-99")


DUPLICATE = (
    '{"Fault":{"Error":[{"Message":"Duplicate Document Number Error","Detail":"DocNumber=10501 is assigned'
    ' to TxnType=Invoice with TxnId=17984","code":"6140"}],"type":"ValidationFault"}}'
)


def test_request_tid_and_answer_stand_together_with_what_the_code_means() -> None:
    text = raw_text([attempt("quickbooks", 400, DUPLICATE)])
    assert "intuit_tid 1-6f3a-99" in text
    assert "Request: POST /invoice" in text
    assert '"DocNumber": "10501"' in text
    assert "TxnId=17984" in text
    assert "6140: QuickBooks already has a document with this number: …" in text
    assert "Sending again: Not as it is" in text


def test_addresses_and_tokens_are_taken_out() -> None:
    token = "AB0123456789cdefGHIJ0123456789"
    answer = f'{{"fault":{{"error":[{{"detail":"Token expired","access_token":"{token}","code":"3200"}}]}}}}'
    text = raw_text([attempt("quickbooks", 401, answer)])
    assert "ap@acme.example" not in text
    assert "AB0123456789cdefGHIJ" not in text
    assert "3200: QuickBooks no longer accepts the sign-in of this company." in text


def test_an_answer_without_a_code_is_explained_by_its_status() -> None:
    text = raw_text([attempt("connectwise", 429, "<html>Slow down</html>")])
    assert "x-cw-request-id 1-6f3a-99" in text
    assert "HTTP 429: ConnectWise asks for a pause." in text
    assert "Slow down" in text


def test_an_unknown_code_leaves_its_own_words_readable() -> None:
    answer = '{"Fault":{"Error":[{"Message":"New","Detail":"New : Not yet known","code":"9999"}]}}'
    text = raw_text([attempt("quickbooks", 400, answer)])
    assert "Not yet known" in text
    assert "9999: This code is not in the catalogue: 9999" in text


def test_no_answer_says_so() -> None:
    assert raw_text([attempt("quickbooks", 0, "")]).endswith("No answer.")
