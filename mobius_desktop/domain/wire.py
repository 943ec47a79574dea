"""A write in two steps: `prepare` gives the exact bytes, which are journaled, then `send` sends them.

There is no third way to write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mobius_desktop.domain.errors import Fault
from mobius_desktop.domain.ids import QuickBooksId, RequestId
from mobius_desktop.domain.quickbooks import FoundDocument


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request ready to go. Its bytes are stored before they are sent, and a replay sends these bytes.

    `path` is relative to the API's base and holds no secret; `content_hash` is the canonical hash."""

    side: str
    """`connectwise` or `quickbooks`."""
    operation: str
    """`create Invoice`, `delete CreditMemo`, `create batch` …"""
    method: str
    path: str
    body: bytes
    request_id: RequestId | None = None
    """QuickBooks' idempotency key; ConnectWise has none."""
    identifier: str = ""
    """ConnectWise's batchIdentifier."""
    content_hash: str = ""


class AnswerKind(StrEnum):
    """What an answer proves."""

    WRITTEN = "written"
    REFUSED = "refused"
    """A Fault that proves that nothing was written: it spends the requestid."""
    UNKNOWN = "unknown"
    """Timeout, dropped connection, 5xx, unreadable 200, fault 600."""
    DUPLICATE_NUMBER = "duplicate number"
    """6140: look up the document that it names."""
    STOPPED = "stopped"
    """Proven unwritten, and nothing more can be sent now (sign-in lost, subscription ended, not reached)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a write."""

    kind: AnswerKind
    status: int
    body: bytes = field(repr=False, default=b"")
    tid: str = ""
    faults: tuple[Fault, ...] = ()
    sentence: str = ""
    """For a bookkeeper: why it was refused, or that no answer came."""
    record_id: QuickBooksId | None = None
    """Id of a written list record or document."""
    document: FoundDocument | None = None
    server_time: datetime | None = None
    duplicate_of: tuple[str, str] | None = None
    """(TxnType, TxnId) that 6140 names."""
    stop: str = ""
    """`sign-in`, `subscription` or `unreachable` for STOPPED."""
