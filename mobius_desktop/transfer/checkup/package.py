"""Flags of ConnectWise's accounting package that leave something out of the export, or export it twice."""

from __future__ import annotations

from collections.abc import Iterator

from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import Noticed, notice


def check_package(evidence: Evidence) -> Iterator[Noticed]:
    """Each flag by its name. A flag that ConnectWise does not say anything of counts as right."""
    package, unposted = evidence.package, evidence.unposted
    if package is None:
        yield notice("PACKAGE_MISSING", unposted)
        return
    products = [one for one in unposted if one.has_products]
    if package.include_invoices is False:
        yield notice("PACKAGE_INVOICES_OFF", unposted)
    if package.include_sales_tax is False:
        yield notice("PACKAGE_TAX_OFF", (one for one in unposted if one.sales_tax))
    if package.include_items is False:
        yield notice("PACKAGE_ITEMS_OFF", products)
    if package.suppress_memo:
        yield notice("PACKAGE_MEMO_OFF", unposted)
    if evidence.options.display_uom and package.send_units is False:
        yield notice("PACKAGE_UNITS_OFF", products)
    if package.direct_transfer:
        yield notice("PACKAGE_DIRECT", unposted, package=package.package or "of ConnectWise")
    if package.sync_payments:
        yield notice("PACKAGE_PAYMENTS")
    if package.expenses_as_bill:
        yield notice("PACKAGE_EXPENSES")
