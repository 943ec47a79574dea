"""`mobius-desktop history`: past batches and months from the record on this computer.

Only `tie-out` and `certify` ask the servers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from mobius_desktop.cli import record
from mobius_desktop.cli.certificate import certificate
from mobius_desktop.cli.dates import DAY
from mobius_desktop.cli.ending import cannot_start, known_said
from mobius_desktop.cli.months import certify, explain, month, overrides, tie_out
from mobius_desktop.cli.options import json_option, record_options
from mobius_desktop.domain.archive import BATCH_KINDS
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.states import BatchState
from mobius_desktop.history.history import PAGE, History
from mobius_desktop.history.sheets import BATCHES, INVOICES, counted, write_sheet
from mobius_desktop.history.telling import as_values, batch_lines, batch_values, list_lines
from mobius_desktop.store import FILE_NAME
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.options import ProgramOptions

_KINDS = click.Choice(BATCH_KINDS, case_sensitive=False)
_BATCHES, _INVOICES = ("batch", "batches"), ("invoice", "invoices")


@click.group()
def history() -> None:
    """Past batches, as they are recorded on this computer."""


for _command in (
    record.verify,
    record.backup,
    record.restore_backup,
    record.trim,
    certificate,
    certify,
    explain,
    month,
    overrides,
    tie_out,
):
    history.add_command(_command)


def _where(command: Any) -> Any:
    """The options that say which record is meant, and how it is told."""
    return json_option(record_options(command))


def _narrowing(command: Any) -> Any:
    """The options that say which batches are meant."""
    states = click.Choice([state.value for state in BatchState])
    for option in (
        click.option("--to", "last", type=DAY, help="Started on this day or earlier."),
        click.option("--from", "first", type=DAY, help="Started on this day or later."),
        click.option("--state", type=states, multiple=True, help="Only this state; may be repeated."),
        click.option("--kind", type=_KINDS, help="Only this kind."),
        click.option("--company", default="", help="Name or id of the QuickBooks company."),
        click.option("--text", default="", help="A number, name, amount, message or id."),
    ):
        command = option(command)
    return command


def _narrowed(
    past: History,
    *,
    text: str,
    company: str,
    kind: str | None,
    state: tuple[str, ...],
    first: dt.datetime | None,
    last: dt.datetime | None,
) -> dict[str, Any]:
    """These options as `list_batches` has them. Raises NotSetUp where no batch is of that company."""
    return {
        "text": text,
        "realm": past.company(company) if company else None,
        "kind": kind or "",
        "states": [BatchState(one) for one in state],
        "first": first.date() if first else None,
        "last": last.date() if last else None,
    }


@history.command("list")
@_narrowing
@click.option("--before", type=int, help="Only batches with a smaller number: the next page.")
@click.option("--limit", type=click.IntRange(1), default=PAGE, show_default=True)
@_where
def list_batches(
    *,
    data_dir: Path | None,
    demo: bool,
    as_json: bool,
    before: int | None,
    limit: int,
    **narrowed: Any,
) -> None:
    """List the batches, newest first.

    Batch total: all invoices of a batch, sent or not. Sent total: what of it is in QuickBooks and completed.
    Both are ConnectWise's amounts."""
    with _record(data_dir, demo=demo) as past:
        found = (
            past.list_batches(
                **_narrowed(past, **narrowed),
                before=BatchNumber(before) if before is not None else None,
                limit=limit,
            )
            if past
            else ()
        )
    if as_json:
        click.echo(as_values(list(found)))
        return
    is_narrowed = before is not None or any(narrowed.values())
    click.echo("\n".join(list_lines(found, narrowed=is_narrowed)))


@history.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--batch", "number", type=int, help="The invoices of this batch.")
@click.option("--invoices", is_flag=True, help="The invoices of the batches instead of the batches.")
@_narrowing
@record_options
def export(
    *,
    file: Path,
    number: int | None,
    invoices: bool,
    data_dir: Path | None,
    demo: bool,
    **narrowed: Any,
) -> None:
    """Write batches, or their invoices, into FILE: a workbook (.xlsx) with totals, or .csv."""
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise click.BadParameter("The file's name ends in .xlsx or .csv.", param_hint="FILE")
    with _record(data_dir, demo=demo) as past:
        if number is not None and (past is None or past.batch(BatchNumber(number)) is None):
            _no_batch(number)
        batches = _all_batches(past, narrowed) if past is not None and number is None else []
        numbers = [BatchNumber(number)] if number is not None else [row.number for row in batches]
        if invoices or number is not None:
            rows = [row for one in numbers for row in past.invoices(one)] if past is not None else []
            write_sheet(file, INVOICES, rows, _INVOICES)
            said = counted(len(rows), _INVOICES)
        else:
            write_sheet(file, BATCHES, batches, _BATCHES)
            said = counted(len(batches), _BATCHES)
    click.echo(f"{said} written to {file}.")


def _all_batches(past: History, narrowed: dict[str, Any]) -> list[BatchRow]:
    """Every batch that passes, page by page, newest first."""
    found: list[BatchRow] = []
    wanted = _narrowed(past, **narrowed)
    while True:
        before = found[-1].number if found else None
        page = past.list_batches(**wanted, before=before, limit=PAGE)
        found += page
        if len(page) < PAGE:
            return found


@history.command("show")
@click.argument("number", type=int)
@_where
def show_batch(*, number: int, data_dir: Path | None, demo: bool, as_json: bool) -> None:
    """Show one batch: its sections, its invoices, its money, its log."""
    with _record(data_dir, demo=demo) as past:
        story = past.batch(BatchNumber(number)) if past else None
    if story is None:
        _no_batch(number)
    click.echo(as_values(batch_values(story)) if as_json else "\n".join(batch_lines(story)))


@contextmanager
def _record(data_dir: Path | None, *, demo: bool) -> Iterator[History | None]:
    """The history of the data folder; None where there is no record yet, and none is made."""
    path = ProgramOptions(data_dir=data_dir, demo=demo).folder / FILE_NAME
    if data_dir is not None and not data_dir.is_dir():
        cannot_start(f"There is no folder {data_dir}. Name the folder that holds {FILE_NAME}.")
    if not path.exists():
        yield None
        return
    clock = ProgramClock()
    with known_said(), record.open_for_reading(path, clock) as store:
        yield History(store, clock)


def _no_batch(number: int) -> NoReturn:
    cannot_start(
        f"There is no batch {number} in this record. “mobius-desktop history list” lists what is there."
    )
