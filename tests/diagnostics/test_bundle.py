"""The support bundle holds what helps, and no secret."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mobius_desktop.diagnostics.bundle import log_parts, made_part, save_bundle
from mobius_desktop.diagnostics.redactor import REDACTED, Redactor

SECRET = "AB11000100000003SandboxRefreshToken"


def known() -> Redactor:
    redactor = Redactor()
    redactor.learn(SECRET)
    return redactor


def test_logs_and_crash_reports_are_in_it_redacted_and_the_newest_first(tmp_path: Path) -> None:
    for name, text in {
        "logs/mobius-desktop.log": f"refresh with {SECRET}",
        "logs/mobius-desktop.log.1": "older, asked by dana@example.com",
        "crashes/crash-20261101T000000000000.txt.seen": "an old crash",
        "crashes/crash-20261102T000000000000.txt": f"Traceback, token={SECRET}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    parts = log_parts(tmp_path, known())
    assert [one.name for one in parts] == [
        "logs/mobius-desktop.log",
        "logs/mobius-desktop.log.1",
        "crashes/crash-20261102T000000000000.txt",
        "crashes/crash-20261101T000000000000.txt",
    ]
    together = "".join(one.text for one in parts)
    assert SECRET not in together
    assert "dana@example.com" not in together
    assert REDACTED in together


def test_the_users_own_folder_is_not_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert made_part("about.txt", f"in {tmp_path}/data").text == "in ~/data"


def test_of_a_very_long_text_the_end_is_kept() -> None:
    text = made_part("log", "x" * 500_000 + " the end").text
    assert text.endswith(" the end")
    assert text.startswith("… the beginning is left out …")
    assert len(text) < 401_000


def test_what_is_saved_is_what_was_shown_and_replaces_an_older_file(tmp_path: Path) -> None:
    parts = (made_part("about.txt", "one"), made_part("logs/a.log", "two"))
    target = tmp_path / "bundle.zip"
    target.write_bytes(b"an older one")
    save_bundle(parts, target)
    with zipfile.ZipFile(target) as saved:
        assert {name: saved.read(name).decode() for name in saved.namelist()} == {
            "about.txt": "one",
            "logs/a.log": "two",
        }
    assert [one.name for one in tmp_path.iterdir()] == ["bundle.zip"]


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        save_bundle((made_part("about.txt", "one"),), tmp_path / "missing" / "bundle.zip")
    assert list(tmp_path.iterdir()) == []
