"""What the real window has loaded when its first page is painted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from benchmarks.opening import HEAVY
from benchmarks.start import open_window
from mobius_desktop.ui.desktop.first_paint import Shown
from mobius_desktop.wiring import ProgramOptions, open_program


def test_the_first_page_is_painted_before_any_heavy_library_is_loaded(tmp_path: Path) -> None:
    # The first start of all makes the record, with sqlite-utils; every later one only opens it.
    open_program(ProgramOptions(data_dir=tmp_path, demo=True, offline=True)).close()

    _, opened = open_window(tmp_path)

    assert opened.heavy == []


def test_a_program_that_is_told_to_says_when_it_was_shown_and_what_was_loaded_and_ends(
    tmp_path: Path,
) -> None:
    open_program(ProgramOptions(data_dir=tmp_path / "data", demo=True, offline=True)).close()
    report = tmp_path / "shown.json"
    words = ["--demo", "--offline", "--data-dir", str(tmp_path / "data"), "--quit-when-shown", str(report)]

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "mobius_desktop", *words], capture_output=True, check=False, timeout=120
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    shown = msgspec.json.decode(report.read_bytes(), type=Shown)
    assert "PySide6.QtWidgets" in shown.modules
    assert not set(HEAVY) & set(shown.modules)
