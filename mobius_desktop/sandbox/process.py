"""A sandbox in a process of its own: the scale `huge` would crowd the window's interpreter and memory.

The child is this same program with its `sandbox` command. It ends when told to, and by itself when this
process ends, because its standard input ends then.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobius_desktop.sandbox.run import SandboxOptions, SandboxRefused, options_as_arguments

_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_LOOK_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class SandboxProcess:
    """Both servers at work in a child. Stop it, or use it as a context manager."""

    child: subprocess.Popen[bytes]
    described: dict[str, Any]

    def describe(self) -> dict[str, Any]:
        """As of `RunningSandbox`: everything a client needs to be pointed at it."""
        return self.described

    def stop(self) -> None:
        """End the child and wait for it. May be called twice."""
        if self.child.stdin is not None:
            self.child.stdin.close()
        try:
            self.child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def __enter__(self) -> SandboxProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_process(
    options: SandboxOptions, *, state: Path | None = None, fresh: bool = False
) -> SandboxProcess:
    """Start a sandbox in a child and wait until it listens. Raises SandboxRefused when it does not."""
    with tempfile.TemporaryDirectory(prefix="mobius-sandbox-") as folder:
        told = Path(folder) / "sandbox.json"
        command = [*_program(), "sandbox", *options_as_arguments(options), "--until-eof"]
        command += ["--describe-to", str(told)]
        if state is not None:
            command += ["--state", str(state)]
        if fresh:
            command += ["--fresh"]
        child = subprocess.Popen(  # noqa: S603 - this program itself, with arguments of our own making
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        return SandboxProcess(child, _wait_for(child, told))


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "mobius_desktop"]


def _wait_for(child: subprocess.Popen[bytes], told: Path) -> dict[str, Any]:
    end = time.monotonic() + _START_SECONDS
    while child.poll() is None and time.monotonic() < end:
        if told.exists():
            described: dict[str, Any] = json.loads(told.read_text("utf-8"))
            return described
        time.sleep(_LOOK_EVERY)
    child.kill()
    child.wait()
    if child.stdin is not None:
        child.stdin.close()
    raise SandboxRefused("The sandbox did not start in a process of its own.")
