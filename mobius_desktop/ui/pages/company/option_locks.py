"""What locks an option and says why, and the choices that both systems' lists decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import (
    DETAILED_LOCKED,
    EDITIONS,
    LOCATION_LOCKED,
    SUMMARY_LOCKED,
    Edition,
    as_allowed,
)
from mobius_desktop.domain.options import CompanyOptions, ServiceItemSource, Summary, TaxMode
from mobius_desktop.domain.quickbooks import Preferences, TaxCode
from mobius_desktop.transfer.plan.tax import PSEUDO_CODES, takes_exempt_code


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What may lock an option. QuickBooks' preferences are None before they were read."""

    options: CompanyOptions
    edition: Edition
    preferences: Preferences | None
    tax_codes: tuple[TaxCode, ...] = ()
    locations: tuple[Location, ...] = ()
    customer: tuple[str, str] = ("", "")
    """Name and account id of a customer of an unposted invoice, to show what one would be called."""

    @property
    def in_force(self) -> CompanyOptions:
        """The options as the edition uses them."""
        return as_allowed(self.options, EDITIONS[self.edition])


Choices = tuple[tuple[Any, str], ...]
Lock = Callable[[Surroundings], str]
ChoiceLock = Callable[[Any, Surroundings], str]


def location_lock(around: Surroundings) -> str:
    return "" if EDITIONS[around.edition].location_filter else LOCATION_LOCKED


def summary_lock(around: Surroundings) -> str:
    return around.in_force.forces_detailed() or (
        "" if len(EDITIONS[around.edition].summaries) > 1 else SUMMARY_LOCKED
    )


def detailed_lock(value: ServiceItemSource, around: Surroundings) -> str:
    allowed = EDITIONS[around.edition].allows(Summary.DETAILED)
    return DETAILED_LOCKED if value.needs_detailed and not allowed else ""


def preference_lock(read: Callable[[Preferences], bool], sentence: str) -> Lock:
    def lock(around: Surroundings) -> str:
        return "" if around.preferences is None or read(around.preferences) else sentence

    return lock


def location_choices(around: Surroundings) -> Choices:
    named = tuple((one.id, one.name) for one in around.locations)
    return ((None, "All locations"), *_with_kept(named, around.options.location_id, "Location"))


def exempt_code_choices(around: Surroundings) -> Choices:
    """QuickBooks' active codes without a rate, and the chosen one whatever became of it."""
    kept = around.options.exempt_tax_code
    usable = tuple(
        (one.id, one.name)
        for one in around.tax_codes
        if one.active and one.id not in PSEUDO_CODES and not any(rate for _, rate in one.rates)
    )
    lost = tuple(
        (one.id, f"{one.name} (has a rate)" if one.active else f"{one.name} (inactive)")
        for one in around.tax_codes
        if one.id == kept and (one.id, one.name) not in usable
    )
    return ((None, "None"), *_with_kept((*usable, *lost), kept, "Tax code no."))


def _with_kept(named: Choices, kept: object, word: str) -> Choices:
    known = kept is None or kept in [one for one, _ in named]
    return named if known else (*named, (kept, f"{word} {kept}"))


def exempt_code_lock(around: Surroundings) -> str:
    preferences = around.preferences
    if preferences is None or takes_exempt_code(preferences):
        codes = exempt_code_choices(around)
        if preferences is not None and len(codes) == 1:
            return "QuickBooks has no tax code without a rate. Add one there, then choose Refresh (F5)."
        return ""
    if preferences.automated_sales_tax:
        return "QuickBooks calculates sales tax in this company, and chooses the tax code itself."
    return "Sales tax is turned off in QuickBooks."


def tax_item_lock(around: Surroundings) -> str:
    line = around.options.tax_mode is TaxMode.TAX_AS_LINE
    return "" if line else "Used when Sales tax is sent as a line."


def used_lock(name: str, lock: Lock, sentence: str) -> Lock:
    def both(around: Surroundings) -> str:
        return lock(around) or ("" if getattr(around.options, name) else sentence)

    return both


def value_lock(locked: object, lock: Lock) -> ChoiceLock:
    """Locks one of the choices; the others are the way out for a company that has it."""

    def of_choice(value: Any, around: Surroundings) -> str:
        return lock(around) if value == locked else ""

    return of_choice


CLASSES_LOCK = preference_lock(
    lambda p: p.class_per_line or p.class_per_transaction, "QuickBooks tracks no classes in this company."
)
DEPARTMENTS_LOCK = preference_lock(
    lambda p: p.track_departments, "QuickBooks tracks no locations in this company."
)
PAYMENTS_LOCK = preference_lock(
    lambda p: p.online_payments, "QuickBooks Payments is not switched on in this company."
)
AUTOMATED_LOCK = preference_lock(
    lambda p: p.automated_sales_tax,
    "QuickBooks does not calculate sales tax in this company: its tax codes are linked below.",
)
NUMBERS_LOCK = preference_lock(
    lambda p: p.use_account_numbers, "Account numbers are off in QuickBooks: none is found by its number."
)
