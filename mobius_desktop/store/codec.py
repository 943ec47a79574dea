"""Events as text and back. Bytes and snapshots go out of the text as bodies, named by their digest.

The hash of an event covers its text and these digests, so that bodies can be trimmed after years and the
chain still holds.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, TypeVar, cast, get_args

import msgspec

from mobius_desktop.domain.connectwise import GlTransaction, InvoiceDetails
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.events import AnswerStored, Event, InvoicePlanned, RequestStored

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}

Bodies = dict[str, str]
"""Digest by the place of the event that the body was taken from."""

T = TypeVar("T")

_encoder = msgspec.json.Encoder()
_building = Lock()
"""One decoder is built at a time: see `transport.decode`."""
_decoders: dict[str, msgspec.json.Decoder[Event]] = {}
_snapshots: dict[type, msgspec.json.Decoder[Any]] = {}


@dataclass(frozen=True, slots=True)
class Packed:
    """An event ready for the record."""

    kind: str
    content: str
    bodies: Bodies
    parts: dict[str, bytes]
    """The bodies themselves by digest."""
    event: Event
    """The event without its bodies: what a rebuild will read, and what the tables are derived from."""


def digest(body: bytes) -> str:
    """The name of a body."""
    return hashlib.sha256(body).hexdigest()


def pack(event: Event) -> Packed:
    """Take the bodies out of an event and write the rest as text."""
    bare, taken = _without_bodies(event)
    bodies = {place: digest(body) for place, body in taken.items()}
    return Packed(
        kind=type(event).__name__,
        content=_encoder.encode(bare).decode(),
        bodies=bodies,
        parts={bodies[place]: body for place, body in taken.items()},
        event=bare,
    )


def unpack(kind: str, content: str) -> Event:
    """An event without its bodies."""
    decoder = _decoders.get(kind)
    if decoder is None:
        with _building:
            decoder = _decoders[kind] = msgspec.json.Decoder(KINDS[kind])
    return decoder.decode(content)


def with_bodies(event: Event, bodies: Bodies, load: Callable[[str], bytes | None]) -> Event:
    """The whole event again; a body that was trimmed stays empty."""
    found = {place: body for place, name in bodies.items() if (body := load(name)) is not None}
    match event:
        case RequestStored():
            return replace(event, prepared=replace(event.prepared, body=found.get("prepared.body", b"")))
        case AnswerStored():
            answer = replace(event.answer, body=found.get("answer.body", b""))
            if answer.document is not None:
                raw = found.get("answer.document.raw", b"")
                answer = replace(answer, document=replace(answer.document, raw=raw))
            return replace(event, answer=answer)
        case InvoicePlanned():
            return replace(
                event,
                transaction=snapshot(found.get("transaction"), GlTransaction),
                details=snapshot(found.get("details"), InvoiceDetails),
                document=snapshot(found.get("document"), Document),
            )
        case _:
            return event


def snapshot(body: bytes | None, kind: type[T]) -> T | None:
    """A value that was kept as a body."""
    if body is None:
        return None
    decoder = _snapshots.get(kind)
    if decoder is None:
        with _building:
            decoder = _snapshots[kind] = msgspec.json.Decoder(kind)
    return cast("T", decoder.decode(body))


def squeeze(body: bytes) -> bytes:
    """A body as it lies in the file: JSON shrinks to a fifth."""
    return zlib.compress(body, 1)


def stretch(stored: bytes) -> bytes:
    """A body as it was."""
    return zlib.decompress(stored)


def _without_bodies(event: Event) -> tuple[Event, dict[str, bytes]]:
    match event:
        case RequestStored(prepared=prepared):
            bare: Event = replace(event, prepared=replace(prepared, body=b""))
            taken = {"prepared.body": prepared.body}
        case AnswerStored(answer=answer):
            taken = {"answer.body": answer.body}
            document = answer.document
            if document is not None:
                taken["answer.document.raw"] = document.raw
                document = replace(document, raw=b"")
            bare = replace(event, answer=replace(answer, body=b"", document=document))
        case InvoicePlanned():
            parts = {
                "transaction": event.transaction,
                "details": event.details,
                "document": event.document,
            }
            taken = {place: _encoder.encode(part) for place, part in parts.items() if part is not None}
            bare = replace(event, transaction=None, details=None, document=None)
        case _:
            return event, {}
    return bare, {place: body for place, body in taken.items() if body}
