"""*Configuration used*: the options that the batch was run with, as the record keeps them with it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.ui.tables.columns import Column

_WORDS = {
    "exempt_tax_code": "Exempt tax code (number in QuickBooks)",
    "location_id": "Default Location",
    "invoice_export_detail": "Invoice Summary",
    "display_uom": "Display UOM",
    "create_departments": "Create QuickBooks Locations",
    "use_departments": "Use QuickBooks Locations",
    "item_account_error": "Other account of an item is an error",
    "stock_in_quickbooks": "Stock is kept in QuickBooks",
    "online_card": "Online payment by card",
    "online_bank": "Online payment by bank",
}


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option with its value at that time."""

    name: str
    words: str
    value: str


def option_rows(options: CompanyOptions | None) -> list[OptionRow]:
    """All options, in the order of the configuration."""
    if options is None:
        return []
    return [
        OptionRow(one.name, _words(one.name), _value(getattr(options, one.name))) for one in fields(options)
    ]


def option_key(row: OptionRow) -> str:
    """What names an option."""
    return row.name


OPTION_COLUMNS: tuple[Column[OptionRow], ...] = (
    Column("option", "Option", lambda row: row.words, sample="Other account of an item is an error"),
    Column("value", "Value", lambda row: row.value, sample="Service-[GL account]", stretch=1),
)


def _words(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " ").capitalize())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return amount_text(value)
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
