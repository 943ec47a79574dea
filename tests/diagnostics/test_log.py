"""The log's files: a few of a bounded size, shared by the programs of one folder, never in anybody's way."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobius_desktop.diagnostics import log as log_module
from mobius_desktop.diagnostics.log import LogFile, log_files

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "AB11762083994xUhZsDq0Lw5RkTt9YvN2mCbJfPgHsEaQoXi"
BYTES, FILES = 4_000, 3
LONGEST_LINE = 200
RENAMES_OPEN_FILES = os.name == "posix"
WRITER = """
import logging, sys
from pathlib import Path
from mobius_desktop.diagnostics import log
log._BYTES, log._FILES = {bytes}, {files}
written = log.LogFile(Path(sys.argv[1])); written.start()
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    logging.getLogger("other").info("%s line %05d", sys.argv[2], number)
written.stop()
"""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "_BYTES", BYTES)
    monkeypatch.setattr(log_module, "_FILES", FILES)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFile]:
    made = LogFile(tmp_path)
    made.start()
    yield made
    made.stop()


def write(count: int, text: str = "line") -> None:
    for number in range(count):
        logging.getLogger("mobius_desktop.test").info("%s %05d access_token=%s", text, number, TOKEN)


def written(folder: Path) -> str:
    """All files, the oldest first."""
    return "".join(one.read_text("utf-8") for one in reversed(log_files(folder)))


def test_as_many_files_are_kept_as_are_meant_each_of_its_size_and_the_newest_lines_are_in_them(
    log: LogFile, tmp_path: Path
) -> None:
    write(1_000)
    files = log_files(tmp_path)
    assert [one.name for one in files] == [
        log.path.name, *(f"{log.path.name}.{number}" for number in range(1, FILES + 1))
    ]  # fmt: skip
    assert all(one.stat().st_size <= BYTES + LONGEST_LINE for one in files)
    numbers = [int(line.split(" line ")[1].split()[0]) for line in written(tmp_path).splitlines()]
    assert numbers == list(range(numbers[0], 1_000))


def test_no_file_of_all_holds_a_secret(log: LogFile, tmp_path: Path) -> None:
    write(500)
    assert log.path.exists()
    assert "access_token=<redacted>" in written(tmp_path)
    assert TOKEN not in written(tmp_path)


def test_the_limits_of_the_program_hold_some_weeks_and_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert log_module._BYTES * (log_module._FILES + 1) <= 15_000_000


@pytest.mark.usefixtures("log")
def test_a_second_program_on_the_folder_loses_no_line_and_ends_no_file_early(tmp_path: Path) -> None:
    code = WRITER.format(bytes=BYTES, files=FILES)
    words = [sys.executable, "-c", code, str(tmp_path), "other", "60"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:  # noqa: S603 - our own module
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        write(60, "mine")  # a new file has been begun meanwhile, and the other one still holds the old one
        begun_anew = len(log_files(tmp_path)) > 1
        other.communicate("go\n", timeout=60)
    write(1, "after")
    assert other.returncode == 0
    text = written(tmp_path)
    assert all(f"mine {number:05d}" in text for number in range(60))
    assert all(f"other line {number:05d}" in text for number in range(60))
    assert "after 00000" in text
    assert len(log_files(tmp_path)) > 1
    if RENAMES_OPEN_FILES:
        assert begun_anew
        assert all(one.stat().st_size <= BYTES + LONGEST_LINE for one in log_files(tmp_path))
    else:
        assert not begun_anew


@pytest.mark.usefixtures("log")
def test_a_file_that_another_program_holds_goes_on_and_is_ended_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows does not rename a file that is open elsewhere."""

    def held(source: object, target: object) -> None:
        raise PermissionError(13, "The process cannot access the file", str(source), None, str(target))

    with monkeypatch.context() as windows:
        windows.setattr(os, "replace", held)
        write(100, "held")
    assert all(f"held {number:05d}" in written(tmp_path) for number in range(100))
    assert len(log_files(tmp_path)) == 1
    write(100, "free")
    assert len(log_files(tmp_path)) > 1
    assert "free 00099" in written(tmp_path)
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_stops_nobody_and_says_nothing_in_the_commands_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / log_module.FILE_NAME).symlink_to("/dev/full")
    log = LogFile(tmp_path)
    log.start()
    write(50)
    log.stop()
    assert capsys.readouterr() == ("", "")


def test_a_file_that_may_not_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs" / log_module.FILE_NAME).mkdir(parents=True)  # root may write into any other file
    log = LogFile(tmp_path)
    log.start()
    write(5)
    log.stop()


def test_a_folder_that_goes_away_meanwhile_stops_nobody(
    log: LogFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows does not let go of a folder with an open file")
    (tmp_path / "logs").rename(tmp_path / "moved")
    (tmp_path / "logs").write_text("in the way")
    write(100)
    assert log.path.parent.is_file()
    assert capsys.readouterr().err == ""
