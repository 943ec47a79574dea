"""Questions to one QuickBooks company: pages, batches of questions, and the clock of its answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from mobius_desktop.domain.errors import Fault, RemoteUnknown
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.money import NotMoney
from mobius_desktop.domain.ports import Clock, Progress
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.quickbooks import mapping, query, wire
from mobius_desktop.quickbooks.fault_table import Meaning
from mobius_desktop.quickbooks.faults import (
    NAME,
    SIDE,
    error_for_read,
    faults_from,
    judge,
    meaning_of,
    refused_read,
)
from mobius_desktop.transport import decode, parallel
from mobius_desktop.transport.channel import Call, Channel, Reply, Silence, no_answer
from mobius_desktop.transport.throttle import Throttle

MINOR_VERSION = ("minorversion", "75")
MOST_STATEMENTS = 30
MOST_OBJECTS = 1000
"""What a batch takes and answers."""
QUERIES_A_BATCH = 10
"""Two statements each, and rarely many rows."""

Shape = TypeVar("Shape")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement without its page."""

    entity: str
    where: str = ""
    most: int | None = None
    """How many rows there can be at most, where that is known."""

    def page(self, start: int, size: int = query.PAGE) -> str:
        return query.select(self.entity, self.where, start=start, size=size)

    def is_complete(self, rows: int, new: int) -> bool:
        """Whether `rows` rows, `new` of them by the last page, are all.

        Large rows make QuickBooks give fewer than asked for, so a short page says nothing: an empty one
        does, or that there cannot be more."""
        return new == 0 or (self.most is not None and rows >= self.most)


@dataclass(frozen=True, slots=True)
class _Page:
    """A part of the question at `place`: so many rows from `start` on."""

    place: int
    start: int
    size: int


class Reader:
    """Asks a company; thread-safe."""

    def __init__(self, channel: Channel, realm: RealmId, clock: Clock, batch_pace: Throttle) -> None:
        self._channel = channel
        self._clock = clock
        self._batch_pace = batch_pace
        self.base = f"/v3/company/{realm}"
        self._lock = threading.Lock()
        self._seen: tuple[datetime, float] | None = None

    def get(self, path: str, entity: str, shape: type[Shape]) -> tuple[Shape, datetime | None]:
        """One record by its address, with the answer's time."""
        reply = self._reply(Call("GET", f"{self.base}/{path}", (MINOR_VERSION,)))
        parts = decode.read(reply.body, dict[str, msgspec.Raw], name=NAME, side=SIDE)
        if entity not in parts:
            raise _incomplete(entity)
        found = decode.read(bytes(parts[entity]), shape, name=NAME, side=SIDE)
        return found, mapping.time_of(reply)

    def rows(self, question: Question, start: int = 1) -> Iterator[bytes]:
        """All rows of a question as their own JSON, page by page."""
        while True:
            call = Call(
                "POST",
                f"{self.base}/query",
                (MINOR_VERSION,),
                body=question.page(start).encode(),
                headers={"Content-Type": "application/text"},
            )
            answer = decode.read(self._reply(call).body, wire.QueryAnswer, name=NAME, side=SIDE)
            page = _rows_of(answer.response, question.entity)
            yield from page
            start += len(page)
            if question.is_complete(start - 1, len(page)):
                return

    def all(self, questions: Sequence[Question]) -> list[list[bytes]]:
        """The rows of each question, asked several to a call; long answers are read on page by page."""
        groups = list(parallel.chunks(questions, QUERIES_A_BATCH))
        found = []
        for question, (rows, count) in zip(
            questions, (one for group in parallel.each(self._batch, groups) for one in group), strict=True
        ):
            counted = replace(question, most=count)
            if not counted.is_complete(len(rows), len(rows)):
                rows.extend(self.rows(counted, len(rows) + 1))
            found.append(rows)
        return found

    def long_lists(
        self, questions: Sequence[Question], progress: Progress | None = None
    ) -> list[list[bytes]]:
        """All rows of long lists, counted first, then as many pages to a call as it may answer.

        As batches, not as single queries: after a company was reset, those were seen to give records that
        are gone, while batches gave what lives."""
        counts = self._ask([(one.entity, query.count(one.entity, one.where)) for one in questions])
        found: list[list[bytes]] = [[] for _ in questions]
        pages = [
            _Page(place, start, min(query.PAGE, (_count_of(count) or 0) - start + 1))
            for place, count in enumerate(counts)
            for start in range(1, (_count_of(count) or 0) + 1, query.PAGE)
        ]
        while pages:
            groups = list(_packed(pages))
            answers = parallel.each(lambda group: self._pages(questions, group), groups)
            pages = []
            for page, rows in (one for answer in answers for one in answer):
                found[page.place] += rows
                if progress is not None:
                    progress(sum(len(one) for one in found))
                if 0 < len(rows) < page.size:  # large rows make a page shorter than asked for
                    pages.append(_Page(page.place, page.start + len(rows), page.size - len(rows)))
        return found

    def _pages(
        self, questions: Sequence[Question], group: Sequence[_Page]
    ) -> list[tuple[_Page, list[bytes]]]:
        statements = [
            (questions[page.place].entity, questions[page.place].page(page.start, page.size))
            for page in group
        ]
        responses = self._ask(statements)
        return [
            (page, _rows_of(response, questions[page.place].entity))
            for page, response in zip(group, responses, strict=True)
        ]

    def now(self) -> datetime | None:
        """QuickBooks' clock now, carried on from its latest answer; None before the first one."""
        with self._lock:
            if self._seen is None:
                return None
            moment, at = self._seen
        return moment + timedelta(seconds=self._clock.monotonic() - at)

    def note_time(self, moment: datetime | None) -> None:
        """Take over the time of an answer."""
        if moment is not None:
            with self._lock:
                self._seen = (moment, self._clock.monotonic())

    def _batch(self, questions: Sequence[Question]) -> list[tuple[list[bytes], int | None]]:
        """The first page of each question, with how many rows there are: asked in the same call, so that
        no further one is needed to learn that the page was all."""
        pages = [(question.entity, question.page(1)) for question in questions]
        counts = [(question.entity, query.count(question.entity, question.where)) for question in questions]
        responses = self._ask(pages + counts)
        return [
            (_rows_of(responses[place], question.entity), _count_of(responses[len(questions) + place]))
            for place, question in enumerate(questions)
        ]

    def _ask(self, statements: Sequence[tuple[str, str]]) -> list[dict[str, msgspec.Raw] | None]:
        """One batch of (entity, statement); the responses in the order of the statements."""
        items = [
            {"bId": str(position), "Query": text} for position, (_, text) in enumerate(statements, start=1)
        ]
        call = Call(
            "POST",
            f"{self.base}/batch",
            (MINOR_VERSION,),
            body=msgspec.json.encode({"BatchItemRequest": items}),
        )
        with self._batch_pace.slot():
            reply = self._reply(call, _judge_batch)
        answer = decode.read(reply.body, wire.BatchAnswer, name=NAME, side=SIDE)
        by_number = {item.number: item for item in answer.items}
        responses = []
        for position, (entity, _) in enumerate(statements, start=1):
            item = by_number.get(str(position))
            if item is None:
                raise _incomplete(entity)
            if item.upper is not None:
                raise refused_read(faults_from(item.upper, reply))
            responses.append(item.response)
        return responses

    def _reply(self, call: Call, look: Callable[[Reply], Trouble | None] = judge) -> Reply:
        outcome = self._channel.exchange(call, look, writes=False)
        if isinstance(outcome, Silence):
            raise no_answer(outcome, NAME, side=SIDE)
        error = error_for_read(outcome)
        if error is not None:
            raise error
        self.note_time(mapping.time_of(outcome))
        return outcome


