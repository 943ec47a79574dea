"""What the options of a tab do that no document can show: a sentence for each, above the sample invoice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.domain.editions import LOCKS
from mobius_desktop.domain.finding_codes import SWITCHABLE
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import AccountMatch, Creation, DepartmentSource
from mobius_desktop.transfer.plan.tax import takes_exempt_code
from mobius_desktop.ui.pages.company.option_locks import (
    Surroundings,
    exempt_code_choices,
    exempt_code_lock,
    location_choices,
)
from mobius_desktop.ui.pages.company.option_specs import OptionSpec
from mobius_desktop.ui.pages.company.sample_rows import SampleRow

Effect = Callable[[Surroundings], str]


def effect_rows(specs: tuple[OptionSpec, ...], around: Surroundings) -> tuple[SampleRow, ...]:
    """The sentences of these options, below a heading; none where the document shows them all.

    Of what an edition locks it is the effect of the value in force."""
    told = {_effect(spec, around): spec.name for spec in specs if spec.name in EFFECTS}
    rows = [SampleRow(f"effect {name}", sentence, quiet=True) for sentence, name in told.items()]
    return (SampleRow("effects", "What a batch does", bold=True), *rows) if rows else ()


_TOLD_LOCKED = frozenset({"invoice_export_detail", "exempt_tax_code"})
"""Their effect says what is so whatever locks them."""


def _effect(spec: OptionSpec, around: Surroundings) -> str:
    """What the option does; where QuickBooks or another option makes it useless, that."""
    why = spec.why_locked(around)
    if why and why not in LOCKS and spec.name not in _TOLD_LOCKED:
        return why
    return EFFECTS[spec.name](replace(around, options=around.in_force))


def _creation(name: str, noun: str, nouns: str) -> Effect:
    def told(around: Surroundings) -> str:
        match getattr(around.options, name):
            case Creation.ALLOW:
                return f"A missing {noun} is created without asking."
            case Creation.NEVER:
                return f"An invoice that needs a missing {noun} waits until somebody makes or links it."
            case _:
                return f"Missing {nouns} are listed in the preview; nothing is created before you agree."

    return told


def _location(around: Surroundings) -> str:
    named = dict(location_choices(around))
    return f"Create Invoice Batch opens with {named[around.options.location_id]}."


def _difference(around: Surroundings) -> str:
    limit = around.options.accept_difference_up_to
    if limit == Decimal(0):
        return "A document that comes back a cent apart stands as Needs check and waits for you."
    return f"A document that comes back up to {amount_text(limit)} apart is accepted, listed and totalled."


def _nothing_moves(around: Surroundings) -> str:
    done = (
        "not sent, and marked in ConnectWise" if around.options.skip_if_nothing_moves else "sent as any other"
    )
    return f"An invoice whose lines cancel out is {done}."


def _account_name(around: Surroundings) -> str:
    name, account = around.customer
    if around.options.append_account_name:
        shown = f"{name} ({account})" if name and account else "Company (AccountID)"
        return f"A new customer is called by its name and its account id: {shown}."
    return f"A new customer is called by its name, without its account id{f': {name}' if name else ''}."


def _exempt(around: Surroundings) -> str:
    preferences = around.preferences
    if preferences is not None and not takes_exempt_code(preferences):
        return exempt_code_lock(around)
    code = around.options.exempt_tax_code
    if code is None:
        return "A document without sales tax is sent without a tax code."
    return (
        f"A document without sales tax is sent with the tax code {dict(exempt_code_choices(around))[code]}."
    )


def _down_payment(around: Surroundings) -> str:
    item = around.options.down_payment_item
    return f"Deferred revenue without a Product ID goes to the item {item}."


def _stock(around: Surroundings) -> str:
    if around.options.stock_in_quickbooks:
        return "A line may stand on an inventory item and takes its quantity off the stock."
    return "A line on an inventory item is warned about; new items are never inventory items."


def _item_account(around: Surroundings) -> str:
    done = "waits" if around.options.item_account_error else "is sent with a warning"
    return f"An invoice whose item posts to another account than ConnectWise's {done}."


def _accounts(around: Surroundings) -> str:
    by = "number" if around.options.account_match is AccountMatch.NUMBER else "name"
    return f"ConnectWise's account is found in QuickBooks by its {by}."


def _long_ago(around: Surroundings) -> str:
    days = around.options.long_ago_days
    return f"An invoice dated more than {days:,} {'day' if days == 1 else 'days'} back gets a warning."


def _limit(around: Surroundings) -> str:
    limit = around.options.document_limit
    if limit == Decimal(0):
        return "No invoice gets a warning for its amount."
    return f"An invoice of more than {amount_text(limit)} gets a warning."


def _rules(around: Surroundings) -> str:
    off = len(around.options.rules_off)
    return f"{len(SWITCHABLE) - off:,} of {len(SWITCHABLE):,} warnings and notes are said, and every error."


def _comment(around: Surroundings) -> str:
    sent = "goes to the customer as the message" if around.options.send_comments else "is not sent"
    return f"The comment of an invoice in ConnectWise {sent}."


def _internal_notes(around: Surroundings) -> str:
    done = "left out of the text" if around.options.leave_out_internal_notes else "sent, with a warning"
    return f"An internal note in a Detailed line's text is {done}."


def _units(around: Surroundings) -> str:
    shown = "says" if around.options.display_uom else "does not say"
    return f"A line's text {shown} the unit of measure that ConnectWise has for it."


def _summary(around: Surroundings) -> str:
    forced = around.options.forces_detailed()
    chosen = around.options.invoice_export_detail.value
    return forced or f"Create Invoice Batch opens with the Invoice Summary {chosen}."


def _departments(around: Surroundings) -> str:
    if not around.options.use_departments:
        return "A document says nothing of a QuickBooks Location."
    by = _DEPARTMENT_WORDS[around.options.department_source]
    return f"A document's QuickBooks Location is named by {by}."


_DEPARTMENT_WORDS = {
    DepartmentSource.RECEIVABLES_CLASS: "the Class segment of its receivables account",
    DepartmentSource.TERRITORY: "its territory in ConnectWise",
}
EFFECTS: dict[str, Effect] = {
    "location_id": _location,
    "accept_difference_up_to": _difference,
    "skip_if_nothing_moves": _nothing_moves,
    "invoice_export_detail": _summary,
    "display_uom": _units,
    "create_terms": _creation("create_terms", "term", "terms"),
    "send_comments": _comment,
    "leave_out_internal_notes": _internal_notes,
    "append_account_name": _account_name,
    "create_customers": _creation("create_customers", "customer", "customers"),
    "exempt_tax_code": _exempt,
    "create_classes": _creation("create_classes", "class", "classes"),
    "use_departments": _departments,
    "department_source": _departments,
    "create_departments": _creation("create_departments", "QuickBooks Location", "QuickBooks Locations"),
    "create_items": _creation("create_items", "product or service", "products and services"),
    "down_payment_item": _down_payment,
    "stock_in_quickbooks": _stock,
    "item_account_error": _item_account,
    "account_match": _accounts,
    "long_ago_days": _long_ago,
    "document_limit": _limit,
    "rules_off": _rules,
}
"""By option. What is not here has to show on the document itself: a test asks each option for its effect."""
