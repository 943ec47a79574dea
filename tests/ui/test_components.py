"""The parts that pages are made of."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.states import ActionState
from mobius_desktop.ui.components.cards import CardButton, CardList, CardMaker, CauseCard, CauseContent
from mobius_desktop.ui.components.chip import Chip
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.date_keys import after_key, parse_date
from mobius_desktop.ui.components.fields import Field, LockedReason, lock
from mobius_desktop.ui.components.figures import Figure, FiguresLine
from mobius_desktop.ui.components.labels import rich
from mobius_desktop.ui.components.legend import MEANINGS, Legend
from mobius_desktop.ui.components.log_pane import LogPane
from mobius_desktop.ui.components.part_progress import Part, ProgressCard
from mobius_desktop.ui.components.question import Question, QuestionContent
from mobius_desktop.ui.components.section_list import SectionList, SectionRow

TODAY = dt.date(2026, 11, 2)


def nothing() -> None:
    """A button's work in tests that do not press it."""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("t", TODAY),
        ("+", dt.date(2026, 11, 19)),
        ("-", dt.date(2026, 11, 17)),
        ("w", dt.date(2026, 11, 15)),
        ("k", dt.date(2026, 11, 21)),
        ("m", dt.date(2026, 11, 1)),
        ("h", dt.date(2026, 11, 30)),
        ("y", dt.date(2026, 1, 1)),
        ("r", dt.date(2026, 12, 31)),
    ],
)
def test_a_letter_in_a_date_field_moves_the_date(key: str, expected: dt.date) -> None:
    assert after_key(key, dt.date(2026, 11, 18), TODAY) == expected


def test_other_keys_are_typed() -> None:
    assert after_key("7", TODAY, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "order", "expected"),
    [
        ("11/15/2026", "mdy", dt.date(2026, 11, 15)),
        ("11/15/26", "mdy", dt.date(2026, 11, 15)),
        ("1115", "mdy", dt.date(2026, 11, 15)),
        ("111526", "mdy", dt.date(2026, 11, 15)),
        ("11152026", "mdy", dt.date(2026, 11, 15)),
        ("11/15", "mdy", dt.date(2026, 11, 15)),
        ("15.11.2026", "dmy", dt.date(2026, 11, 15)),
        ("1511", "dmy", dt.date(2026, 11, 15)),
        ("2026-11-15", "mdy", dt.date(2026, 11, 15)),
        ("13/40/2026", "mdy", None),
        ("soon", "mdy", None),
    ],
)
def test_a_typed_date_is_understood_in_the_systems_order(
    typed: str, order: str, expected: dt.date | None
) -> None:
    assert parse_date(typed, order, TODAY) == expected


def test_a_date_field_tells_only_real_changes_and_marks_what_is_no_date(qtbot: QtBot) -> None:
    field = DateField(dt.date(2026, 10, 31), "Dated through", lambda: TODAY)
    qtbot.addWidget(field)
    told: list[object] = []
    field.changed.connect(told.append)
    assert field.text() == "10/31/2026"
    QTest.keyClick(field, Qt.Key.Key_T)
    QTest.keyClick(field, Qt.Key.Key_T)
    QTest.keyClick(field, Qt.Key.Key_Plus)
    assert told == [TODAY, TODAY + dt.timedelta(days=1)]
    field.selectAll()
    QTest.keyClicks(field, "1399")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.property("wrong") is True
    assert field.date() == TODAY + dt.timedelta(days=1)
    field.selectAll()
    QTest.keyClicks(field, "1115")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.date() == dt.date(2026, 11, 15)
    assert field.property("wrong") is False


