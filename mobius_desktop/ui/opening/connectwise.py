"""*Open in ConnectWise*. It has no address for one invoice: its customer opens, and the number is copied."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId
from mobius_desktop.domain.web_addresses import connectwise_address
from mobius_desktop.history.finding import customer_of
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

COMMAND = "open-in-connectwise"
TEXT = "Open in ConnectWise"
_REVIEW = "From a record that is only looked at nothing is opened in ConnectWise."
_DEMO = "The demo has no ConnectWise that a browser could open."
_OFFLINE = "You are working offline. Opening ConnectWise needs a network."
_NOT_SET_UP = "ConnectWise is not set up."
_NO_HTTPS = "This ConnectWise server is not reached by https, so that no browser is sent there."
_NO_CUSTOMER = "The record does not say which customer invoice {} belongs to. The number is on the clipboard."
_OPENED = (
    "ConnectWise has no address for one invoice: its customer opens in the browser, and the number {} is on "
    "the clipboard."
)
_NOTHING_TO_DO = "Nothing to do"
_ANY = ConnectWiseId(1)


class ConnectWiseDoor(QObject):
    """One for a page. The customer is read from the record, in the background."""

    #: What was opened, or why nothing was.
    said = Signal(str)

    def __init__(
        self, services: Services, parent: QObject, open_address: OpenAddress = open_in_browser
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._open_address = open_address

    def why_not(self) -> str:
        """Why nothing can be opened from here; empty when it can."""
        program = self._services.program
        if program.review_only:
            return _REVIEW
        if program.demo:
            return _DEMO
        if program.offline:
            return _OFFLINE
        setup = program.connectwise_setup()
        if setup is None:
            return _NOT_SET_UP
        return "" if connectwise_address(setup, _ANY) else _NO_HTTPS

    def verb(self, number: str, billing_log_id: BillingLogId, kind: str = "plain") -> CardButton:
        """The button for an invoice; disabled it says why."""
        why = self.why_not()
        slot = partial(self.open, number, billing_log_id)
        return CardButton(TEXT, slot, kind, enabled=not why, why=why)

    def open(self, number: str, billing_log_id: BillingLogId) -> None:
        """Open the invoice's customer, and copy the invoice's number."""
        if why := self.why_not():
            self.said.emit(why)
            return
        archive = self._services.program.archive

        def work(job: Job) -> ConnectWiseId | None:
            del job
            return customer_of(archive, billing_log_id)

        def read(customer: ConnectWiseId | None) -> None:
            self._go(number, customer)

        self._services.ask(work, read, self._on_failed, name="customer in ConnectWise")

    def _go(self, number: str, customer: ConnectWiseId | None) -> None:
        QApplication.clipboard().setText(number)
        setup = self._services.program.connectwise_setup()
        if customer is None or setup is None:
            self.said.emit(_NO_CUSTOMER.format(number))
            return
        self._open_address(connectwise_address(setup, customer))
        self.said.emit(_OPENED.format(number))

    def _on_failed(self, error: Known) -> None:
        self.said.emit(error.sentence)


def is_done_in_connectwise(fix: str) -> bool:
    """Whether a finding's cure sends the user to ConnectWise."""
    return "ConnectWise" in fix and not fix.startswith(_NOTHING_TO_DO)
