"""*Credits to apply*: each credit memo of the batch with the invoice that it belongs to, and its amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.pages.batch.causes import Credit
from mobius_desktop.ui.theme import FontRole, theme

_MOST = 40
_RIGHT = Qt.AlignmentFlag.AlignRight


class CreditsCard(QFrame):
    """A card beside what to do next: QuickBooks does not apply these by itself."""

    chosen = Signal(object)

    def __init__(self, credits: Sequence[Credit], currency: str) -> None:  # noqa: A002 - the domain's word
        super().__init__()
        self.setProperty("card", "true")
        m = theme().metrics
        total = sum((one.amount for one in credits), Decimal("0.00"))
        noun = "credit memo has" if len(credits) == 1 else "credit memos have"
        self.title = f"Credits to apply: {amount_text(total, currency)} {currency}"
        self.setAccessibleName(self.title)
        column = QVBoxLayout()
        column.setSpacing(m.v(4))
        column.addWidget(Label(self.title, FontRole.BOLD, wrap=True))
        sentence = f"{len(credits):,} {noun} to be applied to an invoice in QuickBooks by hand."
        column.addWidget(Label(sentence, ink="text2", wrap=True))
        column.addLayout(self._grid(credits, currency))
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(16), m.v(9), m.v(12), m.v(9))
        row.setSpacing(m.v(10))
        row.addWidget(SignLabel.of_state("INFO"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _grid(self, credits: Sequence[Credit], currency: str) -> QGridLayout:  # noqa: A002 - the domain's word
        m = theme().metrics
        grid = QGridLayout()
        grid.setHorizontalSpacing(m.v(16))
        grid.setVerticalSpacing(m.v(2))
        for place, head in enumerate(("Credit memo", "Customer", "Apply to", "Amount")):
            label = Label(head, ink="text2")
            grid.addWidget(label, 0, place, _RIGHT if place == 3 else Qt.AlignmentFlag.AlignLeft)
        for line, one in enumerate(credits[:_MOST], start=1):
            grid.addWidget(_NumberButton(one, self), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(one.row.customer), line, 1)
            to = f"invoice {one.to}" if one.to else "an invoice of the customer"
            grid.addWidget(Label(to, ink="text" if one.to else "text2"), line, 2)
            grid.addWidget(Label(amount_text(one.amount, currency)), line, 3, _RIGHT)
        if len(credits) > _MOST:
            more = f"and {len(credits) - _MOST:,} more under Invoices"
            grid.addWidget(Label(more, ink="text2"), _MOST + 1, 0, 1, 4)
        grid.setColumnStretch(4, 1)
        return grid


class _NumberButton(Button):
    """The credit memo's number, which shows it."""

    def __init__(self, credit: Credit, card: CreditsCard) -> None:
        self._id: BillingLogId = credit.row.billing_log_id
        self._card = card
        super().__init__(credit.row.number, "link", clicked=self._choose)
        self.setAccessibleName(f"Show credit memo {credit.row.number}")

    def _choose(self) -> None:
        self._card.chosen.emit(self._id)
