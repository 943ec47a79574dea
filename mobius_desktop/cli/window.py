"""The default command: open the window, on the user's own data or on the demo's sandbox."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from mobius_desktop.cli.options import beginning_options

_APP = "mobius_desktop.start"
"""Qt is loaded when the window is asked for, and by nobody else."""


@click.command()
@beginning_options
@click.option(
    "--review",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Only look at this copy of a record: no sign-in, nothing is sent, nothing is written into it.",
)
@click.option("--quit-when-shown", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
def window(**choices: Any) -> None:
    """Open the window."""
    run = importlib.import_module(_APP).run
    sys.exit(run(**choices))
