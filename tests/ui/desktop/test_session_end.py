"""The user logs off, or the system ends the program, while a batch is sent: every invoice ends known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.ui.desktop import closing
from mobius_desktop.ui.desktop.told_to_end import ToldToEnd
from tests.e2e.desk import Desk, open_desk
from tests.ui.desktop.shop import Shop
from tests.ui.desktop.test_closing import MOVING, SLOW, asked, begin

ROOT = Path(__file__).resolve().parents[3]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a window by a message, not a signal")


def unsent(record: dict[str, InvoiceRow]) -> list[str]:
    """Numbers that wait for another day."""
    return [name for name, row in record.items() if row.finding_code == "CANCELLED"]


def log_off() -> None:
    """What Qt does at WM_QUERYENDSESSION, and when a session manager asks to save."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.commitDataRequest.emit(None)


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_a_log_off_waits_for_what_is_on_the_way_and_asks_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "LAST_WORK_MS", 60_000)  # a slow machine is given its time
    begin(shop)
    log_off()  # it comes back when nothing is on the way any more: the program may be ended now
    assert shop.desktop.closing.question is None
    assert not shop.services.running
    live = shop.services.live
    assert live is not None
    record = shop.desk.rows(live.number)
    assert not {row.state for row in record.values()} & MOVING
    assert unsent(record)
    assert {name for name, row in record.items() if row.quickbooks_total is not None} <= shop.desk.batched()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_a_log_off_is_not_held_up_for_longer_than_the_system_waits(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "LAST_WORK_MS", 0)
    begin(shop)
    log_off()
    assert shop.services.running
    shop.settle()


def test_a_log_off_of_an_idle_window_is_let_through(shop: Shop) -> None:
    log_off()
    assert shop.window.isVisible()


@pytest.mark.parametrize("shop", [SLOW], indirect=True)
def test_a_question_that_stands_open_gives_way_to_the_systems_word(shop: Shop) -> None:
    begin(shop)
    ended: list[bool] = []
    shop.desktop.closing.ended.connect(lambda: ended.append(True))
    assert not shop.window.close()
    asked(shop)
    shop.desktop.closing.end_unasked()
    assert shop.desktop.closing.question is None
    shop.wait(lambda: bool(ended))
    assert not shop.window.isVisible()
    live = shop.services.live
    assert live is not None
    assert live.state is not BatchState.RUNNING


@POSIX
def test_the_signals_reach_the_loop_and_are_given_back(shop: Shop) -> None:
    before = signal.getsignal(signal.SIGTERM)
    told = ToldToEnd()
    heard: list[bool] = []
    told.told.connect(lambda: heard.append(True))
    os.kill(os.getpid(), signal.SIGTERM)
    shop.wait(lambda: bool(heard))
    told.close()
    assert signal.getsignal(signal.SIGTERM) is before


@POSIX
@pytest.mark.parametrize("told", ["SIGTERM", "SIGHUP"])
def test_a_program_that_is_ended_by_the_system_finishes_what_is_on_the_way(tmp_path: Path, told: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "tests.ui.desktop.sending_window", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own window
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "sending\n"
        program.send_signal(signal.Signals[told])
        out, err = program.communicate(timeout=100)
    assert (program.returncode, out, err) == (0, "", "")
    assert not list((tmp_path / "crashes").glob("*"))

    with open_desk(tmp_path) as desk:
        _all_is_known_and_goes_on(desk)


def _all_is_known_and_goes_on(desk: Desk) -> None:
    (batch,) = desk.program.store.batches(BatchFilter())
    assert batch.state is BatchState.CANCELLED
    rows = desk.rows(batch.number)
    assert not {row.state for row in rows.values()} & {ActionState.RUNNING, ActionState.CHECKING}
    waiting = unsent(rows)
    sent = [name for name, row in rows.items() if row.quickbooks_total is not None]
    assert waiting
    assert sent
    held = [number for _, number in desk.documents()]
    assert {name for name in sent if held.count(name) != 1} == set()
    assert set(sent) <= desk.batched()
    assert desk.program.recover().nothing
    assert not set(waiting) & set(held)
