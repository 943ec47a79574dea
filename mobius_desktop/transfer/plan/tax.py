"""Sales tax: which lines are TAX, how the amount travels, and where QuickBooks would drop or change it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlRow, TaxLevel
from mobius_desktop.domain.document import DocumentAddress, DocumentTax
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.money import amount_text, plain, round_half_up
from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.quickbooks import Customer, ListKind, Preferences, QuickBooksLists, TaxCode
from mobius_desktop.transfer.plan.case import Case
from mobius_desktop.transfer.plan.names import folded
from mobius_desktop.transfer.plan.regions import state_code, states_named

MOST_TAXED_LINES = 750
PSEUDO_CODES = frozenset({"TAX", "NON"})
_ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TaxChoice:
    """What the document says about tax, and everything that is wrong with that."""

    tax: DocumentTax
    problems: tuple[Finding, ...] = ()


def line_taxable(case: Case, row: GlRow) -> bool:
    """TAX when the row is taxable at any level and the invoice carries tax, else NON."""
    if not case.is_taxed or case.options.tax_mode is TaxMode.TAX_AS_LINE:
        return False
    return row.taxable or bool(row.taxable_levels)


def choose_tax(case: Case, customer: Customer | None, ship_to: DocumentAddress | None) -> TaxChoice:
    """How the invoice's tax is sent in the company's mode."""
    if not case.is_taxed:
        code, unusable = _exempt_code(case)
        return TaxChoice(DocumentTax(_ZERO, code), (*unusable, *_exempt_here_only(case, customer)))
    amount = case.sales_tax
    if case.options.tax_mode is TaxMode.TAX_AS_LINE:
        return TaxChoice(DocumentTax(_ZERO), (case.find("TAX_AS_LINE", amount=amount),))
    preferences = case.books.preferences
    if not preferences.using_sales_tax:
        return TaxChoice(DocumentTax(amount), (case.find("SALES_TAX_OFF", amount=amount),))
    lets = case.options.tax_mode is TaxMode.LET_QUICKBOOKS
    total = None if lets else amount
    taxed = [row for row in case.rows if line_taxable(case, row)]
    if not taxed:
        problem = case.find("TAX_WITHOUT_TAXABLE_LINE", amount=amount)
        return TaxChoice(DocumentTax(total), (problem,))
    problems = [*_base(case, taxed), *_document(case, customer)]
    if lets and case.transaction.avalara:
        problems.append(case.find("AVALARA_IGNORED", amount=amount))
    if preferences.automated_sales_tax:
        problems.extend(_agency(case, ship_to))
        tax = DocumentTax(total) if lets else DocumentTax(total, _any_sales_code(case), override=True)
        return TaxChoice(tax, tuple(problems))
    code, unmapped = _mapped(case, taxed)
    problems.extend(unmapped)
    return TaxChoice(DocumentTax(total, code), tuple(problems))


def _exempt_code(case: Case) -> tuple[QuickBooksId | None, tuple[Finding, ...]]:
    """The company's code for documents without tax; ERROR where QuickBooks would refuse it.

    Its lines stay NON: QuickBooks takes no other code on a line in the United States."""
    wanted = case.options.exempt_tax_code
    if wanted is None or not takes_exempt_code(case.books.preferences):
        return None, ()
    wrong = exempt_code_trouble(wanted, case.books.lists)
    if wrong is None:
        return wanted, ()
    name, why = wrong
    return None, (case.find("EXEMPT_CODE_UNUSABLE", name=name, why=why),)


def takes_exempt_code(preferences: Preferences) -> bool:
    """Only manual tax: automated tax replaces every code by its own, and without sales tax none is read."""
    return preferences.using_sales_tax and not preferences.automated_sales_tax


def exempt_code_trouble(wanted: QuickBooksId, lists: QuickBooksLists) -> tuple[str, str] | None:
    """Name of the exempt code and what is wrong with it; None where nothing is."""
    code = next((one for one in lists.tax_codes if one.id == wanted), None)
    if code is None:
        return f"no. {wanted}", "is not in QuickBooks any more"
    if not code.active:
        return code.name, "is inactive in QuickBooks"
    if any(rate for _, rate in code.rates):
        return code.name, "has a rate in QuickBooks now"
    return None


def _exempt_here_only(case: Case, customer: Customer | None) -> tuple[Finding, ...]:
    """WARNING where goods are taxable, the invoice is not, and QuickBooks takes the customer for taxable."""
    if not case.is_exempt or customer is None or not customer.taxable:
        return ()
    if not case.books.preferences.using_sales_tax:
        return ()
    return (case.find("EXEMPT_ONLY_IN_CONNECTWISE", customer=customer.display_name),)


def _base(case: Case, taxed: list[GlRow]) -> list[Finding]:
    """WARNING where the taxed amount is not what the TAX lines come to: caps, parts, single levels."""
    levels = {level.level for level in case.transaction.tax_levels if level.amount}
    partial = [
        case.find("TAX_LEVELS_PARTIAL", amount=case.amount(row), line=str(position))
        for position, row in enumerate(case.rows, start=1)
        if row in taxed and row.taxable_levels and not levels <= set(row.taxable_levels)
    ]
    if partial:
        return partial
    lines = sum((case.amount(row) for row in taxed), _ZERO)
    bases = [
        abs(level.taxable_amount)
        for level in case.transaction.tax_levels
        if level.taxable_amount is not None and level.amount
    ]
    if all(base == abs(lines) for base in bases):
        return []
    currency = case.transaction.currency
    shown = " and ".join(dict.fromkeys(amount_text(base, currency) for base in bases))
    return [
        case.find(
            "TAX_BASE_PARTIAL", amount=case.sales_tax, taxed=shown, lines=amount_text(abs(lines), currency)
        )
    ]


def _document(case: Case, customer: Customer | None) -> list[Finding]:
    problems = []
    if len(case.rows) > MOST_TAXED_LINES:
        problems.append(case.find("TOO_MANY_LINES", lines=str(len(case.rows)), limit=str(MOST_TAXED_LINES)))
    if customer is not None and not customer.taxable:
        problems.append(
            case.find("EXEMPT_ONLY_IN_QUICKBOOKS", amount=case.sales_tax, customer=customer.display_name)
        )
    return problems


def _agency(case: Case, ship_to: DocumentAddress | None) -> list[Finding]:
    """Automated tax goes to the agency of the ship-to region: without one QuickBooks charges none."""
    amount = case.sales_tax
    region = state_code(ship_to.region) if ship_to else ""
    if not region:
        return [case.find("SHIP_TO_MISSING", amount=amount)]
    if case.books.link(ListKind.TAX_AGENCY, RecordKey(f"taxagency:{region}")):
        return []
    agencies = [states_named(agency.name) for agency in case.books.lists.tax_agencies]
    if any(region in named for named in agencies):
        return []
    unplaced = any(not named for named in agencies)
    return [
        case.find("TAX_AGENCY_UNSURE" if unplaced else "TAX_AGENCY_MISSING", amount=amount, region=region)
    ]


def _any_sales_code(case: Case) -> QuickBooksId:
    """The code beside an overriding amount: QuickBooks wants one and replaces it by its own."""
    codes = sorted(
        code.id for code in case.books.lists.tax_codes if code.active and code.id not in PSEUDO_CODES
    )
    return codes[0] if codes else QuickBooksId("TAX")


def _mapped(case: Case, taxed: list[GlRow]) -> tuple[QuickBooksId | None, list[Finding]]:
    """The one tax code of a document under manual tax; its rates must give ConnectWise's levels."""
    name = case.transaction.tax_code or case.invoice.tax_code
    key = RecordKey(f"taxcode:{name}")
    linked = case.books.link(ListKind.TAX_CODE, key, case.transaction.tax_code_id)
    codes = {code.id: code for code in case.books.lists.tax_codes}
    code = codes.get(linked) if linked else case.books.tax_codes_by_name.get(folded(name))
    if code is None or code.id in PSEUDO_CODES:
        return None, [case.find("TAX_CODE_UNMAPPED", amount=case.sales_tax, tax_code=name)]
    if not code.active:
        return None, [case.find("TAX_CODE_INACTIVE", amount=case.sales_tax, name=code.name)]
    lines = abs(sum((row.total for row in taxed), _ZERO))
    levels = [level for level in case.transaction.tax_levels if level.amount]
    why = _disagreement(code, levels, lines)
    if why:
        return code.id, [case.find("TAX_RATES_DIFFER", amount=case.sales_tax, name=code.name, why=why)]
    return code.id, []


def _disagreement(code: TaxCode, levels: list[TaxLevel], lines: Decimal) -> str:
    """Why a code's rates would not give the levels; empty when they would, but for a cent of rounding."""
    if len(code.rates) != len(levels):
        return f"it has {len(code.rates)} rates, ConnectWise has {len(levels)} levels"
    left = list(code.rates)
    for level in levels:
        base = abs(level.taxable_amount) if level.taxable_amount is not None else lines
        fitting = [
            rate for rate in left if abs(round_half_up(base * rate[1] / 100) - abs(level.amount)) <= _CENT
        ]
        if not fitting:
            rates = ", ".join(f"{plain(rate)} %" for _, rate in left)
            return f"level {level.level} comes to {abs(level.amount)} on {base}, and its rates are {rates}"
        left.remove(fitting[0])
    return ""
