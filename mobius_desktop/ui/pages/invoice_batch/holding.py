"""Hold: what keeps an invoice in the list until somebody releases it, and the question for the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.archive import Hold
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.fields import Field
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow


def still_held(holds: Mapping[BillingLogId, Hold], today: dt.date) -> dict[BillingLogId, Hold]:
    """The holds that stand today."""
    return {key: hold for key, hold in holds.items() if hold.stands_on(today)}


def question_for(rows: Sequence[SelectRow]) -> QuestionContent:
    """What is asked before rows are held."""
    count = len(rows)
    noun = "invoice" if count == 1 else "invoices"
    total = sum((row.invoice.total for row in rows), Decimal("0.00"))
    return QuestionContent(
        f"Hold {count:,} {noun}, {amount_text(total)}?",
        "Held invoices stay in the list, greyed, and cannot be ticked until they are released or their day"
        " has come. Nothing changes in ConnectWise.",
        "Go back",
        "Hold",
        reason="Reason",
    )


def ask_for_hold(parent: QWidget, rows: Sequence[SelectRow]) -> tuple[str, dt.date | None] | None:
    """The reason, and perhaps the day from which they are offered again; None when nothing is to be held."""
    until = DateField(None, "Offered again from")
    extra = Field("Offered again from (empty: when released)", until)
    acted, reason = ask(parent, question_for(rows), extra)
    return (reason, until.date()) if acted else None
