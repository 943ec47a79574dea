"""`mobius-desktop transfer`: the same engine as the window's, for scripts and the scheduler.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import click

from mobius_desktop.cli.dates import DAY
from mobius_desktop.cli.options import company_option, into_certified_option, program_options

_SUMMARIES = ("Default", "Condensed", "Detailed")
SOME_NOT = 1
COULD_NOT_START = 2


@click.group()
def transfer() -> None:
    """Send batches from ConnectWise PSA to QuickBooks Online."""


@transfer.command("invoices")
@program_options
@company_option
@click.option(
    "--location", default="", help="ConnectWise PSA Location by name or id; All locations without it."
)
@click.option("--summary", type=click.Choice(_SUMMARIES, case_sensitive=False), help="Invoice Summary.")
@click.option("--through", type=DAY, help="Only invoices dated this day or earlier.")
@click.option("--all", "every", is_flag=True, help="All listed invoices.")
@click.option("--number", "numbers", multiple=True, help="An invoice by number; may be repeated.")
@click.option(
    "--create",
    is_flag=True,
    help="Approve creating what is missing in QuickBooks. Matters where the company's set-up says to ask; "
    "“always” and “never” stay as they are. The demo creates customers and items without asking.",
)
@into_certified_option
@click.option("--dry-run", is_flag=True, help="Show what would be sent; send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print sections, actions, money and findings as JSON.")
def invoices(
    *,
    company: str,
    location: str,
    summary: str | None,
    through: dt.datetime | None,
    every: bool,
    numbers: tuple[str, ...],
    create: bool,
    into_certified: bool,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Send finished invoices as one batch."""
    from mobius_desktop.cli.connecting import connect  # noqa: PLC0415 - help stays quick
    from mobius_desktop.cli.invoice_batch import InvoiceBatch, Wish  # noqa: PLC0415 - help stays quick
    from mobius_desktop.domain.errors import Known  # noqa: PLC0415 - the same
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - the same

    if every == bool(numbers):
        raise click.UsageError("Name the invoices with --number, or take --all of them.")
    wish = Wish(
        company=company,
        location=location,
        summary=summary,
        through=through.date() if through else None,
        numbers=numbers,
        create=create,
        into_certified=into_certified,
    )
    try:
        program = open_program(ProgramOptions.of(**options))
    except Known as error:
        _cannot_start(error.sentence)
    try:
        with cancelled_by_ctrl_c() as stop:
            connect(program)
            batch = InvoiceBatch(program, wish, stop)
            outcome = batch.preview() if dry_run else batch.send()
    except Known as error:
        _cannot_start(error.sentence)
    finally:
        program.close()
    click.echo(outcome.json() if as_json else "\n".join(outcome.lines()))
    sys.exit(0 if outcome.all_done else SOME_NOT)


def _cannot_start(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(COULD_NOT_START)


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
