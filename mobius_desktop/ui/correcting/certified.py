"""Sending into a month that somebody has certified is asked about first, and listed on its page later."""

from __future__ import annotations

from collections.abc import Iterable

from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.sums import Sums
from mobius_desktop.domain.tie_out import CertifiedMonth
from mobius_desktop.history.month import into_certified, months_of
from mobius_desktop.ui.components.moments import month_text
from mobius_desktop.ui.components.question import QuestionContent


def certified_question(certified: Iterable[CertifiedMonth], plan: BatchPlan) -> QuestionContent | None:
    """The question; None where the plan changes no certified month."""
    by_month = {one.month: one for one in certified}
    touched = into_certified(by_month.values(), plan)
    if not touched:
        return None
    months = sorted({month for one in touched for month in months_of(one)} & set(by_month))
    last = by_month[months[-1]]
    names = ", ".join(month_text(one) for one in months)
    noun = "invoice belongs" if len(touched) == 1 else "invoices belong"
    money = Sums.of((one.invoice.total, one.invoice.currency) for one in touched).coded()
    verb = "is" if len(months) == 1 else "are"
    return QuestionContent(
        f"Send into {names}, which {verb} certified?",
        f"{len(touched):,} {noun} to {names}, {money}."
        f" {last.user} has certified {month_text(last.month)}. What is sent now is listed on its page.",
        "Do not send",
        "Send into the certified month",
    )
