"""What the checklist is made of: the list as read, with what the record knows of its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from mobius_desktop.domain.archive import Archive, Hold, LastTime
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.states import ActionState
from mobius_desktop.transfer.batch import UnpostedList

_DONE = frozenset({ActionState.COMPLETED, ActionState.SKIPPED})
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """One reading of the list."""

    read: UnpostedList
    holds: dict[BillingLogId, Hold]
    last_times: dict[BillingLogId, LastTime]
    closed_through: dt.date | None = None
    """QuickBooks' closing date, as it was last read."""
    gone: tuple[str, ...] = ()
    """Numbers that were in the list before and are no longer, without those that a batch here has done."""


def listed(
    archive: Archive, realm: RealmId | None, read: UnpostedList, before: UnpostedList | None = None
) -> Listed:
    """Put a reading together; `before` is the one before it, of the same question. From a job only."""
    there = {one.billing_log_id for one in read.invoices}
    left = [one for one in before.invoices if one.billing_log_id not in there] if before is not None else []
    last = archive.last_times([*there, *(one.billing_log_id for one in left)])
    done = {key for key, one in last.items() if one.state in _DONE}
    return Listed(
        read,
        archive.holds(),
        {key: one for key, one in last.items() if key in there},
        closed_through(archive, realm) if realm is not None else None,
        tuple(one.number for one in left if one.billing_log_id not in done),
    )


def closed_through(archive: Archive, realm: RealmId) -> dt.date | None:
    """The closing date of the books, as it was last read."""
    lists = archive.cached_lists(realm)
    return lists.preferences.book_close_date if lists is not None else None


def gone_sentence(gone: Collection[str], ticked: Collection[str]) -> str:
    """Names what left the list; empty when nothing did."""
    numbers = sorted(gone)
    if not numbers:
        return ""
    named = ", ".join(numbers[:_MOST_NAMED])
    more = f" and {len(numbers) - _MOST_NAMED:,} more" if len(numbers) > _MOST_NAMED else ""
    lost = sum(number in ticked for number in numbers)
    tail = f" {lost:,} of them {'was' if lost == 1 else 'were'} ticked." if lost else ""
    return f"No longer in ConnectWise's unposted list: {named}{more}.{tail}"
