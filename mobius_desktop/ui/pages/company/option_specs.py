"""Every option of a company in one table: its tab, label, line of help, and what may lock it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from mobius_desktop.domain.editions import EDITIONS, SUMMARY_LOCKED
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
from mobius_desktop.ui.pages.company.option_locks import (
    AUTOMATED_LOCK,
    CLASSES_LOCK,
    DEPARTMENTS_LOCK,
    NUMBERS_LOCK,
    PAYMENTS_LOCK,
    ChoiceLock,
    Choices,
    Lock,
    Surroundings,
    detailed_lock,
    exempt_code_choices,
    exempt_code_lock,
    location_choices,
    location_lock,
    summary_lock,
    tax_item_lock,
    used_lock,
    value_lock,
)

DEFAULTS = CompanyOptions()


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
    choice_lock: ChoiceLock | None = None
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


COMPANY, SALES, CONTACTS, TAXES = "Company", "Sales", "Contacts", "Taxes"
CATEGORIES, PRODUCTS, ACCOUNTS, CHECKS = "Categories", "Products", "Accounts", "Checks"
TABS = (COMPANY, SALES, CONTACTS, TAXES, CATEGORIES, PRODUCTS, ACCOUNTS, CHECKS)

SPECS: tuple[OptionSpec, ...] = (
    OptionSpec(
        "location_id",
        COMPANY,
        "Default ConnectWise PSA Location",
        "What Create Invoice Batch opens with for this company.",
        choices_now=location_choices,
        lock=location_lock,
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
        lock=summary_lock,
        choice_lock=lambda value, around: "" if EDITIONS[around.edition].allows(value) else SUMMARY_LOCKED,
    ),
    OptionSpec(
        "service_item_source",
        SALES,
        "Service Item Source",
        "How the item of a line without a product is named. By GL account is recommended.",
        _of(ServiceItemSource),
        choice_lock=detailed_lock,
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
        lock=PAYMENTS_LOCK,
    ),
    OptionSpec(
        "online_bank",
        SALES,
        "Allow online payment by bank",
        "Marks each invoice as payable by bank transfer.",
        lock=PAYMENTS_LOCK,
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
        choice_lock=value_lock(TaxMode.LET_QUICKBOOKS, AUTOMATED_LOCK),
    ),
    OptionSpec(
        "tax_line_item",
        TAXES,
        "Item of the tax line",
        "QuickBooks' sales-tax report does not see tax that is sent as a line.",
        lock=tax_item_lock,
    ),
    OptionSpec(
        "exempt_tax_code",
        TAXES,
        "Exempt tax code",
        "QuickBooks' tax code of a document without sales tax. None: it goes without a code.",
        choices_now=exempt_code_choices,
        lock=exempt_code_lock,
    ),
    OptionSpec(
        "use_classes",
        CATEGORIES,
        "Use classes",
        "The Class segment of a line's account becomes its class.",
        lock=CLASSES_LOCK,
    ),
    OptionSpec(
        "create_classes",
        CATEGORIES,
        "Missing classes",
        "A class whose parent is missing is never created.",
        _CREATION,
        lock=used_lock("use_classes", CLASSES_LOCK, "Classes are not used."),
    ),
    OptionSpec(
        "use_departments",
        CATEGORIES,
        "Use QuickBooks Locations",
        "Each document says to which QuickBooks Location it belongs.",
        lock=DEPARTMENTS_LOCK,
    ),
    OptionSpec(
        "department_source",
        CATEGORIES,
        "QuickBooks Location is named by",
        "The Class segment of the receivables account, or the invoice's territory in ConnectWise.",
        _of(DepartmentSource),
        lock=used_lock("use_departments", DEPARTMENTS_LOCK, "QuickBooks Locations are not used."),
    ),
    OptionSpec(
        "create_departments",
        CATEGORIES,
        "Missing QuickBooks Locations",
        "A QuickBooks Location whose parent is missing is never created.",
        _CREATION,
        lock=used_lock("use_departments", DEPARTMENTS_LOCK, "QuickBooks Locations are not used."),
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
        choice_lock=value_lock(AccountMatch.NUMBER, NUMBERS_LOCK),
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


def specs_of(tab: str) -> tuple[OptionSpec, ...]:
    """The options of a tab, from top to bottom."""
    return tuple(spec for spec in SPECS if spec.tab == tab)


def spec_of(name: str) -> OptionSpec:
    """The row of an option."""
    return next(spec for spec in SPECS if spec.name == name)


def possible_values(spec: OptionSpec) -> str:
    """What an option can be, as a part of a sentence: as a file names it, and as the page does."""
    least, most = spec.bounds
    match spec.default:
        case Enum():
            *first, last = (value_text(spec, one) for one in type(spec.default))
            return f"{', '.join(first)} or {last}"
        case bool():
            return "yes or no"
        case Decimal():
            return f"an amount from {least:.2f} to {most:,}"
        case int():
            return f"a whole number from {least:,} to {most:,}"
        case tuple():
            return "a list of the checks that are not said"
        case None:
            return "the id of a record, or nothing"
        case _:
            return "a text"


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
