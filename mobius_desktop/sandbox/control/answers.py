"""JSON of the sandbox, encoded by msgspec so that a page of a thousand rows does not hold the interpreter.

Amounts are JSON numbers that were never a float.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from flask import Response

_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(value: object) -> bytes:
    return _encoder.encode(value)


def decode(text: bytes | str) -> Any:
    """JSON with every number that has a fraction as a Decimal. Raises ValueError."""
    return json.loads(text, parse_float=Decimal)


def json_answer(
    value: object,
    status: int = 200,
    *,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Response:
    return Response(encode(value), status, headers=dict(headers or {}), content_type=content_type)
