"""QuickBooks' faults in their four shapes, and the table that says them in a bookkeeper's words."""

from __future__ import annotations

import pytest

from mobius_desktop.domain.errors import Fault
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.quickbooks.fault_table import FAULTS, Meaning
from mobius_desktop.quickbooks.faults import duplicate_of, faults_in, judge, meaning_of, sentence_of
from mobius_desktop.transport.channel import Reply


def reply(status: int, body: str) -> Reply:
    return Reply(status, {"intuit_tid": "1-abc"}, body.encode())


UPPER = (
    '{"Fault":{"Error":[{"Message":"Stale Object Error","Detail":"Stale Object Error : You and X were'
    ' working","code":"5010","element":""}],"type":"ValidationFault"},"time":"x"}'
)
LOWER = (
    '{"warnings":null,"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200;'
    ' statusCode=401","detail":"Token expired","code":"3200","element":null}],"type":"AUTHENTICATION"},'
    '"time":1730024394085}'
)
XML = (
    '<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE">'
    '<Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001</Message><Detail>limit</Detail>'
    "</Error></Fault></IntuitResponse>"
)


@pytest.mark.parametrize(
    ("status", "body", "code", "trouble"),
    [
        (400, UPPER, "5010", Trouble.REFUSED),
        (200, UPPER, "5010", Trouble.REFUSED),
        (401, LOWER, "3200", Trouble.TOKEN_EXPIRED),
        (403, XML, "3001", Trouble.THROTTLED),
        (400, UPPER.replace('"5010"', "5010"), "5010", Trouble.REFUSED),
        (401, LOWER.replace('"code":"3200",', ""), "3200", Trouble.TOKEN_EXPIRED),
        (403, XML.replace(' code="3001"', ""), "3001", Trouble.THROTTLED),
    ],
)
def test_every_shape_of_a_fault_is_read(status: int, body: str, code: str, trouble: Trouble) -> None:
    one = reply(status, body)
    (fault,) = faults_in(one)
    assert (fault.code, fault.tid, fault.status) == (code, "1-abc", status)
    assert judge(one) is trouble


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (502, "<html>Bad Gateway</html>", Trouble.SERVER_ERROR),
        (503, "", Trouble.SERVER_ERROR),
        (200, "<html>Sign in to the guest network</html>", Trouble.NO_ANSWER),
        (200, "", Trouble.NO_ANSWER),
        (404, "not here", Trouble.NO_ANSWER),
        (401, "", Trouble.TOKEN_EXPIRED),
        (429, "", Trouble.THROTTLED),
        (302, "", Trouble.NO_ANSWER),
        (403, "<!DOCTYPE x [<!ENTITY a 'b'>]><Fault>&a;</Fault>", Trouble.NO_ANSWER),
        (400, '{"Fault": {"Error": "no list"}}', Trouble.NO_ANSWER),
    ],
)
def test_what_holds_no_fault_is_judged_by_its_status(status: int, body: str, trouble: Trouble) -> None:
    one = reply(status, body)
    assert faults_in(one) == ()
    assert judge(one) is trouble


def test_an_answer_with_content_has_no_trouble() -> None:
    assert judge(reply(200, '{"Invoice":{"Id":"1"}}')) is None


def test_of_several_faults_the_one_counts_that_allows_least() -> None:
    assert meaning_of((Fault("6140", ""), Fault("6210", ""))) is Meaning.DUPLICATE_NUMBER
    assert meaning_of((Fault("6140", ""), Fault("600", ""))) is Meaning.UNCERTAIN
    busy = Fault("6000", "", "You can only add or edit one name at a time. Please try again.")
    assert meaning_of((busy,)) is Meaning.BUSY
    assert meaning_of((busy, Fault("2050", ""))) is Meaning.REFUSED


@pytest.mark.parametrize("code", ["600", "10000", "130", "150", "4002"])
def test_a_fault_of_the_server_itself_proves_nothing(code: str) -> None:
    assert meaning_of((Fault(code, ""),)) is Meaning.UNCERTAIN


def test_the_other_document_is_read_out_of_a_duplicate_number() -> None:
    detail = (
        "Duplicate Document Number Error : You must specify a different number. This number has already been"
        " used. DocNumber=INV-7 is assigned to TxnType=Credit Memo with TxnId=17984"
    )
    assert duplicate_of((Fault("6140", "Duplicate", detail),)) == ("CreditMemo", "17984")
    assert duplicate_of((Fault("6140", "Duplicate", "no more is said"),)) is None


@pytest.mark.parametrize("code", [*FAULTS, "99999"])
def test_every_code_has_a_sentence_for_a_bookkeeper(code: str) -> None:
    said = sentence_of((Fault(code, "Some Error", "Some Error : The reason {0} in braces"),))
    assert said.endswith(".")
    assert code not in said
    for word in ("please", "oops", "!", "API", "JSON", "requestid", "null"):
        assert word not in said


def test_quickbooks_own_words_lose_their_preamble() -> None:
    fault = Fault(
        "6000",
        "A business validation error has occurred while processing your request",
        "Business Validation Error: You must set a transaction amount.",
    )
    said = sentence_of((fault,))
    assert said.startswith(
        "QuickBooks' rules do not allow this: You must set a transaction amount. Put right"
    )
    assert sentence_of((fault, fault)) == said
