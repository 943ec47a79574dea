"""What every table of the program can do, without a view."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester

from mobius_desktop.ui.tables.columns import Sentence
from mobius_desktop.ui.tables.folding import terms_of
from mobius_desktop.ui.tables.rows_model import ASCENDING, DESCENDING, VALUE_ROLE, RowsModel
from mobius_desktop.ui.tables.ticks import HeadState
from tests.ui.rows import Row, model, row

NUMBER, CUSTOMER, DATE, TOTAL = 2, 3, 4, 5


def numbers(of: RowsModel[Row]) -> list[str]:
    return [r.number for r in of.shown()]


@pytest.fixture
def five() -> RowsModel[Row]:
    return model(
        row(48231, "Sable Point Insurance", "808.78", 3),
        row(48211, "Alder & Finch Dental", "1485.00", 1),
        row(48224, "Lumière Café & Bakery", "-412.00", 5, finding=Sentence("ERROR", "Closed period")),
        row(48213, "Castellan Law Group, PLLC", "2175.50", None),
        row(48299, "Bright Harbor Logistics", "0.00", 2, held=True),
    )


def test_the_model_keeps_qts_contract_while_it_is_sorted_filtered_ticked_and_refreshed(
    five: RowsModel[Row], qtmodeltester: ModelTester
) -> None:
    # Qt's own tester watches every signal from here on and prints what is wrong, which fails the test.
    watcher = QAbstractItemModelTester(five, QAbstractItemModelTester.FailureReportingMode.Warning)
    five.sort(TOTAL, DESCENDING)
    five.filter_text("482")
    five.filter_text("caf")
    five.filter_text("")
    five.tick_shown(True)
    five.update_rows([row(48211, total="9.99"), row(50000)])
    five.set_rows([row(1), row(2)])
    five.set_rows([])
    qtmodeltester.check(five, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt is untyped here
    assert watcher.model() is five


def test_a_click_on_a_head_sorts_by_the_values_not_by_the_texts(five: RowsModel[Row]) -> None:
    five.sort(TOTAL, ASCENDING)
    assert [r.total for r in five.shown()] == sorted(r.total for r in five.rows())


def test_rows_without_a_date_come_last_whichever_way_it_is_sorted(five: RowsModel[Row]) -> None:
    for order in (ASCENDING, DESCENDING):
        five.sort(DATE, order)
        assert numbers(five)[-1] == "48213"


def test_shift_click_sorts_within_equals() -> None:
    table = model(row(3, "B"), row(1, "A"), row(2, "B"))
    table.sort_by(((CUSTOMER, DESCENDING), (NUMBER, ASCENDING)))
    assert numbers(table) == ["2", "3", "1"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("INV-48231", ["48231"]),
        ("#48231", ["48231"]),
        ("invoice 48231", ["48231"]),
        ("1,485.00", ["48211"]),
        ("(412.00)", ["48224"]),
        ("LUMIERE cafe", ["48224"]),
        ("482 harbor", ["48299"]),
        ("dovtail", []),
    ],
)
def test_the_filter_forgives_how_a_number_or_name_is_typed(
    five: RowsModel[Row], typed: str, found: list[str]
) -> None:
    five.filter_text(typed)
    assert numbers(five) == found


def test_a_number_with_a_separator_is_found_while_it_is_typed() -> None:
    assert terms_of("10,5") == ("105",)
    assert terms_of("10,537") == ("10537",)


def test_a_filter_of_nothing_but_spaces_and_signs_shows_everything(five: RowsModel[Row]) -> None:
    assert terms_of("  # ") == ()
    five.filter_text("  # ")
    assert len(numbers(five)) == 5


def test_tick_all_ticks_what_is_shown_and_may_be_ticked(five: RowsModel[Row]) -> None:
    five.filter_text("482")
    five.tick_shown(True)
    assert {r.number for r in five.ticked()} == {"48231", "48211", "48224", "48213"}


def test_ticks_on_rows_that_the_filter_hides_stay(five: RowsModel[Row]) -> None:
    five.tick_shown(True)
    five.filter_text("48231")
    five.tick_shown(False)
    five.filter_text("")
    assert {r.number for r in five.ticked()} == {"48211", "48224", "48213"}


def test_ticks_survive_sorting_and_a_refresh_but_not_the_end_of_their_row(five: RowsModel[Row]) -> None:
    five.tick_shown(True)
    five.sort(TOTAL, DESCENDING)
    five.set_rows([r for r in five.rows() if r.number != "48211"])
    assert {r.number for r in five.ticked()} == {"48231", "48224", "48213"}


def test_a_row_that_is_held_loses_its_tick_with_the_refresh(five: RowsModel[Row]) -> None:
    five.tick_shown(True)
    five.set_rows([r.now(held=True) for r in five.rows()])
    assert five.ticked() == []


def test_the_heads_box_says_none_some_or_all(five: RowsModel[Row]) -> None:
    assert five.head_state() is HeadState.NONE
    five.tick([five.row_at(0)], True)
    assert five.head_state() is HeadState.SOME
    five.tick_shown(True)
    assert five.head_state() is HeadState.ALL


def test_sums_are_exact_and_by_currency(five: RowsModel[Row]) -> None:
    five.tick_shown(True)
    assert five.sums(five.ticked(), "total") == {"": Decimal("4057.28")}
    mixed: RowsModel[Row] = RowsModel(
        five.columns, key=lambda r: r.id, currency=lambda r: "CAD" if r.id == 48211 else "USD"
    )
    mixed.set_rows(five.rows())
    assert mixed.sums(mixed.shown(), "total") == {"USD": Decimal("2572.28"), "CAD": Decimal("1485.00")}


def test_a_remembered_place_follows_its_row_through_sort_filter_and_refresh(five: RowsModel[Row]) -> None:
    place = QPersistentModelIndex(five.index(five.line_of(48224), NUMBER))
    five.sort(TOTAL, ASCENDING)
    assert place.data() == "48224"
    five.filter_text("caf")
    assert place.row() == 0
    five.set_rows([row(1), *five.rows()])
    assert place.data() == "48224"
    five.filter_text("sable")
    assert not place.isValid()


def test_changed_rows_of_a_live_table_are_told_once_and_keep_their_lines(five: RowsModel[Row]) -> None:
    told: list[tuple[int, int]] = []
    five.dataChanged.connect(lambda top, bottom: told.append((top.row(), bottom.row())))
    five.update_rows([r.now(state="Running") for r in five.rows()[1:3]])
    assert told == [(1, 2)]
    assert five.row_at(1).state == "Running"


def test_a_row_enters_its_tab_when_its_state_changes() -> None:
    table = model(row(1, state="Running"), row(2, state="Not Yet Started"))
    table.filter_rows(lambda r: r.state == "Running")
    table.update_rows([row(1, state="Failed"), row(2, state="Running")])
    assert numbers(table) == ["2"]


def test_unknown_rows_of_a_live_table_are_added_at_the_end(five: RowsModel[Row]) -> None:
    five.sort(NUMBER, ASCENDING)
    five.update_rows([row(1)])
    assert numbers(five)[-1] == "1"


def test_a_screen_reader_hears_words_and_signs(five: RowsModel[Row]) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    line = five.line_of(48224)
    assert five.index(line, TOTAL).data(spoken) == "minus 412.00"
    assert five.index(line, 6).data(spoken) == "ERROR: Closed period"
    five.tick([five.row_at(line)], True)
    assert five.index(line, 0).data(spoken) == "48224, Lumière Café & Bakery, ticked"
    assert five.index(five.line_of(48299), 0).data(spoken).endswith("cannot be ticked")


def test_a_tick_can_be_set_through_the_model_where_the_row_allows_it(five: RowsModel[Row]) -> None:
    check = Qt.ItemDataRole.CheckStateRole
    assert five.setData(five.index(0, 0), Qt.CheckState.Checked, check)
    five.setData(five.index(4, 0), Qt.CheckState.Checked, check)
    assert numbers(five)[0] in [r.number for r in five.ticked()]
    assert len(five.ticked()) == 1


def test_a_cell_gives_its_typed_value(five: RowsModel[Row]) -> None:
    assert five.index(1, TOTAL).data(VALUE_ROLE) == Decimal("1485.00")
    assert five.index(1, TOTAL).data() == "1,485.00"
    assert five.index(1, DATE).data() == "11/01/2026"


def test_a_hundred_thousand_rows_sort_filter_and_tick_without_a_pause() -> None:
    """A generous multiple of the budget: the benchmarks hold the budget itself."""
    names = [f"Customer {i} Café" for i in range(900)]
    table = model(*[row(i, names[i * 7 % 900], f"{i * 37 % 90000}.25", 1 + i % 28) for i in range(100_000)])
    table.prepare_search()
    steps: dict[str, Callable[[], None]] = {
        "sort": lambda: table.sort(TOTAL),
        "filter": lambda: table.filter_text("cafe 12"),
        "unfilter": lambda: table.filter_text(""),
        "tick": lambda: table.tick_shown(True),
    }
    for name, step in steps.items():
        start = time.perf_counter()
        step()
        assert time.perf_counter() - start < 2.0, name
    assert len(table.ticked()) == 100_000
