"""The manual and its pictures belong together."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mobius_desktop.cli.sandbox import as_text
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.run import SandboxOptions, start_sandbox

DOCS = Path(__file__).parents[1] / "docs"


def getting_started() -> str:
    return (DOCS / "getting-started.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("curl"), reason="the command of the manual needs curl")
def test_the_manuals_command_sets_the_sandboxs_clock_to_the_present() -> None:
    command = next(line for line in getting_started().splitlines() if line.startswith("curl"))
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        here = command.replace("http://127.0.0.1:8611", running.quickbooks_base_url)
        assert here != command
        subprocess.run(["sh", "-ec", here], check=True, capture_output=True, timeout=20)  # noqa: S603, S607 - the manual's own command
        assert abs(running.control.clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=30)


def test_the_manual_names_what_the_sandbox_prints() -> None:
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        said = running.describe()
    for side, port in (("connectwise", 8610), ("quickbooks", 8611)):
        assert f"`http://127.0.0.1:{port}`" in getting_started()
        said[side]["base_url"] = f"http://127.0.0.1:{port}"
    found = re.search(r"`http://127.0.0.1:8611(/\S+)`", getting_started())
    assert found is not None
    assert said["quickbooks"]["discovery_url"].endswith(found[1])
    for word in ("discovery", "client id", "client secret", "redirect"):
        assert f"\n  {word} " in as_text(said)
        assert f"*{word}*" in getting_started()


def test_every_picture_of_the_manual_is_there_and_every_one_taken_is_shown() -> None:
    shown = set(re.findall(r"\]\((screenshots/[^)]+)\)", getting_started()))
    taken = {f"screenshots/{path.name}" for path in (DOCS / "screenshots").glob("getting-started-*.png")}
    assert len(shown) >= 12
    assert shown == taken
