"""One invoice, two installations, QuickBooks, ConnectWise and people, as values.

`decide` is the rule book: what an installation does next, given its journal and what it sees. Everything that
can happen to a call (answered, lost before or after it was done, parked) and every crash is a transition.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

SERIES_MOST = 2
"""A series beyond this is not followed: people delete once, a cause is cured once."""


class At(IntEnum):
    """Where an installation stands with the invoice. The journal knows all but READY and PROVEN."""

    IDLE = 0
    READY = 1
    """Looked, found nothing, will send: lost in a crash."""
    SENDING = 2
    """The request is written and on its way."""
    ASKED = 3
    """Checking: the request is written, its outcome unknown."""
    KNOWN = 4
    """An Id is written."""
    PROVEN = 5
    """Read back and compared: lost in a crash."""
    MARKING = 6
    """The mark is written, its outcome unknown."""
    DONE = 7
    TOLD = 8
    """Needs check: a person was told and decides."""


class Request(NamedTuple):
    """What makes a requestid: the content and the series."""

    content: int
    series: int


class Document(NamedTuple):
    """A document in QuickBooks."""

    content: int
    live: bool = True
    marker: bool = True


class Installation(NamedTuple):
    """One data folder."""

    at: At = At.IDLE
    request: Request | None = None
    document: int | None = None
    series: int = 0
    once_unknown: bool = False
    """Looked at again at every start, for 24 hours."""


class World(NamedTuple):
    """Everything."""

    one: Installation = Installation()
    two: Installation = Installation()
    documents: tuple[Document, ...] = ()
    answers: tuple[tuple[Request, int], ...] = ()
    """Stored answers: the document's position, or FAULT."""
    parked: tuple[Request, ...] = ()
    refuses: bool = False
    """QuickBooks has a cause to refuse it with a Fault."""
    unposted: bool = True
    content: int = 0
    acts: int = 0
    """What people have done, a bit each."""
    excused: bool = False
    """A person removed the document after its mark."""


FAULT = -1


class Rules(NamedTuple):
    """The rules of the design that can be taken out."""

    spent: bool = True
    """3: a Fault, or a document seen gone, spends the requestid."""
    look_first: bool = True
    """5: look before the first write."""
    proof: bool = True
    """6: an answer is not proof."""
    unknown: bool = True
    """7: an unknown outcome is replayed or stays unknown; never concluded from a look alone."""


class Step(IntEnum):
    """What an installation does next."""

    NOTHING = 0
    BE_READY = 1
    SEND = 2
    REPLAY = 3
    TAKE = 4
    """Take over the document that was found."""
    FORGET = 5
    """Plan it anew as if it had never been sent: what rule 7 forbids."""
    BACK_TO_LOOK = 6
    """Seen gone: spent, look again."""
    PROVEN = 7
    MARK = 8
    FINISH = 9
    TELL = 10


class Seen(NamedTuple):
    """What an installation reads in both systems."""

    unposted: bool
    content: int
    ours: tuple[int, ...]
    strangers: int
    own_live: bool
    own_equal: bool

    @property
    def live(self) -> int:
        return len(self.ours) + self.strangers


def decide(rules: Rules, me: Installation, seen: Seen) -> Step:
    """The one decision: what next, given the journal and what is seen."""
    match me.at:
        case At.IDLE | At.DONE if rules.unknown and me.once_unknown and seen.live > 1:
            return Step.TELL
        case At.IDLE | At.DONE:
            return _plan(rules, seen)
        case At.READY:
            return Step.SEND
        case At.ASKED:
            return _unknown(rules, me, seen)
        case At.KNOWN:
            return _prove(seen) if rules.proof else Step.PROVEN
        case At.PROVEN:
            return Step.MARK
        case At.MARKING:
            if not seen.unposted:
                return Step.FINISH
            # Hours may have passed: it is proven anew before the same mark is sent again.
            return _prove(seen) if rules.proof else Step.PROVEN
        case _:
            return Step.NOTHING


def _plan(rules: Rules, seen: Seen) -> Step:
    if not seen.unposted:
        return Step.NOTHING
    if not rules.look_first:
        return Step.BE_READY
    if seen.strangers or len(seen.ours) > 1:
        return Step.TELL
    if seen.ours:
        return Step.TAKE
    return Step.BE_READY


def _unknown(rules: Rules, me: Installation, seen: Seen) -> Step:
    if seen.strangers or len(seen.ours) > 1:
        return Step.TELL
    if seen.ours:
        return Step.TAKE
    if not rules.unknown:
        return Step.FORGET
    same = me.request is not None and me.request.content == seen.content
    return Step.REPLAY if seen.unposted and same else Step.NOTHING


