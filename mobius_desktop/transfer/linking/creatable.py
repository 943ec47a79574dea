"""The list records that could be created for what is unposted, as a batch would make them."""

from __future__ import annotations

from collections.abc import Iterable

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.options import CompanyOptions, Creation
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import LinkRow, LinkState
from mobius_desktop.transfer.linking.words import KIND_NOUNS
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


def why_not_created(options: CompanyOptions, row: LinkRow) -> str:
    """Why a record cannot be created from the Links page; empty when it can."""
    noun = KIND_NOUNS[row.kind]
    if row.state is LinkState.INACTIVE:
        return f"{row.name} is in QuickBooks, and inactive: make it active there, or link another."
    allowed = _allowed(options, row.kind)
    if row.state in {LinkState.LINKED, LinkState.FOUND}:
        return f"{row.name} is in QuickBooks already."
    if allowed is None:
        return f"The program creates no {noun}: make it in QuickBooks, then refresh."
    if allowed is Creation.NEVER:
        return f"This company never creates a {noun}: see its options."
    if row.state in {LinkState.SUGGESTED, LinkState.TWO_ALIKE} and row.kind is ListKind.CUSTOMER:
        return f"{row.name} may be {row.quickbooks_name}: link it, or say first that it is another customer."
    if row.new is None:
        return (
            f"{row.name} cannot be created from what ConnectWise says of it: its card tells what is missing."
        )
    return ""


def _allowed(options: CompanyOptions, kind: ListKind) -> Creation | None:
    return {
        ListKind.CUSTOMER: options.create_customers,
        ListKind.ITEM: options.create_items,
        ListKind.TERM: options.create_terms,
        ListKind.CLASS: options.create_classes,
        ListKind.DEPARTMENT: options.create_departments,
    }.get(kind)


def _full_name(record: NewRecord) -> str:
    return folded(f"{record.parent_name}:{record.ref.name}")
