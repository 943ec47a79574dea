"""The invoice card, Ctrl+G, and the overrides report over a real record."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.archive import Archive
from mobius_desktop.domain.events import JudgementGiven
from mobius_desktop.history.finding import find_number, numbers_in
from mobius_desktop.ui.components.moments import written_moment
from mobius_desktop.ui.pages.card.go_to import GoTo
from mobius_desktop.ui.pages.card.page import CardPage
from mobius_desktop.ui.pages.overrides.page import OverridesPage
from mobius_desktop.ui.paper.content import PaperTable
from mobius_desktop.ui.paper.overrides import overrides_paper
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.tables.panel import TablePanel
from tests.history.workbook import Cell, read_workbook
from tests.ui.pages.batch_record import good_batch, mixed_batch
from tests.ui.pages.compared import october
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import NOW, REALM, FirmProgram, number_of


@pytest.fixture
def card(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> Iterator[CardPage]:
    good_batch(firm.archive, 1)
    mixed_batch(firm.archive, 2)
    made = CardPage(firm_services, open_address=lambda _: None)
    qtbot.addWidget(made)
    yield made
    idle()


def first_number(archive: Archive, batch: int = 1) -> str:
    return archive.invoices(batch)[0].number  # type: ignore[arg-type]  # a number of the test's own batch


def verbs(card: CardPage) -> list[str]:
    return [one.text for one in card.verbs()]


def test_the_card_tells_an_invoices_life_and_shows_the_document(
    card: CardPage, firm: FirmProgram, idle: Idle
) -> None:
    number = first_number(firm.archive)
    card.activated(number)
    idle()
    assert card.header().title == f"Invoice {number}"
    assert card.header().chip == "Completed Successfully"
    moments = card.timeline.rows()
    assert [row.at for row in moments] == sorted(row.at for row in moments)
    assert any(row.text.startswith("Batch 1:") for row in moments)
    assert card.document.rows()
    assert "Take back…" in verbs(card)
    (open_batch,) = card.actions_content().actions
    assert open_batch.text == "&Open batch 1"


def test_a_decision_stands_in_the_timeline_in_words(card: CardPage, firm: FirmProgram, idle: Idle) -> None:
    row = firm.archive.invoices(1)[0]  # type: ignore[arg-type]  # a number of the test's own batch
    firm.archive.record(
        JudgementGiven(
            row.billing_log_id, "PERIOD_CLOSED", "post-on", "Agreed.", (), "2026-11-01", "dana", NOW
        )
    )
    card.activated(row.number)
    idle()
    said = [one.text for one in card.timeline.rows() if "dana" in one.text]
    assert len(said) == 1
    assert said[0].startswith("Posted on another date by dana: ")
    assert said[0].endswith("2026-11-01. Agreed.")


def test_an_invoice_that_no_batch_has_held_can_be_held_and_sent(
    card: CardPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.list_unposted(REALM, None, None, lambda _: None, None)  # type: ignore[arg-type]  # nothing stops it
    card.activated("PB301")
    idle()
    assert card.timeline.rows() == []
    assert "it waits in the unposted list" in card.actions_content().sentence
    assert verbs(card) == ["Send it…", "Hold…", "Open in ConnectWise"]
    card.hold("Not before the audit.")
    idle()
    assert firm.archive.holds()[number_of("PB301")].reason == "Not before the audit."


def test_a_number_that_nobody_knows_says_so(card: CardPage, idle: Idle) -> None:
    card.activated("99999")
    idle()
    assert card.actions_content().sentence == "No batch of this record has held an invoice 99999."
    assert card.verbs() == ()


def test_offline_the_card_is_whole_and_its_verbs_say_why_not(
    card: CardPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.offline = True
    card.activated(first_number(firm.archive))
    idle()
    assert card.timeline.rows()
    assert [(one.enabled, bool(one.why)) for one in card.verbs()] == [(False, True), (False, True)]


@pytest.mark.parametrize("typed", ["{0}", "#{0}", "inv {0}", "Invoice #{0}", " {0} "])
def test_numbers_are_found_as_people_type_them(typed: str, card: CardPage, firm: FirmProgram) -> None:
    del card
    number = first_number(firm.archive)
    found = find_number(firm.archive, typed.format(number))
    assert ("invoice", number) in [(one.kind, one.number) for one in found]


def test_thousands_separators_and_small_letters_are_forgiven() -> None:
    assert "10501" in numbers_in("10,501")
    assert "AG2210" in numbers_in("ag2210")


def test_ctrl_g_goes_to_the_card_or_the_batch(
    card: CardPage, firm: FirmProgram, firm_services: Services, qtbot: QtBot, idle: Idle
) -> None:
    del card
    number = first_number(firm.archive)
    dialog = GoTo(firm_services, None)
    qtbot.addWidget(dialog)
    went: list[tuple[str, object]] = []
    dialog.chosen.connect(lambda page, argument: went.append((page, argument)))
    dialog.field.setText("no such number")
    dialog.field.returnPressed.emit()
    idle()
    assert dialog.said.text() == "No batch and no invoice has the number “no such number” in the record."
    dialog.field.setText(number)
    dialog.field.returnPressed.emit()
    idle()
    dialog.field.setText("2")
    dialog.field.returnPressed.emit()
    idle()
    assert went == [("card", number), ("batch", "2")]


def test_the_overrides_report_tells_who_set_what_aside_and_for_how_much(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    mixed_batch(firm.archive, 1)
    row = firm.archive.invoices(1)[0]  # type: ignore[arg-type]  # a number of the test's own batch
    firm.archive.record(
        JudgementGiven(row.billing_log_id, "TAKE_BACK", "void", "Billed twice.", (), "1", "dana", NOW)
    )
    made = october(firm.archive)
    firm.tying.explain(REALM, [one for one in made.rows if one.number == "10503"], "Freight.")
    page = OverridesPage(firm_services)
    qtbot.addWidget(page)
    page.period.choose_month(NOW.date())
    page.activated()
    idle()
    told = {(one.user, one.what, one.number, one.reason, one.amount) for one in page.model.rows()}
    assert ("dana", "Taken back, voided", row.number, "Billed twice.", row.connectwise_total) in told
    explained = next(one for one in page.model.rows() if one.what == "Difference explained")
    assert (explained.number, explained.reason, str(explained.amount)) == ("10503", "Freight.", "9.00")
    page.period.choose_month(NOW.date().replace(month=1))
    page.read()
    idle()
    assert page.model.rows() == []


def judged(firm: FirmProgram) -> str:
    """A decision about the first invoice; its number."""
    row = firm.archive.invoices(1)[0]  # type: ignore[arg-type]  # a number of the test's own batch
    firm.archive.record(
        JudgementGiven(row.billing_log_id, "TAKE_BACK", "void", "Billed twice.", (), "1", "dana", NOW)
    )
    return row.number


def exported_moments(panel: TablePanel, folder: Path, idle: Idle) -> tuple[list[str], list[Cell]]:
    """The column *When* of both kinds of files."""
    for name in ("list.csv", "list.xlsx"):
        panel.export_to(folder / name)
        idle()
    with (folder / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, *lines = list(csv.reader(stream))
    heads, *rows = read_workbook(folder / "list.xlsx")
    texts = [line[head.index("When")] for line in lines]
    return texts, [line[heads.index("When")] for line in rows[: len(lines)]]


def test_the_cards_exports_hold_when_as_a_date_and_time(
    card: CardPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    card.activated(judged(firm))
    idle()
    texts, cells = exported_moments(card.moments, tmp_path, idle)
    moments = [row.at.astimezone().replace(microsecond=0, tzinfo=None) for row in card.timeline.shown()]
    assert cells == moments
    assert texts == [str(one) for one in moments]


def test_the_exports_of_overrides_hold_when_as_a_date_and_time(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle, tmp_path: Path
) -> None:
    good_batch(firm.archive, 1)
    judged(firm)
    page = OverridesPage(firm_services)
    qtbot.addWidget(page)
    page.period.choose_month(NOW.date())
    page.activated()
    idle()
    page.paper.save_to(tmp_path / "overrides.pdf")
    idle()
    assert (tmp_path / "overrides.pdf").read_bytes().startswith(b"%PDF-")
    local = NOW.astimezone().replace(tzinfo=None)
    assert exported_moments(page.panel, tmp_path, idle) == ([str(local)], [local])


def test_the_overrides_on_paper_have_their_days_their_money_and_the_record(
    firm: FirmProgram, card: CardPage
) -> None:
    del card  # its batches are wanted
    number = judged(firm)
    day = NOW.astimezone().date()
    found = firm.tying.overrides(day.replace(day=1), day)
    paper = overrides_paper(found, (day.replace(day=1), day), firm.tying.head(), narrowed="1 of 2 shown")
    table = paper.parts[0]
    assert isinstance(table, PaperTable)
    (row,) = table.rows
    assert (row[0], row[2], row[3]) == (written_moment(NOW), "Taken back, voided", number)
    assert table.totals == (("1 USD", *(None,) * 6, found[0].amount),)
    assert paper.context == (f"{day.replace(day=1):%m/%d/%Y} to {day:%m/%d/%Y}", "1 of 2 shown")
    assert paper.foot == f"Record {firm.tying.head()}"
