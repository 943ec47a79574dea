"""`mobius-desktop history tie-out`, `month`, `certify`, `explain` and `overrides`.

Exit code 0 when both systems tie (or it is done), 1 when something is apart, 2 when it could not start.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.companies import realm_of
from mobius_desktop.cli.dates import DAY, period_options
from mobius_desktop.cli.options import company_option, json_option, program_options, record_options
from mobius_desktop.cli.running import Told, run_command

if TYPE_CHECKING:
    from mobius_desktop.domain.tie_out import TieOut
    from mobius_desktop.wiring import Program

_MONTH = click.option(
    "--month", "day", type=DAY, required=True, help="Any day of the month, like 2026-10-31."
)
_LAST = click.option("--last", "kept", is_flag=True, help="Show the last comparison; ask no server.")


@click.command("tie-out")
@period_options
@_LAST
@click.option("--matched", is_flag=True, help="List matched invoices too.")
@company_option
@json_option
@program_options
def tie_out(
    *,
    first: dt.datetime,
    last: dt.datetime,
    kept: bool,
    matched: bool,
    company: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare ConnectWise's invoices with QuickBooks' documents for a period. Changes neither."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.history.tie_out.telling import tie_out_lines, tie_out_values  # noqa: PLC0415 - quick help

        realm = realm_of(program, company)
        if kept:
            found = _kept(program.tying.tie_out(realm, first.date(), last.date()))
        else:
            found = program.tying.compare(realm, first.date(), last.date(), _silent, stop)
        return Told(tuple(tie_out_lines(found, matched=matched)), tie_out_values(found), found.ties)

    run_command(options, work, as_json=as_json, connects=not kept)


@click.command("explain")
@period_options
@click.option("--number", "numbers", multiple=True, required=True, help="The invoice; may be repeated.")
@click.option("--reason", required=True, help="Why it is right; it stays in the record.")
@company_option
@json_option
@record_options
def explain(
    *,
    first: dt.datetime,
    last: dt.datetime,
    numbers: tuple[str, ...],
    reason: str,
    company: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Explain differences of the last comparison of a period."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - quick help
        from mobius_desktop.history.tie_out.telling import tie_out_lines, tie_out_values  # noqa: PLC0415 - the same

        del stop
        realm = realm_of(program, company)
        found = _kept(program.tying.tie_out(realm, first.date(), last.date()))
        rows = [row for row in found.rows if row.differing and row.number in numbers]
        missing = sorted(set(numbers) - {row.number for row in rows})
        if missing:
            raise NotSetUp(f"No difference in this period: {', '.join(missing)}.")
        program.tying.explain(realm, rows, reason)
        found = _kept(program.tying.tie_out(realm, first.date(), last.date()))
        return Told(tuple(tie_out_lines(found)), tie_out_values(found), found.ties)

    run_command(options, work, as_json=as_json, connects=False)


@click.command("month")
@_MONTH
@company_option
@json_option
@record_options
def month(*, day: dt.datetime, company: str, as_json: bool, **options: Any) -> None:
    """Show a month as it was last compared: its parts, its control line, its gaps, who certified it."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.history.tie_out.telling import month_lines, month_values  # noqa: PLC0415 - quick help

        del stop
        book = program.tying.month(realm_of(program, company), day.date())
        ties = book.tie_out is not None and book.tie_out.ties
        return Told(tuple(month_lines(book)), month_values(book), ties)

    run_command(options, work, as_json=as_json, connects=False, reads=True)


@click.command("certify")
@_MONTH
@company_option
@json_option
@program_options
def certify(*, day: dt.datetime, company: str, as_json: bool, **options: Any) -> None:
    """Compare a month and certify it, when nothing is apart that is not explained."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.domain.days import end_of_month, month_of  # noqa: PLC0415 - quick help
        from mobius_desktop.history.tie_out.telling import month_lines, month_values  # noqa: PLC0415 - the same

        realm, first = realm_of(program, company), month_of(day.date())
        program.tying.compare(realm, first, end_of_month(first), _silent, stop)
        book = program.tying.certify(realm, first)
        return Told(tuple(month_lines(book)), month_values(book), all_done=True)

    run_command(options, work, as_json=as_json)


@click.command("overrides")
@period_options
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write a CSV file.")
@json_option
@record_options
def overrides(
    *, first: dt.datetime, last: dt.datetime, file: Path | None, as_json: bool, **options: Any
) -> None:
    """List every decision that set something aside: who, when, why, how much."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.history.export import ExportColumn, write_csv  # noqa: PLC0415 - quick help
        from mobius_desktop.history.tie_out.telling import (  # noqa: PLC0415 - the same
            OVERRIDE_HEADS,
            override_cells,
            override_lines,
        )

        del stop
        found = program.tying.overrides(first.date(), last.date())
        lines = tuple(override_lines(found))
        if file is not None:
            write_csv(file, [ExportColumn(head) for head in OVERRIDE_HEADS], override_cells(found))
            lines = (f"{len(found):,} written to {file}.",)
        return Told(lines, {"overrides": found}, all_done=True)

    run_command(options, work, as_json=as_json, connects=False, reads=True)


def _kept(found: TieOut | None) -> TieOut:
    from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - quick help

    if found is None:
        raise NotSetUp("This period was not compared yet. Compare it first, without --last.")
    return found


def _silent(_: object) -> None:
    """Nobody watches."""
