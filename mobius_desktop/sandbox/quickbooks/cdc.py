"""Change data capture: what changed since a moment, deletes included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import DOCUMENTS, LISTS, Company, shown
from mobius_desktop.sandbox.quickbooks.refusals import Refused, missing, refuse

LONGEST = timedelta(days=30)
MOST = 1000
_CAPTURED = (*LISTS, *DOCUMENTS, "Employee")


def changes(company: Company, entities: str, changed_since: str) -> list[Record]:
    """One QueryResponse per entity asked for. Raises 2020, 2060, 500."""
    if not entities:
        raise missing("entities")
    if not changed_since:
        raise missing("changedSince")
    since = _moment(company, changed_since)
    if company.clock.now() - since > LONGEST:
        raise refuse("2060", "changedSince must not be more than 30 days ago", "changedSince")
    left = MOST
    answers = []
    for name in entities.split(","):
        entity = _captured(name.strip())
        rows = [shown(entity, one) for one in company.all(entity) if _changed(one) >= since]
        rows += [_tombstone(one) for one in company.state.tombstones if _died(one, entity, since)]
        rows = rows[:left]
        left -= len(rows)
        answers.append({entity: rows, "startPosition": 1, "maxResults": len(rows)} if rows else {})
    return answers


def _captured(name: str) -> str:
    for entity in _CAPTURED:
        if entity.lower() == name.lower():
            return entity
    raise _not_captured(name)


def _not_captured(name: str) -> Refused:
    return refuse("500", f"Change data capture does not know {name}", "entities")


def _moment(company: Company, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus that was not encoded
    except ValueError as error:
        raise refuse("2060", f"changedSince is no time: {text}", "changedSince") from error
    local = moment if moment.tzinfo else moment.replace(tzinfo=company.zone())
    return local.astimezone(UTC).replace(microsecond=0)  # MetaData has whole seconds


def _changed(record: Record) -> datetime:
    text = record.get("MetaData", {}).get("LastUpdatedTime")
    return datetime.fromisoformat(text).astimezone(UTC) if text else datetime.min.replace(tzinfo=UTC)


def _died(tombstone: Record, entity: str, since: datetime) -> bool:
    return bool(tombstone["entity"] == entity and datetime.fromisoformat(tombstone["time"]) >= since)


def _tombstone(kept: Record) -> Record:
    return {
        "domain": "QBO",
        "status": "Deleted",
        "Id": kept["Id"],
        "MetaData": {"LastUpdatedTime": kept["time"]},
    }
