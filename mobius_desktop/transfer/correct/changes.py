"""Whether a document in QuickBooks is still what this program wrote. A new SyncToken alone is no change."""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.domain.quickbooks import FoundDocument, FoundLine


def changed_fields(written: FoundDocument, now: FoundDocument) -> tuple[str, ...]:
    """The fields of ours that differ, in words. E-mailing and printing touch none of them."""
    pairs = (
        ("number", written.number, now.number),
        ("date", written.date, now.date),
        ("due date", written.due_date, now.due_date),
        ("customer", written.customer_id, now.customer_id),
        ("total", written.total, now.total),
        ("sales tax", written.tax, now.tax),
        ("currency", written.currency, now.currency),
        ("memo", written.private_note, now.private_note),
        ("class", written.class_id, now.class_id),
        ("QuickBooks Location", written.department_id, now.department_id),
        ("lines", _lines(written), _lines(now)),
    )
    return tuple(name for name, before, after in pairs if before != after)


def _lines(document: FoundDocument) -> tuple[tuple[object, ...], ...]:
    return tuple(_line(one) for one in document.lines)


def _line(line: FoundLine) -> tuple[object, ...]:
    return (
        line.amount,
        line.item_id,
        _number(line.quantity),
        _number(line.unit_price),
        line.taxable,
        line.class_id,
        line.description,
    )


def _number(value: Decimal | None) -> Decimal:
    return value if value is not None else Decimal(0)
