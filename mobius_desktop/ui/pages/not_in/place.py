"""What *Did Not Go In* is opened with: some of the causes that the Dashboard counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mobius_desktop.history.dashboard import Cause, CauseKey


@dataclass(frozen=True, slots=True)
class NotInPlace:
    """These causes only, and how they are called."""

    words: str
    causes: frozenset[CauseKey]

    @classmethod
    def of(cls, words: str, causes: Iterable[Cause]) -> NotInPlace:
        """The place of causes that are there now."""
        return cls(words, frozenset(one.key for one in causes))
