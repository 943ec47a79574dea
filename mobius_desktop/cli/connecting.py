"""Connecting a command's program: a wrong clock is said, and the servers' time used instead."""

from __future__ import annotations

import click

from mobius_desktop.domain.connection import clock_sentence
from mobius_desktop.wiring import Program


def connect(program: Program) -> None:
    """Connect both sides. A wrong clock is said on the error stream: it is no part of the answer.

    Raises what `Program.connect` raises."""
    program.connect()
    apart = program.clock_apart()
    if apart is not None:
        click.echo(clock_sentence(apart), err=True)
