"""Sales tax: automated (one flat rate per ship-to region, with the override nobody could verify) and manual.

QuickBooks taxes the sum of the taxable lines per rate and rounds half up; programs that round per line or per
level differ by a cent now and then, which is the point.
"""

from __future__ import annotations

from decimal import Decimal

from mobius_desktop.sandbox.firm.model import Record
from mobius_desktop.sandbox.quickbooks.company import Company
from mobius_desktop.sandbox.quickbooks.money import ZERO, cents
from mobius_desktop.sandbox.quickbooks.references import value_of
from mobius_desktop.sandbox.quickbooks.refusals import refuse

PSEUDO = ("TAX", "NON")


def detail_for(company: Company, document: Record, taxable: Decimal, *, any_taxable: bool) -> Record:
    """The TxnTaxDetail of a document; `taxable` is the sum of its TAX lines after discount."""
    asked: Record = document.get("TxnTaxDetail", {})
    customer = company.table("Customer").get(value_of(document, "CustomerRef"), {})
    if not company.preference("TaxPrefs", "UsingSalesTax"):
        return {"TotalTax": ZERO}
    if not any_taxable or customer.get("Taxable") is False:
        return _untaxed(company, asked)
    if company.preference("TaxPrefs", "PartnerTaxEnabled"):
        return _automated(company, document, asked, taxable)
    return _manual(company, asked, customer, taxable)


def _untaxed(company: Company, asked: Record) -> Record:
    """No tax; under manual tax the named code stays on the document, which a report by code then counts."""
    wanted = value_of(asked, "TxnTaxCodeRef")
    if not wanted or wanted in PSEUDO or company.preference("TaxPrefs", "PartnerTaxEnabled"):
        return {"TotalTax": ZERO}
    _usable_code(company, wanted)
    return {"TxnTaxCodeRef": {"value": wanted}, "TotalTax": ZERO}


def line_code(asked: str, item: Record) -> str:
    """TAX or NON. Not sent, the item decides; anything else is refused in the United States."""
    if not asked:
        return "NON" if item.get("Taxable") is False else "TAX"
    if asked not in PSEUDO:
        raise refuse("6100", f"Tax code on a line must be TAX or NON. Supplied value:{asked}", "TaxCodeRef")
    return asked


def region_of(document: Record) -> str:
    for part in ("ShipAddr", "BillAddr"):
        region = document.get(part, {}).get("CountrySubDivisionCode")
        if region:
            return str(region)
    return ""


def _automated(company: Company, document: Record, asked: Record, taxable: Decimal) -> Record:
    region = region_of(document)
    rates = company.state.books.tax_rates_by_region
    rate = rates.get(region)
    sent = asked.get("TotalTax")
    kept = sent is not None and _keeps(company, asked)
    if rate is None and company.switches["override_without_agency"] == "dropped":
        return {"TotalTax": ZERO}
    computed = cents(taxable * (rate or ZERO) / 100)
    total = cents(sent) if kept and sent is not None else computed
    detail: Record = {"TotalTax": total}
    code = _region_code(company, region)
    if code:
        detail["TxnTaxCodeRef"] = {"value": code}
    if kept and total != computed:
        detail["TaxReviewStatus"] = "AST_TAX_OVERRIDE"
    if rate is not None:
        detail["TaxLine"] = [_tax_line(total, "", rate, taxable)]
    return detail


def _keeps(company: Company, asked: Record) -> bool:
    """Whether a sent TotalTax is kept: `UseAutomatedSalesTax` true never, else as the switch says."""
    if asked.get("UseAutomatedSalesTax") is True:
        return False
    mode = company.switches["ast_override"]
    if mode == "need_flag":
        return asked.get("UseAutomatedSalesTax") is False and bool(value_of(asked, "TxnTaxCodeRef"))
    return mode == "honour"


def _region_code(company: Company, region: str) -> str:
    """Automated tax puts its own code in place of the sent one: one named after the region, if any."""
    for code in company.all("TaxCode"):
        words = str(code.get("Name", "")).replace("-", " ").split()
        if code["Id"] not in PSEUDO and region in words:
            return str(code["Id"])
    return ""


def _manual(company: Company, asked: Record, customer: Record, taxable: Decimal) -> Record:
    """The rates of the named group, each on the sum, each rounded."""
    wanted = value_of(asked, "TxnTaxCodeRef") or value_of(customer, "DefaultTaxCodeRef")
    if not wanted or (wanted in PSEUDO and not value_of(asked, "TxnTaxCodeRef")):
        return {"TotalTax": ZERO}
    code = _usable_code(company, wanted)
    lines = []
    for part in code.get("SalesTaxRateList", {}).get("TaxRateDetail", []):
        rate_id = value_of(part, "TaxRateRef")
        rate = company.table("TaxRate").get(rate_id)
        if rate is None:
            raise refuse("2500", f"Tax rates element id {rate_id} not found", "Reference Id")
        percent = Decimal(rate.get("RateValue", ZERO))
        lines.append(_tax_line(cents(taxable * percent / 100), rate_id, percent, taxable))
    total = sum((line["Amount"] for line in lines), ZERO)
    if company.switches["manual_override"] == "honour" and "TotalTax" in asked:
        total = cents(asked["TotalTax"])
    return {"TxnTaxCodeRef": {"value": wanted}, "TotalTax": total, "TaxLine": lines}


def _usable_code(company: Company, wanted: str) -> Record:
    code = company.table("TaxCode").get(wanted)
    if code is None or wanted in PSEUDO or code.get("Active") is False:
        raise refuse("6230", f"The tax code {wanted} cannot be used for this transaction", "TxnTaxCodeRef")
    return code


def _tax_line(amount: Decimal, rate_id: str, percent: Decimal, taxable: Decimal) -> Record:
    inner: Record = {"PercentBased": True, "TaxPercent": percent, "NetAmountTaxable": taxable}
    if rate_id:
        inner["TaxRateRef"] = {"value": rate_id}
    return {"Amount": amount, "DetailType": "TaxLineDetail", "TaxLineDetail": inner}
