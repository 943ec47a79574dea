"""Builds the program for the system it runs on, starts the result, and packs it.

    uv run --group build python build_spec/build.py

Makes `dist/mobius-desktop/` (both programs), runs the self-test of each from a bare environment, measures
how long both take to start, and writes the portable zip and `dist/report.txt`. Any output that is not the
report's fails the build, and so does a heavy library loaded before the window's first page is painted.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import os
import shutil
import stat
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.opening import HEAVY  # noqa: E402 - found only after the line above
from build_spec.contents import CONSOLE, WINDOWED  # noqa: E402 - found only after the line above
from build_spec.pictures import make_icons  # noqa: E402 - as above
from build_spec.version_resource import write_version  # noqa: E402 - as above
from mobius_desktop import __version__  # noqa: E402 - as above
from mobius_desktop.diagnostics.paths import PORTABLE_MARKER  # noqa: E402 - as above
from mobius_desktop.ui.desktop.first_paint import Shown  # noqa: E402 - as above

DIST = ROOT / "dist"
WORK = ROOT / "build"
TREE = DIST / "mobius-desktop"
_MOST_SECONDS = 180.0
_STARTS = 5
_SUFFIX = ".exe" if sys.platform == "win32" else ""
_DESCRIPTIONS = {WINDOWED: "Mobius Desktop", CONSOLE: "Mobius Desktop, command line"}


class BuildFailed(Exception):  # noqa: N818 - says what happened
    """The result is not fit to be given to anybody."""


def main() -> None:
    """Build, try, pack; exit code 1 where the result is not fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only-try", action="store_true", help="Start what dist/ already holds.")
    parser.add_argument(
        "--only-checksums", action="store_true", help="Sum what dist/ holds, once it is signed."
    )
    wishes = parser.parse_args()
    if wishes.only_checksums:
        write_checksums()
        return
    try:
        if not wishes.only_try:
            freeze()
        told = [try_program(name) for name in (CONSOLE, WINDOWED)]
        started = start_seconds()
        opened = opening_seconds()
        packed = pack_portable()
    except BuildFailed as error:
        sys.exit(f"The build failed: {error}")
    left_out = WORK / "made" / "left-out.txt"
    figures = [
        left_out.read_text("utf-8").strip() if left_out.exists() else "",
        f"Size {size_of(TREE) / 1e6:,.0f} MB in {sum(1 for one in TREE.rglob('*') if one.is_file()):,} files",
        f"Portable {packed.name} {packed.stat().st_size / 1e6:,.0f} MB",
        f"Console program from start to end, warm: {started:.2f} s",
        f"Window usable, warm, median of {_STARTS}: {opened:.2f} s",
        f"Heavy libraries loaded by then: none of {len(HEAVY)}",
    ]
    report = "\n\n".join([*told, "\n".join(figures)])
    (DIST / "report.txt").write_text(f"{report}\n", encoding="utf-8")
    write_checksums()
    _say(report)


def freeze() -> None:
    """Make the pictures and version resources, then run PyInstaller on the spec."""
    make_resources()
    shutil.rmtree(TREE, ignore_errors=True)
    pyinstaller = importlib.import_module("PyInstaller.__main__")
    pyinstaller.run(
        [
            "--noconfirm",
            "--log-level=WARN",
            f"--distpath={DIST}",
            f"--workpath={WORK / 'work'}",
            str(ROOT / "build_spec" / "mobius-desktop.spec"),
        ]
    )


def make_resources() -> None:
    """The icon and the version resources that the spec takes."""
    made = WORK / "made"
    make_icons(ROOT / "resources" / "icons" / "app" / "app.svg", made)
    for name, description in _DESCRIPTIONS.items():
        write_version(made / f"{name}.version", name, description, __version__)


def try_program(name: str) -> str:
    """Start one program's self-test as on an empty machine; its report. Raises BuildFailed."""
    with tempfile.TemporaryDirectory(prefix="mobius-build-") as folder:
        report = Path(folder) / "report.txt"
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603 - the program that was just built
            [str(TREE / f"{name}{_SUFFIX}"), "--self-test", "--report", str(report)],
            cwd=folder,
            env=_bare_environment(Path(folder)),
            capture_output=True,
            text=True,
            timeout=_MOST_SECONDS,
            check=False,
        )
        took = time.monotonic() - begun
        told = report.read_text("utf-8") if report.exists() else ""
    if done.returncode or not told:
        raise BuildFailed(f"{name} ended with {done.returncode}.\n{told}{done.stdout}{done.stderr}")
    # A windowed program of Windows has no output at all; everywhere else it is the report and nothing more.
    if done.stderr or done.stdout not in ("", told):
        raise BuildFailed(f"{name} said something unexpected:\n{done.stdout}\n{done.stderr}")
    return f"{name}, {took:.1f} s\n{told.rstrip()}"


