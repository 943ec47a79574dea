"""Undoes a batch, or takes an invoice back, and kills itself at a named point.

`python -m tests.transfer.correct.dying POINT MODE FOLDER CONNECTWISE_URL QUICKBOOKS_URL`
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from mobius_desktop.domain.events import (
    AnswerStored,
    BatchChanged,
    Event,
    InvoiceTakenBack,
    MarkReleased,
    RequestStored,
)
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import BatchState
from mobius_desktop.domain.wire import Answer, Prepared
from mobius_desktop.transfer.correct.values import Mode
from mobius_desktop.wiring import ProgramOptions, open_program


class Point(Enum):
    """What is about to happen or has just happened: (what, operation, when)."""

    AFTER_THE_UNDO_IS_WRITTEN = ("begin", "", "after")
    BEFORE_REQUEST_IS_WRITTEN = ("request", "quickbooks", "before")
    BEFORE_POST_TO_QUICKBOOKS = ("request", "quickbooks", "after")
    AFTER_POST_TO_QUICKBOOKS = ("post", "quickbooks", "after")
    AFTER_ANSWER_IS_WRITTEN = ("answer", "/take_back/", "after")
    AFTER_IT_IS_WRITTEN_AS_GONE = ("taken", "", "after")
    BEFORE_DELETION_IS_WRITTEN = ("request", "connectwise", "before")
    BEFORE_POST_TO_CONNECTWISE = ("request", "connectwise", "after")
    AFTER_POST_TO_CONNECTWISE = ("post", "connectwise", "after")
    AFTER_RELEASE_IS_WRITTEN = ("released", "", "after")

    @property
    def what(self) -> str:
        return self.value[0]

    @property
    def about(self) -> str:
        return self.value[1]

    @property
    def when(self) -> str:
        return self.value[2]


class Dead(BaseException):
    """The program is dead: nothing is written and nothing is sent any more."""


class Death:
    """Death within this process: from its first moment on every commit and every call raises."""

    def __init__(self) -> None:
        self.came = False

    def __call__(self) -> None:
        self.came = True
        raise Dead


def killed() -> None:
    """At once, with nothing flushed and nothing closed."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


def meets(point: Point, events: Sequence[Event]) -> bool:
    """Whether a commit is the one that the point is about."""
    what, about = point.what, point.about
    for event in events:
        if what == "begin" and isinstance(event, BatchChanged) and event.state is BatchState.UNDOING:
            return True
        if what == "request" and isinstance(event, RequestStored) and event.prepared.side == about:
            return True
        if what == "answer" and isinstance(event, AnswerStored) and about in event.action:
            return True
        if what == "taken" and isinstance(event, InvoiceTakenBack):
            return True
        if what == "released" and isinstance(event, MarkReleased):
            return True
    return False


def set_traps(program: Any, realm: Any, point: Point, die: Callable[[], None] = killed) -> None:
    """Between the engine and the record, and between the engine and both sides."""
    record = program.store.record

    def trapped(*events: Event) -> None:
        if getattr(die, "came", False):
            raise Dead
        hit = meets(point, events)
        if hit and point.when == "before":
            die()
        record(*events)
        if hit:
            die()

    program.store.record = trapped
    for client in (program.sides.quickbooks(realm), program.sides.connectwise()):
        client.send = _deadly(client.send, point, die)


def _deadly(
    send: Callable[[Prepared], Answer], point: Point, die: Callable[[], None]
) -> Callable[[Prepared], Answer]:
    def sent(prepared: Prepared) -> Answer:
        if getattr(die, "came", False):
            raise Dead
        answer = send(prepared)
        if point.what == "post" and prepared.side == point.about:
            die()
        return answer

    return sent


def main() -> None:
    name, mode, folder, connectwise_url, quickbooks_url = sys.argv[1:]
    program = open_program(
        ProgramOptions(
            data_dir=Path(folder),
            demo=True,
            connectwise_url=connectwise_url,
            quickbooks_url=quickbooks_url,
            speed=100.0,
        )
    )
    program.connect()
    realm = program.companies()[0].realm
    corrections = program.corrections(realm)
    plan = corrections.undo_preview(BatchNumber(1), mode=Mode(mode))
    set_traps(program, realm, Point[name])
    corrections.take_back(plan, "Killed on the way.", confirmed=True)
    sys.exit("the trap was never sprung")


if __name__ == "__main__":
    main()
