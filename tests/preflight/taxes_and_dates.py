"""Defects of sales tax, dates and the company's own set-up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow
from tests.preflight.stage import (
    Expected,
    Record,
    Stage,
    credit,
    defect,
    goods,
    money,
    plain,
    product_row,
    taxed,
    us,
)


@defect("TAX_WITHOUT_TAXABLE_LINE")
def no_line_is_taxable(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    for row in one.rows:
        row.taxable, row.taxable_levels = False, ()
    return Expected((one,), money(one.sales_tax))


@defect("TAX_BASE_PARTIAL")
def taxed_in_part(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    base = one.taxes[0].taxable_amount = one.taxes[0].taxable_amount - 1
    return Expected((one,), money(base))


@defect("TAX_LEVELS_PARTIAL")
def taxed_at_one_level_only(stage: Stage) -> Expected:
    one = stage.invoice(lambda each: taxed(each) and len(each.taxes) > 1)
    row = next(each for each in one.rows if each.taxable)
    row.taxable_levels = (1,)
    return Expected((one,), f"Line {one.rows.index(row) + 1} of {one.number}")


def _ships_to(stage: Stage, invoice: FirmInvoice, state: Record) -> None:
    stage.table("sites")[invoice.ship_to_site_id]["stateReference"] = state


@defect("TAX_AGENCY_MISSING")
def no_agency_there(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    _ships_to(stage, one, {"id": 11, "identifier": "GA", "name": "Georgia"})
    return Expected((one,), "GA")


@defect("TAX_AGENCY_UNSURE")
def agency_names_no_state(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    for agency in stage.books.tables["TaxAgency"].values():
        agency["DisplayName"] = "Department of Revenue"
    region = stage.table("sites")[one.ship_to_site_id]["stateReference"]["identifier"]
    return Expected((one,), region)


@defect("SHIP_TO_MISSING")
def no_ship_to_address(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    site = stage.table("sites")[one.ship_to_site_id]
    for name in ("addressLine1", "city", "stateReference", "zip"):
        site.pop(name, None)
    return Expected((one,), one.number)


def _manual(stage: Stage) -> FirmInvoice:
    """A taxed invoice of a company that does not use automated tax."""
    one = stage.invoice(taxed)
    stage.prefer("TaxPrefs", PartnerTaxEnabled=False)
    return one


def _code_of(stage: Stage, invoice: FirmInvoice) -> str:
    assert invoice.tax_code_id is not None
    return str(stage.table("taxCodes")[invoice.tax_code_id]["identifier"])


def _quickbooks_code(stage: Stage, name: str, **changes: object) -> None:
    like = next(one for one in stage.books.tables["TaxCode"].values() if one["Id"] not in {"TAX", "NON"})
    stage.add("TaxCode", like, Name=name, **changes)


@defect("TAX_CODE_UNMAPPED")
def tax_code_unlinked(stage: Stage) -> Expected:
    one = _manual(stage)
    return Expected((one,), _code_of(stage, one))


@defect("TAX_CODE_INACTIVE")
def tax_code_inactive(stage: Stage) -> Expected:
    one = _manual(stage)
    _quickbooks_code(stage, _code_of(stage, one), Active=False)
    return Expected((one,), _code_of(stage, one))


@defect("TAX_RATES_DIFFER")
def tax_levels_differ(stage: Stage) -> Expected:
    one = _manual(stage)
    _quickbooks_code(stage, _code_of(stage, one))
    return Expected((one,), _code_of(stage, one))


@defect("EXEMPT_CODE_UNUSABLE")
def exempt_code_inactive(stage: Stage) -> Expected:
    stage.prefer("TaxPrefs", PartnerTaxEnabled=False)
    one = stage.invoice(lambda each: plain(each) and not each.sales_tax)
    _quickbooks_code(stage, "Out of state", SalesTaxRateList={"TaxRateDetail": []}, Active=False)
    code = next(each for each in stage.books.tables["TaxCode"].values() if each["Name"] == "Out of state")
    stage.options(exempt_tax_code=QuickBooksId(code["Id"]))
    return Expected((one,), "Out of state")


@defect("SALES_TAX_OFF")
def sales_tax_off(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    stage.prefer("TaxPrefs", UsingSalesTax=False)
    return Expected((one,), money(one.sales_tax))


@defect("COUNTRY_NOT_SUPPORTED")
def company_of_canada(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.books.company_info["Country"] = "CA"
    return Expected((one,), "CA")


@defect("TOO_MANY_LINES")
def too_many_lines(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    first = max(row.ar_entry_id for row in one.rows) + 1
    more = [
        GlRow(first + 2 * place, first + 2 * place + 1, "R", "40000", Decimal("0.00"), memo="Service")
        for place in range(751)
    ]
    one.rows = [*more, *one.rows]
    lines = sum(row.gl_type != "ST" for row in one.rows)
    return Expected((one,), f"{lines} lines")


@defect("EXEMPT_ONLY_IN_CONNECTWISE")
def exempt_here_only(stage: Stage) -> Expected:
    one = stage.invoice(goods)
    product_row(one).item_taxable = True
    return Expected((one,), stage.customer(one)["DisplayName"])


@defect("EXEMPT_ONLY_IN_QUICKBOOKS")
def exempt_there_only(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    record = stage.customer(one)
    record["Taxable"] = False
    return Expected((one,), record["DisplayName"])


@defect("AVALARA_IGNORED")
def avalara(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    one.avalara = True
    stage.options(tax_mode=TaxMode.LET_QUICKBOOKS)
    return Expected((one,), money(one.sales_tax))


@defect("TAX_AS_LINE")
def tax_as_a_line(stage: Stage) -> Expected:
    one = stage.invoice(taxed)
    stage.options(tax_mode=TaxMode.TAX_AS_LINE)
    return Expected((one,), money(one.sales_tax))


@defect("PERIOD_CLOSED")
def period_closed(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.people_in_quickbooks("set_closing_date", date=one.date.isoformat())
    return Expected((one,), us(one.date))


@defect("POSTED_ON")
def posted_on_another_date(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    stage.people_in_quickbooks("set_closing_date", date=one.date.isoformat())
    expected = Expected((one,), us(one.date + dt.timedelta(days=1)))
    stage.judge(expected, "PERIOD_CLOSED", "post-on", (one.date + dt.timedelta(days=1)).isoformat())
    return expected


@defect("EARLIER_FISCAL_YEAR")
def fiscal_year_begins_now(stage: Stage) -> Expected:
    one = stage.invoice(lambda each: plain(each) and each.date.month == 10)
    stage.books.company_info["FiscalYearStartMonth"] = "November"
    return Expected((one,), us(one.date))


def _dated(invoice: FirmInvoice, day: dt.date) -> None:
    invoice.due_date = day + (invoice.due_date - invoice.date)
    invoice.date = day


@defect("LONG_AGO")
def long_ago(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    _dated(one, dt.date(2026, 9, 1))
    return Expected((one,), "09/01/2026")


@defect("FUTURE_DATE")
def dated_ahead(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    _dated(one, dt.date(2026, 11, 20))
    return Expected((one,), "11/20/2026")


@defect("NEXT_MONTH")
def of_a_later_month(stage: Stage) -> Expected:
    one, *others = stage.invoices(3, lambda each: plain(each) and each.date.month == 10)
    _dated(one, dt.date(2026, 11, 1))
    return Expected((one, *others), "11/01/2026")


@defect("DUE_BEFORE_DATE")
def due_before_its_date(stage: Stage) -> Expected:
    one = stage.invoice(plain)
    one.due_date = one.date - dt.timedelta(days=3)
    return Expected((one,), us(one.due_date))


@defect("NUMBERS_OFF")
def numbers_off(stage: Stage) -> Expected:
    one = stage.invoice(credit)
    stage.prefer("SalesFormsPrefs", CustomTxnNumbers=False)
    return Expected((one,), "Custom transaction numbers are off")
