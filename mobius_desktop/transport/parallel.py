"""Asks in chunks, several at once, so that a long list of ids does not cost its length in round trips."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


def chunks(items: Sequence[Asked], size: int) -> Iterator[Sequence[Asked]]:
    """The items in their order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def each(ask: Callable[[Asked], Answered], questions: Sequence[Asked], *, threads: int = 4) -> list[Answered]:
    """The answers in the order of the questions; the first failure is raised. The throttle still paces."""
    if len(questions) < 2:
        return [ask(question) for question in questions]
    with ThreadPoolExecutor(min(threads, len(questions)), thread_name_prefix="mobius-ask") as pool:
        # A copy of the context each: the stop event of the caller holds in its helpers too.
        futures = [pool.submit(contextvars.copy_context().run, ask, question) for question in questions]
        return [future.result() for future in futures]
