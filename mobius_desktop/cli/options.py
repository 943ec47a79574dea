"""Options that several commands have: of the program that they open, the company, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--demo", is_flag=True, help="Work on a sandbox with a sample firm; no account is needed."),
    click.option("--offline", is_flag=True, help="With --demo: read the record, start no server."),
    click.option(
        "--scale",
        type=click.Choice(["small", "month-end", "huge"]),
        default="small",
        show_default=True,
        help="With --demo: 45, 500 or 100,000 invoices.",
    ),
    click.option(
        "--seed", type=int, default=1, show_default=True, help="With --demo: 1 is the sample firm itself."
    ),
    click.option(
        "--tax",
        type=click.Choice(["automated", "manual"]),
        default="automated",
        show_default=True,
        help="With --demo: how QuickBooks taxes.",
    ),
    click.option(
        "--ast",
        type=click.Choice(["honour", "ignore", "need_flag"]),
        default="honour",
        show_default=True,
        help="With --demo: what automated sales tax does with a tax that is sent.",
    ),
    click.option(
        "--edition",
        type=click.Choice(["free", "lite", "standard"]),
        default=None,
        help="With --demo: the edition to play.",
    ),
    click.option(
        "--data-dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Keep everything in this folder.",
    ),
    click.option(
        "--vault",
        type=click.Choice(["keyring", "file", "memory"]),
        default="keyring",
        show_default=True,
        help="Where keys and sign-ins are kept. The demo uses memory.",
    ),
    click.option("--latency-ms", type=int, default=None, hidden=True),
    click.option("--speed", type=float, default=None, hidden=True),
    click.option("--connectwise-url", default="", help="Base URL of the ConnectWise site to use instead."),
    click.option("--quickbooks-url", default="", help="Base URL of the QuickBooks API to use instead."),
)


company_option = click.option(
    "--company", default="", help="QuickBooks company by name or id; the default one without it."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def program_options(command: Command) -> Command:
    """A command with the options of `ProgramOptions`; it receives them as keyword arguments."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def beginning_options(command: Command) -> Command:
    """The same for a command that may begin with an empty record: the others work on what is there."""
    fresh = click.option(
        "--fresh", is_flag=True, help="With --demo: start the sample firm and its record over."
    )
    return program_options(fresh(command))


def record_options(command: Command) -> Command:
    """A command with the options that say which record is meant. It asks no server, so it has no others."""
    for option in (
        click.option("--demo", is_flag=True, help="The demo's record."),
        click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="The data folder."),
    ):
        command = option(command)
    return command


into_certified_option = click.option(
    "--into-certified-month", "into_certified", is_flag=True, help="The second word for a certified month."
)
