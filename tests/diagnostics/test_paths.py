"""Where resources and data are found, from a clone, a wheel and a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from mobius_desktop.diagnostics import paths


def test_a_clone_finds_its_resources() -> None:
    assert paths.resource_path("sample-firm", "invoices.json").is_file()


def test_an_installed_wheel_finds_the_resources_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "mobius_desktop"
    (package / "_resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.resource_path("icons") == package / "_resources" / "icons"


def test_a_frozen_program_prefers_what_it_has_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources" / "sample-firm").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_path("sample-firm") == tmp_path / "resources" / "sample-firm"


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(paths.ResourceMissing, match=r"icons/none\.svg"):
        paths.resource_path("icons", "none.svg")


def test_a_named_data_folder_wins_over_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / paths.PORTABLE_MARKER).touch()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "mobius_desktop")
    assert paths.data_dir(tmp_path / "books") == tmp_path / "books"


def test_a_portable_program_keeps_its_data_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / paths.PORTABLE_MARKER).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "MobiusDesktop.exe"))
    assert paths.data_dir() == tmp_path / "data"


def test_otherwise_the_data_is_local_and_never_roams(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: dict[str, object] = {}

    def user_data_dir(appname: str, **options: object) -> str:
        asked.update(options, appname=appname)
        return str(tmp_path / appname)

    monkeypatch.setattr(platformdirs, "user_data_dir", user_data_dir)
    assert paths.data_dir() == tmp_path / "Mobius Desktop"
    assert asked["roaming"] is False


def test_a_relative_data_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir("books") == tmp_path / "books"
