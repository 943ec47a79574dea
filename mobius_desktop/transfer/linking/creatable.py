"""The list records that could be created for what is unposted, as a batch would make them."""

from __future__ import annotations

from collections.abc import Iterable

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.document import draft_document
from mobius_desktop.transfer.plan.names import folded


def creatable(cases: Iterable[Case]) -> dict[RecordKey, NewRecord]:
    """By the plan's key. What the options never create, what has a missing parent and what the rules refuse
    is absent; so is an item that is needed on two accounts, and a name that two records would have."""
    found: dict[RecordKey, NewRecord] = {}
    unclear: set[RecordKey] = set()
    names: dict[tuple[ListKind, str], RecordKey] = {}
    for case in cases:
        for wanted in draft_document(case, 0).wanted:
            record, key = wanted.record, wanted.record.ref.key
            known = found.setdefault(key, record)
            holder = names.setdefault((record.ref.kind, _full_name(record)), key)
            if known.account_id != record.account_id or holder != key:
                unclear |= {key, holder}
    return {key: record for key, record in found.items() if key not in unclear}


def _full_name(record: NewRecord) -> str:
    return folded(f"{record.parent_name}:{record.ref.name}")
