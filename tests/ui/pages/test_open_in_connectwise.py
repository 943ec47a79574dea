"""*Open in ConnectWise*: the customer opens and the number is copied; never from the demo or a copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.setup import ConnectWiseSetup
from mobius_desktop.ui.opening.connectwise import COMMAND, ConnectWiseDoor
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.card.page import CardPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.services import Services
from tests.ui.pages.batch_record import good_batch, mixed_batch
from tests.ui.pages.compared import october
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import FirmProgram

CLOUD = ConnectWiseSetup(
    "na.myconnectwise.net",
    "gulfline",
    "https://api-na.myconnectwise.net/v2025_1/apis/3.0",
    "client",
    "gulfline@api-na.myconnectwise.net",
)


@pytest.fixture
def opened(firm: FirmProgram, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A firm that stands in the cloud; the addresses that a browser was given."""
    monkeypatch.setattr(firm, "connectwise", CLOUD)
    return []


@pytest.fixture
def row(firm: FirmProgram) -> InvoiceRow:
    good_batch(firm.archive, 1)
    return firm.archive.invoices(1)[0]  # type: ignore[arg-type]  # a number of the test's own batch


@pytest.fixture
def door(qtbot: QtBot, firm_services: Services, opened: list[str], idle: Idle) -> Iterator[ConnectWiseDoor]:
    del qtbot
    yield ConnectWiseDoor(firm_services, firm_services, opened.append)
    idle()


def test_the_customer_opens_and_the_number_is_copied(
    door: ConnectWiseDoor, opened: list[str], firm: FirmProgram, row: InvoiceRow, idle: Idle
) -> None:
    said: list[str] = []
    door.said.connect(said.append)
    door.open(row.number, row.billing_log_id)
    idle()
    (address,) = opened
    kept = firm.archive.snapshot(row.batch, row.billing_log_id)
    assert kept is not None
    customer = kept.invoice.bill_to or kept.invoice.company
    assert customer is not None
    assert urlsplit(address).hostname == "na.myconnectwise.net"
    assert parse_qs(urlsplit(address).query)["recid"] == [str(customer.id)]
    assert QApplication.clipboard().text() == row.number
    sentence = (
        "ConnectWise has no address for one invoice: its customer opens in the browser, and the number "
    )
    assert said == [f"{sentence}{row.number} is on the clipboard."]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"demo": True}, "The demo has no ConnectWise"),
        ({"review_only": True}, "only looked at"),
        ({"offline": True}, "working offline"),
        ({"connectwise": None}, "not set up"),
        ({"connectwise": replace(CLOUD, base_url="http://127.0.0.1:8080/apis/3.0")}, "by https"),
    ],
)
def test_where_nothing_can_be_opened_it_says_why(
    *,
    door: ConnectWiseDoor,
    opened: list[str],
    firm: FirmProgram,
    row: InvoiceRow,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    why: str,
) -> None:
    for name, value in change.items():
        monkeypatch.setattr(firm, name, value)
    verb = door.verb(row.number, row.billing_log_id)
    assert not verb.enabled
    assert why in verb.why
    door.open(row.number, row.billing_log_id)
    assert opened == []


def test_it_stands_on_the_card_the_batch_the_tie_out_and_the_rows_menu(
    *,
    qtbot: QtBot,
    firm: FirmProgram,
    firm_services: Services,
    opened: list[str],
    row: InvoiceRow,
    idle: Idle,
) -> None:
    mixed_batch(firm.archive, 2)
    october(firm.archive)
    card = CardPage(firm_services, opened.append)
    batch = BatchPage(firm_services)
    tie_out = TieOutPage(firm_services, opened.append)
    select = CreateInvoiceBatchPage(firm_services)
    for page, argument in ((card, row.number), (batch, row.batch), (tie_out, None), (select, None)):
        qtbot.addWidget(page)
        page.activated(argument)
    idle()
    assert "Open in ConnectWise" in [one.text for one in card.verbs()]
    assert "Open in ConnectWise" in [one.text for one in batch.verbs_of(row)]
    line = next(n for n, one in enumerate(tie_out.model.shown()) if one.billing_log_id is not None)
    tie_out.panel.view.go_to_line(line)
    assert not tie_out.side.connectwise.isHidden()
    assert tie_out.side.connectwise.isEnabled()
    first = select.select.model.shown()[0]
    assert "Open in ConnectWise" in [one.text for one in select.select.row_menu.verbs(first)]
    for page in (card, batch, tie_out, select):
        assert COMMAND in page.handlers()
