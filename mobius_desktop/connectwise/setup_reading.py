"""How ConnectWise is set up: accounting package, GL accounts, tax codes, members, batches. Reads only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mobius_desktop.connectwise import conditions, wire
from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.connectwise.mapping import Unreadable
from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.connectwise_setup import GlMapping, MadeBatch, Member, PackageSetup, TaxCodeSetup
from mobius_desktop.domain.ids import ConnectWiseBatchId, ConnectWiseId
from mobius_desktop.transport.decode import number

_LICENCES_OF_PEOPLE = frozenset({"F", "C"})
"""The contract's licence classes are A, C, F and X; people sign in with full or concurrent ones."""
_TOP_LEVEL = 1
"""The id of the owner level: the first that every firm has."""


class SetupReader:
    """Fulfils the port of *Check set-up* with a client's connection."""

    def __init__(self, client: ConnectWiseClient) -> None:
        self._client = client

    def package_setup(self) -> PackageSetup | None:
        """The accounting package; None when none is set up."""
        found = list(self._client.pages("/finance/accountingPackageSetup", list[wire.PackageSetup]))
        if not found:
            return None
        one = found[0]
        package = one.accounting_package
        return PackageSetup(
            package=(package.name or package.identifier or "") if package else "",
            direct_transfer=one.direct_transfer_flag,
            include_invoices=one.include_invoices_flag,
            include_sales_tax=one.include_sales_tax_flag,
            include_items=one.include_items_flag,
            suppress_memo=one.suppress_memo_flag,
            send_units=one.send_uom_flag,
            expenses_as_bill=one.transfer_expenses_as_bill_flag,
            sync_payments=one.sync_payment_info_flag,
        )

    def gl_mappings(self) -> tuple[GlMapping, ...]:
        """Every row of the GL account table."""
        rows = self._client.pages("/finance/glAccounts", list[wire.GlAccount])
        return tuple(
            GlMapping(
                row.gl_type or "",
                (row.mapped_record.name or "") if row.mapped_record else "",
                (row.segment1 or "").strip(),
            )
            for row in rows
        )

    def tax_codes(self) -> tuple[TaxCodeSetup, ...]:
        """The tax codes that are in force, with the rates of their levels."""
        rows = self._client.pages("/finance/taxCodes", list[wire.TaxCode])
        return tuple(self._client.mapped(_tax_code, row) for row in rows if not row.cancel_date)

    def members(self) -> tuple[Member, ...]:
        """The active members, API members too as far as ConnectWise lists them."""
        rows = self._client.pages("/system/members", list[wire.Member])
        return tuple(_member(row) for row in rows if not row.inactive_flag)

    def locations(self) -> tuple[Location, ...]:
        """The Locations, as the client reads them."""
        return self._client.locations()

    def batches_since(self, since: dt.datetime) -> tuple[MadeBatch, ...]:
        """The accounting batches written since a moment: filtered by ConnectWise, and here again."""
        wanted = f"lastUpdated>={conditions.moment(since)}"
        rows = self._client.pages("/finance/accounting/batches", list[wire.Batch], wanted)
        found = [self._client.mapped(_made_batch, row) for row in rows]
        return tuple(one for one in found if one.made_at is None or one.made_at >= since)


def _tax_code(row: wire.TaxCode) -> TaxCodeSetup:
    levels = (
        (row.level_one_rate, row.level_one_rate_type),
        (row.level_two_rate, row.level_two_rate_type),
        (row.level_three_rate, row.level_three_rate_type),
        (row.level_four_rate, row.level_four_rate_type),
        (row.level_five_rate, row.level_five_rate_type),
        (row.level_six_rate, row.level_six_rate_type),
    )
    used = [(number(rate), kind) for rate, kind in levels if rate]
    rates = tuple((rate * Decimal(100)).normalize() for rate, kind in used if kind != "Amount")
    number_of_code = ConnectWiseId(row.id) if row.id is not None else None
    return TaxCodeSetup((row.identifier or "").strip(), rates, len(used), number_of_code)


def _member(row: wire.Member) -> Member:
    level = row.structure_level
    return Member(
        identifier=row.identifier or "",
        name=f"{row.first_name or ''} {row.last_name or ''}".strip() or (row.identifier or ""),
        is_person=row.license_class is None or row.license_class in _LICENCES_OF_PEOPLE,
        level=(level.name or "") if level else "",
        is_top_level=None if level is None or level.id is None else level.id == _TOP_LEVEL,
        restricted=bool(row.restrict_location_flag or row.restrict_department_flag),
        vendor_number=(row.vendor_number or "").strip(),
    )


def _made_batch(row: wire.Batch) -> MadeBatch:
    written = row.written
    return MadeBatch(
        ConnectWiseBatchId(row.id),
        row.batch_identifier or "",
        (written.updated_by or "") if written else "",
        _moment(written.last_updated) if written and written.last_updated else None,
    )


def _moment(text: str) -> dt.datetime:
    """A moment in UTC: ConnectWise writes `2026-11-02T15:42:00Z`."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{text!r} is not a moment") from None
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
