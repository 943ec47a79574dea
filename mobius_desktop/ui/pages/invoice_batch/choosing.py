"""What is chosen over the checklist: company, Location, Summary, Dated through; and what of it is kept."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.ids import ConnectWiseId, RealmId
from mobius_desktop.domain.options import Summary
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow, Through
from mobius_desktop.ui.pages.invoice_batch.beginning import THROUGH
from mobius_desktop.ui.pages.invoice_batch.select_view import SelectView
from mobius_desktop.ui.services import Services


class Choosing(QObject):
    """Between the options card and the flow."""

    other_list = Signal()
    """Another list is wanted."""
    changed = Signal()
    """Something else than the list."""

    def __init__(self, services: Services, flow: InvoiceBatchFlow, select: SelectView, page: QWidget) -> None:
        super().__init__(page)
        self._services, self._flow, self._select, self._page = services, flow, select, page
        options = select.options
        options.company_wanted.connect(self._on_company_wanted)
        options.location_wanted.connect(self._on_location_wanted)
        options.summary_wanted.connect(self._on_summary_wanted)
        options.through_wanted.connect(self._on_through_wanted)
        options.date_wanted.connect(self._on_date_wanted)

    @Slot(object)
    def _on_company_wanted(self, realm: RealmId) -> None:
        question = self._flow.asks_before_company_change()
        if question and self._flow.company and realm != self._flow.company.realm:
            title, _, body = question.partition("? ")
            content = QuestionContent(title + "?", body, "Keep the company", "Change it")
            if not ask(self._page, content)[0]:
                self._select.options.show_flow()
                return
        self._flow.choose_company(realm)
        self._select.forget_ticks()
        self._select.options.show_flow()
        self._select.options.say(self._flow.said)
        self.other_list.emit()

    @Slot(object)
    def _on_location_wanted(self, location: ConnectWiseId | None) -> None:
        self._flow.choose_location(location)
        self._select.options.show_flow()
        self.other_list.emit()

    @Slot(object)
    def _on_summary_wanted(self, summary: Summary) -> None:
        self._flow.choose_summary(summary)
        self._select.options.show_flow()
        self.changed.emit()

    @Slot(object)
    def _on_through_wanted(self, through: Through) -> None:
        self._flow.choose_through(through)
        self._services.memory.keep(THROUGH, through.value)
        self._select.options.show_flow()
        self.other_list.emit()

    @Slot(object)
    def _on_date_wanted(self, date: dt.date) -> None:
        self._flow.choose_through(Through.DATE, date)
        self._services.memory.keep(THROUGH, date.isoformat())
        self._select.options.show_flow()
        self.other_list.emit()
