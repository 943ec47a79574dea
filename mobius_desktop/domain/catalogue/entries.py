"""One row of the error catalogue, and how its tables are written.

A table's rows begin with the codes (several share a row), what the answer proves, whose setting it is and
the vendor's own name for it; then the sentence, after ? the most likely cause, after @ the exact place, after
→ what to do. `{detail}` stands for the vendor's own explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one code."""

    code: str
    side: str
    """quickbooks, connectwise or here."""
    title: str
    meaning: str
    """What the answer proves: refused, sign-in, throttled …; of our own findings their severity."""
    whose: str
    """Where what is to be changed is: quickbooks, connectwise, here, intuit or program."""
    sentence: str
    """What happened; fields in braces are filled in where it is said."""
    cause: str
    place: str
    fix: str
    retry: str
    """Whether it is safe to try again."""

    def said(self, detail: str = "…") -> str:
        """The sentence for a page that knows no particular case."""
        return re.sub(r"\{[^}]*\}", detail, self.sentence)


WHOSE = {
    "quickbooks": "QuickBooks",
    "connectwise": "ConnectWise",
    "here": "this program's set-up",
    "intuit": "nobody here: the service itself",
    "program": "the program",
    "none": "nobody",
}

RETRY = {
    "refused": "Safe once the cause is cured: nothing was written.",
    "sign-in": "Safe after reconnecting: nothing was written, and what waits goes on.",
    "expired": "Safe: the program renews the sign-in and repeats it by itself.",
    "right-missing": "Safe once the right is given: nothing was changed.",
    "subscription": "Safe once the subscription is settled: nothing was written.",
    "throttled": "Safe: the program waits and repeats it by itself. Keys and sign-in are fine.",
    "duplicate-number": "Not as it is: the program looks who holds the number, and adopts its own document.",
    "uncertain": "Not by hand: it may have arrived. The program looks first, then repeats the same request.",
}


def entries_in(table: str, side: str) -> Iterator[Entry]:
    """The rows of a table, one entry for each code."""
    for block in _blocks(table):
        codes, meaning, whose, title = block[""]
        for code in codes.split(","):
            yield Entry(
                code.replace("HTTP-", "HTTP "),
                side,
                title,
                meaning,
                whose,
                block["    "][0],
                block["  ? "][0],
                block["  @ "][0],
                block["  → "][0],
                RETRY[meaning],
            )


def _blocks(table: str) -> Iterator[dict[str, tuple[str, ...]]]:
    """Each row by the sign its lines begin with; a line further in goes on with the one before it."""
    parts: dict[str, list[str]] = {}
    sign = ""
    for line in [*table.strip().splitlines(), "# end"]:
        if line.startswith(("  ? ", "  @ ", "  → ")):
            sign = line[:4]
        elif line.startswith("    "):
            sign = "    " if set(parts) <= {"", "    "} else sign
        else:
            if parts:
                yield _row(parts)
            parts, sign = ({}, "") if line.startswith("#") else ({"": [line]}, "")
            continue
        parts.setdefault(sign, []).append(line[4:].strip())


def _row(parts: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    head, _, title = parts[""][0].partition(": ")
    codes, meaning, whose = head.split()
    found: dict[str, tuple[str, ...]] = {sign: (" ".join(lines),) for sign, lines in parts.items() if sign}
    return found | {"": (codes, meaning, whose, title)}
