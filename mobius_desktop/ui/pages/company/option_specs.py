"""Every option of a company in one table: its tab, label, line of help, and what may lock it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import DETAILED_LOCKED, EDITIONS, LOCATION_LOCKED, SUMMARY_LOCKED, Edition
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.options import (
    AccountMatch,
    CompanyOptions,
    Creation,
    DepartmentSource,
    EmailStatus,
    ServiceItemSource,
    Summary,
    TaxMode,
)
from mobius_desktop.domain.quickbooks import Preferences, TaxCode
from mobius_desktop.transfer.plan.tax import PSEUDO_CODES, takes_exempt_code

DEFAULTS = CompanyOptions()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What may lock an option. QuickBooks' preferences are None before they were read."""

    options: CompanyOptions
    edition: Edition
    preferences: Preferences | None
    tax_codes: tuple[TaxCode, ...] = ()
    locations: tuple[Location, ...] = ()


Choices = tuple[tuple[Any, str], ...]
Lock = Callable[[Surroundings], str]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option. `choices` are (value, text); without them its type decides the control."""

    name: str
    tab: str
    label: str
    help: str
    choices: Choices = ()
    choices_now: Callable[[Surroundings], Choices] | None = None
    """Choices that both systems' lists decide; a value that is none of them any more stands among them."""
    lock: Lock | None = None
    choice_lock: Callable[[Any, Surroundings], str] | None = None
    bounds: tuple[int, int] = (0, 0)
    """Least and most of an amount or a number."""

    @property
    def default(self) -> Any:
        return getattr(DEFAULTS, self.name)

    def why_locked(self, around: Surroundings) -> str:
        """Why it cannot be changed now; empty when it can."""
        return self.lock(around) if self.lock is not None else ""

    def choices_in(self, around: Surroundings) -> Choices:
        """What can be chosen now."""
        return self.choices if self.choices_now is None else self.choices_now(around)


def _of(kind: type[Enum]) -> Choices:
    return tuple((one, str(one.value)) for one in kind)


_CREATION = (
    (Creation.ASK, "Ask before each batch"),
    (Creation.ALLOW, "Create without asking"),
    (Creation.NEVER, "Never create"),
)


def _location(around: Surroundings) -> str:
    return "" if EDITIONS[around.edition].location_filter else LOCATION_LOCKED


def _summary(around: Surroundings) -> str:
    if around.options.forces_detailed():
        return around.options.forces_detailed()
    return "" if len(EDITIONS[around.edition].summaries) > 1 else SUMMARY_LOCKED


def _needs_detailed(value: ServiceItemSource, around: Surroundings) -> str:
    allowed = EDITIONS[around.edition].allows(Summary.DETAILED)
    return DETAILED_LOCKED if value.needs_detailed and not allowed else ""


def _preference(read: Callable[[Preferences], bool], sentence: str) -> Lock:
    def lock(around: Surroundings) -> str:
        return "" if around.preferences is None or read(around.preferences) else sentence

    return lock


def _locations(around: Surroundings) -> Choices:
    named = tuple((one.id, one.name) for one in around.locations)
    return ((None, "All locations"), *_with_kept(named, around.options.location_id, "Location"))


def _exempt_codes(around: Surroundings) -> Choices:
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


def _exempt(around: Surroundings) -> str:
    preferences = around.preferences
    if preferences is None or takes_exempt_code(preferences):
        codes = _exempt_codes(around)
        if preferences is not None and len(codes) == 1:
            return "QuickBooks has no tax code without a rate. Add one there, then choose Refresh (F5)."
        return ""
    if preferences.automated_sales_tax:
        return "QuickBooks calculates sales tax in this company, and chooses the tax code itself."
    return "Sales tax is turned off in QuickBooks."


def _tax_item(around: Surroundings) -> str:
    line = around.options.tax_mode is TaxMode.TAX_AS_LINE
    return "" if line else "Used when Sales tax is sent as a line."


def _used(name: str, lock: Lock, sentence: str) -> Lock:
    def both(around: Surroundings) -> str:
        return lock(around) or ("" if getattr(around.options, name) else sentence)

    return both


