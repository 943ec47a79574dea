"""`--self-test` finds a sound installation well, and says what is missing in one that is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mobius_desktop.cli import self_test
from mobius_desktop.diagnostics import paths


def test_a_sound_installation_is_well_and_says_so_in_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "error", "-m", "mobius_desktop", "--self-test", "--report", str(report)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert done.stdout.endswith("All well.\n")
    assert report.read_text("utf-8") == done.stdout
    assert "2 invoices sent, found again, record intact" in done.stdout


def test_a_missing_resource_is_named_and_does_not_hide_the_other_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_resource_roots", lambda: [tmp_path])
    monkeypatch.setattr(self_test, "_qt", str)  # not in the process of other tests
    monkeypatch.setattr(self_test, "_batch", str)
    findings = {one.name: one for one in self_test.examine(tmp_path / "data")}
    assert not findings["Resources"].well
    assert "icons/app/app.svg is missing" in findings["Resources"].line
    assert findings["Time zones"].well


def test_a_system_without_authorities_is_not_well(tmp_path: Path) -> None:
    nothing = tmp_path / "none.pem"
    nothing.touch()
    done = subprocess.run(
        [sys.executable, "-m", "mobius_desktop", "--self-test"],
        env={**os.environ, "SSL_CERT_FILE": str(nothing), "SSL_CERT_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "FAIL  Certificates: " in done.stdout
    assert "no certificate authorities" in done.stdout
