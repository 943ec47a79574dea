"""One writer per company and data folder."""

from __future__ import annotations

import datetime as dt
import getpass
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import InUse
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.store.lock import company_lock, folder_lock, time_of_day
from tests.store.stories import REALM, START, TickingClock

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_program_is_told_who_holds_the_company_and_since_when(tmp_path: Path) -> None:
    first = company_lock(tmp_path, REALM, "Gulfline Cabling", TickingClock())
    second = company_lock(tmp_path, REALM, "Gulfline Cabling", TickingClock())
    since = time_of_day((START + dt.timedelta(seconds=1)).astimezone())
    with first.held(), pytest.raises(InUse) as told, second.held():
        pytest.fail("two programs held one company")
    assert told.value.sentence == (
        f"Gulfline Cabling is in use by {getpass.getuser()} on {socket.gethostname()} since {since}. "
        "You can read; sending waits."
    )


def test_another_company_and_another_folder_are_free(tmp_path: Path) -> None:
    clock = TickingClock()
    with (
        company_lock(tmp_path, REALM, "Gulfline Cabling", clock).held(),
        company_lock(tmp_path, RealmId("2"), "Gulfline Technology", clock).held(),
        company_lock(tmp_path / "other", REALM, "Gulfline Cabling", clock).held(),
        folder_lock(tmp_path, clock).held(),
    ):
        assert company_lock(tmp_path, RealmId("3"), "Free", clock).holder() is None


def test_a_file_that_a_stopped_program_left_behind_is_ignored_while_the_lock_is_free(tmp_path: Path) -> None:
    code = (
        "import os, sys, datetime, types; from pathlib import Path\n"
        "from mobius_desktop.store.lock import company_lock\n"
        "clock = types.SimpleNamespace(now=lambda: datetime.datetime.now(datetime.UTC))\n"
        "with company_lock(Path(sys.argv[1]), '9341', 'Gulfline Cabling', clock).held():\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False)  # noqa: S603 - our own
    assert done.returncode == 9
    lock = company_lock(tmp_path, REALM, "Gulfline Cabling", TickingClock())
    assert (tmp_path / "locks" / "company-9341.json").exists()
    assert lock.holder() is None
    with lock.held():
        holder = lock.holder()
    assert holder is not None
    assert holder.user == getpass.getuser()


def test_the_time_is_said_as_the_users_clock_shows_it() -> None:
    assert [time_of_day(dt.datetime(2026, 11, 2, hour, 5)) for hour in (0, 9, 12, 21)] == [  # noqa: DTZ001 - local
        "12:05 AM",
        "9:05 AM",
        "12:05 PM",
        "9:05 PM",
    ]
