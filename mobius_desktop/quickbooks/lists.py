"""Reads all list records of a company that a plan is made against."""

from __future__ import annotations

from collections.abc import Callable

from mobius_desktop.domain.ports import Progress
from mobius_desktop.domain.quickbooks import CompanyInfo, ListKind, Preferences, QuickBooksLists, TaxCode
from mobius_desktop.quickbooks import mapping, query, wire
from mobius_desktop.quickbooks.reading import Question, Reader, mapped, shaped
from mobius_desktop.transport import parallel

_WITHOUT_ACTIVE = {ListKind.TAX_AGENCY}
_LISTS = (
    ListKind.CUSTOMER,
    ListKind.ITEM,
    ListKind.ACCOUNT,
    ListKind.VENDOR,
    ListKind.EMPLOYEE,
    ListKind.TERM,
    ListKind.CLASS,
    ListKind.DEPARTMENT,
    ListKind.TAX_CODE,
    ListKind.TAX_RATE,
    ListKind.TAX_AGENCY,
)


def read_lists(
    reader: Reader,
    company_info: Callable[[], CompanyInfo],
    preferences: Callable[[], Preferences],
    progress: Progress | None,
) -> QuickBooksLists:
    """Everything, inactive records too."""
    found: dict[ListKind, list[bytes]] = {}
    about: list[CompanyInfo] = []
    prefer: list[Preferences] = []

    def read_rows() -> None:
        asked = [
            Question(kind.value, "" if kind in _WITHOUT_ACTIVE else query.WITH_INACTIVE) for kind in _LISTS
        ]
        found.update(zip(_LISTS, reader.long_lists(asked, progress), strict=True))

    questions: list[Callable[[], object]] = [
        read_rows,
        lambda: about.append(company_info()),
        lambda: prefer.append(preferences()),
    ]
    parallel.each(lambda ask: ask(), questions)
    rates = mapping.tax_rates(shaped(row, wire.TaxRate) for row in found[ListKind.TAX_RATE])

    def tax_code(one: wire.TaxCode) -> TaxCode:
        return mapping.tax_code(one, rates)

    return QuickBooksLists(
        company=about[0],
        preferences=prefer[0],
        customers=tuple(
            mapped(mapping.customer, shaped(row, wire.Customer)) for row in found[ListKind.CUSTOMER]
        ),
        vendors=tuple(mapped(mapping.named, shaped(row, wire.Named)) for row in found[ListKind.VENDOR]),
        employees=tuple(mapped(mapping.named, shaped(row, wire.Named)) for row in found[ListKind.EMPLOYEE]),
        items=tuple(mapped(mapping.item, shaped(row, wire.Item)) for row in found[ListKind.ITEM]),
        accounts=tuple(mapped(mapping.account, shaped(row, wire.Account)) for row in found[ListKind.ACCOUNT]),
        terms=tuple(mapped(mapping.term, shaped(row, wire.Term)) for row in found[ListKind.TERM]),
        classes=tuple(
            mapped(mapping.class_or_department, shaped(row, wire.Named)) for row in found[ListKind.CLASS]
        ),
        departments=tuple(
            mapped(mapping.class_or_department, shaped(row, wire.Named)) for row in found[ListKind.DEPARTMENT]
        ),
        tax_codes=tuple(mapped(tax_code, shaped(row, wire.TaxCode)) for row in found[ListKind.TAX_CODE]),
        tax_agencies=tuple(
            mapped(mapping.tax_agency, shaped(row, wire.Named)) for row in found[ListKind.TAX_AGENCY]
        ),
        read_at=reader.now(),
    )