def shaped(raw: bytes, shape: type[Shape]) -> Shape:
    """A row as a value of its shape."""
    return decode.read(raw, shape, name=NAME, side=SIDE)


def mapped(to_value: Callable[[Shape], Value], shape: Shape) -> Value:
    """A shape as our value; RemoteUnknown with a sentence where it cannot be right."""
    try:
        return to_value(shape)
    except (mapping.Unreadable, NotMoney) as error:
        raise RemoteUnknown(
            f"QuickBooks sent something that cannot be right: {error}. Try again; if it stays, save a"
            " support bundle.",
            side=SIDE,
        ) from error


def _packed(pages: Sequence[_Page]) -> Iterator[list[_Page]]:
    """The pages in groups that a batch may hold and answer."""
    group: list[_Page] = []
    rows = 0
    for page in pages:
        if group and (rows + page.size > MOST_OBJECTS or len(group) >= MOST_STATEMENTS):
            yield group
            group, rows = [], 0
        group.append(page)
        rows += page.size
    if group:
        yield group


def _rows_of(response: dict[str, msgspec.Raw] | None, entity: str) -> list[bytes]:
    """The rows under the entity's name; an empty answer does not have that name at all."""
    if response is None:
        raise _incomplete(entity)
    if entity not in response:
        return []
    rows = decode.read(bytes(response[entity]), list[msgspec.Raw], name=NAME, side=SIDE)
    return [bytes(row) for row in rows]


def _count_of(response: dict[str, msgspec.Raw] | None) -> int | None:
    """The count that an answer holds; None where it holds none."""
    raw = (response or {}).get("totalCount")
    return None if raw is None else decode.read(bytes(raw), int, name=NAME, side=SIDE)


def _judge_batch(reply: Reply) -> Trouble | None:
    trouble = judge(reply)
    if trouble is not None:
        return trouble
    try:
        answer = decode.decode(reply.body, wire.BatchAnswer)
    except ValueError:
        return Trouble.NO_ANSWER
    faults: tuple[Fault, ...] = tuple(
        fault for item in answer.items if item.upper for fault in faults_from(item.upper, reply)
    )
    if faults and meaning_of(faults) is Meaning.THROTTLED:
        return Trouble.THROTTLED
    return None


def _incomplete(entity: str) -> RemoteUnknown:
    return RemoteUnknown(
        f"QuickBooks' answer lacks what was asked for ({entity}). Try again; if it stays, save a support"
        " bundle.",
        side=SIDE,
    )
