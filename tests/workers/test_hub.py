"""A job runs beside the window; its news arrive in the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.errors import Known, Unexpected
from mobius_desktop.workers.hub import Hub, Job


@pytest.fixture
def hub(qtbot: QtBot) -> Iterator[Hub]:  # noqa: ARG001 - a QApplication must stand
    hub = Hub()
    yield hub
    hub.close()


def test_the_work_runs_in_another_thread_and_its_result_arrives_in_this_one(hub: Hub, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    results: list[tuple[Any, threading.Thread]] = []

    def work(_job: Job) -> int:
        threads.append(threading.current_thread())
        return 7

    def done(result: Any) -> None:
        results.append((result, threading.current_thread()))

    hub.start(Job(work, done=done))
    qtbot.waitUntil(lambda: bool(results))
    assert results == [(7, threading.main_thread())]
    assert threads[0] is not threading.main_thread()


def test_a_known_failure_reaches_the_caller_as_a_sentence(hub: Hub, qtbot: QtBot) -> None:
    failures: list[Known] = []

    def work(_job: Job) -> None:
        raise Known("ConnectWise did not answer.")

    hub.start(Job(work, failed=failures.append))
    qtbot.waitUntil(lambda: bool(failures))
    assert failures[0].sentence == "ConnectWise did not answer."


@pytest.mark.logs_errors
def test_a_fault_of_the_program_ends_the_wait_as_well_and_goes_to_the_crash_handler(
    hub: Hub, qtbot: QtBot
) -> None:
    heard: list[BaseException] = []

    def work(_job: Job) -> None:
        raise ValueError("Port could not be cast to an integer")

    hub.crashed.connect(heard.append)
    hub.start(Job(work, failed=heard.append))
    qtbot.waitUntil(lambda: len(heard) == 2)
    told, bug = heard
    assert isinstance(told, Unexpected)
    assert "save a support bundle" in told.sentence
    assert isinstance(bug, ValueError)


def test_every_reported_step_arrives_once_and_in_order(hub: Hub, qtbot: QtBot) -> None:
    seen: list[int] = []
    ended: list[bool] = []

    def work(job: Job) -> bool:
        for step in range(5000):
            job.report(step)
        return True

    hub.start(Job(work, done=ended.append, progress=seen.extend))
    qtbot.waitUntil(lambda: bool(ended))
    assert seen == list(range(5000))


def test_a_cancelled_job_sees_it_while_it_waits(hub: Hub, qtbot: QtBot) -> None:
    ended: list[bool] = []

    def work(job: Job) -> bool:
        return job.stop.wait(30)

    job = hub.start(Job(work, done=ended.append))
    job.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [True]


def test_a_forgotten_job_calls_nobody_back(hub: Hub, qtbot: QtBot) -> None:
    called: list[Any] = []
    job = hub.start(Job(lambda job: job.stop.wait(30), done=called.append))
    job.forget()
    qtbot.waitUntil(lambda: hub.busy == 0)
    assert called == []


def test_closing_the_hub_ends_every_thread(qtbot: QtBot) -> None:  # noqa: ARG001 - a QApplication must stand
    hub = Hub()
    stopped: list[bool] = []

    def work(job: Job) -> None:
        stopped.append(job.stop.wait(30))

    for _ in range(3):
        hub.start(Job(work))
    hub.close()
    assert stopped == [True, True, True]


def test_two_thousand_emits_do_not_abort_the_program(qtbot: QtBot) -> None:  # noqa: ARG001 - the same
    class Bell(QObject):
        rang = Signal(bool)

    class Counter(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.count = 0

        def add(self, _value: bool) -> None:
            self.count += 1

    bell, counter = Bell(), Counter()
    bell.rang.connect(counter.add)
    for _ in range(2000):
        bell.rang.emit(True)
    assert counter.count == 2000
