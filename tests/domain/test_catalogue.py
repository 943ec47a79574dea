"""The error catalogue: every code that the vendors document is in it, whole and in a bookkeeper's words."""

from __future__ import annotations

import re

import pytest

from mobius_desktop.domain.catalogue import CONNECTWISE, OWN, QUICKBOOKS, UNKNOWN, Entry, explain, search
from mobius_desktop.domain.catalogue.entries import RETRY, WHOSE
from mobius_desktop.domain.catalogue.own_causes import CAUSES
from mobius_desktop.domain.checkup_codes import PROBLEMS
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.run_causes import RUN_CAUSES

QUICKBOOKS_CODES = """
100 110 120 130 140 150 500 600 610 620 630 700 800 900 1000 1010 1020 1040 1050
2000 2010 2020 2030 2040 2050 2060 2070 2080 2090 2100 2110 2120 2130 2140 2150 2160 2170
2180 2190 2200 2210 2220 2230 2240 2250 2260 2270 2280 2290 2300 2500 2600 3000
3001 3100 3200 3201 3202 4000 4001 4002 5000 5010 5020 5030
6000 6010 6020 6030 6040 6041 6050 6060 6070 6080 6090 6100 6110 6120 6130 6140 6150
6160 6170 6180 6190 6200 6210 6220 6230 6240 6250 6270 6280 6290 6300 6310 6320 6330
6340 6350 6360 6370 6380 6390 6400 6420 6430 6440 6450 6460 6470 6480 6520 6530 6540 6560
10000 10100 10200 invalid_grant invalid_client
"""
"""Intuit, *error codes* and *authentication errors*."""
QUICKBOOKS_STATUSES = (400, 401, 403, 404, 413, 429, 500, 502, 503, 504)
CONNECTWISE_CODES = """
InvalidObject MissingRequiredField ObjectExists OutOfRange InvalidEnum ApiFindCondition NotFound
Unauthorized UserNotAuthenticated Security SSL-required CannotRoute clientId ConnectWiseAPI ConnectWiseApi
"""
"""ConnectWise, *errors*, and what its gateway was seen to say."""
CONNECTWISE_STATUSES = (400, 401, 403, 404, 405, 409, 415, 429, 500, 502, 503, 504)
ENTRIES = [*QUICKBOOKS.values(), *CONNECTWISE.values(), *OWN.values(), UNKNOWN]


def name_of(entry: Entry) -> str:
    return f"{entry.side} {entry.code}"


def test_every_documented_code_of_both_vendors_is_in_the_catalogue() -> None:
    assert {*QUICKBOOKS_CODES.split(), *(f"HTTP {one}" for one in QUICKBOOKS_STATUSES)} == set(QUICKBOOKS)
    assert {*CONNECTWISE_CODES.split(), *(f"HTTP {one}" for one in CONNECTWISE_STATUSES)} == set(CONNECTWISE)


def test_everything_that_the_program_says_itself_is_in_the_catalogue() -> None:
    assert set(OWN) == {*RULES, *RUN_CAUSES, *PROBLEMS}


def test_each_finding_and_each_cause_of_a_batch_has_its_own_cause_and_place() -> None:
    assert set(RULES) <= set(CAUSES) <= {*RULES, *RUN_CAUSES}
    for code, (cause, place) in CAUSES.items():
        assert cause.rstrip(".") != OWN[code].title
        assert "▸" in place or place.startswith("The "), code


@pytest.mark.parametrize("entry", ENTRIES, ids=name_of)
def test_an_entry_is_whole_and_written_for_a_bookkeeper(entry: Entry) -> None:
    told = (entry.title, entry.sentence, entry.cause, entry.place, entry.fix, entry.retry)
    assert all(told)
    assert entry.whose in WHOSE
    assert entry.fix.endswith(".")
    assert entry.retry.endswith(".")
    assert entry.cause.endswith(".")
    for text in told:
        assert "!" not in text
        assert not re.search(r"\b(please|oops|we|invalid token|payload|endpoint)\b", text, re.IGNORECASE)
    assert "{" not in entry.said()


@pytest.mark.parametrize("entry", [*QUICKBOOKS.values(), *CONNECTWISE.values()], ids=name_of)
def test_whether_to_try_again_follows_from_what_the_answer_proves(entry: Entry) -> None:
    assert entry.retry == RETRY[entry.meaning]
    if entry.whose == "program" and entry.meaning == "refused":
        assert "support bundle" in entry.fix or "Try again" in entry.fix or "▸" in entry.place


@pytest.mark.parametrize("entry", [one for one in ENTRIES if one.meaning == "throttled"], ids=name_of)
def test_a_pause_is_never_called_a_trouble_of_keys_or_sign_in(entry: Entry) -> None:
    said = f"{entry.title} {entry.sentence} {entry.fix}".casefold()
    for word in ("key", "sign", "reconnect", "password", "credential", "permission"):
        assert word not in said
    assert "fine" in f"{entry.cause} {entry.retry}"


def test_a_code_is_found_however_it_is_written() -> None:
    assert [one.code for one in explain("006140")] == ["6140"]
    assert [one.code for one in explain("item_inactive")] == ["ITEM_INACTIVE"]
    assert {one.side for one in explain("http 429")} == {"quickbooks", "connectwise"}
    assert explain("7777") == ()


def test_an_entry_is_found_by_its_words() -> None:
    assert "6540" in {one.code for one in search("part of a deposit")}
    assert search("no such words anywhere") == ()