def test_f4_opens_the_calendar_on_the_fields_date(qtbot: QtBot) -> None:
    field = DateField(dt.date(2026, 10, 31), "Dated through", lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    QTest.keyClick(field, Qt.Key.Key_F4)
    popup = field._calendar
    assert popup is not None
    assert popup.isVisible()
    popup._calendar.activated.emit(popup._calendar.selectedDate().addDays(-1))
    assert field.date() == dt.date(2026, 10, 30)
    assert not popup.isVisible()


SECTIONS = [
    SectionRow("export", "Export from ConnectWise", "Completed Successfully", "36", "36 invoices read"),
    SectionRow("invoices", "Invoices", "Running", "20/32", "4 on the way"),
    SectionRow("mark", "Mark as batched in ConnectWise", "Not Yet Started"),
]


def test_the_section_list_follows_the_work_until_the_user_chooses(qtbot: QtBot) -> None:
    listed = SectionList()
    qtbot.addWidget(listed)
    listed.show()
    listed.set_sections(SECTIONS)
    assert listed.key() == "invoices"
    listed.choose("export")
    listed.set_sections([*SECTIONS[:2], SectionRow("mark", "Mark", "Running")])
    assert listed.key() == "export"
    listed.follow_again()
    assert listed.key() == "mark"


def test_show_all_chooses_no_section(qtbot: QtBot) -> None:
    listed = SectionList()
    qtbot.addWidget(listed)
    listed.set_sections(SECTIONS)
    with qtbot.waitSignal(listed.chosen) as chosen:
        listed.show_all()
    assert chosen.args == [""]
    assert listed.key() == ""


def test_a_section_is_read_aloud_whole(qtbot: QtBot) -> None:
    listed = SectionList()
    qtbot.addWidget(listed)
    listed.set_sections(SECTIONS)
    spoken = listed.view.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Invoices, 20/32, Running, 4 on the way"


CAUSE = CauseContent(
    "Failed",
    "Customer “Dovetail Joinery Co.” is not linked to a QuickBooks customer",
    "2 invoices:",
    (("48219", 6019), ("48220", 6020)),
    ", 1,013.38 USD.",
    (CardButton("Choose another…", nothing),),
    CardButton("Retry these 2", nothing),
    (("Likely cause", "The customer is new."),),
    '{"Fault": {}}',
)


def test_a_cause_unfolds_what_there_is_to_know_and_copies_the_raw_answer(qtbot: QtBot) -> None:
    card = CauseCard(CAUSE)
    qtbot.addWidget(card)
    card.show()
    card.toggle_more()
    copy = next(b for b in card.findChildren(QPushButton) if b.text() == "Copy")
    assert copy.isVisible()
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == '{"Fault": {}}'
    card.toggle_more()
    assert not copy.isVisible()


def test_a_link_in_a_card_names_its_invoice(qtbot: QtBot) -> None:
    cards = CardList("What to do next")
    qtbot.addWidget(cards)
    cards.set_causes([CAUSE])
    card = cards.cards()[0]
    assert isinstance(card, CauseCard)
    with qtbot.waitSignal(cards.link_clicked) as clicked:
        card.link_clicked.emit(6019)
    assert clicked.args == [6019]
    cards.set_causes([CAUSE])
    assert cards.cards()[0] is card


def test_progress_is_an_ordinary_progress_bar_to_a_screen_reader(qtbot: QtBot) -> None:
    card = ProgressCard()
    qtbot.addWidget(card)
    parts = (
        Part("Completed Successfully", 18, "completed"),
        Part("Running", 4, "running", hatched=True),
        Part("Not Yet Started", 10, "not yet started", filled=False),
    )
    card.show_progress("**18 of 32** are done", "about **15 seconds** left", parts, 32)
    assert (card.bar.value(), card.bar.maximum()) == (18, 32)
    assert card.bar.accessibleDescription() == "18 completed, 4 running, 10 not yet started"
    assert QAccessible.queryAccessibleInterface(card.bar).role() == QAccessible.Role.ProgressBar


def test_a_locked_control_stays_visible_and_says_why(qtbot: QtBot) -> None:
    combo, reason = QComboBox(), LockedReason()
    field = Field("&Invoice Summary", combo)
    for widget in (field, reason):
        qtbot.addWidget(widget)
    sentence = "Default. Other summaries need the Lite or Standard edition."
    lock(combo, reason, sentence, "About editions", nothing)
    assert not combo.isEnabled()
    assert reason.sentence() == sentence
    assert combo.accessibleDescription() == sentence
    assert combo.accessibleName() == "Invoice Summary"
    lock(combo, reason, "")
    assert combo.isEnabled()
    assert reason.isHidden()


def test_the_log_adds_only_what_is_new_and_folds(qtbot: QtBot) -> None:
    log = LogPane()
    qtbot.addWidget(log)
    log.show()
    log.set_lines(["one", "two"])
    log.set_lines(["one", "two", "three"])
    assert log.text.toPlainText() == "one\ntwo\nthree"
    log.toggle()
    assert log.is_folded()
    log.set_lines(["other"])
    assert log.text.toPlainText() == "other"


def test_figures_are_said_whole_in_a_low_window_too(qtbot: QtBot) -> None:
    line = FiguresLine()
    qtbot.addWidget(line)
    figures = (Figure("Failed", "Failed, not sent", "3", "3,106.29 USD"),)
    line.show_figures(figures, ("ConnectWise **1.00** − not sent 0.00 = **1.00**",))
    line.set_low(True)
    assert "Failed, not sent 3 3,106.29 USD" in line.accessibleDescription()


def test_the_legend_explains_every_state_of_an_action() -> None:
    assert set(MEANINGS) == {str(s) for s in ActionState}


def test_the_legend_opens_under_its_button(qtbot: QtBot) -> None:
    button = QPushButton("?")
    qtbot.addWidget(button)
    button.show()
    legend = Legend(button)
    legend.open_under(button)
    assert legend.isVisible()
    legend.close()


def test_a_question_has_the_safe_verb_as_default_and_wants_its_reason(qtbot: QtBot) -> None:
    content = QuestionContent(
        "Accept 1,204.51 for 48228?", "It stays as it is.", "Go back", "Accept", "Reason"
    )
    question = Question(content, None)
    qtbot.addWidget(question)
    safe, act = question.buttons()
    assert question.windowTitle() == content.question
    assert safe.isDefault()
    assert not act.isEnabled()
    question._reason.setText("  rounding  ")
    assert act.isEnabled()
    assert question.reason() == "rounding"
    with qtbot.waitSignal(question.rejected):
        QTest.keyClick(question, Qt.Key.Key_Escape)


def test_a_chip_says_its_status(qtbot: QtBot) -> None:
    chip = Chip("Finished with Error")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Status: Finished with Error"
    chip.set_state("")
    assert chip.isHidden()


def test_text_between_stars_is_bold_and_the_rest_is_escaped() -> None:
    assert rich("**1** < 2 & <b>") == '<span style="font-weight:600">1</span> &lt; 2 &amp; &lt;b&gt;'


def test_a_card_with_many_verbs_wraps_them_and_is_no_wider_than_its_list(qtbot: QtBot) -> None:
    cards = CardList("What to do next")
    qtbot.addWidget(cards)
    verbs = tuple(CardButton(f"A verb of some length {place}", cards.update) for place in range(8))
    cards.set_causes([CauseContent("Failed", "One cause", buttons=verbs)])
    cards.resize(500, 400)
    cards.show()
    (one,) = cards.cards()
    assert one.minimumSizeHint().width() <= cards.viewport().width()


def test_a_list_of_cards_stays_where_it_was_when_its_cards_are_made_anew(qtbot: QtBot) -> None:
    def made() -> list[CardMaker]:
        return [
            partial(CauseCard, CauseContent("Failed", f"Cause {place}", "Something.")) for place in range(40)
        ]

    cards = CardList("Causes")
    qtbot.addWidget(cards)
    cards.resize(500, 300)
    cards.show()
    cards.set_cards(made())
    bar = cards.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 900)
    bar.setValue(900)
    cards.set_cards(made())
    qtbot.waitUntil(lambda: bar.value() == 900)


def test_a_list_of_cards_makes_few_in_one_turn_of_the_window(qtbot: QtBot) -> None:
    made: list[int] = []

    def make(place: int) -> QWidget:
        made.append(place)
        return CauseCard(CauseContent("Failed", f"Cause {place}"))

    cards = CardList("Causes")
    qtbot.addWidget(cards)
    cards.set_cards([partial(make, place) for place in range(12)])
    assert len(made) < 5
    qtbot.waitUntil(lambda: made == list(range(12)))
    assert [card.accessibleName() for card in cards.cards()] == [f"Failed: Cause {place}" for place in made]


def test_all_cards_are_there_for_whoever_asks(qtbot: QtBot) -> None:
    cards = CardList("Causes")
    qtbot.addWidget(cards)
    cards.set_causes([CauseContent("Failed", f"Cause {place}", code=f"C{place}") for place in range(12)])
    assert len(cards.cards()) == 12
