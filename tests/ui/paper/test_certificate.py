"""The certificate: one page whatever the batch, its figures those of the batch, both hashes on it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter

from mobius_desktop.domain.events import InvoiceChanged, JudgementGiven, LogLine
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.history.certificate import Certificate, certificate_of
from mobius_desktop.history.history import History
from mobius_desktop.store import Store
from mobius_desktop.ui.paper.certificate import certificate_paper
from mobius_desktop.ui.paper.content import Paper, PaperTable
from mobius_desktop.ui.paper.layout import Text, lay_out, set_up
from mobius_desktop.ui.paper.months import card_paper, month_paper, tie_out_paper
from mobius_desktop.ui.paper.pdf import page_size, pages_of
from tests.store.stories import START, TickingClock, closing, journey, opening, unposted
from tests.ui.pages.compared import october
from tests.ui.pages.firm_program import REALM, FirmProgram, open_firm

_TOTALS = "Control totals in USD"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "record.db", TickingClock()) as opened:
        yield opened


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[FirmProgram]:
    opened = open_firm(tmp_path)
    yield opened
    opened.close()


def batch_with(store: Store, failed: int) -> BatchNumber:
    """A batch with one invoice sent and the given number of blocked ones."""
    sent = unposted(10501)
    blocked = [unposted(20000 + place, "87.30", customer="Café Olé, Inc.") for place in range(failed)]
    number = store.open_batch(lambda made: opening(made, sent, *blocked))
    for commit in journey(number, sent):
        store.record(*commit)
    for one in blocked:
        store.record(
            InvoiceChanged(
                number,
                one.billing_log_id,
                ActionState.FAILED,
                "Customer “Café Olé, Inc.” is not linked to a QuickBooks customer, and it says so at length.",
                START,
                finding_code="CUSTOMER_UNLINKED",
            )
        )
    store.record(*closing(number, BatchState.FINISHED_WITH_ERROR if failed else BatchState.FINISHED))
    return number


def certificate(store: Store, number: BatchNumber) -> Certificate:
    story = History(store, TickingClock()).batch(number)
    assert story is not None
    return certificate_of(
        store,
        story,
        printed_at=START,
        printed_by="dana",
        program="1.2.3",
        batch_head=store.batch_head(number),
        head=store.head(),
    )


def texts_of(paper: Paper) -> list[str]:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(page_size())
    set_up(writer, paper)
    return [mark.text for sheet in lay_out(paper, writer) for mark in sheet.marks if isinstance(mark, Text)]


@pytest.mark.parametrize("failed", [0, 3, 400])
def test_it_is_one_page_however_many_exceptions_there_are(failed: int, store: Store, qapp: object) -> None:
    del qapp
    number = batch_with(store, failed)
    made = certificate(store, number)
    paper = certificate_paper(made)
    assert pages_of(paper) == 1
    said = texts_of(paper)
    assert f"Exceptions: {failed}" in said
    assert made.batch_head.text in said
    assert store.head() in said
    total = made.money[0].totals.connectwise.total.text("USD")
    assert any(f"ConnectWise {total} −" in one and "Equal to the cent." in one for one in said)
    assert sum(line.figure.count for line in made.money[0].lines) == failed + 1
    if failed == 400:
        assert any(one.startswith("and ") and one.endswith(" more") for one in said)


def test_the_hash_of_a_batch_is_its_own_and_changes_with_it_alone(store: Store) -> None:
    one, two = batch_with(store, 1), batch_with(store, 2)
    first, second = store.batch_head(one), store.batch_head(two)
    assert first != second
    store.record(LogLine(two, "info", "Somebody looked at it.", START))
    assert store.batch_head(one) == first
    assert store.batch_head(two) != second


def test_the_command_writes_it_without_a_window_or_a_network(tmp_path: Path) -> None:
    with Store.open(tmp_path / "mobius.db", TickingClock()) as store:
        number = batch_with(store, 2)
        expected = store.batch_head(number).text
    file = tmp_path / "certificate.pdf"
    command = [sys.executable, "-m", "mobius_desktop", "history", "certificate", str(number)]
    ran = subprocess.run(  # noqa: S603 - our own program with our own words
        [*command, "-o", str(file), "--json", "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert file.read_bytes().startswith(b"%PDF-")
    told = json.loads(ran.stdout)
    assert told["batch_head"] == expected
    assert [one["ties"] for one in told["money"]] == [True]
    assert len(told["exceptions"]) == 2


def test_a_batch_that_is_not_there_and_a_folder_that_is_not_there_say_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "mobius.db", TickingClock()) as store:
        number = batch_with(store, 0)
    command = [sys.executable, "-m", "mobius_desktop", "history", "certificate"]
    for words, sentence in (
        (["99", "--json"], "There is no batch 99 in this record."),
        ([str(number), "-o", str(tmp_path / "none" / "c.pdf")], "could not be written"),
    ):
        ran = subprocess.run(  # noqa: S603 - our own program with our own words
            [*command, *words, "--data-dir", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert ran.returncode == 2
        assert sentence in ran.stderr


def test_the_tie_out_on_paper_lists_every_difference_and_no_match(firm: FirmProgram, qapp: object) -> None:
    del qapp
    made = october(firm.archive)
    said = texts_of(tie_out_paper(made, "12 ab"))
    for row in made.rows:
        if row.differing:
            assert row.number in said
    assert any("= the sum of the 8 listed differences" in one for one in said)
    assert "Record 12 ab" in said


def test_the_month_on_paper_says_what_became_of_it_and_who_certified_it(
    firm: FirmProgram, qapp: object
) -> None:
    del qapp
    made = october(firm.archive)
    firm.tying.explain(REALM, [row for row in made.rows if row.open], "Looked at.")
    book = firm.tying.certify(REALM, made.first)
    said = texts_of(month_paper(book, "October 2026", "12 ab"))
    for words in ("Not sent yet", "4200 Hardware", "Missing numbers", "Month October 2026"):
        assert words in said
    assert any(one.startswith("Certified by somebody") for one in said)
    assert sum("Looked at. (somebody)" in one for one in said) == 8


def test_a_month_that_was_not_compared_is_a_page_that_says_so(firm: FirmProgram, qapp: object) -> None:
    del qapp
    paper = month_paper(firm.tying.month(REALM, dt.date(2026, 8, 1)), "August 2026", "12 ab")
    assert "This month was not compared yet." in texts_of(paper)
    assert pages_of(paper) == 1


def test_the_card_on_paper_tells_the_invoices_life(store: Store, qapp: object) -> None:
    del qapp
    batch_with(store, 0)
    card = History(store, TickingClock()).card("10501")
    assert card is not None
    said = texts_of(card_paper(card, [], "12 ab"))
    assert "Invoice 10501" in said
    assert [one.text for one in card.moments] == [
        one for one in said if one in {m.text for m in card.moments}
    ]


def batch_with_differences(store: Store, apart: int, reason: str, *, failed: int = 30) -> BatchNumber:
    """A batch with larger blocked invoices, and small ones that somebody accepted a cent apart."""
    differing = [unposted(10500 + place, "36.07", customer="Lone Star Orthopedics") for place in range(apart)]
    blocked = [unposted(20000 + place, "4175.00") for place in range(failed)]
    number = store.open_batch(lambda made: opening(made, *differing, *blocked))
    for one in differing:
        for commit in journey(number, one):
            store.record(*commit)
        (row,) = [row for row in store.invoices(number) if row.billing_log_id == one.billing_log_id]
        assert row.document is not None
        document = f"{row.document.kind.value} {row.document.id}"
        store.record(
            JudgementGiven(
                one.billing_log_id,
                "NEEDS_CHECK",
                "accept",
                reason,
                (("document", document),),
                "36.08",
                "alex",
                START,
            ),
            InvoiceChanged(
                number,
                one.billing_log_id,
                ActionState.COMPLETED,
                f"Accepted as it is, 36.08 USD. {reason}",
                START,
                quickbooks_total=Decimal("36.08"),
                quickbooks_tax=Decimal("0.00"),
                document=row.document,
                finding_code="NEEDS_CHECK",
            ),
        )
    for one in blocked:
        store.record(InvoiceChanged(number, one.billing_log_id, ActionState.FAILED, "No.", START))
    store.record(*closing(number, BatchState.FINISHED_WITH_ERROR))
    return number


@pytest.mark.usefixtures("qapp")
def test_what_makes_the_batch_not_tie_stands_first_with_who_accepted_it_and_why(store: Store) -> None:
    made = certificate(store, batch_with_differences(store, 1, "One cent of rounding."))
    assert not made.ties
    assert made.exceptions[0].number == "10500"
    paper = certificate_paper(made)
    assert pages_of(paper) == 1
    said = texts_of(paper)
    assert any("apart 0.01. This does not tie: 1 is apart, by a person's decision." in one for one in said), (
        said
    )
    assert said.index("10500") < said.index("Other exceptions: 30") < said.index("20000")
    assert "Accepted as it is by alex: One cent of rounding." in said
    assert "What does not tie: 1" in said


@pytest.mark.usefixtures("qapp")
def test_many_long_reasons_stay_on_one_page(store: Store) -> None:
    made = certificate(store, batch_with_differences(store, 25, "Rounding, as agreed by telephone. " * 12))
    paper = certificate_paper(made)
    assert pages_of(paper) == 1
    said = texts_of(paper)
    assert "What does not tie: 25" in said
    assert any("25 are apart, 25 of them by a person's decision." in one for one in said)
    assert "see the batch" in said
    shown = sum(one.startswith("Accepted as it is by alex: ") for one in said)
    assert f"and {25 - shown:,} more" in said
    assert shown


@pytest.mark.usefixtures("qapp")
def test_the_control_totals_say_what_quickbooks_holds_and_what_is_apart(store: Store) -> None:
    made = certificate(store, batch_with_differences(store, 2, "Rounding.", failed=1))
    sent, left = made.money[0].lines
    assert (sent.figure.count, sent.quickbooks, sent.apart) == (2, Decimal("72.16"), Decimal("0.02"))
    assert (left.words, left.quickbooks, left.apart) == ("Not sent", None, None)
    table = next(part for part in certificate_paper(made).parts if getattr(part, "title", "") == _TOTALS)
    assert isinstance(table, PaperTable)
    assert [column.title for column in table.columns][2:] == ["ConnectWise", "QuickBooks", "Apart"]
    whole = Decimal("4247.14"), Decimal("72.16"), Decimal("0.02")
    assert table.totals == (("All of the batch", 3, *whole),)


@pytest.mark.usefixtures("qapp")
def test_an_outcome_that_is_not_known_comes_before_what_was_not_sent(store: Store) -> None:
    number = batch_with_differences(store, 0, "", failed=3)
    row = store.invoices(number)[1]
    store.record(InvoiceChanged(number, row.billing_log_id, ActionState.CHECKING, "Looking.", START))
    made = certificate(store, number)
    assert made.exceptions[0].number == row.number
    assert any(
        "This does not tie: of 1 the outcome is not known." in one
        for one in texts_of(certificate_paper(made))
    )


@pytest.mark.usefixtures("qapp")
def test_what_has_no_room_on_the_certificate_is_one_line_for_each_currency(store: Store) -> None:
    made = certificate(store, batch_with(store, 400))
    first, second, *rest = made.exceptions
    foreign = [replace(one, currency="CAD", connectwise=Decimal("0.01")) for one in (first, second)]
    paper = certificate_paper(replace(made, exceptions=(*rest, *foreign)))
    said = texts_of(paper)
    lines = [one for one in said if one.startswith("and ") and one.endswith(" more")]
    assert len(lines) == 2
    assert {"USD", "CAD"} <= set(said)
    assert pages_of(paper) == 1
