"""From an invoice of the batch to other places: its card, QuickBooks and ConnectWise in the browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor
from mobius_desktop.ui.opening.quickbooks import document_address
from mobius_desktop.ui.pages.batch.rows import in_quickbooks
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Page


class Elsewhere:
    """One for the page."""

    def __init__(self, services: Services, page: Page, open_address: OpenAddress = open_in_browser) -> None:
        self._services = services
        self._page = page
        self.open_address = open_address
        self.connectwise = ConnectWiseDoor(services, page, open_address)
        self.connectwise.said.connect(page.toast)

    def verbs(self, picture: BatchPicture, row: InvoiceRow) -> tuple[CardButton, ...]:
        """The ways that lead away from an invoice."""
        address = ""
        if in_quickbooks(row):
            address = document_address(self._services.program, picture.realm, row.document)
        found = (CardButton("Open in QuickBooks", partial(self.open_address, address)),) if address else ()
        return (*found, self.connectwise.verb(row.number, row.billing_log_id))

    def card(self, row: InvoiceRow) -> CardButton:
        """To the invoice's card."""
        open_card: Callable[[], object] = partial(self._page.open_page, "card", row.number)
        return CardButton("Invoice card", open_card)
