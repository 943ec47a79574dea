"""A table under the user's hands: keys, clicks, copying, columns, totals."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.money import amount_text
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.cells import text_width
from mobius_desktop.ui.tables.chooser import ColumnChooser
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.exporting import columns_out
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.ticks import HeadState
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import Theme
from mobius_desktop.workers.hub import Hub
from tests.history.workbook import read_workbook
from tests.ui.rows import Row, model, row

LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
ROWS = (
    row(48211, "Alder & Finch Dental", "1485.00", 1),
    row(48212, "Bright Harbor Logistics", "3210.00", 2, finding=Sentence("ERROR", "Customer not linked")),
    row(48213, "Castellan Law Group, PLLC", "2175.50", 3, state="Failed"),
    row(48214, "Bellweather", "-412.00", 4, finding=Sentence("WARNING", "=cmd()")),
    row(48215, "Held Up, Inc.", "1.00", 5, held=True),
)


@pytest.fixture
def panel(qtbot: QtBot) -> TablePanel:
    made = make_panel(qtbot)
    made.view.setFocus()
    return made


def make_panel(qtbot: QtBot, memory: Memory | None = None) -> TablePanel:
    table = model(*ROWS)

    def totals() -> list[TotalsLine]:
        ticked = table.ticked()
        return [
            TotalsLine(f"Ticked {len(ticked)}", {"total": table.sums(ticked, "total")[""]}, bold=True),
            TotalsLine(f"Shown {table.rowCount()} of {len(table.rows())}"),
        ]

    tabs = (Tab("all", "All"), Tab("found", "With findings", lambda r: r.finding is not None, "Failed"))
    made = TablePanel(table, "Unposted invoices", memory=memory, tabs=tabs, totals=totals)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.set_rows(ROWS)
    return made


def ticked(panel: TablePanel) -> list[str]:
    return [r.number for r in panel.model.ticked()]


def test_ctrl_a_ticks_the_shown_rows_without_selecting_cells_and_ctrl_d_unticks_them(
    panel: TablePanel,
) -> None:
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert ticked(panel) == ["48211", "48212", "48213", "48214"]
    assert len(panel.view.highlighted()) <= 1
    QTest.keyClick(panel.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert ticked(panel) == []


def test_space_brings_all_highlighted_rows_to_the_state_opposite_of_the_current_one(
    panel: TablePanel,
) -> None:
    panel.model.tick([ROWS[0]], True)
    panel.view.go_to_line(0)
    QTest.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert ticked(panel) == ["48211", "48212"]
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert ticked(panel) == []


def test_a_click_anywhere_in_the_tick_cell_ticks(panel: TablePanel) -> None:
    cell = panel.view.visualRect(panel.model.index(2, 0))
    QTest.mouseClick(panel.view.viewport(), LEFT, _NONE, cell.topLeft() + QPoint(3, 3))
    assert ticked(panel) == ["48213"]
    assert panel.view.current_row() == ROWS[2]


def test_a_held_row_cannot_be_ticked_by_hand(panel: TablePanel) -> None:
    panel.view.go_to_line(4)
    QTest.keyClick(panel.view, Qt.Key.Key_Space)
    assert ticked(panel) == []


def test_the_heads_box_ticks_and_unticks_what_is_shown(panel: TablePanel) -> None:
    head = panel.view.head
    place = QPoint(head.sectionViewportPosition(0) + 5, head.height() // 2)
    QTest.mouseClick(head.viewport(), LEFT, _NONE, place)
    assert head.box_state() is HeadState.ALL
    QTest.mouseClick(head.viewport(), LEFT, _NONE, place)
    assert head.box_state() is HeadState.NONE


def test_a_click_on_a_head_sorts_a_second_turns_and_shift_adds(panel: TablePanel) -> None:
    head, total = panel.view.head, panel.model.section_of("total")
    place = QPoint(head.sectionViewportPosition(total) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), LEFT, _NONE, place)
    assert panel.model.row_at(0).total == Decimal("-412.00")
    QTest.mouseClick(head.viewport(), LEFT, _NONE, place)
    assert panel.model.row_at(0).total == Decimal("3210.00")
    number = QPoint(head.sectionViewportPosition(2) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), LEFT, Qt.KeyboardModifier.ShiftModifier, number)
    assert [s for s, _ in panel.model.sorting()] == [total, 2]


def test_f8_goes_round_the_rows_with_a_problem(panel: TablePanel) -> None:
    panel.view.go_to_line(0)
    visited = []
    for _ in range(3):
        QTest.keyClick(panel.view, Qt.Key.Key_F8)
        visited.append(panel.view.current_row().number)
    QTest.keyClick(panel.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert visited == ["48212", "48214", "48212"]
    assert panel.view.current_row().number == "48214"


def test_typing_jumps_to_the_row_whose_number_or_customer_begins_so(panel: TablePanel) -> None:
    QTest.keyClicks(panel.view, "cas")
    assert panel.view.current_row().number == "48213"


def test_enter_and_double_click_open_the_row(panel: TablePanel, qtbot: QtBot) -> None:
    panel.view.go_to_line(1)
    with qtbot.waitSignal(panel.view.opened) as opened:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_copied_rows_are_plain_numbers_between_tabs_and_can_have_heads(panel: TablePanel) -> None:
    panel.view.go_to_line(3)
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == (
        "Not Yet Started\t48214\tBellweather\t11/04/2026\t-412.00\t=cmd()\n"
    )
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(panel.view, Qt.Key.Key_C, both)
    assert QApplication.clipboard().text().startswith("Status\tNumber\tCustomer\tDate\tTotal\tFindings\n")


def test_the_filter_box_filters_says_so_and_esc_clears_it(panel: TablePanel) -> None:
    panel.focus_filter()
    QTest.keyClicks(panel.filter_box, "harbor")
    panel.filter_box.flush()
    assert panel.filter_shown() == "1 of 5 shown"
    QTest.keyClick(panel.filter_box, Qt.Key.Key_Escape)
    assert panel.filter_shown() == ""


def test_a_filter_that_finds_nothing_says_so_and_offers_to_clear_it(panel: TablePanel) -> None:
    panel.filter_box.setText("dovtail")
    panel.filter_box.flush()
    assert panel.notice_sentence() == "Nothing in this table matches “dovtail”."
    assert panel.clear_filter()
    assert panel.notice_sentence() == ""


def test_an_empty_table_says_why_and_a_failed_one_too(panel: TablePanel) -> None:
    panel.set_empty(Notice("Nothing to send."))
    panel.set_rows([])
    assert panel.notice_sentence() == "Nothing to send."
    panel.set_error(Notice("The list could not be read: ConnectWise did not answer within 30 seconds."))
    assert panel.notice_sentence().startswith("The list could not be read")
    panel.set_rows(ROWS)
    assert panel.notice_sentence() == ""


def test_tabs_show_counts_and_filter(panel: TablePanel) -> None:
    assert panel.tabs is not None
    assert [panel.tabs.tabText(i) for i in range(2)] == ["All  5", "With findings  2"]
    panel.tabs.choose("found")
    assert [r.number for r in panel.model.shown()] == ["48212", "48214"]


def test_totals_follow_ticks_and_filter(panel: TablePanel) -> None:
    panel.model.tick_shown(True)
    assert panel.totals.texts() == ["Ticked 4 6,458.50", "Shown 5 of 5"]
    panel.model.filter_text("harbor")
    assert panel.totals.texts()[1] == "Shown 1 of 5"


def test_columns_are_remembered_by_name_and_reset(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    first = make_panel(qtbot, Memory(file))
    customer, finding = first.model.columns[2], first.model.columns[5]
    first.view.head.resizeSection(3, 211)
    first.view.columns.show_column(finding, False)
    first.view.head.moveSection(5, 1)
    again = make_panel(qtbot, Memory(file))
    assert again.view.head.sectionSize(3) == 211
    assert again.view.head.isSectionHidden(6)
    assert again.view.head.visualIndex(5) == 1
    again.reset_columns()
    assert not again.view.head.isSectionHidden(6)
    assert again.view.head.visualIndex(5) == 5
    assert again.view.columns.is_shown(customer)


def test_a_column_that_comes_back_has_its_own_width_and_none_that_was_dragged(
    qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "window.ini"
    panel = make_panel(qtbot, Memory(file))
    natural = panel.view.head.sectionSize(6)
    for shown in (False, True):
        panel.view.columns.offer("finding", shown)
    assert panel.view.head.sectionSize(6) == natural
    assert "finding" not in Memory(file).text("Unposted invoices/columns", "{}")


def test_no_number_or_date_is_cut_in_its_column(panel: TablePanel, theme: Theme) -> None:
    for percent in (100, 115, 150):
        theme.set_text_size(percent)
        head = panel.view.head
        for line in range(panel.model.rowCount()):
            for key in ("date", "total"):
                section = panel.model.section_of(key)
                text = str(panel.model.index(line, section).data())
                room = head.sectionSize(section) - 2 * theme.metrics.cell
                assert panel.view.fontMetrics().horizontalAdvance(text.strip("()")) <= room


def test_the_current_row_keeps_its_place_when_the_list_is_read_again(panel: TablePanel) -> None:
    panel.view.go_to_key(48213)
    panel.set_rows([row(48100), *ROWS])
    assert panel.view.current_row().number == "48213"


def test_what_is_shown_is_exported_as_it_stands(panel: TablePanel, tmp_path: Path) -> None:
    panel.model.filter_text("bell")
    panel.export_to(tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines[1] == ["Not Yet Started", "48214", "Bellweather", "2026-11-04", "-412.00", "'=cmd()"]


def test_a_workbook_has_the_totals_of_the_screen(panel: TablePanel, tmp_path: Path) -> None:
    panel.model.tick_shown(True)
    panel.export_to(tmp_path / "out.xlsx")
    head, *rest = read_workbook(tmp_path / "out.xlsx")
    at = head.index("Total")
    count = panel.model.rowCount()
    amounts = [line[at] for line in rest[:count]]
    assert amounts == [row.total for row in panel.model.shown()]
    ticked, shown = rest[count:]
    total = ticked[at]
    assert isinstance(total, Decimal)
    assert total == sum(row.total for row in panel.model.ticked())
    assert panel.totals.texts()[0].endswith(amount_text(total))
    assert shown[0] == f"Shown {count} of {count}"


def test_a_long_export_can_be_cancelled_and_leaves_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    hub = Hub()
    panel = TablePanel(model(*(row(10_000 + n) for n in range(3_000))), "Unposted invoices", hub=hub)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.export_failed) as failed:
        panel.export_to(tmp_path / "out.csv")
        panel.exporting.cancel()
    assert failed.args == ["The export was cancelled. No file was written."]
    assert list(tmp_path.iterdir()) == []
    with qtbot.waitSignal(panel.exported):
        panel.export_to(tmp_path / "out.csv")
    hub.close()


def test_the_table_has_a_name_for_screen_readers(panel: TablePanel) -> None:
    face = QAccessible.queryAccessibleInterface(panel.view)
    assert face.text(QAccessible.Text.Name) == "Unposted invoices"
    assert panel.columns_button.accessibleName() == "Choose columns"
    assert panel.export_button.toolTip() == "Export what is shown (Ctrl+E)"


def test_an_export_is_written_in_the_background_and_says_how_it_ended(qtbot: QtBot, tmp_path: Path) -> None:
    hub = Hub()
    panel = TablePanel(model(*ROWS), "Unposted invoices", hub=hub)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.exported) as exported:
        panel.export_to(tmp_path / "out.xlsx")
    assert exported.args == [tmp_path / "out.xlsx"]
    with qtbot.waitSignal(panel.export_failed) as failed:
        panel.export_to(tmp_path / "nowhere" / "out.csv")
    assert failed.args == ["The file could not be written: No such file or directory."]
    hub.close()


def test_ticked_rows_that_the_filter_hides_are_counted(panel: TablePanel) -> None:
    panel.model.tick_shown(True)
    panel.model.filter_text("harbor")
    assert panel.model.hidden_ticked() == 3


def test_the_menu_key_asks_for_the_rows_commands(panel: TablePanel, qtbot: QtBot) -> None:
    panel.view.go_to_line(1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    with qtbot.waitSignal(panel.view.menu_wanted) as wanted:
        panel.view.contextMenuEvent(event)
    assert wanted.args is not None
    assert wanted.args[0] == ROWS[1]


def test_old_rows_are_dimmed_while_new_ones_are_read(panel: TablePanel, qtbot: QtBot) -> None:
    panel.set_loading("Reading invoices, 120 so far")
    qtbot.waitUntil(lambda: panel.model.dimmed)
    panel.set_rows(ROWS)
    assert not panel.model.dimmed


def test_the_column_chooser_is_the_keyboards_way_to_sorting(panel: TablePanel) -> None:
    chooser = panel.findChild(ColumnChooser)
    assert isinstance(chooser, ColumnChooser)
    by_total = next(a for a in chooser._sorts.actions() if a.text() == "Total")
    by_total.trigger()
    assert panel.model.row_at(0).total == Decimal("-412.00")
    by_total.trigger()
    assert panel.model.row_at(0).total == Decimal("3210.00")


def test_the_last_column_cannot_be_hidden(panel: TablePanel) -> None:
    chooser = panel.findChild(ColumnChooser)
    assert isinstance(chooser, ColumnChooser)
    columns = [a for a in chooser.actions() if a.isCheckable()]
    for action in columns:
        action.trigger()
    assert [a.text() for a in columns if a.isChecked()] == ["Findings"]
    shown = [c.key for c in panel.model.columns if panel.view.columns.is_shown(c)]
    assert shown == ["finding"]


def test_columns_that_a_narrow_window_lets_go_leave_before_the_customer_is_cut(qtbot: QtBot) -> None:
    columns: tuple[Column[Row], ...] = (
        Column("customer", "Customer", lambda r: r.customer, sample="Castellan Law Grou", stretch=1),
        Column("account", "Account ID", lambda r: r.number, sample="ACM001XX", narrow=False),
        Column("place", "Location", lambda r: r.number, sample="Portland", narrow=False),
        Column("total", "Total", lambda r: r.total, Kind.MONEY),
    )
    panel = TablePanel(RowsModel(columns, key=lambda r: r.id), "Narrow ones")
    qtbot.addWidget(panel)
    panel.show()
    head, layout = panel.view.head, panel.view.columns
    natural = [layout.natural_width(one) for one in columns]
    layout.apply_widths(sum(natural) - 1)
    assert [head.isSectionHidden(at) for at in range(4)] == [False, True, False, False]
    assert head.sectionSize(0) >= natural[0]
    exported = [one.key for one in columns_out(panel.view)]
    assert exported == ["customer", "account", "place", "total"]  # a file is never too narrow
    layout.show_column(columns[2], False)
    assert [one.key for one in columns_out(panel.view)] == ["customer", "account", "total"]
    layout.show_column(columns[2], True)
    layout.apply_widths(sum(natural))
    assert not any(head.isSectionHidden(at) for at in range(4))


def test_a_column_is_as_wide_as_the_sum_under_it(qtbot: QtBot) -> None:
    panel = make_panel(qtbot)
    total = next(one for one in panel.model.columns if one.key == "total")
    before = panel.view.columns.natural_width(total)
    panel.totals.set_lines([TotalsLine("Shown", {"total": Decimal("123456789012.34")}, bold=True)])
    assert panel.view.columns.natural_width(total) > before
    assert panel.view.head.sectionSize(panel.model.section_of("total")) > before


def test_a_table_without_a_column_that_stretches_ends_at_its_edge(qtbot: QtBot) -> None:
    columns: tuple[Column[Row], ...] = (
        Column("number", "Number", lambda r: r.number, sample="48231"),
        Column("total", "Total", lambda r: r.total, Kind.MONEY),
    )
    panel = TablePanel(RowsModel(columns, key=lambda r: r.id), "Short ones")
    qtbot.addWidget(panel)
    panel.show()
    panel.view.columns.apply_widths(900)
    assert panel.view.head.length() == 900


def test_tabs_that_do_not_fit_beside_the_filter_take_a_row_of_their_own(qtbot: QtBot) -> None:
    tabs = tuple(Tab(f"tab-{at}", "Nothing to send") for at in range(4))
    panel = TablePanel(model(*ROWS), "Many tabs", tabs=tabs)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.tabs is not None
    panel.resize(panel.tabs.sizeHint().width() + 60, 400)
    QApplication.processEvents()
    assert panel.tabs.geometry().top() >= panel.filter_box.geometry().bottom()
    assert panel.tabs.width() >= panel.tabs.sizeHint().width()
    panel.resize(1400, 400)
    QApplication.processEvents()
    assert panel.tabs.geometry().top() < panel.filter_box.geometry().bottom()


def test_tabs_that_were_counted_out_of_sight_have_the_room_that_their_counts_need(qtbot: QtBot) -> None:
    host = QStackedWidget()
    qtbot.addWidget(host)
    page = QWidget()
    tabs = TabRow([Tab("all", "All"), Tab("open", "Open", state="WARNING")])
    row = QHBoxLayout(page)
    row.addWidget(tabs)
    row.addStretch(1)
    host.addWidget(QWidget())
    host.addWidget(page)
    host.resize(600, 60)
    host.show()
    QApplication.processEvents()
    row.sizeHint()
    page.resize(600, 60)
    tabs.set_count("all", 12_345)
    tabs.sizeHint()  # as a panel asks, to see whether they go beside the filter
    host.setCurrentIndex(1)
    QApplication.processEvents()
    assert tabs.width() >= tabs.sizeHint().width()


def test_where_room_lacks_a_score_is_its_figure_and_the_texts_get_the_rest(qtbot: QtBot) -> None:
    columns: tuple[Column[str], ...] = (
        Column("name", "Name", str, sample="Gulfline Technology Partners, LLC", stretch=1),
        Column("alike", "Alike", len, Kind.SCORE),
    )
    panel = TablePanel(RowsModel(columns, key=str, name=str), "Names", memory=Memory(None))
    qtbot.addWidget(panel)
    panel.show()
    needed = [text_width(one, one.sample or "100 %") for one in columns]
    widths = []
    for room in (sum(needed) + 100, sum(needed) - 20):
        panel.resize(room, 200)
        QApplication.processEvents()
        widths.append(panel.view.columnWidth(1))
    assert widths[0] >= needed[1]
    assert widths[1] < needed[1]
    assert panel.view.columnWidth(0) >= needed[0]
