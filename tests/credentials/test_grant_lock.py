"""One renewal at a time, over threads and over programs."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mobius_desktop.credentials.grant_lock import FileGrantLock, MemoryGrantLock
from mobius_desktop.domain.errors import InUse
from mobius_desktop.domain.ports import GrantLock

GRANT = "quickbooks-refresh-token:1"

_HOLDER = """
import sys
from pathlib import Path
from mobius_desktop.credentials.grant_lock import FileGrantLock
with FileGrantLock(Path(sys.argv[1])).held(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_threads_take_turns(kind: str, tmp_path: Path) -> None:
    lock: GrantLock = FileGrantLock(tmp_path) if kind == "file" else MemoryGrantLock()
    inside = threading.Lock()
    overlap = threading.Event()

    def renew() -> None:
        with lock.held(GRANT):
            if not inside.acquire(blocking=False):
                overlap.set()
                return
            # Long enough for the others to come in, if they could.
            overlap.wait(0.02)
            inside.release()

    threads = [threading.Thread(target=renew) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not overlap.is_set()


def test_grants_do_not_wait_for_each_other(tmp_path: Path) -> None:
    for lock in (FileGrantLock(tmp_path), MemoryGrantLock()):
        with lock.held("one"), lock.held("two"):
            pass


def test_another_program_waits_and_says_who_keeps_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path), GRANT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603 - our own interpreter with our own text
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InUse, match="renewing"), FileGrantLock(tmp_path, seconds=0.1).held(GRANT):
            pass
        other.communicate("go\n")
    with FileGrantLock(tmp_path, seconds=5).held(GRANT):
        pass


def test_a_lock_is_released_by_an_error(tmp_path: Path) -> None:
    lock = FileGrantLock(tmp_path, seconds=1)
    with pytest.raises(RuntimeError), lock.held(GRANT):
        raise RuntimeError
    with lock.held(GRANT):
        pass


def test_the_name_of_the_lock_shows_nothing(tmp_path: Path) -> None:
    with FileGrantLock(tmp_path).held(GRANT):
        pass
    assert all("quickbooks" not in one.name for one in tmp_path.iterdir())
