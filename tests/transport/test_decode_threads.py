"""Several threads read a kind of answer for the first time at the same moment."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import os, sys, threading
sys.setswitchinterval(1e-6)
from mobius_desktop.connectwise import wire as connectwise
from mobius_desktop.quickbooks import wire as quickbooks
from mobius_desktop.transport.decode import decode

def read(barrier):
    barrier.wait()
    for shape in (quickbooks.Transaction, quickbooks.QueryAnswer, quickbooks.BatchAnswer, connectwise.Batch):
        try:
            decode(b'{"Id":"1","Line":[{"Id":"3","Amount":3}]}', shape)
        except ValueError:
            pass

crashed = 0
for _ in range(100):
    child = os.fork()
    if child == 0:
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=read, args=(barrier,)) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        os._exit(0)
    crashed += os.waitpid(child, 0)[1] != 0
print(crashed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a hundred first times need a fork each")
def test_the_program_does_not_crash_on_it() -> None:
    """msgspec describes a type when it is first read, and a second thread must not see it half described:
    without a lock, thirteen of a hundred programs ended with a segmentation fault."""
    ended = subprocess.run(  # noqa: S603 - our own program with our own words
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.stdout.strip() == "0", ended.stderr
