"""The list narrowed to invoices that wait, dated in some days: how the Dashboard's figures open it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.notice_strip import NoticeStrip
from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.tables.rows_model import RowsModel


@dataclass(frozen=True, slots=True)
class Dated:
    """What is not yet sent, of invoice dates between these days, both included; None has no end."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, row: SelectRow) -> bool:
        """Whether a row waits and is dated in these days."""
        return row.waits and self.covers(row.invoice.date)

    def covers(self, day: dt.date) -> bool:
        """Whether a day is one of these."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    @property
    def sentence(self) -> str:
        """What the list says while it is narrowed."""
        if self.first is None and self.last is None:
            return (
                "Only what is not yet sent is shown: nothing that is in QuickBooks, or has nothing to send."
            )
        return (
            f"Only invoices dated {self._days()} that are not yet sent are shown. Ticks on the others stay."
        )

    def _days(self) -> str:
        first = date_text(self.first) if self.first else ""
        last = date_text(self.last) if self.last else ""
        if first and last:
            return f"{first} to {last}"
        return f"{first} or later" if first else f"{last} or earlier"


class DatedStrip(NoticeStrip):
    """Says which days are shown, and shows all again."""

    def __init__(self, model: RowsModel[SelectRow]) -> None:
        super().__init__()
        self._model = model

    def narrow(self, dated: Dated, of: str = "") -> None:
        """Show these days only. `of`: the one Location that is listed, where the Dashboard counts all."""
        self._model.narrow_rows(dated.holds)
        fewer = f" This is the list of {of}; the Dashboard counts every Location." if of else ""
        self.say(dated.sentence + fewer, "INFO", (CardButton("Show all", self.widen),))

    def widen(self) -> bool:
        """Show all days; whether there was anything to widen."""
        narrowed = bool(self.sentence())
        self._model.narrow_rows(None)
        self.say("")
        return narrowed
