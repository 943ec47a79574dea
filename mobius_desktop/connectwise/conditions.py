"""ConnectWise's condition language: values written so that no text can become an operator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def text(value: str) -> str:
    """A string literal, in the kind of quotes that the text does not hold itself."""
    if '"' not in value:
        return f'"{value}"'
    if "'" not in value:
        return f"'{value}'"
    escaped = value.replace('"', '\\"')
    return f'"{escaped}"'


def before(day: dt.date) -> str:
    """The moment at which a day begins."""
    return f"[{day.isoformat()}T00:00:00Z]"


def moment(at: dt.datetime) -> str:
    """A moment, in UTC as ConnectWise keeps it."""
    return f"[{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}]"


def one_of(field: str, ids: Sequence[int]) -> str:
    """`field in (1,2,3)`; at most about a hundred, or the address grows too long."""
    return f"{field} in ({','.join(str(int(one)) for one in ids)})"


def all_of(*parts: str) -> str:
    """The parts that are not empty, joined by `and`."""
    return " and ".join(part for part in parts if part)
