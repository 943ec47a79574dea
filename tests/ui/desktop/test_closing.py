"""Closing while a batch is sent: asked, finished, closed, and nothing left in doubt."""

from __future__ import annotations

import pytest

from mobius_desktop.domain.states import ActionState
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.theme import Theme
from tests.ui.checks import cut_off
from tests.ui.desktop.shop import Shop

SLOW = {"latency_ms": 30, "speed": 1.0}
MOVING = {ActionState.RUNNING, ActionState.CHECKING}


def begin(shop: Shop, *numbers: str) -> None:
    """A batch of some invoices, as soon as the first has been begun."""
    shop.services.submit(shop.desk.realm, shop.desk.plan(*numbers))
    shop.wait(lambda: shop.services.live is not None and bool(shop.services.live.invoices))


def asked(shop: Shop) -> Question:
    question = shop.desktop.closing.question
    assert question is not None
    return question


def test_an_idle_window_closes_at_once(shop: Shop) -> None:
    assert shop.window.close()
    assert shop.desktop.closing.question is None


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_what_is_on_the_way_is_finished_and_marked_before_it_closes(shop: Shop) -> None:
    begin(shop)
    assert not shop.window.close()
    question = asked(shop)
    assert question.windowTitle() == "Close while a batch is running?"
    assert "still to be sent" in question.body()
    question.buttons()[1].click()
    assert shop.window.isVisible()
    shop.settle()
    shop.wait(lambda: not shop.window.isVisible())
    live = shop.services.live
    assert live is not None
    rows = live.invoices.values()
    assert not {row.state for row in rows} & MOVING
    assert {row.number for row in rows if row.quickbooks_total is not None} <= shop.desk.batched()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_escape_leaves_the_window_open_and_the_batch_running(shop: Shop) -> None:
    begin(shop)
    shop.window.close()
    asked(shop).reject()
    assert shop.desktop.closing.question is None
    assert not shop.window.isMinimized()
    shop.settle()
    assert shop.window.isVisible()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_in_the_background_all_is_sent_and_the_window_closes_by_itself(shop: Shop) -> None:
    begin(shop, "10501", "10506", "10526")
    shop.window.close()
    asked(shop).buttons()[0].click()
    assert shop.window.isMinimized()
    shop.settle()
    assert {"10501", "10506", "10526"} <= shop.desk.batched()
    shop.wait(lambda: not shop.window.isVisible())


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_what_needs_somebody_brings_the_window_back_instead(shop: Shop) -> None:
    begin(shop, "10501", "10506", "10538")
    shop.window.close()
    asked(shop).buttons()[0].click()
    shop.settle()
    shop.wait(lambda: not shop.window.isMinimized())
    assert shop.window.isVisible()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_a_batch_that_ends_while_the_question_stands_takes_it_away(shop: Shop) -> None:
    begin(shop, "10501")
    shop.window.close()
    asked(shop)
    shop.settle()
    shop.wait(lambda: shop.desktop.closing.question is None)
    assert shop.window.isVisible()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_with_larger_text_nothing_of_the_question_is_cut_off(shop: Shop, theme: Theme) -> None:
    theme.set_text_size(150)
    begin(shop, "10501")
    shop.window.close()
    question = asked(shop)
    for button in question.buttons():
        assert button.width() >= button.sizeHint().width()
    assert cut_off(question) == []
    question.reject()
    shop.settle()
