"""The sandbox's state in a file, so that what was answered is still true after the process is killed.

The file is a journal of lines. Each names the pieces (one record, one invoice, one stored answer) that
changed since the line before, and is written before the answer leaves. A torn last line was never answered
and is dropped. Saving writes one line with everything into a new file that replaces the old one.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

FORMAT = 1
Shape = Mapping[str, Any]
"""Where to look for pieces: field or key to a deeper shape, `*` for every key; the rest are pieces."""
CONNECTWISE_SHAPE: Shape = {
    "invoices": {"*": None},
    "tables": {"*": {"*": None}},
    "batches": {"*": None},
    "batch_records": {"*": None},
    "payments": {"*": None},
}
QUICKBOOKS_SHAPE: Shape = {
    "realms": {"*": {"books": {"tables": {"*": {"*": None}}}, "answers": {"*": None}}},
    "grants": {"*": None},
    "codes": {"*": None},
}
CONTAINER = "\u0000container"
"""Stands in a line for something that has pieces of its own, so that an empty one is there as well."""
Path_ = tuple[str, ...]
_LEAF = object()


class StateRefused(Exception):  # noqa: N818 - reads as what it is
    """The state file cannot be used; the message says why and what to do."""


class _Line(msgspec.Struct):
    now: datetime
    changes: list[msgspec.Raw]
    format: int = FORMAT
    made_from: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(slots=True)
class Saved:
    """What a file held: the moment of its last line and both sides as nested dictionaries."""

    now: datetime
    made_from: dict[str, str]
    sides: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Side:
    """One server's state: the object, how it is cut into pieces, and the lock under which it is whole."""

    root: object
    shape: Shape
    lock: AbstractContextManager[Any]
    decimals: str
    """`number` keeps an amount a JSON number; `string` makes it text."""


class StateFile:
    """Appends what changed, and compacts on `save`."""

    def __init__(self, path: Path, sides: dict[str, Side], made_from: dict[str, str]) -> None:
        self._path = path
        self._sides = sides
        self._made_from = made_from
        self._kept: dict[str, dict[Path_, bytes]] = {name: {} for name in sides}
        self._lock = threading.Lock()
        self._file: BinaryIO | None = None
        self._line = msgspec.json.Encoder()
        self._encoders = {
            "number": msgspec.json.Encoder(decimal_format="number"),
            "string": msgspec.json.Encoder(decimal_format="string"),
        }

    def append(self, name: str, now: datetime) -> None:
        """Write what changed on one side since the last line. Nothing is written when nothing did."""
        with self._lock:
            changes = self._changes(name)
            if changes and self._file is not None:
                # One write to the system: it outlives this process, and only a power cut could tear it.
                self._file.write(self._line.encode(_Line(now, changes)) + b"\n")
                self._file.flush()

    def save(self, now: datetime) -> None:
        """Write everything as one line into a new file that takes the place of the old one."""
        with self._lock:
            everything: list[msgspec.Raw] = []
            for name in self._sides:
                self._kept[name] = {}
                everything += self._changes(name)
            line = self._line.encode(_Line(now, everything, made_from=self._made_from)) + b"\n"
            self.close()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_name(self._path.name + ".new")
            with fresh.open("wb") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            self._file = self._path.open("ab")

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _changes(self, name: str) -> list[msgspec.Raw]:
        side, kept = self._sides[name], self._kept[name]
        encode = self._encoders[side.decimals].encode
        with side.lock:
            now_there = {path: encode(value) for path, value in pieces(side.root, side.shape)}
        changed = [_change(name, path, body) for path, body in now_there.items() if kept.get(path) != body]
        changed += [_change(name, path, None) for path in kept if path not in now_there]
        self._kept[name] = now_there
        return changed


def pieces(value: object, shape: Shape, path: Path_ = ()) -> Iterator[tuple[Path_, object]]:
    """Every piece of a state with its path."""
    for key, child in _children(value):
        deeper = shape.get(key, shape.get("*", _LEAF))
        if deeper is None or deeper is _LEAF:
            yield (*path, key), child
        else:
            yield (*path, key), CONTAINER
            yield from pieces(child, deeper, (*path, key))


def read(path: Path) -> Saved:
    """What the file holds. Raises StateRefused for a file of another kind, OSError when it cannot be read."""
    sides: dict[str, dict[str, Any]] = {}
    now: datetime | None = None
    made_from: dict[str, str] = {}
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            record = json.loads(line, parse_float=Decimal)
            if record["format"] != FORMAT:
                raise StateRefused(f"{path.name} was written by another version; use --fresh to start over.")
            for change in record["changes"]:
                _apply(sides, change)
            now = datetime.fromisoformat(record["now"])
            made_from = record["made_from"] or made_from
        except (ValueError, LookupError, TypeError) as error:
            raise StateRefused(f"{path.name} is damaged; use --fresh to start over.") from error
    if now is None:
        raise StateRefused(f"{path.name} is no state of this sandbox; use --fresh to start over.")
    return Saved(now, made_from, sides)


def _children(value: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(value):
        for field in fields(value):
            yield field.name, getattr(value, field.name)
    elif isinstance(value, dict):
        for key, child in list(value.items()):
            yield str(key), child


def _change(name: str, path: Path_, body: bytes | None) -> msgspec.Raw:
    head = msgspec.json.encode([name, *path])
    return msgspec.Raw(b"[" + head + b"," + body + b"]" if body is not None else b"[" + head + b"]")


def _apply(sides: dict[str, Any], change: list[Any]) -> None:
    place = sides
    *way, last = change[0]
    for key in way:
        place = place.setdefault(key, {})
    if len(change) == 1:
        place.pop(last, None)
    elif change[1] == CONTAINER:
        place.setdefault(last, {})
    else:
        place[last] = change[1]