_classes = _preference(
    lambda p: p.class_per_line or p.class_per_transaction, "QuickBooks tracks no classes in this company."
)
_departments = _preference(lambda p: p.track_departments, "QuickBooks tracks no locations in this company.")
_payments = _preference(
    lambda p: p.online_payments, "QuickBooks Payments is not switched on in this company."
)
_automated = _preference(
    lambda p: p.automated_sales_tax,
    "QuickBooks does not calculate sales tax in this company: tax codes are linked under Links.",
)
_numbers = _preference(
    lambda p: p.use_account_numbers, "Account numbers are off in QuickBooks: accounts are found by name."
)

COMPANY, SALES, CONTACTS, TAXES = "Company", "Sales", "Contacts", "Taxes"
CATEGORIES, PRODUCTS, ACCOUNTS, CHECKS = "Categories", "Products", "Accounts", "Checks"
TABS = (COMPANY, SALES, CONTACTS, TAXES, CATEGORIES, PRODUCTS, ACCOUNTS, CHECKS)

SPECS: tuple[OptionSpec, ...] = (
    OptionSpec(
        "location_id",
        COMPANY,
        "Default ConnectWise PSA Location",
        "What Create Invoice Batch opens with for this company.",
        choices_now=_locations,
        lock=_location,
    ),
    OptionSpec(
        "number_prefix",
        COMPANY,
        "Prefix of numbers",
        "Stands before ConnectWise's number. Payment syncs match by number, so empty is best.",
    ),
    OptionSpec(
        "accept_difference_up_to",
        COMPANY,
        "Accept a difference up to",
        "A document that comes back this far apart is accepted by itself, listed and totalled.",
        bounds=(0, 100),
    ),
    OptionSpec(
        "skip_if_nothing_moves",
        COMPANY,
        "Skip an invoice whose lines cancel out",
        "Only when they net to zero in every account and class. It is marked in ConnectWise.",
    ),
    OptionSpec(
        "invoice_export_detail",
        SALES,
        "Invoice Export Detail",
        "How much each line says: the Invoice Summary that a batch opens with.",
        _of(Summary),
        lock=_summary,
        choice_lock=lambda value, around: "" if EDITIONS[around.edition].allows(value) else SUMMARY_LOCKED,
    ),
    OptionSpec(
        "service_item_source",
        SALES,
        "Service Item Source",
        "How the item of a line without a product is named. By GL account is recommended.",
        _of(ServiceItemSource),
        choice_lock=_needs_detailed,
    ),
    OptionSpec("display_uom", SALES, "Display UOM", "Adds the unit of measure to a line's text."),
    OptionSpec(
        "create_terms",
        SALES,
        "Missing terms",
        "Terms of fixed days can be created; end-of-month terms are made in QuickBooks.",
        _CREATION,
    ),
    OptionSpec(
        "email_status",
        SALES,
        "E-mail from QuickBooks",
        "Whether QuickBooks is asked to e-mail the document.",
        ((EmailStatus.NOT_SET, "Not set"), (EmailStatus.NEED_TO_SEND, "Needs to be sent")),
    ),
    OptionSpec(
        "online_card",
        SALES,
        "Allow online payment by card",
        "Marks each invoice as payable by card.",
        lock=_payments,
    ),
    OptionSpec(
        "online_bank",
        SALES,
        "Allow online payment by bank",
        "Marks each invoice as payable by bank transfer.",
        lock=_payments,
    ),
    OptionSpec(
        "send_comments",
        SALES,
        "Send the invoice's comment",
        "ConnectWise's invoice comment becomes the message to the customer.",
    ),
    OptionSpec(
        "leave_out_internal_notes",
        SALES,
        "Leave out internal notes",
        "Takes a time entry's internal note out of a Detailed line's text.",
    ),
    OptionSpec(
        "append_account_name",
        CONTACTS,
        "Append account name",
        "A new customer is called Company (AccountID). Customers that exist keep their names.",
    ),
    OptionSpec(
        "create_customers",
        CONTACTS,
        "Missing customers",
        "Asking lists them in the preview, which cannot be skipped then. Parents are never created.",
        _CREATION,
    ),
    OptionSpec(
        "tax_mode",
        TAXES,
        "Sales tax",
        "Who decides the tax of a document. ConnectWise's amount is proven before it is relied on.",
        _of(TaxMode),
        lock=_automated,
    ),
    OptionSpec(
        "tax_line_item",
        TAXES,
        "Item of the tax line",
        "QuickBooks' sales-tax report does not see tax that is sent as a line.",
        lock=_tax_item,
    ),
    OptionSpec(
        "exempt_tax_code",
        TAXES,
        "Exempt tax code",
        "QuickBooks' tax code of a document without sales tax. None: it goes without a code.",
        choices_now=_exempt_codes,
        lock=_exempt,
    ),
    OptionSpec(
        "use_classes",
        CATEGORIES,
        "Use classes",
        "The Class segment of a line's account becomes its class.",
        lock=_classes,
    ),
    OptionSpec(
        "create_classes",
        CATEGORIES,
        "Missing classes",
        "A class whose parent is missing is never created.",
        _CREATION,
        lock=_used("use_classes", _classes, "Classes are not used."),
    ),
    OptionSpec(
        "use_departments",
        CATEGORIES,
        "Use QuickBooks Locations",
        "Each document says to which QuickBooks Location it belongs.",
        lock=_departments,
    ),
    OptionSpec(
        "department_source",
        CATEGORIES,
        "QuickBooks Location is named by",
        "The Class segment of the receivables account, or the invoice's territory in ConnectWise.",
        _of(DepartmentSource),
        lock=_used("use_departments", _departments, "QuickBooks Locations are not used."),
    ),
    OptionSpec(
        "create_departments",
        CATEGORIES,
        "Missing QuickBooks Locations",
        "A QuickBooks Location whose parent is missing is never created.",
        _CREATION,
        lock=_used("use_departments", _departments, "QuickBooks Locations are not used."),
    ),
    OptionSpec(
        "create_items",
        PRODUCTS,
        "Missing products and services",
        "Created on the account of the line that first needs them.",
        _CREATION,
    ),
    OptionSpec(
        "down_payment_item",
        PRODUCTS,
        "Down payment item",
        "Of deferred revenue, where the GL mapping names no Product ID.",
    ),
    OptionSpec(
        "stock_in_quickbooks",
        PRODUCTS,
        "Stock is kept in QuickBooks",
        "Lines may stand on inventory items, and reduce their stock.",
    ),
    OptionSpec(
        "item_account_error",
        PRODUCTS,
        "An item of another account blocks",
        "QuickBooks posts by the item. Off: a warning where ConnectWise's account is another.",
    ),
    OptionSpec(
        "account_match",
        ACCOUNTS,
        "Find accounts by",
        "Numbers survive new names. GL accounts are never created.",
        _of(AccountMatch),
        lock=_numbers,
    ),
    OptionSpec(
        "long_ago_days",
        CHECKS,
        "Days back that are long ago",
        "An invoice dated further back than this is shown with a warning.",
        bounds=(1, 3650),
    ),
    OptionSpec(
        "document_limit",
        CHECKS,
        "Limit of one document",
        "An invoice of more than this is shown with a warning; 0.00 is no limit.",
        bounds=(0, 99_999_999),
    ),
    OptionSpec(
        "rules_off",
        CHECKS,
        "What is said before sending",
        "What is not ticked is not said in this company. Errors are said whatever is ticked here.",
    ),
)


def spec_of(name: str) -> OptionSpec:
    """The row of an option."""
    return next(spec for spec in SPECS if spec.name == name)


def title_of(code: str) -> str:
    """A rule in a few words; a code that another version wrote stays a code."""
    rule = RULES.get(code)
    return rule.title if rule else code


def value_text(spec: OptionSpec, value: object, choices: Choices = ()) -> str:
    """A value as the history and the default's line say it; `choices` name what lists hold."""
    for one, text in choices or spec.choices:
        if one == value:
            return text
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "not said: " + ", ".join(title_of(code) for code in value) if value else "all is said"
    return "none" if value in (None, "") else str(value)
