"""What a check of the set-up says in sentences, the same in the window and on the command line."""

from __future__ import annotations

from mobius_desktop.domain.checkup import CheckupReport, Problem, Touched
from mobius_desktop.domain.cure_places import (
    CONNECTWISE_MENUS,
    OWN_PAGES,
    QUICKBOOKS_MENUS,
    At,
    CurePlace,
    places_of,
)
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.linking.words import KIND_WORDS


def summary_of(report: CheckupReport) -> str:
    """`Nothing in the way. Checked: 250 customers, 41 items, 3 tax codes, 9 accounts.`"""
    return f"{standing_of(report)} {report.checked}".strip()


def standing_of(report: CheckupReport) -> str:
    """How things stand, in one sentence."""
    weights = [problem.severity for _, problem in report.problems]
    errors, warnings = weights.count(Severity.ERROR), weights.count(Severity.WARNING)
    if errors:
        also = f", and {warnings:,} more {'wants' if warnings == 1 else 'want'} a look" if warnings else ""
        return f"{errors:,} {'cause stands' if errors == 1 else 'causes stand'} in the way{also}."
    if report.read_nothing:
        return "Neither system could be read, so nothing was checked. What an earlier check found is kept."
    if report.not_checked:
        open_ones = len(report.not_checked)
        noun = "check" if open_ones == 1 else "checks"
        made = f"{open_ones:,} {noun} could not be made in full."
        if report.read_both:
            return f"Nothing was found in the way, but {made}"
        return f"Whether something would fail is not known: {made}"
    if warnings:
        return f"Nothing in the way. {warnings:,} {'thing wants' if warnings == 1 else 'things want'} a look."
    return "Nothing in the way."


def touched_text(touched: Touched) -> str:
    """`14 invoices 9,310.22 USD`; empty where none is touched today."""
    if not touched.count:
        return ""
    noun = "invoice" if touched.count == 1 else "invoices"
    sums = " · ".join(f"{amount_text(total, currency)} {currency}" for currency, total in touched.money)
    return f"{touched.count:,} {noun} {sums}"


def place_texts(problem: Problem, company: str) -> list[str]:
    """The places of the cure, menu by menu: `QuickBooks ▸ Chart of accounts`."""
    return [_place_text(one, company) for one in places_of(problem)]


def _place_text(place: CurePlace, company: str) -> str:
    configuration = f"Mobius Desktop ▸ {OWN_PAGES['quickbooks']} ▸ {company}"
    match place.at:
        case At.LINKS:
            kind = f" ▸ {KIND_WORDS[ListKind(place.what)]}" if place.what else ""
            return f"{configuration} ▸ Links{kind}"
        case At.OPTIONS:
            return f"{configuration} ▸ {place.what}"
        case At.PAGE:
            return f"Mobius Desktop ▸ {OWN_PAGES[place.what]}"
        case At.QUICKBOOKS:
            return f"QuickBooks ▸ {QUICKBOOKS_MENUS[place.what]}"
        case At.CONNECTWISE:
            return f"ConnectWise ▸ {CONNECTWISE_MENUS[place.what]}"
