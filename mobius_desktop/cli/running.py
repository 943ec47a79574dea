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
    from mobius_desktop.domain.errors import Known
    from mobius_desktop.wiring import Program, ProgramOptions

PARTLY = "The record is damaged: what follows is what can still be read of it. Restore a backup."


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
    reads: bool = False,
) -> NoReturn:
    """Open the program, do the work, print what came of it, and end with 0, 1 or 2.

    Work that only `reads` the record is done too where nothing can be written into it."""
    from mobius_desktop.history.telling import as_values  # noqa: PLC0415 - help stays quick

    asked = options if connects else {**options, "offline": True}
    with opened(asked, reads=reads) as (program, stop):
        if connects:
            connect(program)
        told = work(program, stop)
    click.echo(as_values(told.values) if as_json else "\n".join(told.lines))
    end(well=told.all_done)


@contextmanager
def opened(options: dict[str, Any], *, reads: bool = False) -> Iterator[tuple[Program, Event]]:
    """The open program, and what Ctrl+C sets. An error that it knows ends the command with its sentence.

    Who only `reads` gets what can be read of a record that is damaged, or cannot be written: on a full disk
    nothing else works, and that is when one wants to know."""
    from mobius_desktop.domain.errors import RecordDamaged, StorageFailed  # noqa: PLC0415 - help stays quick
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - the same

    with known_said():
        asked = ProgramOptions.of(**options)
        try:
            program = open_program(asked)
        except (StorageFailed, RecordDamaged) as trouble:
            if not reads:
                raise
            program = _opened_to_read(asked, trouble)
        try:
            with cancelled_by_ctrl_c() as stop:
                yield program, stop
        finally:
            program.close()


def _opened_to_read(asked: ProgramOptions, trouble: Known) -> Program:
    from mobius_desktop.domain.errors import EMPTY, RecordDamaged  # noqa: PLC0415 - help stays quick
    from mobius_desktop.wiring import open_troubled  # noqa: PLC0415 - hardly ever

    if trouble.sentence == EMPTY:
        raise trouble
    program = open_troubled(asked, trouble)
    if isinstance(trouble, RecordDamaged):
        click.echo(PARTLY, err=True)
    return program


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
