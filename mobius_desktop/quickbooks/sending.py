"""What the answer to a write to QuickBooks proves."""

from __future__ import annotations

import msgspec

from mobius_desktop.domain.errors import Cancelled, Fault, Known, SignInLost
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.domain.quickbooks import DocumentKind, FoundDocument
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.quickbooks import mapping, wire
from mobius_desktop.quickbooks.fault_table import Meaning
from mobius_desktop.quickbooks.faults import duplicate_of, faults_in, judge, meaning_of, sentence_of
from mobius_desktop.transport.channel import Call, Channel, Reply, Silence
from mobius_desktop.transport.decode import decode

_LOOKED_UP = "Whether it arrived is looked up in QuickBooks before anything else is done."


def answer_for(channel: Channel, prepared: Prepared) -> Answer:
    """Send the stored bytes and say what came of it. Never raises a Known error."""
    call = Call(prepared.method, prepared.path, body=prepared.body)
    try:
        outcome = channel.exchange(call, judge, writes=True)
    except Cancelled as error:
        return Answer(AnswerKind.STOPPED, 0, sentence=error.sentence, stop="cancelled")
    except SignInLost as error:
        return Answer(AnswerKind.STOPPED, 0, faults=error.faults, sentence=error.sentence, stop="sign-in")
    except Known as error:
        # The sign-in could not be renewed just now: the request itself did not leave.
        sentence = f"{error.sentence} Nothing was sent."
        return Answer(AnswerKind.STOPPED, 0, faults=error.faults, sentence=sentence, stop="unreachable")
    if isinstance(outcome, Silence):
        return _silent(outcome)
    return _understood(outcome, prepared)


def entity_of(prepared: Prepared) -> str:
    """`Invoice` of `create Invoice`."""
    return prepared.operation.rpartition(" ")[2]


def document_in(prepared: Prepared, body: bytes) -> FoundDocument | None:
    """The document of a stored answer; None when the answer was trimmed or holds none."""
    try:
        raw = decode(body, dict[str, msgspec.Raw]).get(entity_of(prepared))
        return None if raw is None else _document(entity_of(prepared), bytes(raw))
    except (ValueError, NotMoney):
        return None


def _silent(silence: Silence) -> Answer:
    if silence.trouble is Trouble.NOT_SENT:
        sentence = f"QuickBooks could not be reached: {silence.reason}. Nothing was sent."
        return Answer(AnswerKind.STOPPED, 0, sentence=sentence, stop="unreachable")
    sentence = f"No answer came from QuickBooks: {silence.reason}. {_LOOKED_UP}"
    return Answer(AnswerKind.UNKNOWN, 0, sentence=sentence)


def _understood(reply: Reply, prepared: Prepared) -> Answer:
    faults = faults_in(reply)
    if not faults:
        if reply.status == 401:
            sentence = sentence_of((Fault("3200", ""),))
            return _answer(reply, AnswerKind.STOPPED, sentence, stop="sign-in")
        return _written(reply, prepared) if reply.status == 200 else _uncertain(reply)
    meaning = meaning_of(faults)
    if reply.status >= 500 or reply.status == 429 or meaning in {Meaning.UNCERTAIN, Meaning.THROTTLED}:
        return _uncertain(reply, faults)
    sentence = sentence_of(faults)
    if meaning in {Meaning.SIGN_IN, Meaning.EXPIRED}:
        return _answer(reply, AnswerKind.STOPPED, sentence, faults, stop="sign-in")
    if meaning is Meaning.SUBSCRIPTION:
        return _answer(reply, AnswerKind.STOPPED, sentence, faults, stop="subscription")
    if meaning is Meaning.DUPLICATE_NUMBER:
        return _answer(reply, AnswerKind.DUPLICATE_NUMBER, sentence, faults, duplicate=duplicate_of(faults))
    return _answer(reply, AnswerKind.REFUSED, sentence, faults)


def _written(reply: Reply, prepared: Prepared) -> Answer:
    """A 200 counts only when it holds the entity that was asked for."""
    entity = entity_of(prepared)
    try:
        parts = decode(reply.body, dict[str, msgspec.Raw])
        raw = parts.get(entity)
        if raw is None:
            return _uncertain(reply)
        found = decode(bytes(raw), wire.Identified)
        document = None if prepared.operation.startswith("delete ") else _document(entity, bytes(raw))
    except (ValueError, NotMoney):
        return _uncertain(reply)
    return _answer(reply, AnswerKind.WRITTEN, "", record_id=QuickBooksId(found.id), document=document)


def _document(entity: str, raw: bytes) -> FoundDocument | None:
    if entity not in {kind.value for kind in DocumentKind}:
        return None
    return mapping.document(decode(raw, wire.Transaction), DocumentKind(entity), raw)


def _uncertain(reply: Reply, faults: tuple[Fault, ...] = ()) -> Answer:
    sentence = f"QuickBooks' answer says nothing certain. {_LOOKED_UP}"
    return _answer(reply, AnswerKind.UNKNOWN, sentence, faults)


def _answer(
    reply: Reply,
    kind: AnswerKind,
    sentence: str,
    faults: tuple[Fault, ...] = (),
    *,
    stop: str = "",
    duplicate: tuple[str, str] | None = None,
    record_id: QuickBooksId | None = None,
    document: FoundDocument | None = None,
) -> Answer:
    return Answer(
        kind,
        reply.status,
        body=reply.body,
        tid=reply.tid,
        faults=faults,
        sentence=sentence,
        record_id=record_id,
        document=document,
        server_time=mapping.time_of(reply),
        duplicate_of=duplicate,
        stop=stop,
    )
