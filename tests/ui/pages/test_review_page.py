"""Review Existing Batches: the list, its tabs, its search over the whole record, paging, and opening one."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import RecordDamaged
from mobius_desktop.domain.events import LogLine
from mobius_desktop.domain.ids import BatchNumber, RealmId
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.states import BatchState
from mobius_desktop.domain.sums import Sums
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.review import reader
from mobius_desktop.ui.pages.review.page import ReviewPage
from mobius_desktop.ui.pages.review.waiting import CANCELLED, GIVEN_UP
from mobius_desktop.ui.shell.page import Room, ToastContent
from tests.history.workbook import read_workbook
from tests.store.stories import REALM, START, opened
from tests.ui.pages.batch_desk import BatchDesk
from tests.ui.pages.batch_record import (
    apart,
    ended,
    good_batch,
    interrupted_batch,
    invoices,
    mixed_batch,
    opening_of,
    sent,
)


def three_batches(desk: BatchDesk) -> None:
    """One with errors, one that went well, one that was interrupted."""
    mixed_batch(desk.store, 1)
    good_batch(desk.store, 2)
    interrupted_batch(desk.store, 3)


def empty_batches(desk: BatchDesk, count: int) -> None:
    """Batches without invoices, as many as wanted; every tenth was cancelled."""
    for number in range(1, count + 1):
        batch = BatchNumber(number)
        began = replace(opened(batch), at=START - dt.timedelta(days=count - number))
        state = BatchState.CANCELLED if number % 10 == 0 else BatchState.FINISHED
        desk.store.record(began, *ended(number, state, f"Batch {number} is done."))


def numbers(page: ReviewPage) -> list[int]:
    return [row.number for row in page.model.shown()]


def search(desk: BatchDesk, page: ReviewPage, text: str) -> None:
    """Type into the search and wait for what it finds."""
    page.search.setText(text)
    page.search.flush()
    desk.settle()


def tab_texts(page: ReviewPage) -> list[str]:
    assert page.panel.tabs is not None
    return [page.panel.tabs.tabText(place) for place in range(page.panel.tabs.count())]


def test_batches_stand_newest_first_with_state_counts_and_money(desk: BatchDesk) -> None:
    three_batches(desk)

    page = desk.review()

    assert numbers(page) == [3, 2, 1]
    shown = {
        page.model.columns[section].key: page.model.index(2, section).data()
        for section in range(page.model.columnCount())
    }
    assert shown["state"] == "Finished with Error"
    assert shown["started"] == "Today, " + shown["started"].removeprefix("Today, ")
    assert (shown["invoices"], shown["sent"], shown["failed"], shown["needs-check"]) == ("15", "10", "3", "1")
    assert shown["total"] == "31,937.25"
    assert shown["by"] == "alex, BOOKS-02"


def test_the_heads_say_which_total_is_which(desk: BatchDesk) -> None:
    page = desk.review()
    heads = {
        page.model.headerData(section, Qt.Orientation.Horizontal): page.model.headerData(
            section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
        )
        for section in range(page.model.columnCount())
    }
    assert heads["Batch total"] == "All invoices of the batch as ConnectWise has them, sent or not"
    assert heads["Sent total"] == "What of it is in QuickBooks and completed, as ConnectWise has it"


def test_the_totals_add_up_what_is_shown(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    assert page.panel.totals.texts()[0].startswith("3 batches shown 21 13 3 1 ")

    assert page.panel.tabs is not None
    page.panel.tabs.choose("finished")

    assert page.panel.totals.texts()[0].startswith("1 batch shown 2 2 0 0 ")


def test_tabs_count_by_state_and_filter(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()

    assert tab_texts(page) == ["All  3", "Finished  1", "With warning  0", "With error  1", "Other  1"]
    assert page.panel.tabs is not None
    page.panel.tabs.choose("error")
    assert numbers(page) == [1]
    page.panel.tabs.choose("other")
    assert numbers(page) == [3]


def test_the_search_finds_batches_by_what_is_in_them(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()

    search(desk, page, "très bon")
    by_customer = numbers(page)
    search(desk, page, "10622")
    by_number = numbers(page)
    search(desk, page, "nowhere")

    assert by_customer == [3, 1]
    assert by_number == [1]
    assert page.panel.notice_sentence() == "No batch holds “nowhere”."
    assert page.escaped()
    desk.settle()
    assert numbers(page) == [3, 2, 1]


def test_a_tab_without_hits_says_so_and_offers_to_clear_the_search(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    search(desk, page, "10622")
    assert page.panel.tabs is not None
    page.panel.tabs.choose("warning")
    desk.settle()

    assert page.panel.notice_sentence() == "Nothing under “With warning” for “10622”."
    assert [text for text, _ in page.panel.tab_buttons] == ["Clear search"]
    page.panel.tab_buttons[0][1]()
    desk.settle()
    assert page.search.text() == ""
    assert page.panel.notice_sentence() == "Nothing under “With warning”."
    page.panel.tabs.choose("all")
    desk.settle()
    assert numbers(page) == [3, 2, 1]


def test_a_batch_found_by_an_invoice_opens_on_that_invoice(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    search(desk, page, "10622")

    desk.window.action_bar.do_primary()
    desk.settle()

    opened_page = desk.page()
    assert opened_page.header().title == "Batch 1"
    assert opened_page.body.panel.view.current_row().number == "10622"


def test_enter_opens_the_batch_and_the_way_back_finds_the_same_row(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    page.panel.view.setFocus()
    page.panel.view.go_to_key(BatchNumber(2))
    assert desk.buttons() == {"Open batch 2": True}

    QTest.keyClick(page.panel.view, Qt.Key.Key_Return)
    desk.settle()
    assert isinstance(desk.window.router.page(), BatchPage)
    desk.window.router.back()
    desk.settle()

    assert page.panel.view.current_row().number == 2


def test_without_batches_the_page_leads_to_create_invoice_batch(desk: BatchDesk) -> None:
    page = desk.review()

    assert page.panel.notice_sentence() == "No batches yet."
    assert desk.buttons() == {}
    assert "export" not in page.handlers()


def test_a_record_that_cannot_be_read_says_so_and_can_be_tried_again(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_batches(desk)
    broken = True
    batches = desk.store.batches

    def reading(wanted: BatchFilter, **how: Any) -> tuple[BatchRow, ...]:
        if broken:
            raise RecordDamaged("Entry 7 of the record cannot be read.")
        return batches(wanted, **how)

    monkeypatch.setattr(desk.store, "batches", reading)
    page = desk.review()
    sentence = "The record could not be read: Entry 7 of the record cannot be read. Nothing was changed."
    assert page.panel.notice_sentence() == sentence

    broken = False
    page.refresh()
    desk.settle()

    assert numbers(page) == [3, 2, 1]
    assert desk.sentence() != sentence


def test_all_batches_are_read_behind_the_first_page(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Sorting, counting and exporting are about all that passes, not about what a screen happens to hold."""
    monkeypatch.setattr(reader, "PAGE_SIZE", 60)
    monkeypatch.setattr(reader, "REST_SIZE", 25)
    empty_batches(desk, 130)
    page = desk.review()
    desk.wait(lambda: page.reader.complete)
    assert numbers(page) == list(range(130, 0, -1))
    assert page.panel.totals.texts()[0].startswith("130 batches shown")
    assert page.header().context.startswith("130 batches since ")
    section = page.model.section_of("number")
    page.model.sort(section, Qt.SortOrder.AscendingOrder)
    assert numbers(page)[:2] == [1, 2]
    file = tmp_path / "batches.csv"
    page.panel.export_to(file)
    desk.settle()
    assert len(file.read_text("utf-8-sig").splitlines()) == 131


