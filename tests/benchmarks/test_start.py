"""What the real window has loaded when its first page is painted."""

from __future__ import annotations

from pathlib import Path

from benchmarks.start import open_window
from mobius_desktop.wiring import ProgramOptions, open_program


def test_the_first_page_is_painted_before_any_heavy_library_is_loaded(tmp_path: Path) -> None:
    # The first start of all makes the record, with sqlite-utils; every later one only opens it.
    open_program(ProgramOptions(data_dir=tmp_path, demo=True, offline=True)).close()

    _, opened = open_window(tmp_path)

    assert opened.heavy == []
