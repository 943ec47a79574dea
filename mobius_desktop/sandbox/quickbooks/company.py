"""One QuickBooks company at work: its books, its clock, its preferences, and how a record is kept.

Every rule of the other modules works on a Company, under its lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mobius_desktop.sandbox.control.clock import SandboxClock
from mobius_desktop.sandbox.control.world import Switches
from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.refusals import refuse
from mobius_desktop.sandbox.quickbooks.state import RealmState

NAMES = ("Customer", "Vendor", "Employee")
"""The three lists that share one set of names."""
LISTS = ("Customer", "Vendor", "Item", "Account", "Class", "Department", "Term")
"""Lists that can be written."""
DOCUMENTS = ("Invoice", "CreditMemo", "Payment", "Bill", "Purchase")
READ_ONLY = ("Employee", "TaxCode", "TaxRate", "TaxAgency")
WITH_SUFFIX = ("Customer", "Vendor", "Employee", "Item", "Account", "Class", "Department", "Term")
"""Lists whose inactive records are shown as `Name (deleted)`."""
SUFFIX = " (deleted)"
Kept = TypeVar("Kept")
_NAME_FIELDS = ("DisplayName", "Name", "FullyQualifiedName")


@dataclass(frozen=True, slots=True)
class Change:
    """One create or update as it was asked for."""

    entity: str
    sent: Record
    """What the client sent."""
    wanted: Record
    """The same, merged with the old record where the update is sparse."""
    old: Record | None
    include: str = ""
    """The `include` parameter."""


class Company:
    """The books of one realm and the rules' common ground."""

    def __init__(self, state: RealmState, clock: SandboxClock, switches: Switches) -> None:
        self.state = state
        self.clock = clock
        self.switches = switches
        self.lock = threading.RLock()
        self.otherwise: dict[str, Record] = {}
        """By document number: what the next one is kept with instead of what was sent."""

    @property
    def realm(self) -> str:
        return self.state.books.realm

    def zone(self) -> tzinfo:
        name = str(self.state.books.company_info.get("DefaultTimeZone") or "America/New_York")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC

    def now(self) -> datetime:
        """Company-local time."""
        return self.clock.now().astimezone(self.zone())

    def today(self) -> date:
        return self.now().date()

    def stamp(self) -> str:
        """As in MetaData: no fraction of a second, a colon in the offset."""
        return self.now().isoformat(timespec="seconds")

    def envelope_time(self) -> str:
        return self.now().isoformat(timespec="milliseconds")

    def preference(self, group: str, name: str) -> Any:
        return self.state.books.preferences.get(group, {}).get(name)

    def table(self, entity: str) -> dict[str, Record]:
        return self.state.books.tables[entity]

    def all(self, entity: str) -> Iterator[Record]:
        yield from self.table(entity).values()

    def get(self, entity: str, record_id: str) -> Record:
        """The kept record itself. Raises 610 when it is gone or never was."""
        record = self.table(entity).get(record_id)
        if record is None:
            text = (
                "Another user has deleted this transaction."
                if entity in DOCUMENTS
                else "Something you're trying to use has been made inactive or does not exist."
            )
            raise refuse("610", text)
        return record

    def is_ghost(self, entity: str, record_id: str) -> bool:
        return f"{entity} {record_id}" in self.state.ghosts

    def next_id(self) -> str:
        used = self.state.books
        while any(str(used.next_id) in records for records in used.tables.values()):
            used.next_id += 1
        used.next_id += 1
        return str(used.next_id - 1)

    def add(self, entity: str, record: Record) -> Record:
        """Keep a new record under a new Id."""
        now = self.stamp()
        record_id = self.next_id()
        kept = {
            **record,
            "domain": "QBO",
            "sparse": False,
            "Id": record_id,
            "SyncToken": "0",
            "MetaData": {"CreateTime": now, "LastUpdatedTime": now},
        }
        self.table(entity)[record_id] = kept
        return kept

    def replace(self, entity: str, old: Record, record: Record) -> Record:
        """Keep a changed record; its SyncToken goes up by one."""
        created = old.get("MetaData", {}).get("CreateTime", self.stamp())
        kept = {
            **record,
            "domain": "QBO",
            "sparse": False,
            "Id": old["Id"],
            "SyncToken": str(int(old["SyncToken"]) + 1),
            "MetaData": {"CreateTime": created, "LastUpdatedTime": self.stamp()},
        }
        self.table(entity)[old["Id"]] = kept
        return kept

    def touch(self, entity: str, record: Record, *, bump: bool) -> None:
        """Note that a record changed by the act of another one."""
        kept = self.table(entity)[record["Id"]]
        kept.setdefault("MetaData", {"CreateTime": self.stamp()})["LastUpdatedTime"] = self.stamp()
        if bump:
            kept["SyncToken"] = str(int(kept["SyncToken"]) + 1)

    def remove(self, entity: str, record_id: str) -> None:
        del self.table(entity)[record_id]
        self.state.tombstones.append({"entity": entity, "Id": record_id, "time": self.stamp()})


def merged(old: Any, changes: Any) -> Any:
    """A record with changes: objects field by field, lists place by place, everything else replaced."""
    if isinstance(old, dict) and isinstance(changes, dict):
        return {**old, **{name: merged(old.get(name), one) for name, one in changes.items()}}
    if isinstance(old, list) and isinstance(changes, list):
        pairs = [merged(one, change) for one, change in zip(old, changes, strict=False)]
        return [*pairs, *old[len(pairs) :]]
    return copied(changes)


def copied(value: Kept) -> Kept:
    """A copy of a record: dictionaries and lists anew; what stands in them never changes."""
    made: Any = value
    if isinstance(value, dict):
        made = {name: copied(one) for name, one in value.items()}
    elif isinstance(value, list):
        made = [copied(one) for one in value]
    return cast("Kept", made)


def shown(entity: str, record: Record) -> Record:
    """A record as an answer gives it: a copy, inactive names with their suffix."""
    answer = copied(record)
    if entity in WITH_SUFFIX and record.get("Active") is False:
        for name in _NAME_FIELDS:
            if name in answer and not answer[name].endswith(SUFFIX):
                answer[name] += SUFFIX
    return answer


def without_suffix(record: Record) -> Record:
    """Names as they are kept: what a client read of an inactive record it may send back."""
    return {
        name: value.removesuffix(SUFFIX) if name in _NAME_FIELDS and isinstance(value, str) else value
        for name, value in record.items()
    }
