"""The date to post on, for one invoice of a closed period or for all of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mobius_desktop.domain.findings import Finding
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.fields import Field
from mobius_desktop.ui.theme import theme


class PostingDate(QWidget):
    """The day after the closing date is proposed; with several invoices, for which of them."""

    def __init__(self, findings: Sequence[Finding], today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._findings = tuple(findings)
        day = dt.date.fromisoformat(dict(findings[0].facts)["next_date"])
        self.day = DateField(day, "Post on", today)
        self.which = QComboBox()
        self.which.addItem(f"All {len(findings):,} invoices")
        self.which.addItems([dict(one.facts).get("number", "") for one in findings])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(8))
        column.addWidget(Field("Post on", self.day))
        if len(findings) > 1:
            column.addWidget(Field("For", self.which))

    def date(self) -> dt.date | None:
        """The date as typed; None when it is none."""
        return self.day.date()

    def chosen(self) -> tuple[Finding, ...]:
        """The findings that the word is for."""
        place = self.which.currentIndex()
        return self._findings if place <= 0 else (self._findings[place - 1],)
