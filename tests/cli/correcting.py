"""Runs commands for corrections on one demo folder, whose sandbox keeps its books from command to command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mobius_desktop.cli import main

FAST = ("--latency-ms", "0", "--speed", "100")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.out)
        return told


def command(folder: Path, *words: str) -> Ran:
    """`mobius-desktop …` on the demo in this folder."""
    ran = CliRunner().invoke(main, [*words, "--demo", "--data-dir", str(folder), *FAST])
    return Ran(ran.exit_code, ran.stdout, ran.stderr)
