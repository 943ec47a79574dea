"""Where things stand on Select Invoices: one sentence, and why nothing can be sent just now."""

from __future__ import annotations

import datetime as dt

from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow
from mobius_desktop.ui.pages.invoice_batch.select_view import SelectView
from mobius_desktop.ui.services import Services


class Standing:
    """Says; decides nothing."""

    def __init__(self, services: Services, flow: InvoiceBatchFlow, select: SelectView) -> None:
        self._services, self._flow, self._select = services, flow, select

    def moment(self, moment: dt.datetime) -> str:
        """When something was read."""
        return moment_text(moment, self._services.program.today())

    def hindrance(self) -> str:
        """Why nothing can be sent now, whatever is ticked."""
        if self._services.program.offline:
            return f"You are working offline; sending needs a network.{self._seen()}"
        if self._services.running:
            return "A batch is running. The next can be submitted when it has ended."
        in_use, company = self._services.in_use, self._flow.company
        if in_use is not None and company is not None and in_use.subject == company.name:
            return in_use.sentence
        return ""

    def sentence(self) -> str:
        """What the action bar says."""
        company, problem = self._flow.company, self._select.problem
        if company is None:
            return "Connect a QuickBooks company first: Set up QuickBooks Online."
        if self.hindrance():
            return self.hindrance()
        if problem is not None:
            return f"The list could not be read: {problem.sentence}{self._seen()}"
        goes = f"Goes to **{company.name}** in QuickBooks Online"
        tail = "The rows are being checked." if self._select.checking else self._select.said()
        return f"{goes}. {tail}" if tail else goes

    def _seen(self) -> str:
        read_at = self._select.read_at
        return f" What you see is from {self.moment(read_at)}." if read_at is not None else ""
