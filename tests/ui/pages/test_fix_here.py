"""*Fix here*: every failing invoice of the sample firm is cured through the window, and nothing else is sent.

What must be put right in ConnectWise or QuickBooks is done there by people; *Check again* tells the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.options import TaxMode
from mobius_desktop.domain.states import ActionState
from mobius_desktop.ui.pages.help.page import HelpPage
from tests.e2e.desk import open_desk
from tests.ui.pages.office import Office, click

CURED = "Completed Successfully"


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    """The list of the demo, read and checked."""
    with open_desk(tmp_path) as desk:
        made = Office(qtbot, desk)
        made.open_list()
        yield made
        made.close()


def test_the_sample_firms_failing_invoices_are_cured_through_the_window(office: Office) -> None:
    office.tick()
    office.preview()
    whole = office.numbers()
    assert len(office.blocked()) == 14
    cure_in_the_preview(office)
    assert office.blocked() == {"10536", "10537", "10541", "10542", "10544", "10545"}
    folded = [one.content.title for one in office.cards(office.create.preview.cards) if is_cured(one)]
    assert len(folded) == 8, folded
    assert "Cured: Customer not linked" in folded

    button = office.create.actions_content().actions[-1].text.replace("&", "")
    office.primary()
    first = office.batch.picture
    assert first is not None
    done = [row for row in first.invoices.values() if row.state is not ActionState.FAILED]
    sent = [row for row in done if row.outcome not in {"mark only", "note only"}]
    assert button == f"Send the {len(sent)} ready ones"
    assert failed(office) == {"10536", "10537", "10541", "10542", "10544", "10545"}
    cure_on_the_page_of_the_batch(office)
    renumbered = (whole - {"10538"}) | {"10538B"}
    assert office.desk.batched() == renumbered - {"10529"}, "10529 has no id by which it could be marked"


def cure_in_the_preview(office: Office) -> None:
    """Eight of the fourteen, each where its finding stands."""
    office.create.preview.tabs.choose("findings")
    office.press(office.findings("10508", "not linked"), "Link to “O’Malley and Sons Plumbing”")
    office.choose(office.findings("10535", "40150"), "40110 Software")
    office.press(office.findings("10539", "vendor"), "Add the account id to new names…")
    asked = office.answer(office.create.previewing.fixer.question)
    assert asked == "Add the account id to new names?"
    agency = "Georgia Department of Revenue"
    office.people("quickbooks", "add_tax_agency", name=agency, region="GA", rate="7")
    office.press(office.findings("10540", "GA"), "Check again")
    office.people("connectwise", "correct_invoice", invoice="CM16", total="-50.00")
    office.people("connectwise", "map_gl_account", invoice="10534", account="40000")
    office.people("connectwise", "correct_invoice", invoice="10538", number="10538B")
    office.people("connectwise", "correct_invoice", invoice="10543", date="2026-10-20")
    office.press(office.findings("CM16", "adds"), "Check again")


def cure_on_the_page_of_the_batch(office: Office) -> None:
    """The other six, after the batch has ended."""
    batch = office.batch.picture
    assert batch is not None
    office.choose(office.next_step("10536", "inactive"), "SW-48P")
    retry(office, "Item inactive", "10536")

    office.window.go("batch", batch.number)
    office.settle()
    office.press(office.next_step("books are closed"), "Post on 10/01/2026…")
    office.answer(office.batch.corrections.question)
    retry(office, "Period closed", "10537")
    assert office.desk.document("10537")["TxnDate"] == "2026-10-01"

    office.window.go("batch", batch.number)
    office.settle()
    office.people("quickbooks", "set_active", entity="Customer", active=True, name=inactive_customer(office))
    office.press(office.next_step("10544", "inactive"), "Check again")
    retry(office, "Customer inactive", "10544")

    office.window.go("batch", batch.number)
    office.settle()
    office.press(office.next_step("10541", "taxable"), "Send tax as a line…")
    office.answer(office.batch.fixing.fixer.question)
    retry(office, "Tax without a taxable line", "10541")
    assert office.desk.program.options(office.desk.realm).tax_mode is TaxMode.TAX_AS_LINE

    office.window.go("batch", batch.number)
    office.settle()
    office.press(office.next_step("10545", "410.00"), "Replace…")
    office.answer(office.batch.corrections.question)
    while office.batch.corrections.question is not None:
        office.answer(office.batch.corrections.question)
    assert Decimal(str(office.desk.document("10545")["TotalAmt"])) == Decimal("460.00")

    office.window.go("batch", batch.number)
    office.settle()
    office.press(office.next_step("10542", "CAD"), "Mark as already in QuickBooks…")
    office.answer(office.batch.corrections.question, "Entered by hand.")
    office.window.go("batch", batch.number)
    office.settle()
    assert not [one for one in office.cards(office.batch.body.cards) if one.content.state == "Failed"]


def retry(office: Office, title: str, *numbers: str) -> None:
    """The cause is cured by now: *Retry these* sends exactly its invoices."""
    card = office.next_step(f"Cured: {title}")
    assert is_cured(card)
    assert "can be sent now" in card.content.after_links
    assert card.content.right is not None
    office.press(card, card.content.right.text)
    assert [number for _, number in office.listed() if number.isdecimal()] == list(numbers)
    before = office.batch.picture
    office.primary()
    picture = office.batch.picture
    assert picture is not None
    assert picture is not before
    assert {row.number: row.state for row in picture.invoices.values()} == dict.fromkeys(
        numbers, ActionState.COMPLETED
    )


def test_get_help_opens_the_article_at_the_code(office: Office) -> None:
    office.tick("10508")
    office.preview()
    office.press(office.findings("10508"), "Get help with this")
    page = office.window.router.page()
    assert isinstance(page, HelpPage)
    topic = page.topic()
    assert topic is not None
    assert topic.name == "troubleshooting"
    assert page.text.textCursor().selectedText() == "CUSTOMER_UNLINKED"


def test_what_comes_back_in_another_way_is_not_called_cured(office: Office) -> None:
    office.tick("10508")
    office.preview()
    office.people("connectwise", "correct_invoice", invoice="10508", date="2026-09-01")
    office.press(office.findings("10508"), "Link to “O’Malley and Sons Plumbing”")
    assert office.blocked() == {"10508"}
    assert is_cured(office.findings("Cured: Customer not linked"))
    assert office.findings("books are closed").content.state == "ERROR"


def failed(office: Office) -> set[str]:
    picture = office.batch.picture
    assert picture is not None
    return {row.number for row in picture.invoices.values() if row.state is ActionState.FAILED}


def inactive_customer(office: Office) -> str:
    """Suncoast as QuickBooks calls it while it is inactive."""
    customers = office.desk.tables()["Customer"].values()
    (found,) = (one for one in customers if one["DisplayName"].startswith("Suncoast") and not one["Active"])
    return str(found["DisplayName"])


def is_cured(card: object) -> bool:
    content = getattr(card, "content", None)
    return content is not None and content.state == CURED and content.title.startswith("Cured: ")


def test_a_second_fix_that_comes_while_the_first_is_looked_at_is_not_forgotten(office: Office) -> None:
    office.tick("10508", "10535", "10536")
    office.preview()
    prompts = [office.findings(one).choices[0].content.prompt for one in ("10535", "10536")]
    assert prompts == ["Choose an account in QuickBooks", "Choose an item in QuickBooks"]
    office.findings("10535").choices[0].choose("40110 Software")
    office.findings("10536").choices[0].choose("SW-48P")
    office.findings("10535").choices[0].act()
    office.findings("10536").choices[0].act()
    click(office.findings("10508"), "Link to “O’Malley and Sons Plumbing”")
    office.settle()
    assert office.blocked() == set()


def test_on_the_page_of_a_batch_too(office: Office) -> None:
    office.tick("10535", "10536")
    office.preview()
    office.create.preview.tabs.choose("findings")
    office.press(office.findings("10535"), "Check again")
    office.window.go("batch", office.desk.send("10535", "10536"))
    office.settle()
    for number, choice in (("10535", "40110 Software"), ("10536", "SW-48P")):
        card = office.next_step(number)
        card.choices[0].choose(choice)
        card.choices[0].act()
    office.settle()
    assert all(is_cured(office.next_step(number)) for number in ("10535", "10536"))
