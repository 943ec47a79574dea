"""The texts of the licences come along with the program."""

from __future__ import annotations

from pathlib import Path

from build_spec.locked import licence_texts, packages

ROOT = Path(__file__).resolve().parents[2]
_WITHOUT_FILE = {"enum-compat", "pyside6-essentials", "shiboken6"}
"""Their wheels carry none: Qt's LGPL and GPL stand in resources, enum-compat only names its licence."""


def test_every_package_that_is_here_brings_its_licence() -> None:
    lock = ROOT / "uv.lock"
    brought = {folder.rsplit("/", 1)[1] for _, folder in licence_texts(lock)}
    here = {one.name for one in packages(lock)} - {"colorama", "pywin32-ctypes", "tzdata"}
    assert here - brought <= _WITHOUT_FILE


def test_the_lgpl_of_qt_lies_beside_the_help() -> None:
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        text = (ROOT / "resources" / "licences" / name).read_text("utf-8")
        assert "GNU" in text
        assert "Version 3, 29 June 2007" in text
