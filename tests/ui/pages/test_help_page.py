"""Help: F1 opens the page's own topic, the search finds words, and nothing is asked of a network."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.pages.help.page import HelpPage
from mobius_desktop.ui.pages.help.topics import Topic, matching
from mobius_desktop.ui.services import Services


@pytest.fixture
def page(qtbot: QtBot, firm_services: Services) -> HelpPage:
    made = HelpPage(firm_services)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_opens_with_getting_started(page: HelpPage) -> None:
    topic = page.topic()
    assert topic is not None
    assert topic.name == "index"
    assert page.titles.stringList()[0] == "Getting started"


def test_it_shows_the_topic_it_is_opened_with(page: HelpPage) -> None:
    page.activated("batch-status")
    assert "it is not known whether QuickBooks took it" in page.text.toPlainText()


def test_what_is_typed_after_it_opens_is_searched_for(page: HelpPage) -> None:
    page.text.setFocus()
    page.activated("batch-status")
    assert page.focusWidget() is page.search


def test_the_search_keeps_the_topics_that_hold_every_word_and_marks_the_place(page: HelpPage) -> None:
    page.search.setText("credential manager")
    assert page.titles.stringList() == ["Security"]
    assert page.text.textCursor().selectedText().casefold() == "credential manager"


def test_escape_clears_the_search_first(page: HelpPage) -> None:
    page.search.setText("no such words anywhere")
    assert page.titles.stringList() == []
    assert page.topic() is None
    assert page.escaped()
    assert page.topic() is not None
    assert not page.escaped()


def test_a_link_to_a_topic_is_followed(page: HelpPage) -> None:
    page.text.anchorClicked.emit(QUrl("security.md"))
    topic = page.topic()
    assert topic is not None
    assert topic.name == "security"


def test_titles_with_a_word_come_before_texts_with_it() -> None:
    text, title = Topic("a", "One", "# One\nabout keys"), Topic("b", "Keys", "# Keys")
    assert matching((text, title), "keys") == (title, text)
