"""Failures as classes: Known ones (environment, remote side, user) carry the sentence the user reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What a remote side said, in its own code; texts may hold customers' names and are redacted in logs."""

    code: str
    message: str
    detail: str = ""
    element: str = ""
    status: int = 0
    tid: str = ""
    """`intuit_tid` or `x-cw-request-id`."""


class Known(Exception):  # noqa: N818 - reads as what it is: a known failure, not a bug
    """A failure that the user can do something about. `sentence` says what happened and what next."""

    def __init__(self, sentence: str, *, side: str = "", faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.side = side
        self.faults = faults


class RemoteRefused(Known):
    """The remote side understood and refused; nothing was written."""


class RemoteUnknown(Known):
    """No usable answer: what was asked may or may not have happened."""


class Unreachable(RemoteUnknown):
    """No connection could be made: the request never left."""


class Throttled(Known):
    """The remote side asks for a pause of `seconds`."""

    def __init__(
        self, sentence: str, *, seconds: float, side: str = "", faults: tuple[Fault, ...] = ()
    ) -> None:
        super().__init__(sentence, side=side, faults=faults)
        self.seconds = seconds


class SignInLost(Known):
    """The keys or the sign-in are no longer accepted: the company's queue stops, its work is kept."""


class SubscriptionEnded(Known):
    """QuickBooks reports that the company's subscription has ended (6190)."""


class WrongCompany(Known):
    """The browser signed in to another company than the one meant."""


class RightMissing(Known):
    """The API member or the user lacks a permission."""


class StorageFailed(Known):
    """The disk is full, or the record cannot be written: nothing more is sent."""


class RecordDamaged(Known):
    """The record was altered outside the program, or cannot be read."""


DAMAGED = (
    "The record on this computer is damaged and could not be read. Nothing was changed. Restore a backup."
)


class CopyDoesNotHold(RecordDamaged):
    """A copy can be read, and was changed outside this program. `found` says where."""

    def __init__(self, sentence: str, *, found: str) -> None:
        super().__init__(sentence)
        self.found = found


EMPTY = (
    "The record on this computer is an empty file: nothing is left in it to be read. Nothing was changed. "
    "Restore a backup, or move the empty file away to begin a new record."
)


class NotWritten(Known):
    """A file that the user asked for could not be written; what was there before is unchanged."""


class NewerData(Known):
    """The data was written by a newer version of the program."""


class OtherVersion(Known):
    """What is kept was written by another version of the program. It can be made again."""


class InUse(Known):
    """Another program holds the company or the data folder. The sentence says who, `subject` what."""

    def __init__(self, sentence: str, *, subject: str = "") -> None:
        super().__init__(sentence)
        self.subject = subject


class VaultMissing(Known):
    """This machine has no key store, or it refuses."""


class NotSetUp(Known):
    """A connection or company is not configured yet."""


class Unexpected(Known):
    """A fault of the program ended what was asked. The crash dialog tells of it; whoever waits for the end
    learns with this that it has come."""


class Cancelled(Known):
    """The user cancelled; what was begun has been carried to a known end."""
