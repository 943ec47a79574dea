"""`mobius-desktop transfer`: the same engine as the window's, for scripts and the scheduler.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from mobius_desktop.cli.dates import DAY
from mobius_desktop.cli.ending import end
from mobius_desktop.cli.options import beginning_options, company_option, into_certified_option
from mobius_desktop.cli.running import connect, opened

_SUMMARIES = ("Default", "Condensed", "Detailed")


@click.group()
def transfer() -> None:
    """Send batches from ConnectWise PSA to QuickBooks Online."""


@transfer.command("invoices")
@beginning_options
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
    from mobius_desktop.cli.invoice_batch import InvoiceBatch, Wish  # noqa: PLC0415 - help stays quick

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
    with opened(options) as (program, stop):
        connect(program)
        batch = InvoiceBatch(program, wish, stop)
        outcome = batch.preview() if dry_run else batch.send()
    click.echo(outcome.json() if as_json else "\n".join(outcome.lines()))
    end(well=outcome.all_done)
