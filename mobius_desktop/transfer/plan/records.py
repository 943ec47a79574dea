"""List records that the plan creates: each once, first needed first, and never two under one name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.plan import InvoicePlan, PlanOutcome
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.plan.case import found
from mobius_desktop.transfer.plan.names import folded

_ORDER = (ListKind.CUSTOMER, ListKind.ITEM, ListKind.TERM, ListKind.CLASS, ListKind.DEPARTMENT)
_ANNOUNCED = {
    ListKind.CUSTOMER: "CUSTOMER_WILL_BE_CREATED",
    ListKind.ITEM: "ITEM_WILL_BE_CREATED",
    ListKind.TERM: "TERM_WILL_BE_CREATED",
    ListKind.CLASS: "CLASS_WILL_BE_CREATED",
    ListKind.DEPARTMENT: "DEPARTMENT_WILL_BE_CREATED",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record that an invoice needs; `deferred` says that deferred revenue is to post to its account."""

    record: NewRecord
    deferred: bool = False


@dataclass(slots=True)
class NewRecords:
    """Collects the new records of a plan, invoice by invoice in the order in which they will be sent."""

    records: dict[RecordKey, NewRecord] = field(default_factory=dict)
    _names: dict[tuple[ListKind, str], RecordKey] = field(default_factory=dict)

    def take(self, plan: InvoicePlan, wanted: Iterable[Wanted]) -> InvoicePlan:
        """The plan with what it will create, or blocked where its records clash with an earlier invoice's."""
        if plan.outcome is not PlanOutcome.SEND:
            return plan
        each = _joined(wanted)
        clashes = [clash for one in each if (clash := self._clash(plan, one, each))]
        if clashes:
            return replace(
                plan, outcome=PlanOutcome.BLOCKED, findings=(*plan.findings, *clashes[:1]), needs=()
            )
        announced = []
        for one in each:
            record = one.record
            if record.ref.key not in self.records:
                self.records[record.ref.key] = record
                self._names[_name(record)] = record.ref.key
                announced.append(_announcement(plan, record))
        needs = tuple(dict.fromkeys(one.record.ref.key for one in each))
        return replace(plan, findings=(*plan.findings, *announced), needs=needs)

    def in_order(self, needed: Iterable[RecordKey]) -> tuple[NewRecord, ...]:
        """Customers, items, then the small lists; within each, first needed first."""
        keys = set(needed)
        return tuple(
            record
            for kind in _ORDER
            for key, record in self.records.items()
            if record.ref.kind is kind and key in keys
        )

    def _clash(self, plan: InvoicePlan, wanted: Wanted, each: list[Wanted]) -> Finding | None:
        """One name for two records, or one new item for two accounts."""
        record = wanted.record
        holder = self._names.get(_name(record))
        others = [one.record for one in each if _name(one.record) == _name(record)]
        other_key = holder if holder is not None else others[0].ref.key
        if other_key != record.ref.key:
            return found(
                plan.invoice, "NAME_TAKEN_TWICE", name=record.ref.name, first=other_key, second=record.ref.key
            )
        known = self.records.get(record.ref.key, others[0])
        if known.account_id == record.account_id:
            return None
        code = "DEFERRED_ITEM_ELSEWHERE" if wanted.deferred else "ITEM_OF_TWO_ACCOUNTS"
        return found(
            plan.invoice, code, name=record.ref.name, account=record.account, item_account=known.account
        )


def _joined(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Each record once per account."""
    unique = {(one.record.ref.key, one.record.account_id): one for one in wanted}
    return list(unique.values())


def _name(record: NewRecord) -> tuple[ListKind, str]:
    return record.ref.kind, folded(f"{record.parent_name}:{record.ref.name}")


def _announcement(plan: InvoicePlan, record: NewRecord) -> Finding:
    name = f"{record.parent_name}:{record.ref.name}" if record.parent_name else record.ref.name
    days = "" if record.due_days is None else str(record.due_days)
    return found(plan.invoice, _ANNOUNCED[record.ref.kind], name=name, account=record.account, days=days)
