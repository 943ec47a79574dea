"""Reads QuickBooks' faults in all the shapes in which they come, and says what each proves.

Seen: JSON with `Fault`, the gateway's JSON with `fault`, XML (throttle, or no Accept header), HTML or
nothing from proxies, and a 200 with a fault inside.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from mobius_desktop.domain.errors import (
    Fault,
    Known,
    RemoteRefused,
    RemoteUnknown,
    SignInLost,
    SubscriptionEnded,
    Throttled,
)
from mobius_desktop.domain.retry import THROTTLE_PAUSE, Trouble
from mobius_desktop.quickbooks import wire
from mobius_desktop.quickbooks.fault_table import (
    BUSY_TEXTS,
    FAULTS,
    OTHER,
    UNCERTAIN_TEXTS,
    FaultRow,
    Meaning,
)
from mobius_desktop.transport.channel import Reply
from mobius_desktop.transport.decode import decode

SIDE = "quickbooks"
NAME = "QuickBooks"

_DUPLICATE = re.compile(r"TxnType\s*=\s*([A-Za-z ]+?)\s+with\s+TxnId\s*=\s*(\d+)")
_LONGEST_XML = 100_000


def faults_in(reply: Reply) -> tuple[Fault, ...]:
    """The faults of an answer; empty when it holds none that can be read."""
    body = reply.body.lstrip()
    if body.startswith(b"{"):
        return _json_faults(reply)
    if body.startswith(b"<") and b"<Fault" in body[:_LONGEST_XML]:
        return _xml_faults(reply)
    return ()


def meaning_of(faults: tuple[Fault, ...]) -> Meaning:
    """What the faults prove together: of several, the one that allows least."""
    meanings = {_row(fault).meaning for fault in faults}
    for meaning in (
        Meaning.UNCERTAIN,
        Meaning.SIGN_IN,
        Meaning.EXPIRED,
        Meaning.SUBSCRIPTION,
        Meaning.THROTTLED,
        Meaning.DUPLICATE_NUMBER,
    ):
        if meaning in meanings:
            return meaning
    return Meaning.BUSY if meanings == {Meaning.BUSY} else Meaning.REFUSED


def sentence_of(faults: tuple[Fault, ...]) -> str:
    """What happened and what to do."""
    told = []
    for fault in faults:
        row = _row(fault)
        sentence = row.sentence.format(detail=_explanation(fault))
        told.append(f"{_ended(sentence)} {row.fix}".strip())
    return " ".join(dict.fromkeys(told)) or "QuickBooks refused this without a reason."


def duplicate_of(faults: tuple[Fault, ...]) -> tuple[str, str] | None:
    """(TxnType, TxnId) of the document that has the number, where 6140 names it."""
    for fault in faults:
        found = _DUPLICATE.search(f"{fault.message} {fault.detail}") if fault.code == "6140" else None
        if found:
            return found.group(1).replace(" ", ""), found.group(2)
    return None


def judge(reply: Reply) -> Trouble | None:
    """What stands against an answer, as far as a retry depends on it."""
    if reply.status == 429:
        return Trouble.THROTTLED
    if reply.status >= 500:
        return Trouble.SERVER_ERROR
    faults = faults_in(reply)
    if faults:
        return {
            Meaning.THROTTLED: Trouble.THROTTLED,
            Meaning.EXPIRED: Trouble.TOKEN_EXPIRED,
            Meaning.BUSY: Trouble.BUSY,
            Meaning.UNCERTAIN: Trouble.SERVER_ERROR,
        }.get(meaning_of(faults), Trouble.REFUSED)
    if reply.status == 401:
        return Trouble.TOKEN_EXPIRED
    if reply.status == 200:
        return None if reply.body.lstrip()[:1] == b"{" else Trouble.NO_ANSWER
    return Trouble.NO_ANSWER


def error_for_read(reply: Reply) -> Known | None:
    """The error of a read that was not answered; None when it was."""
    faults = faults_in(reply)
    meaning = meaning_of(faults) if faults else None
    if reply.status == 429 or meaning is Meaning.THROTTLED:
        return Throttled(
            "QuickBooks asks for a pause. Try again in a minute.",
            seconds=reply.retry_after or THROTTLE_PAUSE,
            side=SIDE,
            faults=faults,
        )
    if meaning in {Meaning.SIGN_IN, Meaning.EXPIRED} or (not faults and reply.status == 401):
        return SignInLost(sentence_of(faults or (_EXPIRED,)), side=SIDE, faults=faults)
    if meaning is Meaning.SUBSCRIPTION:
        return SubscriptionEnded(sentence_of(faults), side=SIDE, faults=faults)
    if reply.status >= 500 or meaning is Meaning.UNCERTAIN:
        return RemoteUnknown(
            "QuickBooks could not answer just now. Try again in a few minutes.", side=SIDE, faults=faults
        )
    if faults:
        return refused_read(faults)
    if reply.status != 200 or reply.body.lstrip()[:1] != b"{":
        return RemoteUnknown(
            "Something between this computer and QuickBooks answered in its place (a proxy or a sign-in"
            " page of the network). Check the network connection, then try again.",
            side=SIDE,
        )
    return None


def refused_read(faults: tuple[Fault, ...]) -> Known:
    """The error of a question that QuickBooks understood and refused."""
    return RemoteRefused(sentence_of(faults), side=SIDE, faults=faults)


_EXPIRED = Fault("3200", "")


def _row(fault: Fault) -> FaultRow:
    text = f"{fault.message} {fault.detail}"
    if fault.code == "6000":
        if any(busy in text for busy in BUSY_TEXTS):
            return FaultRow(Meaning.BUSY, FAULTS["6000"].sentence)
        if any(uncertain in text for uncertain in UNCERTAIN_TEXTS):
            return FAULTS["10000"]
    return FAULTS.get(fault.code, OTHER)


def _explanation(fault: Fault) -> str:
    """QuickBooks' own words without the preamble it repeats before them."""
    text = (fault.detail or fault.message).strip()
    head, parted, rest = text.partition(" : ")
    if parted and len(head) < 60:
        text = rest
    return text.removeprefix("Business Validation Error:").strip() or "no reason given"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _json_faults(reply: Reply) -> tuple[Fault, ...]:
    try:
        body = decode(reply.body, wire.FaultBody)
    except ValueError:
        return ()
    fault = body.upper or body.lower
    return faults_from(fault, reply) if fault else ()


