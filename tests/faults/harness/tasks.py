"""What the harness asks of a child, and what the child tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

What = Literal["commit", "call"]
Work = Literal["send", "settle", "undo", "replace"]
When = Literal["before", "unread", "after"]


@dataclass(frozen=True, slots=True)
class Trap:
    """Where the child kills itself.

    A commit: before or after it. A call: before it is sent, when the server has done it and its answer lies
    unread in the socket, or when it is read and nothing has been written of it."""

    what: What
    when: When
    nth: int
    label: str = ""
    """Which sort of commit or call is counted; empty counts all."""

    def __str__(self) -> str:
        return f"{self.when} {self.what} {self.label or 'of any sort'} #{self.nth}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One start of the program on a data folder."""

    work: Work
    """send: recover, then send what is chosen. settle: go on until nothing is left to do. undo: take it back.
    replace: where it was changed after it was sent, take it back and send it anew."""
    folder: Path
    connectwise_url: str
    quickbooks_url: str
    ids: tuple[int, ...]
    report: Path
    trap: Trap | None = None
    summary: str = "Detailed"
    for_good: bool = True
    """An undo voids; else it deletes, so that the invoice can be sent again."""
    broken: Literal["", "blind", "journal late"] = ""
    """A port that does not do what it says, for the tests of the test."""
    pages_left: int | None = None
    """The disk is full after so many pages."""
    lock_at: int | None = None
    """Another program locks the database at this commit, for longer than the program waits."""
    cancel_at: int | None = None
    """The user cancels at this call."""
    twice: bool = False
    """Submit is pressed twice."""
    beside: bool = False
    """Another program may have the folder open: only the company's lock stands between them."""
    fast_timeouts: bool = False


@dataclass(slots=True)
class Row:
    """How the record sees an invoice: the row of its newest batch."""

    state: str
    code: str = ""
    message: str = ""
    marked: bool = False


@dataclass(slots=True)
class Report:
    """What a child leaves behind when it lives long enough."""

    ended: str = ""
    """Why it stopped early; empty when it did not."""
    rows: dict[int, Row] = field(default_factory=dict)
    asks: list[int] = field(default_factory=list)
    """Invoices with a row of any batch that is Needs check or Failed."""
    blocked: dict[int, list[str]] = field(default_factory=dict)
    """Codes of the ERRORs of the last plan."""
    unsettled: list[int] = field(default_factory=list)
    running: int = 0
    """Batches that are still recorded as Running or Interrupted."""
    counts: dict[str, int] = field(default_factory=dict)
    """`commit <label>` or `call <label>`: how many there were."""

    def write(self, path: Path) -> None:
        path.write_bytes(msgspec.json.encode(self))

    @classmethod
    def read(cls, path: Path) -> Report | None:
        """None when the child died before it could tell."""
        if not path.exists():
            return None
        return msgspec.json.decode(path.read_bytes(), type=cls)
