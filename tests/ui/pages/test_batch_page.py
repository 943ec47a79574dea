"""Batch Status: live from events, past from the record, by keyboard, offline, and when it cannot be read."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from mobius_desktop.domain.archive import LastTime
from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.errors import RecordDamaged, SignInLost
from mobius_desktop.domain.events import ActionChanged, ActionPlanned, BatchChanged, Event, LogLine
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.states import ActionState, BatchState, Section, Severity
from mobius_desktop.transfer.batch import Flight, Recovered, RecoveryReport
from mobius_desktop.ui.components.cards import CauseCard
from mobius_desktop.ui.pages.batch.causes import NOTHING_LEFT
from mobius_desktop.ui.pages.batch.credits_card import CreditsCard
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.batch.place import BatchPlace
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.tables.cells import text_width
from mobius_desktop.ui.tables.table_view import TableView
from tests.history.workbook import read_workbook
from tests.store.stories import REALM, START, action_of
from tests.ui.pages.batch_desk import BatchDesk
from tests.ui.pages.batch_record import (
    actions,
    apart,
    ended,
    failed,
    good_batch,
    interrupted_batch,
    invoice_planned,
    invoices,
    looked_up,
    mixed_batch,
    opening_of,
    sent,
    unlinked,
)

#: A busy machine that measures its coverage may take this many times as long.
SLACK = 4


def start(desk: BatchDesk, count: int = 4, batch: int = 1) -> list[UnpostedInvoice]:
    """Submit a batch and open its page as soon as it is there."""
    chosen = invoices(count)
    desk.services.submit(REALM, None)  # type: ignore[arg-type]  # the program of the test runs what it is fed
    desk.program.feed(*opening_of(batch, chosen))
    desk.wait(lambda: desk.services.live is not None)
    desk.window.go("batch", BatchNumber(batch))
    return chosen


def feed(desk: BatchDesk, commits: Sequence[Sequence[Event]]) -> None:
    """What happens next, shown."""
    for commit in commits:
        desk.program.feed(*commit)
    last = LogLine(BatchNumber(1), "info", f"step {id(commits)}", START)
    desk.program.feed(last)
    desk.wait(lambda: last.text in desk.page().body.log.text.toPlainText())


def end(desk: BatchDesk, state: BatchState = BatchState.FINISHED, message: str = "All are done.") -> None:
    """The run ends."""
    desk.program.feed(*ended(1, state, message))
    desk.program.end()
    desk.wait(lambda: not desk.services.running)
    desk.settle()


def state_of(page: BatchPage, invoice: UnpostedInvoice) -> tuple[str, str]:
    """State and QuickBooks amount of a row as the table shows them."""
    model = page.body.invoices
    line = model.line_of(invoice.billing_log_id)
    texts = [str(model.index(line, section).data() or "") for section in range(model.columnCount())]
    return texts[model.section_of("state")], texts[model.section_of("quickbooks")]


# Live


def test_each_invoice_is_seen_arriving_while_the_batch_runs(desk: BatchDesk) -> None:
    chosen = start(desk)
    page = desk.page()
    assert state_of(page, chosen[0]) == ("Not Yet Started", "")

    feed(desk, sent(1, chosen[0])[:1])
    assert state_of(page, chosen[0])[0] == "Running"

    feed(desk, sent(1, chosen[0])[1:])
    assert state_of(page, chosen[0]) == ("Completed Successfully", "120.25")
    assert page.status() == "Batch 1 is running: 1 of 4"
    assert page.header().chip == "Running"
    assert page.header().steps is not None


def test_only_changed_rows_are_written_anew(desk: BatchDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = start(desk, 6)
    page = desk.page()
    written: list[BillingLogId] = []
    update = page.body.panel.update_rows

    def watched(rows: Sequence[object]) -> None:
        written.extend(row.billing_log_id for row in rows)  # type: ignore[attr-defined]  # rows of invoices
        update(rows)

    monkeypatch.setattr(page.body.panel, "update_rows", watched)
    feed(desk, sent(1, chosen[2]))

    assert set(written) == {chosen[2].billing_log_id}


def test_progress_counts_its_parts_and_the_sections_follow_the_work(desk: BatchDesk) -> None:
    chosen = start(desk, 5)
    page = desk.page()
    feed(desk, [*sent(1, chosen[0]), apart(1, chosen[1]), looked_up(1, chosen[2]), *sent(1, chosen[3])[:1]])

    described = page.body.progress.bar.accessibleDescription()
    assert "1 completed, 1 needs check, 1 being looked up, 1 running, 1 not yet started" in described
    rows = {row.name: row for row in page.body.sections._model.rows()}
    assert rows["Invoices"].state == "Running"
    assert rows["Compare with QuickBooks"].count == "1/5"
    assert page.body.sections.following
    assert page.body.invoices.rowCount() == 5, "following the work hides no row"


def test_a_chosen_section_filters_the_table_until_all_are_shown_again(desk: BatchDesk) -> None:
    chosen = start(desk, 2)
    page = desk.page()
    lost = invoices(1, first=10900)[0]
    feed(desk, [failed(1, lost, unlinked(lost))])

    page.body.sections.choose(Section.INVOICES.name)
    assert {row.number for row in page.body.invoices.shown()} == {one.number for one in chosen}

    page.body.sections.show_all()
    assert page.body.invoices.rowCount() == 3


def test_a_section_of_records_shows_what_was_created(desk: BatchDesk) -> None:
    start(desk, 1)
    page = desk.page()
    action = ActionId("1/customers/customer:ACM001")
    label = "Customer “Acme Widgets”"
    planned = ActionPlanned(
        action, BatchNumber(1), Section.CUSTOMERS, "customer:ACM001", label, ActionState.COMPLETED, "Created"
    )
    feed(desk, [[planned]])

    page.body.sections.choose(Section.CUSTOMERS.name)

    assert page.body.table() is page.body.records_panel
    assert [row.label for row in page.body.records.shown()] == [label]


def test_at_the_end_the_page_says_what_is_to_be_done_with_the_closing_sentence(desk: BatchDesk) -> None:
    chosen = start(desk, 2)
    lost = invoices(1, first=10900)[0]
    feed(desk, [*sent(1, chosen[0]), *sent(1, chosen[1]), failed(1, lost, unlinked(lost))])
    end(desk, BatchState.FINISHED_WITH_ERROR, "2 of 3 are done. 1 needs you: fix the cause, then retry.")

    page = desk.page()
    assert page.header().chip == "Finished with Error"
    assert page.body.part() == "next"
    assert desk.sentence() == "2 of 3 are done. 1 needs you: fix the cause, then retry."
    assert desk.buttons() == {"Undo…": True, "Create another batch": True, "Retry 1 failed": True}
    assert page.body.invoices.row_at(0).number == lost.number, "problems stand first"


def test_the_live_page_and_the_page_read_from_the_record_show_the_same(desk: BatchDesk) -> None:
    chosen = start(desk, 3)
    feed(desk, [*sent(1, chosen[0]), apart(1, chosen[1]), *sent(1, chosen[2])])
    live = [state_of(desk.page(), one) for one in chosen]
    end(desk, BatchState.FINISHED_WITH_WARNING, "2 of 3 are done.")

    desk.window.go("review")
    desk.settle()
    page = desk.batch(1)

    assert [state_of(page, one) for one in chosen] == live


def test_the_page_goes_on_when_it_was_left_in_between(desk: BatchDesk) -> None:
    chosen = start(desk, 2)
    desk.window.go("invoice-batch")
    for commit in sent(1, chosen[0]):
        desk.program.feed(*commit)
    desk.wait(lambda: desk.services.live.invoices[chosen[0].billing_log_id].marked)  # type: ignore[union-attr]  # it runs

    desk.window.go("batch", "1")

    assert state_of(desk.page(), chosen[0]) == ("Completed Successfully", "120.25")


def test_a_run_that_has_to_stop_says_why(desk: BatchDesk) -> None:
    start(desk, 2)
    sentence = "QuickBooks ended the sign-in for Gulfline Technology, LLC."

    desk.program.end(SignInLost(sentence))
    desk.wait(lambda: not desk.services.running)
    desk.settle()

    assert desk.sentence() == sentence


# Cancel


def test_cancelling_asks_first_and_the_safe_answer_goes_on_sending(desk: BatchDesk) -> None:
    chosen = start(desk, 4)
    feed(desk, [*sent(1, chosen[0]), *sent(1, chosen[1])[:1]])
    page = desk.page()

    page.ask_to_cancel()
    question = page.control.question
    assert question is not None
    assert question.windowTitle() == "Cancel batch 1?"
    assert question.accessibleDescription() == (
        "1 invoice is in QuickBooks and stays there. 1 on the way is finished first. "
        "2 are not sent and stay in the list."
    )
    safe, _ = question.buttons()
    assert safe.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Escape)

    assert page.control.question is None
    assert desk.buttons() == {"Cancel batch…": True}
    end(desk)
    assert not desk.program.stopped


def test_a_cancelled_batch_offers_to_send_the_remaining_ones(desk: BatchDesk) -> None:
    chosen = start(desk, 4)
    feed(desk, sent(1, chosen[0]))
    page = desk.page()
    page.ask_to_cancel()
    assert page.control.question is not None
    page.control.question.accept()
    assert desk.buttons() == {"Cancel batch…": False}
    end(desk, BatchState.CANCELLED, "1 of 4 are done.")

    assert desk.program.stopped
    assert desk.buttons() == {"Create another batch": True, "Send the remaining 3": True}


def test_a_batch_that_ends_takes_its_question_away(desk: BatchDesk) -> None:
    chosen = start(desk, 1)
    page = desk.page()
    page.ask_to_cancel()
    feed(desk, sent(1, chosen[0]))
    end(desk)

    assert page.control.question is None


# Past


def test_a_past_batch_is_read_whole_from_the_record(desk: BatchDesk) -> None:
    mixed_batch(desk.store)

    page = desk.batch(1)

    assert page.header().crumbs[0].page == "review"
    assert page.header().context.startswith(
        "Invoice · Gulfline Technology, LLC · All locations · Detailed · "
    )
    assert page.header().context.endswith(", 1 minute 38 seconds · alex on BOOKS-02")
    assert page.body.invoices.rowCount() == 15
    assert "not sent to QuickBooks" in page.body.log_page.text.toPlainText()
    assert page.status() == "Batch 1, read from this computer"


def test_an_invoice_in_another_currency_says_so_on_the_screen_and_in_the_file(
    desk: BatchDesk, tmp_path: Path
) -> None:
    home, other = invoices(2)
    desk.store.record(*opening_of(1, [home, replace(other, currency="CAD")]))
    page = desk.batch(1)
    panel = page.body.panel
    head, section = panel.view.head, panel.model.section_of("currency")
    assert not head.isSectionHidden(section)
    panel.view.columns.show_column(panel.model.columns[section], False)
    panel.export_to(tmp_path / "batch.xlsx")
    desk.settle()

    heads, *rows = read_workbook(tmp_path / "batch.xlsx")
    number, at = heads.index("Number"), heads.index("Currency")
    assert {row[number]: row[at] for row in rows[:2]} == {
        home.number: "USD",
        other.number: "CAD",
    }
    assert f"All 1, CAD {amount_text(other.total)}" in panel.totals.texts()
    label, money = heads.index("Status"), heads.index("ConnectWise")
    assert {row[label]: row[money] for row in rows[2:]}["All 1, CAD"] == other.total


def test_a_batch_in_one_currency_needs_no_column_for_it(desk: BatchDesk) -> None:
    good_batch(desk.store, 1)
    panel = desk.batch(1).body.panel
    assert panel.view.head.isSectionHidden(panel.model.section_of("currency"))


def test_what_happened_on_a_later_day_says_the_day(desk: BatchDesk) -> None:
    chosen = good_batch(desk.store, 1)
    later = START + dt.timedelta(days=21)
    number, taken = BatchNumber(1), action_of(BatchNumber(1), chosen[0], Section.TAKE_BACK)
    desk.store.record(
        ActionPlanned(
            taken, number, Section.TAKE_BACK, f"invoice:{chosen[0].billing_log_id}", chosen[0].number,
            ActionState.NOT_YET_STARTED,
        ),
        ActionChanged(taken, number, ActionState.COMPLETED, "Voided.", later),
        LogLine(number, "info", "Voided.", later),
        BatchChanged(number, BatchState.PARTLY_UNDONE, "1 of 2 is undone.", later),
    )  # fmt: skip

    page = desk.batch(1)
    page.show_invoice(chosen[0].billing_log_id)
    desk.settle()

    model = page.body.detail.action_model
    times = {row.section: model.columns[-1].value(row) for row in model.rows()}
    begun = START.astimezone()
    assert times[Section.INVOICES] == f"{begun:%H:%M:%S}"
    day = f"{later.astimezone():%m/%d/%Y}"
    late = f"{day} {later.astimezone():%H:%M:%S}"
    assert times[Section.TAKE_BACK] == late
    view = next(one for one in page.body.detail.findChildren(TableView) if one.rows is model)
    assert view.head.sectionSize(model.section_of("time")) >= text_width(model.columns[-1], late)
    assert f"{late}  Voided." in page.body.log_page.text.toPlainText()
    assert f"{begun:%m/%d/%Y} {begun:%H:%M:%S}, status 200" in page.body.detail.raw()
    assert day not in page.header().context  # the batch itself is no longer for it


def test_what_to_do_next_has_a_card_for_each_cause_and_one_for_credits(desk: BatchDesk) -> None:
    chosen = mixed_batch(desk.store)
    page = desk.batch(1)

    cards = page.body.cards.cards()

    assert page.body.part() == "next"
    assert len(cards) == 4
    (credits_card,) = [one for one in cards if isinstance(one, CreditsCard)]
    assert credits_card.title == "Credits to apply: 412.00 USD"
    credits_card.chosen.emit(chosen[9].billing_log_id)
    desk.settle()
    assert page.body.part() == "invoices"
    assert page.body.panel.view.current_row().number == "10610"
    assert page.body.detail_open()


def test_many_causes_all_get_their_card(desk: BatchDesk) -> None:
    events: list[Event] = []
    for place, one in enumerate(invoices(20)):
        events += failed(1, one, replace(unlinked(one), code=f"CAUSE_{place}"))
    desk.store.record(*opening_of(1, []), *events, *ended(1, BatchState.FINISHED_WITH_ERROR, "0 of 20."))

    page = desk.batch(1)

    assert page.body.tabs.tabText(0) == "What to do next  20"
    desk.wait(lambda: len(page.body.cards.cards()) == 20)


def test_a_batch_in_which_all_went_well_opens_on_its_invoices(desk: BatchDesk) -> None:
    good_batch(desk.store, 1)

    page = desk.batch(1)

    assert page.body.part() == "invoices"
    (card,) = page.body.cards.cards()
    assert card.content is NOTHING_LEFT or card.content == NOTHING_LEFT  # type: ignore[attr-defined]  # a cause card
    assert desk.sentence().endswith("equal to the cent.")


def test_a_row_opens_to_its_actions_documents_attempts_and_raw_answer(desk: BatchDesk) -> None:
    chosen = good_batch(desk.store, 1)
    page = desk.batch(1)
    view = page.body.panel.view
    view.setFocus()
    view.go_to_key(chosen[1].billing_log_id)

    QTest.keyClick(view, Qt.Key.Key_Return)
    desk.settle()

    detail = page.body.detail
    assert detail.isVisible()
    assert [row.section.value for row in detail.action_model.rows()] == [
        "Export from ConnectWise",
        "Check mappings",
        "Invoices",
        "Compare with QuickBooks",
        "Mark as batched in ConnectWise",
    ]
    fields = {row.field: (row.sent, row.back) for row in detail.document_model.rows()}
    assert fields["Number"] == (chosen[1].number, chosen[1].number)
    assert [row.tid for row in detail.attempt_model.rows()] == [f"1-{chosen[1].number}"]
    detail.copy_raw()
    assert f'"DocNumber": "{chosen[1].number}"' in QGuiApplication.clipboard().text()


def test_the_open_invoice_follows_the_cursor_and_escape_closes_it(desk: BatchDesk) -> None:
    chosen = mixed_batch(desk.store)
    page = desk.batch(1)
    page.show_invoice(chosen[0].billing_log_id)
    desk.settle()
    view = page.body.panel.view

    view.go_to_key(chosen[11].billing_log_id)
    desk.settle()

    assert page.body.detail.note() == "Nothing was sent. This is the document as it was planned."
    assert [row.finding.code for row in page.body.detail.finding_model.rows()] == ["CUSTOMER_UNLINKED"]
    assert page.escaped()
    assert not page.body.detail_open()
    assert not page.escaped()


def test_a_search_hit_opens_the_batch_on_its_invoice(desk: BatchDesk) -> None:
    mixed_batch(desk.store)

    page = desk.batch(BatchPlace(BatchNumber(1), "10622"))

    assert page.body.part() == "invoices"
    assert page.body.panel.view.current_row().number == "10622"


def test_one_batch_after_the_other_keeps_nothing_of_the_first(desk: BatchDesk) -> None:
    mixed_batch(desk.store)
    good_batch(desk.store, 2, count=3)
    first = desk.batch(1)
    first.body.panel.filter_box.setText("acme")
    first.body.panel.filter_box.flush()
    first.body.sections.choose(Section.MAPPINGS.name)

    page = desk.batch(2)

    assert page.body.invoices.rowCount() == 3
    assert page.body.panel.filter_box.text() == ""
    assert "10621" not in page.body.log_page.text.toPlainText()


def test_f5_reads_the_record_again(desk: BatchDesk) -> None:
    chosen = interrupted_batch(desk.store, 1)
    page = desk.batch(1)
    for commit in sent(1, chosen[1])[1:]:
        desk.store.record(*commit)

    QTest.keyClick(desk.window, Qt.Key.Key_F5)
    desk.settle()

    assert state_of(page, chosen[1])[0] == "Completed Successfully"


def test_the_log_is_reached_by_ctrl_l_in_a_past_batch_and_folded_in_a_live_one(desk: BatchDesk) -> None:
    start(desk, 1)
    page = desk.page()
    assert not page.body.log.is_folded()
    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.body.log.is_folded()
    end(desk)

    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert page.body.part() == "log"
    assert page.body.log_page.isVisible()


# Interrupted


def test_an_interrupted_batch_is_resumed_by_its_main_action_and_followed(desk: BatchDesk) -> None:
    interrupted_batch(desk.store, 1)
    page = desk.batch(1)
    assert desk.buttons() == {"Create another batch": True, "Resume: send the remaining 2": True}

    desk.window.action_bar.do_primary()
    desk.program.feed(*opening_of(2, invoices(2, first=30003)))
    desk.wait(lambda: desk.services.live is not None and page.picture is desk.services.live)

    assert desk.program.resumed == [BatchNumber(1)]
    assert page.header().title == "Batch 2"
    assert page.is_live


def test_an_interrupted_batch_says_what_the_recovery_found_out(desk: BatchDesk) -> None:
    chosen = interrupted_batch(desk.store, 1)
    found = Recovered(
        BatchNumber(1),
        chosen[0].billing_log_id,
        chosen[0].number,
        "is in QuickBooks.",
        settled=True,
        in_quickbooks=True,
        marked=True,
    )
    marking = replace(
        found,
        billing_log_id=chosen[1].billing_log_id,
        number=chosen[1].number,
        flight=Flight.MARKING,
    )
    elsewhere = replace(found, batch=BatchNumber(7), number="99999")
    desk.services.keep_recovery(RecoveryReport((found, marking, elsewhere)))

    page = desk.batch(1)

    first = page.body.cards.cards()[0]
    assert isinstance(first, CauseCard)
    assert first.content.title == "2 invoices were in flight when the program stopped"
    assert first.content.sentence.startswith(
        "Both are in QuickBooks; 1 still had to be marked in ConnectWise and now is. "
    )
    assert [number for number, _ in first.content.more] == [chosen[0].number, chosen[1].number]


def test_what_another_batch_has_taken_up_is_not_offered_again(desk: BatchDesk) -> None:
    chosen = interrupted_batch(desk.store, 1)
    desk.store.record(*opening_of(2, chosen[2:]))
    desk.store.record(*ended(2, BatchState.CANCELLED, "0 of 2 are done."))

    desk.batch(1)
    assert desk.buttons() == {"Undo…": True, "Create another batch": True}
    desk.batch(2)
    assert desk.buttons() == {"Create another batch": True, "Send the remaining 2": True}


def test_check_again_looks_for_what_stayed_unknown_and_shows_what_was_found(desk: BatchDesk) -> None:
    chosen = interrupted_batch(desk.store, 1)

    def found() -> None:
        for commit in sent(1, chosen[1])[1:]:
            desk.store.record(*commit)

    desk.program.on_recover = found
    page = desk.batch(1)
    page.control.check_again()
    desk.wait(lambda: desk.program.recovered == 1 and desk.services.hub.busy == 0)

    assert state_of(page, chosen[1])[0] == "Completed Successfully"


def test_offline_everything_is_readable_and_what_sends_says_why_it_cannot(desk: BatchDesk) -> None:
    desk.program.offline = True
    chosen = interrupted_batch(desk.store, 1)

    page = desk.batch(1)

    assert page.body.invoices.rowCount() == 4
    assert desk.buttons() == {"Create another batch": True, "Resume: send the remaining 2": False}
    assert desk.sentence().endswith("You are working offline. Sending needs a network.")
    page.show_invoice(chosen[0].billing_log_id)
    desk.settle()
    assert page.body.detail.document_model.rowCount() > 0
    assert "resume-batch" not in page.handlers()


# When it cannot be read


def test_a_batch_that_is_not_in_the_record_says_so(desk: BatchDesk) -> None:
    page = desk.batch(77)

    assert page.body.panel.notice_sentence() == "There is no batch 77 in the record."


def test_a_record_that_cannot_be_read_says_so_and_can_be_tried_again(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    good_batch(desk.store, 1)
    broken = True
    last_times = desk.store.last_times

    def reading(ids: Sequence[BillingLogId]) -> dict[BillingLogId, LastTime]:
        if broken:
            raise RecordDamaged("Entry 7 of the record cannot be read.")
        return last_times(ids)

    monkeypatch.setattr(desk.store, "last_times", reading)
    page = desk.batch(1)
    assert page.body.panel.notice_sentence() == (
        "The record could not be read: Entry 7 of the record cannot be read. Nothing was changed."
    )

    broken = False
    page.refresh()
    desk.settle()

    assert page.body.invoices.rowCount() == 2


def test_the_breadcrumb_leads_back_to_the_list(desk: BatchDesk) -> None:
    good_batch(desk.store, 1)
    page = desk.batch(1)

    desk.window.header.crumb_chosen.emit(page.header().crumbs[0])

    assert isinstance(desk.window.router.page(), ReviewPage)


def test_the_configuration_that_a_batch_was_run_with_stands_beside_it(desk: BatchDesk) -> None:
    good_batch(desk.store, 1)
    page = desk.batch(1)

    page.body.show_part("configuration")

    shown = {row.words: row.value for row in page.body.options.rows()}
    assert shown["Display UOM"] == "yes"
    assert shown["Invoice Summary"] == "Default"
    assert shown["Tax mode"] == "Send ConnectWise's amount"


def test_a_batch_that_ended_before_ones_eyes_keeps_its_own_header(desk: BatchDesk) -> None:
    """The breadcrumb belongs to a batch that was chosen from the list."""
    start(desk, 1)
    end(desk)
    assert desk.page().header().crumbs == ()
    assert desk.page().body.options.rows(), "what no event told is read at the end"

    assert desk.batch(BatchPlace(BatchNumber(1))).header().crumbs[0].page == "review"


def test_warnings_on_what_was_sent_are_said_but_not_counted_as_something_to_do(desk: BatchDesk) -> None:
    one = invoices(1)[0]
    warned = replace(unlinked(one), code="LONG_AGO", severity=Severity.WARNING, sentence="Dated long ago.")
    desk.store.record(*opening_of(1, []), invoice_planned(1, one, warned))
    desk.store.record(*actions(1, one, Section.INVOICES, Section.COMPARE, Section.MARK))
    for commit in sent(1, one):
        desk.store.record(*commit)
    desk.store.record(*ended(1, BatchState.FINISHED_WITH_WARNING, "The invoice is in QuickBooks."))

    page = desk.batch(1)

    assert page.body.tabs.tabText(0) == "What to do next  0"
    assert page.body.part() == "invoices"
    titles = [card.content.title for card in page.body.cards.cards() if isinstance(card, CauseCard)]
    assert titles == ["Nothing is left to do", "Dated long ago."]


def test_five_hundred_invoices_are_drawn_without_a_stall(desk: BatchDesk) -> None:
    """What a tick of the timer brings in the middle of a month-end is drawn within the window's budget."""
    chosen = start(desk, 500)
    page = desk.page()
    live = desk.services.live
    assert live is not None
    worst = 0.0
    for first in range(0, 200, 20):
        changed = live.apply(
            event for one in chosen[first : first + 20] for commit in sent(1, one) for event in commit
        )
        began = time.process_time()
        page._on_batch_progressed(changed)
        worst = max(worst, time.process_time() - began)

    assert page.body.invoices.rowCount() == 500
    assert worst < 0.05 * SLACK, f"{worst * 1000:.0f} ms"
