"""The default command: open the window, on the user's own data or on the demo's sandbox."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

_APP = "mobius_desktop.app"
"""Qt is loaded when the window is asked for, and by nobody else."""


@click.command()
@click.option("--demo", is_flag=True, help="Work on a sandbox with a sample firm; no account is needed.")
@click.option("--offline", is_flag=True, help="With --demo: read the record, start no server.")
@click.option("--fresh", is_flag=True, help="With --demo: start the sample firm and its record over.")
@click.option("--scale", type=click.Choice(["small", "month-end", "huge"]), default="small")
@click.option("--seed", type=int, default=1, help="With --demo: 1 is the sample firm itself.")
@click.option("--tax", type=click.Choice(["automated", "manual"]), default="automated")
@click.option("--ast", type=click.Choice(["honour", "ignore", "need_flag"]), default="honour")
@click.option("--edition", type=click.Choice(["free", "lite", "standard"]), default=None)
@click.option(
    "--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Keep everything in this folder."
)
def window(
    *,
    demo: bool,
    offline: bool,
    fresh: bool,
    scale: str,
    seed: int,
    tax: str,
    ast: str,
    edition: str | None,
    data_dir: Path | None,
) -> None:
    """Open the window."""
    choices: dict[str, Any] = {"scale": scale, "seed": seed, "tax": tax, "ast": ast, "edition": edition}
    run = importlib.import_module(_APP).run
    sys.exit(run(demo=demo, offline=offline, fresh=fresh, data_dir=data_dir, **choices))
