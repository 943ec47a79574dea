"""What a command writes into a file or another program."""

from __future__ import annotations

import os
import subprocess
import sys


def test_an_answer_in_a_pipe_is_utf_8_whatever_code_page_the_system_has() -> None:
    """Windows gives a pipe cp1252, which lacks the sign in `System ▸ Security Roles`."""
    done = subprocess.run(
        [sys.executable, "-m", "mobius_desktop", "batch", "▸"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252:strict", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 2
    assert "No such command '▸'" in done.stderr.decode("utf-8")
