"""The API member's level, and who else makes batches in ConnectWise."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from mobius_desktop.domain.connectwise_setup import MadeBatch, api_members, below_top
from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import CannotTell, Noticed, notice

LEVEL_NOT_TOLD = (
    "ConnectWise does not say which System level the API member has. It needs Level 1 (owner): System ▸"
    " Members ▸ API Members ▸ the member."
)


def check_level(evidence: Evidence) -> Iterator[Noticed]:
    """Records that a lower level hides are missing without a word."""
    members = api_members(evidence.members, own_member(evidence))
    found = below_top(members)
    if not found and not any(one.is_top_level for one in members):
        raise CannotTell(LEVEL_NOT_TOLD)
    for one in found:
        if one.is_top_level is False:
            level = one.level or "below the first"
            yield notice("MEMBER_BELOW_TOP", subject=one.identifier, member=one.identifier, level=level)
        if one.restricted:
            yield notice("MEMBER_RESTRICTED", subject=one.identifier, member=one.identifier)


def check_second_tool(evidence: Evidence) -> Iterator[Noticed]:
    """Batches of the last seven days that this record does not know, by the member that made them.

    People who batch by hand in ConnectWise are no tool."""
    own = own_member(evidence)
    people = {one.identifier.casefold() for one in evidence.members if one.is_person}
    by_member: dict[str, list[MadeBatch]] = defaultdict(list)
    for batch in evidence.batches:
        foreign = batch.identifier not in evidence.own_identifiers
        if foreign and batch.made_by and batch.made_by.casefold() not in people:
            by_member[batch.made_by].append(batch)
    for member, batches in sorted(by_member.items()):
        same = member.casefold() == own.casefold()
        yield notice(
            "SAME_MEMBER_BATCHES" if same else "ANOTHER_MEMBER_BATCHES",
            evidence.unposted,
            subject=member,
            member=member,
            batches="1 batch was" if len(batches) == 1 else f"{len(batches):,} batches were",
            date=_day(max((one.made_at for one in batches if one.made_at), default=None)),
        )


def check_vendor_numbers(evidence: Evidence) -> Iterator[Noticed]:
    """People whose expenses a later batch of expenses could not give a vendor."""
    for one in evidence.members:
        if one.is_person and not one.vendor_number:
            yield notice("VENDOR_NUMBER_MISSING", subject=one.name, member=one.name)


def own_member(evidence: Evidence) -> str:
    """The member that this program's own batches were made with; empty before there is one."""
    mine = (one.made_by for one in evidence.batches if one.identifier in evidence.own_identifiers)
    return next((one for one in mine if one), "")


def _day(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone():%m/%d/%Y}" if moment is not None else "an unknown day"
