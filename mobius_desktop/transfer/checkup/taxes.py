"""Tax codes of ConnectWise that no invoice of today uses: seen before the first invoice fails by them."""

from __future__ import annotations

from collections.abc import Iterator

from mobius_desktop.domain.connectwise_setup import TaxCodeSetup
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.quickbooks import ListKind, TaxCode
from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import Noticed, notice
from mobius_desktop.transfer.plan.books import Books
from mobius_desktop.transfer.plan.names import folded
from mobius_desktop.transfer.plan.tax import PSEUDO_CODES, exempt_code_trouble


def check_tax_codes(evidence: Evidence) -> Iterator[Noticed]:
    """Under manual tax each code needs one in QuickBooks with the same levels. Automated tax needs none."""
    books = evidence.books()
    if books is None or books.preferences.automated_sales_tax or not books.preferences.using_sales_tax:
        return
    yield from _exempt_code(evidence, books)
    today = {
        plan.transaction.tax_code or plan.invoice.tax_code
        for plan in evidence.plans
        if plan.transaction is not None and plan.transaction.sales_tax
    }
    for one in evidence.tax_codes:
        if one.levels and one.name not in today:
            yield from _code(books, one)


def _exempt_code(evidence: Evidence, books: Books) -> Iterator[Noticed]:
    """An exempt code that QuickBooks would refuse, where no plan of today says so."""
    wanted = evidence.options.exempt_tax_code
    wrong = exempt_code_trouble(wanted, books.lists) if wanted is not None else None
    told = any(one.code == "EXEMPT_CODE_UNUSABLE" for plan in evidence.plans for one in plan.findings)
    if wrong is not None and not told:
        yield notice("EXEMPT_CODE_LOST", subject=wrong[0], name=wrong[0], why=wrong[1])


def _code(books: Books, one: TaxCodeSetup) -> Iterator[Noticed]:
    found = _linked(books, one)
    if found is None:
        yield notice("TAX_CODE_NOT_LINKED", subject=one.name, tax_code=one.name)
    elif len(found.rates) != one.levels or _rates_apart(one, found):
        yield notice(
            "TAX_LEVELS_DIFFER",
            subject=one.name,
            tax_code=one.name,
            name=found.name,
            levels=_told(one.levels, "level", [str(rate) for rate in one.rates]),
            rates=_told(len(found.rates), "rate", [str(rate.normalize()) for _, rate in found.rates]),
        )


def _linked(books: Books, one: TaxCodeSetup) -> TaxCode | None:
    name = one.name
    linked = books.link(ListKind.TAX_CODE, RecordKey(f"taxcode:{name}"), one.id)
    codes = {code.id: code for code in books.lists.tax_codes}
    found = codes.get(linked) if linked else books.tax_codes_by_name.get(folded(name))
    return None if found is None or not found.active or found.id in PSEUDO_CODES else found


def _rates_apart(one: TaxCodeSetup, code: TaxCode) -> bool:
    """Levels by amount have no rate to compare."""
    by_rate_only = len(one.rates) == one.levels
    return by_rate_only and sorted(one.rates) != sorted(rate for _, rate in code.rates)


def _told(count: int, noun: str, rates: list[str]) -> str:
    percents = f" ({', '.join(f'{rate} %' for rate in rates)})" if rates else ""
    return f"{count} {noun if count == 1 else noun + 's'}{percents}"
