"""What is frozen holds all that the program reads at run time; what is made from tables is up to date."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from build_spec.contents import EXCLUDED_MODULES, PACKAGE_DATA, RESOURCE_FOLDERS, is_left_out
from build_spec.help_pages import HELP, made_pages
from build_spec.locked import packages
from build_spec.pictures import SIZES
from build_spec.version_resource import four_numbers
from mobius_desktop.diagnostics import paths

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "mobius_desktop" / "ui" / "pages"


def test_every_resource_folder_goes_into_the_frozen_program() -> None:
    assert {one.name for one in (ROOT / "resources").iterdir()} == set(RESOURCE_FOLDERS)


def test_every_file_beside_our_modules_goes_into_the_frozen_program() -> None:
    beside = {
        one.relative_to(ROOT).as_posix()
        for one in (ROOT / "mobius_desktop").rglob("*")
        if one.is_file() and one.suffix not in {".py", ".pyc"}
    }
    assert beside == {source for source, _ in PACKAGE_DATA}


def test_nothing_that_the_program_imports_of_qt_is_excluded() -> None:
    used = {
        f"PySide6.{found}"
        for source in (ROOT / "mobius_desktop").rglob("*.py")
        for found in re.findall(r"from PySide6\.(\w+) import", source.read_text("utf-8"))
    }
    assert used
    assert not used & set(EXCLUDED_MODULES)


@pytest.mark.parametrize(
    "kept",
    [
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6\\Qt6Core.dll",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
    ],
)
def test_what_the_window_needs_is_kept(kept: str) -> None:
    assert not is_left_out(kept)


@pytest.mark.parametrize(
    "dropped",
    ["PySide6/translations/qt_de.qm", "PySide6\\plugins\\tls\\qopensslbackend.dll", "PySide6/opengl32sw.dll"],
)
def test_what_no_window_of_ours_uses_is_left_out(dropped: str) -> None:
    assert is_left_out(dropped)


def test_every_page_has_its_help() -> None:
    named = {
        name
        for source in PAGES.rglob("*.py")
        for name in re.findall(r'^    HELP = "([\w-]+)"', source.read_text("utf-8"), re.MULTILINE)
    }
    assert named
    assert {name for name in named if not (HELP / f"{name}.md").is_file()} == set()


def test_the_troubleshooting_page_says_what_the_tables_say() -> None:
    made = made_pages()["troubleshooting.md"]
    assert (HELP / "troubleshooting.md").read_text("utf-8") == made, "run build_spec/help_pages.py"


def test_the_page_of_licences_names_every_package_of_the_lock_file_with_its_licence() -> None:
    rows = re.findall(
        r"^\| (\S+) \| (\S+) \| (.+) \|$", (HELP / "licences.md").read_text("utf-8"), re.MULTILINE
    )
    told = {(name, version) for name, version, _ in rows if name not in {"package", "---"}}
    assert told == {(one.name, one.version) for one in packages(ROOT / "uv.lock")}, (
        "run build_spec/help_pages.py"
    )
    assert [name for name, _, licence in rows if licence == "see the package"] == []


def test_the_version_resource_has_four_numbers() -> None:
    assert four_numbers("1.2.3") == (1, 2, 3, 0)
    assert four_numbers("2.0rc1") == (2, 0, 0, 0)


def test_the_icon_file_holds_every_size_as_a_picture(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from build_spec.pictures import make_icons as m; "
    code += "m(Path(sys.argv[1]), Path(sys.argv[2]))"
    drawing = ROOT / "resources" / "icons" / "app" / "app.svg"
    subprocess.run([sys.executable, "-c", code, str(drawing), str(tmp_path)], cwd=ROOT, check=True)  # noqa: S603 - ours
    icon = (tmp_path / "mobius-desktop.ico").read_bytes()
    assert struct.unpack_from("<HHH", icon) == (0, 1, len(SIZES))
    for at in range(len(SIZES)):
        size, offset = struct.unpack_from("<II", icon, 6 + 16 * at + 8)
        assert icon[offset : offset + 8] == b"\x89PNG\r\n\x1a\n"
        assert offset + size <= len(icon)


def test_the_portable_marker_keeps_the_data_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_dir", lambda: tmp_path)
    (tmp_path / paths.PORTABLE_MARKER).touch()
    assert paths.data_dir() == tmp_path / "data"


def test_the_edition_of_the_installer_is_read_from_its_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_dir", lambda: tmp_path)
    assert paths.installed_edition() is None
    (tmp_path / paths.INSTALLED_MARKER).write_text("edition=standard\r\n", encoding="utf-8")
    assert paths.installed_edition() == "standard"


def test_the_installer_names_the_programs_and_notes_of_the_build() -> None:
    script = (ROOT / "build_spec" / "installer.nsi").read_text("utf-8")
    assert f'!define MARKER "{paths.INSTALLED_MARKER}"' in script
    assert f'!define NAME "{paths.APP_NAME}"' in script


def test_every_action_of_the_workflows_is_held_to_one_commit_and_says_its_version() -> None:
    used = [
        line.partition("uses:")[2].strip()
        for workflow in (ROOT / ".github" / "workflows").glob("*.yml")
        for line in workflow.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    assert [
        one for one in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)
    ] == []
