"""What the answer to a write to ConnectWise proves."""

from __future__ import annotations

from mobius_desktop.connectwise.sentences import (
    REQUEST_TIMEOUT,
    faults_of,
    is_existing_identifier,
    is_not_found,
    judge,
    refusal,
)
from mobius_desktop.domain.errors import Cancelled, Fault, SignInLost
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.domain.wire import Answer, AnswerKind, Prepared
from mobius_desktop.transport.channel import Call, Channel, Reply, Silence


def answer_for(channel: Channel, prepared: Prepared) -> Answer:
    """Send the stored bytes and say what came of it. Never raises a Known error."""
    call = Call(prepared.method, prepared.path, body=prepared.body)
    try:
        outcome = channel.exchange(call, judge, writes=True)
    except Cancelled as error:
        return Answer(AnswerKind.STOPPED, 0, sentence=error.sentence, stop="cancelled")
    if isinstance(outcome, Silence):
        return _silent(outcome)
    return _understood(outcome, prepared)


def _silent(silence: Silence) -> Answer:
    if silence.trouble is Trouble.NOT_SENT:
        sentence = f"ConnectWise could not be reached: {silence.reason}. Nothing was sent."
        return Answer(AnswerKind.STOPPED, 0, sentence=sentence, stop="unreachable")
    sentence = f"No answer came from ConnectWise: {silence.reason}. Whether it was done is looked up."
    return Answer(AnswerKind.UNKNOWN, 0, sentence=sentence)


def _understood(reply: Reply, prepared: Prepared) -> Answer:
    if _is_done(reply):
        return _answer(reply, AnswerKind.WRITTEN, "")
    if prepared.method == "DELETE" and is_not_found(reply):
        return _answer(reply, AnswerKind.WRITTEN, "The ConnectWise batch was already gone.")
    if reply.status < 400 or reply.status >= 500 or reply.status in {REQUEST_TIMEOUT, 429}:
        # Also a 2xx that is no answer of the API's: a proxy's page, say. A throttle that does not end is
        # no proof either, nor is a gateway that waited too long (408); looking is cheap.
        sentence = "ConnectWise's answer says nothing certain. Whether it was done is looked up."
        return _answer(reply, AnswerKind.UNKNOWN, sentence, faults_of(reply))
    error = refusal(reply, prepared.method, prepared.path)
    if isinstance(error, SignInLost):
        return _answer(reply, AnswerKind.STOPPED, error.sentence, error.faults, stop="sign-in")
    sentence = error.sentence
    if is_existing_identifier(error.faults):
        sentence = (
            f"ConnectWise already has a batch {prepared.identifier}: an earlier attempt may have been"
            " accepted. Whether the invoice is still unposted is looked up."
        )
    return _answer(reply, AnswerKind.REFUSED, sentence, error.faults)


def _is_done(reply: Reply) -> bool:
    """A success of the API's own. 201 and 204 are its words for it; a 200 must at least hold its JSON,
    since a proxy in between answers 200 with nothing or with a web page, too."""
    if reply.status in {201, 204}:
        return not reply.body.lstrip().startswith(b"<")
    return reply.status == 200 and reply.body.lstrip()[:1] == b"{"


def _answer(
    reply: Reply, kind: AnswerKind, sentence: str, faults: tuple[Fault, ...] = (), stop: str = ""
) -> Answer:
    return Answer(
        kind,
        reply.status,
        body=reply.body,
        tid=reply.tid,
        faults=faults,
        sentence=sentence,
        server_time=reply.server_time,
        stop=stop,
    )
