"""The pages of batches, painted light and dark at the window's sizes, and measured while they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.theme import Scheme, Theme
from tests.store.stories import REALM
from tests.ui.checks import colours_in, doubled_mnemonics, nameless, picture
from tests.ui.pages.batch_desk import BatchDesk
from tests.ui.pages.batch_record import (
    apart,
    failed,
    interrupted_batch,
    invoices,
    looked_up,
    mixed_batch,
    opening_of,
    sent,
    unlinked,
)

SIZES = ((1366, 768), (1024, 700), (960, 460))


def review(desk: BatchDesk) -> None:
    """The list of batches."""
    mixed_batch(desk.store, 1)
    interrupted_batch(desk.store, 2)
    desk.review()


def finished(desk: BatchDesk) -> None:
    """What to do next."""
    mixed_batch(desk.store, 1)
    desk.batch(1)


def opened_invoice(desk: BatchDesk) -> None:
    """One invoice with what was sent and received."""
    chosen = mixed_batch(desk.store, 1)
    page = desk.batch(1)
    page.show_invoice(chosen[2].billing_log_id)
    page.body.detail.tabs.choose("documents")
    desk.settle()


def running(desk: BatchDesk) -> None:
    """Everything at once, in the middle of a run."""
    chosen = invoices(12)
    lost = invoices(1, first=10900)[0]
    desk.services.submit(REALM, None)  # type: ignore[arg-type]  # the program of the test runs what it is fed
    desk.program.feed(*opening_of(1, chosen))
    desk.program.feed(*failed(1, lost, unlinked(lost)))
    for one in chosen[:6]:
        for commit in sent(1, one):
            desk.program.feed(*commit)
    desk.program.feed(*apart(1, chosen[6]))
    desk.program.feed(*looked_up(1, chosen[7]))
    desk.program.feed(*sent(1, chosen[8])[0])
    desk.wait(lambda: desk.services.live is not None)
    desk.window.go("batch", BatchNumber(1))
    desk.wait(lambda: "1 running" in desk.page().body.progress.bar.accessibleDescription())


STATES: dict[str, Callable[[BatchDesk], None]] = {
    "review": review,
    "finished": finished,
    "invoice": opened_invoice,
    "running": running,
}


def cramped(widget: QWidget) -> list[str]:
    """Buttons that are narrower than their text."""
    return [
        one.text()
        for one in widget.findChildren(QAbstractButton)
        if one.isVisible() and one.text() and one.width() < one.minimumSizeHint().width()
    ]


def stands(desk: BatchDesk, page: QWidget, height: int) -> bool:
    """Whether the window has taken its size, with room for all of the page."""
    needed = page.minimumSizeHint()
    fits = needed.width() <= page.width() and needed.height() <= page.height()
    return fits and desk.window.height() == height


@pytest.mark.parametrize("state", STATES)
def test_each_state_of_the_pages_stands_at_every_size_in_both_schemes(
    desk: BatchDesk, theme: Theme, tmp_path: Path, state: str
) -> None:
    STATES[state](desk)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.set_scheme(scheme)
        for width, height in SIZES:
            desk.window.resize(width, height)
            page = desk.window.router.page()
            assert page is not None
            desk.wait(partial(stands, desk, page, height))
            assert nameless(page) == []
            assert doubled_mnemonics(desk.window) == []
            assert cramped(page) == []
            scale = 2.0 if width == 960 else 1.0
            shot = picture(desk.window, tmp_path / f"{state}-{scheme.name}-{width}.png", scale)
            assert theme.tokens.page.lower() in colours_in(shot), "the page's ground is painted"


def test_every_pane_of_a_batch_is_reached_by_f6(desk: BatchDesk) -> None:
    finished(desk)
    page = desk.page()

    for widget in page.panes():
        assert widget.accessibleName(), type(widget).__name__
    page.show_invoice(next(iter(page.body.invoices.rows())).billing_log_id)
    shown = [one for one in page.panes() if one.isVisible()]
    assert page.body.panel.view in shown
    assert page.body.detail.tabs in shown
