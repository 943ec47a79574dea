"""Sends one invoice and kills itself at a named point.

`python -m tests.faults.child POINT NUMBER FOLDER CONNECTWISE_URL QUICKBOOKS_URL`

The points lie around each commit and each POST of one invoice. Everything else is the ordinary program.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mobius_desktop.domain.events import AnswerStored, BatchOpened, Event, RequestStored
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.wire import Answer, Prepared
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from tests.faults.points import Point


def die() -> None:
    """At once, with nothing flushed and nothing closed."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


def meets(point: Point, events: Sequence[Event]) -> bool:
    """Whether a commit is the one that the point is about."""
    for event in events:
        if point.commit == "plan" and isinstance(event, BatchOpened):
            return True
        if point.commit.endswith("request") and isinstance(event, RequestStored):
            return event.prepared.operation.startswith(point.operation)
        if point.commit.endswith("answer") and isinstance(event, AnswerStored):
            return point.section in event.action
    return False


def set_trap(program: Program, realm: RealmId, point: Point) -> None:
    """Stand between the engine and the record, and between the engine and both sides."""
    store: Any = program.store
    record, open_batch = store.record, store.open_batch

    def around(events: Sequence[Event], commit: Callable[[], Any]) -> Any:
        hit = meets(point, events)
        if hit and point.when == "before":
            die()
        result = commit()
        if hit and point.when == "after":
            die()
        return result

    def trapped_open(make: Callable[[Any], Sequence[Event]]) -> Any:
        if point.commit == "plan" and point.when == "before":
            die()
        number = open_batch(make)
        if point.commit == "plan":
            die()
        return number

    store.record = lambda *events: around(events, lambda: record(*events))
    store.open_batch = trapped_open
    for client in (program.sides.quickbooks(realm), program.sides.connectwise()):
        trap_sending(client, point)


def trap_sending(client: Any, point: Point) -> None:
    send = client.send

    def trapped(prepared: Prepared) -> Answer:
        answer: Answer = send(prepared)
        if point.commit == "post" and prepared.operation.startswith(point.operation):
            die()
        return answer

    client.send = trapped


def main() -> None:
    name, number, folder, connectwise_url, quickbooks_url = sys.argv[1:]
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
    set_trap(program, realm, Point[name])
    service = program.service(realm)
    chosen = tuple(one for one in service.list_unposted().offered if one.number == number)
    plan = service.plan(
        BatchRequest(tuple(one.billing_log_id for one in chosen), Summary.DETAILED, allow_creation=True)
    )
    service.run(plan)
    sys.exit("the trap was never sprung")


if __name__ == "__main__":
    main()
