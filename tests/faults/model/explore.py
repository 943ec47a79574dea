"""Walks every world that can be reached, and tells of each silent loss or double."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from tests.faults.model.machine import At, Document, Installation, Rules, World, executed, put, steps

DELETE, EDIT_MEMO, CORRECT, UNBATCH, REFUSE, CURE, LOSE_JOURNAL = (1 << bit for bit in range(7))
QUIET = (At.IDLE, At.DONE)
"""Nobody replaces a data folder while a program runs on it, and what was told has been read."""
SETTLED = (*QUIET, At.TOLD)
MOST_ACTS = 2
"""People do so many things to one invoice; a cause that refuses it can always be cured."""
VISIBLE = (At.TOLD, At.ASKED, At.SENDING)
"""States that the record shows as Checking or Needs check."""


class Found(NamedTuple):
    """What an exploration brought."""

    worlds: int
    losses: int
    doubles: int
    example: tuple[World, ...] = ()
    """The way to the first bad end."""

    @property
    def good(self) -> bool:
        return not (self.losses or self.doubles)


def explore(rules: Rules, most_acts: int = MOST_ACTS) -> Found:
    """From the beginning to every world; then each is followed in peace to its end."""
    start = World()
    came: dict[World, World | None] = {start: None}
    waiting = deque((start,))
    while waiting:
        world = waiting.popleft()
        for after in _everything(rules, world, most_acts):
            if after not in came:
                came[after] = world
                waiting.append(after)
    return _judged(rules, came)


def _everything(rules: Rules, world: World, most_acts: int) -> Iterator[World]:
    yield from steps(rules, world, peace=False)
    yield from _crashes(world)
    yield from _late(world)
    if not any(one.at is At.PROVEN for one in (world.one, world.two)):
        # Not promised: what people change in the seconds between the proof and the mark.
        yield from _people(world, most_acts)


def _crashes(world: World) -> Iterator[World]:
    back = {At.READY: At.IDLE, At.SENDING: At.ASKED, At.PROVEN: At.KNOWN}
    for who, me in enumerate((world.one, world.two)):
        if me.at in back:
            once = me.once_unknown or me.at is At.SENDING
            yield put(world, who, me._replace(at=back[me.at], once_unknown=once))


def _late(world: World) -> Iterator[World]:
    for request in world.parked:
        rest = tuple(one for one in world.parked if one != request)
        yield executed(world._replace(parked=rest), request)[0]


def _people(world: World, most_acts: int) -> Iterator[World]:
    for act in (DELETE, EDIT_MEMO, CORRECT, UNBATCH, REFUSE, CURE, LOSE_JOURNAL):
        if world.acts & act or (world.acts.bit_count() >= most_acts and act != CURE):
            continue
        for after in _done(world, act):
            yield after._replace(acts=world.acts | act)


def _done(world: World, act: int) -> Iterator[World]:
    if act in (DELETE, EDIT_MEMO):
        for place, one in enumerate(world.documents):
            if one.live:
                changed = one._replace(live=False) if act == DELETE else one._replace(marker=False)
                documents = (*world.documents[:place], changed, *world.documents[place + 1 :])
                gone = act == DELETE and not world.unposted
                yield world._replace(documents=documents, excused=world.excused or gone)
    elif act == CORRECT and world.unposted:
        yield world._replace(content=1)
    elif act == UNBATCH and not world.unposted:
        yield world._replace(unposted=True, excused=False)
    elif act == REFUSE:
        yield world._replace(refuses=True)
    elif act == CURE and world.refuses:
        yield world._replace(refuses=False)
    elif act == LOSE_JOURNAL and not world.parked and world.one.at in SETTLED and world.two.at in SETTLED:
        for who, me in enumerate((world.one, world.two)):
            if me.at in QUIET and me != Installation() and not me.once_unknown:
                yield put(world, who, Installation())


def _judged(rules: Rules, came: dict[World, World | None]) -> Found:
    """A world is bad when peace leads from it to no good end, or to a silent bad one."""
    losses = doubles = 0
    first: World | None = None
    peace = {world: _in_peace(rules, world) for world in came if not world.refuses}
    good = _can_end_well(peace)
    for world, nexts in peace.items():
        end = "" if nexts else _silent(world)
        if world not in good and not end:
            end = "loss"  # it never goes through, whatever is done
        if end:
            losses += end == "loss"
            doubles += end == "double"
            first = first or world
    return Found(len(came), losses, doubles, tuple(_way(came, first)) if first is not None else ())


def _in_peace(rules: Rules, world: World) -> list[World]:
    if world.parked:
        return list(_late(world))
    return [after for after in steps(rules, world, peace=True) if after != world]


def _can_end_well(peace: dict[World, list[World]]) -> set[World]:
    """Worlds from which peace can lead to an end that is right or told."""
    before: dict[World, list[World]] = {}
    good: set[World] = set()
    waiting: deque[World] = deque()
    for world, nexts in peace.items():
        for after in nexts:
            before.setdefault(after, []).append(world)
        if not nexts and not _silent(world):
            good.add(world)
            waiting.append(world)
    while waiting:
        for earlier in before.get(waiting.popleft(), ()):
            if earlier not in good:
                good.add(earlier)
                waiting.append(earlier)
    return good


def _silent(world: World) -> str:
    """What is wrong with an end that nobody is told of."""
    if any(one.at in VISIBLE for one in (world.one, world.two)):
        return ""
    live: list[Document] = [one for one in world.documents if one.live]
    if len(live) > 1:
        return "double"
    if not live and not world.excused:
        return "loss"
    return ""


def _way(came: dict[World, World | None], world: World) -> list[World]:
    way = [world]
    while (earlier := came[way[-1]]) is not None:
        way.append(earlier)
    return way[::-1]
