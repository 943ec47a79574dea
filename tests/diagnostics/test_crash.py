"""A crash leaves a file that is shown once at the next start."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mobius_desktop.diagnostics.crash import CrashFile
from mobius_desktop.diagnostics.redactor import Redactor

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "AB11762083994xUhZsDq0Lw5RkTt9YvN2mCbJfPgHsEaQoXi"


def _run(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys, threading; from pathlib import Path\n"
        "from mobius_desktop.diagnostics.crash import CrashFile\n"
        "crash = CrashFile(Path(sys.argv[1])); crash.start()\n" + body
    )
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_crash_is_shown_at_the_next_start_and_only_once(tmp_path: Path) -> None:
    done = _run(tmp_path, f"raise RuntimeError('token={TOKEN} of alex@example.com')")
    assert done.returncode == 1
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    assert "RuntimeError" in report.text
    assert "in the main thread" in report.text
    assert TOKEN not in report.text
    assert "alex@" not in report.text
    crash.mark_seen(report)
    assert crash.start() is None
    crash.stop()


def test_a_crash_of_a_thread_is_written_too(tmp_path: Path) -> None:
    _run(
        tmp_path,
        "t = threading.Thread(target=lambda: 1 // 0, name='worker-3'); t.start(); t.join(); crash.stop()",
    )
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    assert "ZeroDivisionError" in report.text
    assert "thread worker-3" in report.text


def test_a_crash_inside_a_library_leaves_its_stack(tmp_path: Path) -> None:
    done = _run(tmp_path, "import faulthandler; faulthandler._sigabrt()")
    assert done.returncode != 0
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    assert "Fatal Python error" in report.text


def test_a_proper_end_leaves_nothing(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    assert _run(tmp_path, "crash.stop()").returncode == 0
    crash = CrashFile(tmp_path)
    assert crash.start() is None
    crash.stop()
    assert (sys.excepthook, threading.excepthook) == before
    assert list((tmp_path / "crashes").iterdir()) == []


def test_ctrl_c_is_no_crash(tmp_path: Path) -> None:
    _run(tmp_path, "raise KeyboardInterrupt")
    crash = CrashFile(tmp_path)
    assert crash.start() is None
    crash.stop()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("in the way")
    crash = CrashFile(tmp_path, Redactor())
    assert crash.start() is None
    assert crash.write(RuntimeError("x"), "a test") is None
    crash.stop()


@pytest.mark.parametrize("count", [12])
def test_old_reports_are_not_kept_for_ever(tmp_path: Path, count: int) -> None:
    crash = CrashFile(tmp_path)
    for number in range(count):
        crash.write(RuntimeError(str(number)), "a test")
        report = crash.start()
        crash.stop()
        assert report is not None
        crash.mark_seen(report)
    assert len(list((tmp_path / "crashes").glob("*.seen"))) == 10


def test_a_report_that_is_no_text_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "crashes").mkdir()
    (tmp_path / "crashes" / "crash-20260101T000000000000.txt").write_bytes(b"Traceback \xff\xfe")
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    assert report.text.startswith("Traceback ")


def test_a_report_that_cannot_be_put_aside_does_not_stop_the_start(tmp_path: Path) -> None:
    _run(tmp_path, "raise RuntimeError('one')")
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    in_the_way = report.path.with_name(report.path.name + ".seen")
    in_the_way.mkdir()
    (in_the_way / "something").touch()
    crash.mark_seen(report)


def test_several_reports_are_one_occasion(tmp_path: Path) -> None:
    for word in ("one", "two", "three"):
        _run(tmp_path, f"raise RuntimeError('{word}')")
    crash = CrashFile(tmp_path)
    report = crash.start()
    crash.stop()
    assert report is not None
    assert "three" in report.text
    assert len(report.others) == 2
    crash.mark_seen(report)
    assert crash.start() is None
    crash.stop()


def test_the_same_mistake_again_is_neither_written_nor_told_twice(tmp_path: Path) -> None:
    done = _run(
        tmp_path,
        "heard = []; crash.heard = heard.append\n"
        "def fail(): raise RuntimeError('at each paint')\n"
        "for _ in range(3):\n"
        "    try: fail()\n"
        "    except RuntimeError as error: sys.excepthook(type(error), error, None)\n"
        "print(len(heard), len(list(Path(sys.argv[1]).glob('crashes/crash-*'))))",
    )
    assert done.stdout.split() == ["1", "1"]
