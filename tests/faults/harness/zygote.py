"""A process that has imported everything and started no thread, so that a child costs milliseconds.

A harness that starts a new interpreter for each of a thousand crashes would spend its time on imports.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

KILLED = -9
"""The status of a child that killed itself at its point."""
HUNG = -1000
"""The status of a child that did not end in time and was ended by the harness."""

CRASHED = 70
"""The exit code of a child whose work raised what it should not."""


class Zygote:
    """Make it before the first thread of this process; it forks the children from then on."""

    def __init__(self, work: Callable[[Any], int]) -> None:
        self._line, other = Pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._line.close()
            try:
                _serve(other, work)
            finally:
                os._exit(0)
        other.close()

    def start(self, task: object) -> int:
        """Fork a child that does `work(task)`; its process id."""
        self._line.send(("start", task))
        return int(self._line.recv())

    def wait(self, pid: int, seconds: float) -> int:
        """The child's exit code, negative for a signal; a child that hangs is ended."""
        self._line.send(("wait", pid))
        if self._line.poll(seconds):
            return int(self._line.recv())
        os.kill(pid, signal.SIGKILL)
        self._line.recv()
        return HUNG

    def close(self) -> None:
        """End the zygote."""
        self._line.close()
        os.waitpid(self.pid, 0)


def _serve(line: Connection, work: Callable[[Any], int]) -> None:
    while True:
        try:
            word, what = line.recv()
        except EOFError:
            return
        if word == "wait":
            line.send(os.waitstatus_to_exitcode(os.waitpid(what, 0)[1]))
            continue
        pid = os.fork()
        if pid == 0:
            line.close()
            _be_child(work, what)
        line.send(pid)


def _be_child(work: Callable[[Any], int], task: object) -> None:
    """Never returns."""
    code = CRASHED
    try:
        code = work(task)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
