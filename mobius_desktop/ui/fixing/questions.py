"""What is asked before a cure that concerns more than one invoice."""

from __future__ import annotations

from mobius_desktop.transfer.fixing.cures import OptionCure
from mobius_desktop.ui.components.question import QuestionContent


def option(cure: OptionCure, company: str) -> QuestionContent:
    """A change of the company's options, which concerns all its invoices."""
    verb = cure.verb.rstrip("…")
    return QuestionContent(
        f"{verb}?",
        f"{cure.meaning} It holds for all invoices of {company}, and can be changed back in Set up QuickBooks"
        " Online.",
        "Go back",
        verb,
    )
