"""How commands end: 0 when all is well, 1 when something is not, 2 when nothing could begin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

DONE, SOME_NOT, COULD_NOT_START = 0, 1, 2


def end(*, well: bool) -> NoReturn:
    """End a command that did its work."""
    sys.exit(DONE if well else SOME_NOT)


def cannot_start(sentence: str) -> NoReturn:
    """Say why on the error stream, and end with 2."""
    click.echo(sentence, err=True)
    sys.exit(COULD_NOT_START)


@contextmanager
def known_said() -> Iterator[None]:
    """What this program knows of ends the command with its sentence instead of a trace."""
    from mobius_desktop.domain.errors import Known  # noqa: PLC0415 - help stays quick

    try:
        yield
    except Known as error:
        cannot_start(error.sentence)
