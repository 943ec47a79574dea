"""Amounts as they stand in the database: integer minor units of their currency.

ConnectWise may name an amount that is no whole number of minor units. It is an ERROR that keeps its invoice
from being sent, never rounded, and the record must still be able to say what it was: then it is kept as
decimal text. The columns have no type of their own, since SQLite would turn such a text into a float.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import msgspec

from mobius_desktop.domain.money import NotMoney, from_minor, plain, to_minor
from mobius_desktop.domain.sums import Sums

Stored = int | str | None
_sums = msgspec.json.Decoder(dict[str, int | str])


def amount_in(value: Decimal | None, currency: str) -> Stored:
    """The amount as it is stored."""
    if value is None:
        return None
    try:
        return to_minor(value, currency)
    except NotMoney:
        return plain(value)


def amount_out(stored: Stored, currency: str) -> Decimal:
    """A stored amount that is there, back as Decimal."""
    if isinstance(stored, int):
        return from_minor(stored, currency)
    return Decimal(stored or 0)


def amount_or_none(stored: Stored, currency: str) -> Decimal | None:
    """A stored amount that may be missing."""
    return None if stored is None else amount_out(stored, currency)


def sums_in(sums: Sums) -> str:
    """Money by currency as it is stored: a JSON object of currency and stored amount, by currency."""
    return json.dumps({code: amount_in(amount, code) for code, amount in sums.parts})


def sums_out(stored: str) -> Sums:
    """Stored money by currency."""
    return Sums(tuple((code, amount_out(amount, code)) for code, amount in _sums.decode(stored).items()))


def time_in(moment: dt.datetime | None) -> str | None:
    """A moment in UTC, ISO, always with microseconds, so that text order is time order."""
    return None if moment is None else moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def time_out(text: str) -> dt.datetime:
    """A stored moment."""
    return dt.datetime.fromisoformat(text)


def time_or_none(text: str | None) -> dt.datetime | None:
    """A stored moment that may be missing."""
    return None if text is None else time_out(text)


def date_in(day: dt.date | None) -> str | None:
    """A date, ISO, never converted."""
    return None if day is None else day.isoformat()


def date_or_none(text: str | None) -> dt.date | None:
    """A stored date that may be missing."""
    return None if text is None else dt.date.fromisoformat(text)