def faults_from(fault: wire.UpperFault | wire.LowerFault, reply: Reply) -> tuple[Fault, ...]:
    """A fault of a body or of a batch's item as our values."""
    return tuple(
        Fault(
            code=_code(error.code, error.message or ""),
            message=error.message or "",
            detail=error.detail or "",
            element=error.element or "",
            status=reply.status,
            tid=reply.tid,
        )
        for error in fault.error
    )


def _xml_faults(reply: Reply) -> tuple[Fault, ...]:
    if b"<!DOCTYPE" in reply.body or b"<!ENTITY" in reply.body or len(reply.body) > _LONGEST_XML:
        return ()
    try:
        root = ElementTree.fromstring(reply.body)  # noqa: S314 - document types and entities are refused above
    except ElementTree.ParseError:
        return ()
    return tuple(
        Fault(
            code=_code(error.get("code"), _child(error, "Message")),
            message=_child(error, "Message"),
            detail=_child(error, "Detail"),
            element=error.get("element") or "",
            status=reply.status,
            tid=reply.tid,
        )
        for error in root.iter()
        if _local(error.tag) == "Error"
    )


def _code(code: str | int | None, message: str) -> str:
    """The code as text; where it is left out, the one that the message carries (`errorCode=003200`)."""
    if code not in {None, ""}:
        return str(code).lstrip("0")
    found = re.search(r"errorCode=0*(\d+)", message)
    return found.group(1) if found else ""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _child(element: ElementTree.Element, name: str) -> str:
    return next((child.text or "" for child in element if _local(child.tag) == name), "")
