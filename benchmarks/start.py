"""Start-up: how long until the window can be used, and what is loaded by then."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from benchmarks.figures import Figure
from benchmarks.opening import Opened

_RUNS, _SMALL_RUNS = 7, 3
_SECONDS = 120


def measure(small: bool) -> Iterator[Figure]:
    """Starts of the real window, warm: compiled, and with a record that is there."""
    with tempfile.TemporaryDirectory() as folder:
        data, compiled = Path(folder, "data"), Path(folder, "compiled")
        open_window(data, compiled)
        starts = [open_window(data, compiled) for _ in range(_SMALL_RUNS if small else _RUNS)]
    opened = [one for _, one in starts]
    seconds = statistics.median(spent for spent, _ in starts)
    yield Figure(f"window usable, warm, median of {len(starts)}", seconds, "s", 1.0)
    busy = statistics.median(one.processor_seconds for one in opened)
    yield Figure("processor time of it", busy, "s")
    heavy = sorted({name for one in opened for name in one.heavy})
    named = f" ({', '.join(heavy)})" if heavy else ""
    yield Figure(f"heavy libraries loaded by then{named}", len(heavy), "", 0, fails=True)
    yield Figure("modules loaded by then", max(one.modules for one in opened), "")
    yield Figure("memory by then", max(one.memory for one in opened), "MiB")


def open_window(data: Path, compiled: Path | None = None) -> tuple[float, Opened]:
    """Open the window in a process of its own; seconds from the start of that process, and what it says."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if compiled is not None:
        # An installed program is compiled; where no cache is written, compiling would be measured.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own module with our own words
        [sys.executable, "-m", "benchmarks.opening", str(data)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(f"the window did not open: {done.stderr}")
    opened = msgspec.json.decode(done.stdout, type=Opened)
    return opened.usable_at - began, opened