def _prove(seen: Seen) -> Step:
    if not seen.own_live:
        return Step.BACK_TO_LOOK
    if len(seen.ours) > 1 or not seen.own_equal:
        return Step.TELL
    return Step.PROVEN if seen.unposted else Step.FINISH


def look(world: World, me: Installation) -> Seen:
    """What both systems show to this installation."""
    live = [place for place, one in enumerate(world.documents) if one.live]
    ours = tuple(place for place in live if world.documents[place].marker or place == me.document)
    own = world.documents[me.document] if me.document is not None else None
    return Seen(
        unposted=world.unposted,
        content=world.content,
        ours=ours,
        strangers=len(live) - len(ours),
        own_live=own is not None and own.live,
        own_equal=own is not None and own.content == world.content,
    )


def put(world: World, who: int, me: Installation) -> World:
    """The world with one installation changed. Which of both is called the first makes no difference."""
    one, two = (me, world.two) if who == 0 else (world.one, me)
    if _order(two) < _order(one):
        one, two = two, one
    return world._replace(one=one, two=two)


def _order(me: Installation) -> tuple[int, ...]:
    return (
        me.at,
        *(me.request or (-1, -1)),
        -1 if me.document is None else me.document,
        me.series,
        me.once_unknown,
    )


def executed(world: World, request: Request) -> tuple[World, int]:
    """QuickBooks does a request, or repeats its stored answer."""
    for known, answer in world.answers:
        if known == request:
            return world, answer
    documents, answer = world.documents, FAULT
    if not world.refuses:
        documents, answer = (*documents, Document(request.content)), len(documents)
    answers = tuple(sorted((*world.answers, (request, answer))))
    return world._replace(documents=documents, answers=answers), answer


def steps(rules: Rules, world: World, *, peace: bool) -> Iterator[World]:
    """Every world that an installation's next step can lead to; in peace no answer is lost."""
    for who, me in enumerate((world.one, world.two)):
        if me.at is At.SENDING:
            yield from _transmit(rules, world, who, me, peace=peace)
            continue
        step = decide(rules, me, look(world, me))
        if step is Step.BACK_TO_LOOK:
            yield from _spent(rules, world, who, me)
        else:
            yield from _do(step, world, who, me, peace=peace)


def _do(step: Step, world: World, who: int, me: Installation, *, peace: bool) -> Iterator[World]:
    match step:
        case Step.BE_READY:
            request = Request(world.content, me.series)
            yield put(world, who, me._replace(at=At.READY, request=request, document=None))
        case Step.SEND | Step.REPLAY:
            yield put(world, who, me._replace(at=At.SENDING))
        case Step.TAKE:
            (found,) = look(world, me).ours
            yield put(world, who, me._replace(at=At.KNOWN, document=found, request=None))
        case Step.FORGET:
            yield put(world, who, me._replace(at=At.IDLE, request=None))
        case Step.PROVEN:
            yield put(world, who, me._replace(at=At.PROVEN))
        case Step.MARK:
            yield put(world._replace(unposted=False), who, me._replace(at=At.DONE))
            if not peace:
                yield put(world._replace(unposted=False), who, me._replace(at=At.MARKING))
                yield put(world, who, me._replace(at=At.MARKING))
        case Step.FINISH:
            yield put(world, who, me._replace(at=At.DONE))
        case Step.TELL:
            yield put(world, who, me._replace(at=At.TOLD))
        case _:
            return


def _transmit(rules: Rules, world: World, who: int, me: Installation, *, peace: bool) -> Iterator[World]:
    if me.request is None:
        return
    after, answer = executed(world, me.request)
    if answer == FAULT:
        yield from _spent(rules, after, who, me)
    else:
        yield put(after, who, me._replace(at=At.KNOWN, document=answer, request=None))
    if peace:
        return
    asked = me._replace(at=At.ASKED, once_unknown=True)
    yield put(after, who, asked)  # done, and the answer is lost
    yield put(world, who, asked)  # it never arrived
    if me.request not in world.parked:
        yield put(world._replace(parked=tuple(sorted((*world.parked, me.request)))), who, asked)


def _spent(rules: Rules, world: World, who: int, me: Installation) -> Iterator[World]:
    series = me.series + 1 if rules.spent else me.series
    if series <= SERIES_MOST:
        yield put(world, who, Installation(series=series, once_unknown=me.once_unknown))
