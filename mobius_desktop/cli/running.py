"""How a command runs: the program is opened, Ctrl+C is heard, the work is told, and it ends."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mobius_desktop.cli.ending import end, known_said

if TYPE_CHECKING:
    from mobius_desktop.wiring import Program


@dataclass(frozen=True, slots=True)
class Told:
    """What a command prints and ends with."""

    lines: tuple[str, ...]
    values: dict[str, Any]
    all_done: bool


def run_command(
    options: dict[str, Any],
    work: Callable[[Program, Event], Told],
    *,
    as_json: bool,
    connects: bool = True,
) -> NoReturn:
    """Open the program, do the work, print what came of it, and end with 0, 1 or 2."""
    from mobius_desktop.history.telling import as_values  # noqa: PLC0415 - help stays quick

    with opened(options) as (program, stop):
        if connects:
            connect(program)
        told = work(program, stop)
    click.echo(as_values(told.values) if as_json else "\n".join(told.lines))
    end(well=told.all_done)


@contextmanager
def opened(options: dict[str, Any]) -> Iterator[tuple[Program, Event]]:
    """The open program, and what Ctrl+C sets. An error that it knows ends the command with its sentence."""
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - help stays quick

    with known_said():
        program = open_program(ProgramOptions.of(**options))
        try:
            with cancelled_by_ctrl_c() as stop:
                yield program, stop
        finally:
            program.close()


def connect(program: Program) -> None:
    """Connect both sides. A wrong clock is said on the error stream: it is no part of the answer.

    Raises what `Program.connect` raises."""
    from mobius_desktop.domain.connection import clock_sentence  # noqa: PLC0415 - help stays quick

    program.connect()
    apart = program.clock_apart()
    if apart is not None:
        click.echo(clock_sentence(apart), err=True)


@contextmanager
def cancelled_by_ctrl_c() -> Iterator[Event]:
    """Ctrl+C starts no further invoice and carries what is on the way to its end; twice ends at once."""
    stop = Event()

    def on_interrupt(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("Cancelling: what is on the way is finished first.", err=True)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