def waits_for_export(desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, file: Path) -> ReviewPage:
    """A list of many pages whose export was asked for while it is read."""
    monkeypatch.setattr(reader, "PAGE_SIZE", 20)
    monkeypatch.setattr(reader, "REST_SIZE", 5)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    empty_batches(desk, 60)
    page = desk.review()
    desk.wait(lambda: page.reader.complete)
    page.refresh()
    page.panel.export_button.click()
    assert not page.reader.complete
    return page


def test_an_export_waits_until_all_has_been_read(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "batches.csv"
    page = waits_for_export(desk, monkeypatch, file)
    with desk.qtbot.waitSignal(page.panel.exported):
        assert not file.exists()
    assert len(file.read_text("utf-8-sig").splitlines()) == 61
    assert page.waiting.bar.isHidden()


def test_an_export_that_waits_says_how_far_it_is_and_can_be_cancelled(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = waits_for_export(desk, monkeypatch, tmp_path / "batches.csv")
    bar = page.waiting.bar
    bar.show()  # as it shows itself when it takes longer than a moment
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(bar, "show_progress", lambda *each: told.append(each))
    desk.wait(lambda: bool(told))
    assert 0 < told[-1][0] < told[-1][1] == 60
    (cancel,) = bar.findChildren(QPushButton)
    assert cancel.isVisible()
    assert cancel.accessibleName() == "Cancel: Reading all batches"
    cancel.click()
    assert bar.isHidden()
    assert desk.sentence() == CANCELLED
    desk.wait(lambda: page.reader.complete)
    desk.settle()
    assert list(tmp_path.glob("*.csv*")) == []


def test_an_export_that_waits_is_given_up_with_the_rows_it_was_asked_for_and_says_so(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = waits_for_export(desk, monkeypatch, tmp_path / "batches.csv")
    search(desk, page, "nosuch")
    assert desk.sentence() == GIVEN_UP
    desk.wait(lambda: page.reader.complete)
    desk.settle()
    assert page.waiting.bar.isHidden()
    assert list(tmp_path.glob("*.csv*")) == []


def test_an_export_that_waits_goes_on_when_the_same_list_is_read_anew(
    desk: BatchDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = waits_for_export(desk, monkeypatch, tmp_path / "batches.csv")
    with desk.qtbot.waitSignal(page.panel.exported):
        page.refresh()
    assert len((tmp_path / "batches.csv").read_text("utf-8-sig").splitlines()) == 61


def test_a_tab_counts_and_holds_old_batches_too(desk: BatchDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "PAGE_SIZE", 20)
    empty_batches(desk, 60)
    page = desk.review()
    desk.wait(lambda: page.reader.complete)
    assert page.panel.tabs is not None
    page.panel.tabs.choose("other")
    desk.settle()
    assert numbers(page) == [60, 50, 40, 30, 20, 10]


def test_a_running_batch_moves_in_the_list(desk: BatchDesk) -> None:
    good_batch(desk.store, 1)
    chosen = invoices(3)
    desk.services.submit(REALM, None)  # type: ignore[arg-type]  # the program of the test runs what it is fed
    desk.program.feed(*opening_of(2, chosen))
    desk.wait(lambda: desk.services.live is not None)
    desk.window.go("review")
    desk.wait(lambda: desk.services.hub.busy == 1)  # the run itself
    page = desk.window.router.page()
    assert isinstance(page, ReviewPage)
    assert page.model.row_at(0).state is BatchState.RUNNING

    for commit in sent(2, chosen[0]):
        desk.program.feed(*commit)
    desk.program.feed(*apart(2, chosen[1]), LogLine(BatchNumber(2), "info", "that far", START))
    desk.wait(lambda: page.model.row_at(0).needs_check == 1)

    row = page.model.row_at(0)
    assert (row.number, row.sent, row.needs_check) == (2, 1, 1)
    assert row.total == Sums.of((one.total, one.currency) for one in chosen)


def test_the_page_works_offline(desk: BatchDesk) -> None:
    desk.program.offline = True
    three_batches(desk)

    page = desk.review()

    assert numbers(page) == [3, 2, 1]
    assert desk.buttons() == {"Open batch 3": True}


def test_f8_goes_through_the_batches_that_still_need_someone(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    page.panel.view.setFocus()
    page.panel.view.go_to_key(BatchNumber(3))

    QTest.keyClick(desk.window, Qt.Key.Key_F8)
    assert page.panel.view.current_row().number == 1
    QTest.keyClick(desk.window, Qt.Key.Key_F8)
    assert page.panel.view.current_row().number == 3


def choose(desk: BatchDesk, box: QComboBox, text: str) -> None:
    """Choose an entry as a person does, and wait for what it shows."""
    box.setCurrentIndex(box.findText(text))
    desk.settle()


def test_company_state_and_period_narrow_the_list(desk: BatchDesk) -> None:
    three_batches(desk)
    other = replace(opened(BatchNumber(4), realm=RealmId("77"), company="Another firm"), at=START)
    desk.store.record(other, *ended(4, BatchState.FINISHED, "Done."))
    page = desk.review()
    filters = page.filters

    choose(desk, filters.company, "Another firm")
    assert numbers(page) == [4]
    choose(desk, filters.company, "All companies")
    choose(desk, filters.state, "Interrupted")
    assert numbers(page) == [3]
    choose(desk, filters.period, "Last year")
    assert numbers(page) == []
    assert page.panel.notice_sentence() == "No batch passes these filters."
    assert page.filters_button.text() == "Filters (2)"

    assert page.escaped()
    desk.settle()
    assert numbers(page) == [4, 3, 2, 1]
    choose(desk, filters.kind, "Invoice")
    assert numbers(page) == [4, 3, 2, 1]


def test_between_takes_two_dates_both_included(desk: BatchDesk) -> None:
    empty_batches(desk, 5)
    page = desk.review()
    choose(desk, page.filters.period, "Between…")
    assert numbers(page) == [5, 4, 3, 2, 1]
    day = START.astimezone().date()
    page.filters.first.set_date(day - dt.timedelta(days=2))
    page.filters.last.set_date(day - dt.timedelta(days=1))
    page.filters.changed.emit()
    desk.settle()
    assert numbers(page) == [4, 3]


def test_filters_are_kept_by_name_and_chosen_again(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    choose(desk, page.filters.state, "Finished with Error")
    search(desk, page, "10622")
    page.filters.saved.setEditText("Customers to link")
    page.filters.remember_button.click()
    assert page.filters.saved_names() == ["Customers to link"]
    assert page.filters.forget_button.isEnabled()
    page.filters.clear()
    assert not page.filters.remember_button.isEnabled()  # no name stands there any more
    assert not page.filters.forget_button.isEnabled()

    again = ReviewPage(desk.services)
    desk.qtbot.addWidget(again)
    again.activated()
    desk.settle()
    assert numbers(again) == [3, 2, 1]
    again.filters.saved.setCurrentIndex(again.filters.saved.findText("Customers to link"))
    again.filters.saved.activated.emit(again.filters.saved.currentIndex())
    desk.settle()
    assert numbers(again) == [1]
    assert again.search.text() == "10622"
    again.filters.forget_button.click()
    assert again.filters.saved_names() == []
    assert numbers(again) == [1]


def test_an_amount_is_found_as_it_stands_on_paper(desk: BatchDesk) -> None:
    three_batches(desk)
    page = desk.review()
    total = next(
        row for row in desk.store.invoices(BatchNumber(1)) if row.number == "10622"
    ).connectwise_total
    for typed in (f"{total:,.2f}", f"${total:,.2f}", f"{total}", f"({total:,.2f})"):
        search(desk, page, typed)
        assert 1 in numbers(page), typed
    desk.window.action_bar.do_primary()
    desk.settle()
    assert isinstance(desk.window.router.page(), BatchPage)


def test_what_became_of_a_batch_stands_beside_it(desk: BatchDesk) -> None:
    three_batches(desk)
    again = [one for one in invoices(40) if one.number in {"10621", "10622"}] or invoices(2, 10621)
    desk.store.record(*opening_of(4, again))
    for one in again:
        for commit in sent(4, one):
            desk.store.record(*commit)
    desk.store.record(*ended(4, BatchState.FINISHED, "Done."))
    page = desk.review()
    column = next(place for place, one in enumerate(page.model.columns) if one.key == "afterwards")
    row = next(place for place in range(page.model.rowCount()) if page.model.row_at(place).number == 1)
    assert page.model.index(row, column).data() == "2 sent in 4"


def test_the_filters_fold_away_in_a_narrow_window_and_stay_as_the_user_turned_them(desk: BatchDesk) -> None:
    page = desk.review()
    page.arranged(Room())
    assert not page.filters.isHidden()
    page.arranged(Room(narrow=True))
    assert page.filters.isHidden()
    page.filters_button.click()
    page.arranged(Room(narrow=True, low=True))
    assert not page.filters.isHidden()


def test_an_export_tells_the_file_that_was_written(
    desk: BatchDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_batches(desk)
    page = desk.review()
    file = tmp_path / "batches.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    told: list[ToastContent] = []
    page.toasted.connect(told.append)

    with desk.qtbot.waitSignal(page.toasted):
        page.handlers()["export"]()

    assert file.exists()
    assert [one.text for one in told] == [f"Exported to {file}."]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_the_exported_list_has_each_currency_in_a_column_with_the_totals_of_the_screen(
    desk: BatchDesk, tmp_path: Path, name: str
) -> None:
    home, other = invoices(2)
    desk.store.record(*opening_of(1, [home, replace(other, currency="CAD")]))
    desk.store.record(*opening_of(2, invoices(1, first=10700)))
    page = desk.review()
    texts = page.panel.totals.texts()
    page.panel.export_to(tmp_path / name)
    desk.settle()

    file = tmp_path / name
    if name.endswith(".csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            head, *lines = list(csv.reader(stream))
        assert "Batch total" not in head
        assert [line[head.index("Batch total CAD")] for line in lines] == ["", f"{other.total:f}"]
        return
    heads, *rows = read_workbook(file)
    in_cad, in_usd = heads.index("Batch total CAD"), heads.index("Batch total USD")
    assert rows[1][in_cad] == other.total
    assert texts[0].endswith(f"{rows[2][in_usd]:,.2f}")
    assert texts[1] == f"In CAD 0.00 {rows[3][in_cad]:,.2f}"
    assert rows[3][in_usd] is None
