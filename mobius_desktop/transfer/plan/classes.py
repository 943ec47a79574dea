"""Classes of lines or of the document, and the QuickBooks Location: as the company tracks them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.document import NewRecord, RecordRef
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import Creation, DepartmentSource
from mobius_desktop.domain.quickbooks import ClassOrDepartment, ListKind
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.creation import creation
from mobius_desktop.transfer.plan.names import folded, name_problem, plain_name


@dataclass(frozen=True, slots=True)
class Labels:
    """Class of each line (in the order of the rows), of the document, and its QuickBooks Location."""

    by_line: tuple[RecordRef | None, ...]
    of_document: RecordRef | None = None
    department: RecordRef | None = None
    problems: tuple[Finding, ...] = ()
    new: tuple[NewRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    ref: RecordRef
    problem: Finding | None = None
    new: NewRecord | None = None


def choose_labels(case: Case) -> Labels:
    """Classes per line or per transaction, and the QuickBooks Location by class or territory."""
    rows, preferences = case.rows, case.books.preferences
    names = [plain_name(row.gl_class) if case.options.use_classes else "" for row in rows]
    wanted = dict.fromkeys(name for name in names if name)
    problems: list[Finding] = []
    found: dict[str, _Named] = {}
    if preferences.class_per_line or preferences.class_per_transaction:
        found = {name: _class(case, name) for name in wanted}
    elif wanted:
        problems.append(case.find("CLASS_NOT_TRACKED", classes=", ".join(wanted)))
    of_document = None
    if found:
        problems.extend(_lines_without(case, names))
        if not preferences.class_per_line:
            chosen = _weightiest(case, names)
            if len(wanted) > 1:
                problems.append(case.find("CLASSES_DIFFER", classes=", ".join(wanted), chosen=chosen))
            of_document = found[chosen].ref
            found = {chosen: found[chosen]}
    by_line = tuple(
        found[name].ref if preferences.class_per_line and name in found else None for name in names
    )
    department = _department(case)
    records = [*found.values(), *([department] if department else [])]
    problems.extend(record.problem for record in records if record.problem)
    return Labels(
        by_line,
        of_document,
        department.ref if department else None,
        tuple(problems),
        tuple(record.new for record in records if record.new),
    )


def _lines_without(case: Case, names: list[str]) -> list[Finding]:
    """WARNING for lines without a class beside lines that have one."""
    bare = [case.amount(row) for row, name in zip(case.rows, names, strict=True) if not name]
    if not bare:
        return []
    money = sum(bare, Decimal(0)) * case.sign
    lines = "1 line" if len(bare) == 1 else f"{len(bare)} lines"
    return [case.find("CLASS_MISSING", amount=money, lines=lines)]


def _weightiest(case: Case, names: list[str]) -> str:
    """The class with the most money, for companies that keep one class per document."""
    weights: dict[str, Decimal] = defaultdict(Decimal)
    for row, name in zip(case.rows, names, strict=True):
        if name:
            weights[name] += abs(row.total)
    return max(weights, key=lambda name: (weights[name], name))


def _class(case: Case, name: str) -> _Named:
    return _find(
        case,
        ListKind.CLASS,
        name,
        (case.books.classes_by_name, case.books.classes),
        (case.options.create_classes, "CLASS_NOT_FOUND"),
    )


def _department(case: Case) -> _Named | None:
    by_territory = case.options.department_source is DepartmentSource.TERRITORY
    name = plain_name(case.transaction.territory if by_territory else case.transaction.gl_class)
    if not (name and case.options.use_departments and case.books.preferences.track_departments):
        return None
    return _find(
        case,
        ListKind.DEPARTMENT,
        name,
        (case.books.departments_by_name, case.books.departments),
        (case.options.create_departments, "DEPARTMENT_NOT_FOUND"),
    )


def _find(
    case: Case,
    kind: ListKind,
    name: str,
    known: tuple[dict[str, ClassOrDepartment], dict[QuickBooksId, ClassOrDepartment]],
    rule: tuple[Creation, str],
) -> _Named:
    by_name, by_id = known
    allowed, missing = rule
    word = "Class" if kind is ListKind.CLASS else "QuickBooks Location"
    key = RecordKey(f"{kind.value.lower()}:{name}")
    linked = case.books.link(kind, key)
    if linked is not None and linked not in by_id:
        return _Named(RecordRef(kind, key, name), case.find("LINK_BROKEN", name=name))
    record = by_id[linked] if linked else by_name.get(folded(name))
    if record is not None:
        ref = RecordRef(kind, key, record.fully_qualified_name or record.name, record.id)
        problem = None if record.active else case.find("RECORD_INACTIVE", kind=word, name=record.name)
        return _Named(ref, problem)
    parent, _, child = name.rpartition(":")
    ref = RecordRef(kind, key, child.strip())
    parent_record = by_name.get(folded(parent)) if parent else None
    why = name_problem(ref.name)
    problem = case.find("NAME_NOT_POSSIBLE", name=name, why=why) if why else None
    if parent and parent_record is None:
        problem = problem or case.find("PARENT_MISSING", name=name, parent=parent)
    problem = problem or creation(case, allowed, missing, word, name)
    new = NewRecord(
        ref=ref,
        parent_id=parent_record.id if parent_record else None,
        parent_name=parent_record.fully_qualified_name if parent_record else "",
    )
    return _Named(ref, problem, None if problem else new)
