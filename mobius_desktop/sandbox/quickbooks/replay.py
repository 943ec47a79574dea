"""requestid: the same request again gets the same answer, and nothing is executed twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mobius_desktop.sandbox.control import Control, encode
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Company
from mobius_desktop.sandbox.quickbooks.refusals import Refused, refuse
from mobius_desktop.sandbox.quickbooks.state import StoredAnswer
from mobius_desktop.sandbox.quickbooks.switches import HOURS

LONGEST = 50


def check_length(requestid: str) -> None:
    if len(requestid) > LONGEST:
        raise refuse("2130", f"The request id is longer than {LONGEST} characters.", "requestid")


def stored_answer(company: Company, key: str) -> StoredAnswer | None:
    """The answer kept under a requestid, if it is still remembered."""
    kept = company.state.answers.get(key)
    if kept is None:
        return None
    hours = HOURS[company.switches["requestid_life"]]
    age = company.clock.now() - datetime.fromisoformat(kept.at)
    if hours is not None and age > timedelta(hours=hours):
        del company.state.answers[key]
        return None
    return kept


def executed(company: Company, key: str, run: Callable[[], Record]) -> StoredAnswer:
    """Under the company's lock: the stored answer, else the result of `run`, stored."""
    with company.lock:
        kept = stored_answer(company, key) if key else None
        if kept is not None:
            return kept
        try:
            content, status = run(), 200
        except Refused as refused:
            content, status = {"Fault": refused.as_record()}, 400
        body = encode({**content, "time": company.envelope_time()}).decode()
        given = StoredAnswer(status, body, company.clock.now().isoformat())
        if key and (status == 200 or company.switches["requestid_stores_faults"] == "yes"):
            company.state.answers[key] = given
        return given


def refuse_parked(company: Company, control: Control, requestid: str) -> None:
    """600 while the first request with this requestid is parked, when the switch says so."""
    if company.switches["requestid_parked"] != "fault_600" or not requestid:
        return
    mark = f"requestid={requestid}"
    if any(f"/company/{company.realm}/" in one.target and mark in one.target for one in control.parked):
        raise duplicate(requestid)


def duplicate(requestid: str) -> Refused:
    return refuse("600", f"A request with the id {requestid} is being processed.", "requestid")


def content_of(given: StoredAnswer, decode: Callable[[str], Any]) -> Record:
    """The stored content without its time."""
    content: Record = decode(given.body)
    content.pop("time", None)
    return content