def start_seconds() -> float:
    """The best of three: start the console program and let it say its version."""
    took = []
    with tempfile.TemporaryDirectory(prefix="mobius-build-") as folder:
        for _ in range(3):
            begun = time.monotonic()
            subprocess.run(  # noqa: S603 - the program that was just built
                [str(TREE / f"{CONSOLE}{_SUFFIX}"), "--version"],
                env=_bare_environment(Path(folder)),
                capture_output=True,
                check=True,
            )
            took.append(time.monotonic() - begun)
    return min(took)


def opening_seconds() -> float:
    """From the window program's start until its first page is painted and it can be used: the median.

    Offscreen, on a demo record that is there. Raises BuildFailed where a heavy library is loaded by then."""
    took = []
    with tempfile.TemporaryDirectory(prefix="mobius-build-", ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "shown.json"
        words = [
            "--demo",
            "--offline",
            "--data-dir",
            str(Path(folder) / "data"),
            "--quit-when-shown",
            str(report),
        ]
        for _ in range(1 + _STARTS):  # the first makes the record
            report.unlink(missing_ok=True)
            begun = time.monotonic()
            done = subprocess.run(  # noqa: S603 - the program that was just built
                [str(TREE / f"{WINDOWED}{_SUFFIX}"), *words],
                env=_bare_environment(Path(folder)),
                capture_output=True,
                text=True,
                timeout=_MOST_SECONDS,
                check=False,
            )
            if done.returncode or not report.exists():
                raise BuildFailed(f"The window did not open: {done.returncode}\n{done.stdout}{done.stderr}")
            shown = msgspec.json.decode(report.read_bytes(), type=Shown)
            took.append(shown.usable_at - begun)
    heavy = sorted(set(HEAVY) & set(shown.modules))
    if heavy:
        raise BuildFailed(f"Loaded before the first page is painted: {', '.join(heavy)}")
    return statistics.median(took[1:])


def pack_portable() -> Path:
    """The tree and the marker file, which keeps the data beside the program, in one zip."""
    system = "windows" if sys.platform == "win32" else sys.platform
    target = DIST / f"mobius-desktop-{__version__}-{system}-portable.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for one in sorted(TREE.rglob("*")):
            _put(packed, one, Path("Mobius Desktop") / one.relative_to(TREE))
        marker = zipfile.ZipInfo(f"Mobius Desktop/{PORTABLE_MARKER}")
        marker.external_attr = (stat.S_IFREG | 0o644) << 16
        packed.writestr(
            marker,
            "While this file is here, the record is kept in the folder `data` beside it.\n",
        )
    return target


def _put(packed: zipfile.ZipFile, one: Path, inside: Path) -> None:
    """One file; a link stays a link (on Linux PyInstaller links each library once)."""
    if one.is_symlink():
        entry = zipfile.ZipInfo(inside.as_posix())
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, str(one.readlink()))
    elif one.is_file():
        packed.write(one, inside)


def write_checksums() -> None:
    """SHA-256 of everything in dist/ that is handed out."""
    files = [one for one in sorted(DIST.iterdir()) if one.suffix in {".zip", ".exe"}]
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}" for one in files]
    (DIST / "SHA256SUMS").write_text("\n".join([*lines, ""]), encoding="utf-8")


def size_of(folder: Path) -> int:
    """Bytes of all files below; a link counts as nothing."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def _bare_environment(home: Path) -> dict[str, str]:
    """No virtual environment, no Python settings, no key store of whoever builds: what a new user has."""
    kept = {"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "TEMP", "TMP", "NUMBER_OF_PROCESSORS"}
    bare = {name: value for name, value in os.environ.items() if name.upper() in kept}
    paths = {
        "HOME": home,
        "USERPROFILE": home,
        "LOCALAPPDATA": home,
        "APPDATA": home,
        "XDG_RUNTIME_DIR": home,
    }
    path = bare.get("SYSTEMROOT", "") + "\\System32" if sys.platform == "win32" else "/usr/bin:/bin"
    return {
        **bare,
        **{k: str(v) for k, v in paths.items()},
        "PATH": path,
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
