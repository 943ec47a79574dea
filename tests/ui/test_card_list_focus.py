"""Cards that are made anew keep the focus and the place of the list."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.components.cards import CardButton, CardList, CauseContent


def nothing() -> None:
    """A button's deed."""


def causes(word: str) -> list[CauseContent]:
    verbs = (CardButton(f"Link {word}", nothing), CardButton("Check again", nothing))
    return [CauseContent("Failed", f"Cause {n}", f"Said {word}", buttons=verbs) for n in range(9)]


def test_the_focus_stays_in_the_card_that_was_acted_on(qtbot: QtBot) -> None:
    window, other, cards = QWidget(), QPushButton("Navigation"), CardList("What to do next")
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(cards)
    qtbot.addWidget(window)
    cards.set_causes(causes("first"))
    window.resize(500, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seventh = cards.cards()[7]
    qtbot.waitUntil(lambda: cards.verticalScrollBar().maximum() > 0 and seventh.y() > cards.height())
    seventh.findChildren(QPushButton)[0].setFocus()
    cards.ensureWidgetVisible(seventh)
    qtbot.waitUntil(lambda: cards.verticalScrollBar().value() > 0)
    before = cards.verticalScrollBar().value()

    cards.set_causes(causes("second"))

    def in_the_new_card() -> bool:
        held = QApplication.focusWidget()
        return isinstance(held, QPushButton) and held.text() == "Link second"

    qtbot.waitUntil(in_the_new_card)
    held = QApplication.focusWidget()
    assert held is not None
    assert cards.cards()[7].isAncestorOf(held)
    qtbot.waitUntil(lambda: cards.verticalScrollBar().value() == before)
