"""JSON to typed values: numbers become Decimal as they stand in the text, never float."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

from mobius_desktop.domain.errors import RemoteUnknown
from mobius_desktop.domain.money import NotMoney, finite

Shape = TypeVar("Shape")


_building = Lock()
"""One decoder is built at a time: msgspec lets a second thread use a type that the first is still describing,
and the program ends with a segmentation fault (seen with msgspec 0.22)."""


@cache
def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    with _building:
        return msgspec.json.Decoder(shape)


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """The body as a value of this shape; ValueError when it is not one."""
    try:
        value: Shape = _decoder(cast("Hashable", shape)).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # The library's message quotes paths and types only, no content.
        raise ValueError(str(error)) from None
    return value


def read(body: bytes, shape: type[Shape], *, name: str, side: str) -> Shape:
    """The body of a read as a value; RemoteUnknown with a sentence when it cannot be understood."""
    try:
        return decode(body, shape)
    except ValueError as error:
        raise RemoteUnknown(
            f"{name} sent an answer that cannot be read ({error}). Try again; if it stays, save a support"
            " bundle.",
            side=side,
        ) from None


def number(value: Decimal | None) -> Decimal:
    """A number that may be left out; NaN and infinities are refused."""
    return Decimal(0) if value is None else finite(value)


def plain_number(text: str) -> msgspec.Raw:
    """A number for the wire from its plain notation, written as it stands."""
    if not text or set(text) - set("-0123456789."):
        raise NotMoney(f"{text!r} is not in plain notation")
    return msgspec.Raw(text.encode())
