"""From QuickBooks' error codes to sentences: what happened and what to do, in a bookkeeper's words.

The words stand in the error catalogue; here is what each code proves. `{detail}` is QuickBooks' own
explanation without its preamble.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.catalogue import QUICKBOOKS


class Meaning(StrEnum):
    """What a fault proves, and who can do something about it."""

    REFUSED = "refused"
    SIGN_IN = "sign-in"
    SUBSCRIPTION = "subscription"
    THROTTLED = "throttled"
    BUSY = "busy"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"
    """Nothing is proven: look, never repeat blindly."""
    DUPLICATE_NUMBER = "duplicate-number"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A code's meaning, its sentence, and the fix."""

    meaning: Meaning
    sentence: str
    fix: str = ""


_LOOKS_FIRST = frozenset({Meaning.UNCERTAIN, Meaning.THROTTLED})
"""The program itself does what is to be done: the sentence is enough."""


def _rows() -> dict[str, FaultRow]:
    rows = {}
    for code, entry in QUICKBOOKS.items():
        meaning = Meaning(entry.meaning)
        rows[code] = FaultRow(meaning, entry.sentence, "" if meaning in _LOOKS_FIRST else entry.fix)
    return rows


FAULTS: dict[str, FaultRow] = _rows()
OTHER = FaultRow(Meaning.REFUSED, "QuickBooks refused this: {detail}")

BUSY_TEXTS = (
    "You can only add or edit one name at a time",
    "You can only add or edit one product or service at a time",
)
"""6000 with one of these: another write to the list was under way; nothing was written."""

UNCERTAIN_TEXTS = ("An unexpected error occurred while accessing or saving your data",)
"""6000 with one of these has been seen as the answer to a repeated request that had succeeded."""
