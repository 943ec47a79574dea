"""What a command says of a clock that disagrees with the servers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mobius_desktop.cli.running import connect
from tests.e2e.desk import open_desk


def test_a_clock_that_is_wrong_is_said_once_and_quickbooks_time_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_desk(tmp_path) as desk:
        connect(desk.program)
        assert capsys.readouterr() == ("", "")
        right = desk.program.now()
        desk.program.clock.correct(dt.timedelta(minutes=12))
        connect(desk.program)
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err == (
            "The clock of this computer is 12 minutes fast. QuickBooks' time is used until it is put right.\n"
        )
        assert abs(desk.program.now() - right) < dt.timedelta(minutes=6)
        connect(desk.program)
        assert capsys.readouterr().err == ""
