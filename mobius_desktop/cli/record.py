"""`mobius-desktop history verify, backup, restore, trim`: the record as a file. Asks no server."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mobius_desktop.cli.ending import end, known_said
from mobius_desktop.cli.options import record_options
from mobius_desktop.cli.running import PARTLY
from mobius_desktop.domain.errors import EMPTY, RecordDamaged, StorageFailed
from mobius_desktop.domain.keeping import FEWEST_YEARS
from mobius_desktop.store import FILE_NAME, Store
from mobius_desktop.store.backup import check_backup, restore
from mobius_desktop.wiring.clock import ProgramClock
from mobius_desktop.wiring.keeping import Keeping
from mobius_desktop.wiring.options import ProgramOptions

_FILE = click.Path(dir_okay=False, path_type=Path)
_HEAD = "HASH"
_PRINTED = "Also compare with a certificate: “512 9f86…” of the record, or “batch 12: 148 9f86…” of a batch."
_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@click.option("--against", type=_FILE, help="Also compare with this older backup.")
@click.option(
    "--head",
    "head",
    metavar=_HEAD,
    help=_PRINTED,
)
@click.option("--file", "file", type=_FILE, help="Verify this copy instead of the record.")
@record_options
def verify(
    *, against: Path | None, head: str | None, file: Path | None, data_dir: Path | None, demo: bool
) -> None:
    """Say whether the record was changed outside this program, and where. Exit code 1: it was.

    Verified are all entries, their order, every stored request, answer and snapshot, and the tables that the
    screens read. Lists read from ConnectWise and QuickBooks, settings, column layouts and the search index
    are outside the chain."""
    if against is not None and head is not None:
        raise click.UsageError("Compare with --against or with --head, not with both.")
    if head is not None and not head.strip():
        raise click.UsageError("--head is empty. Take the count and the hash from a certificate.")
    with known_said(), _keeping(data_dir, demo=demo, file=file) as keeping, _progress("Verifying") as report:
        older = against if against is not None else head
        verdict = keeping.verify(report) if older is None else keeping.verify_against(older, report)
    click.echo("\n".join(verdict.report()))
    end(well=verdict.intact)


@click.command()
@click.argument("file", type=_FILE)
@record_options
def backup(*, file: Path, data_dir: Path | None, demo: bool) -> None:
    """Copy the record into FILE, also while the program runs."""
    with known_said(), _keeping(data_dir, demo=demo) as keeping, _progress("Copying") as report:
        note = keeping.back_up(file, report)
    click.echo(f"Copied to {note.path}: {note.entries:,} entries, verified.\nHead: {note.head}")


@click.command("restore")
@click.argument("file", type=_FILE)
@_YES
@record_options
def restore_backup(*, file: Path, yes: bool, data_dir: Path | None, demo: bool) -> None:
    """Put the copy FILE in the place of the record: verified first, and the present record is kept aside."""
    record = ProgramOptions(data_dir=data_dir, demo=demo).folder / FILE_NAME
    with known_said():
        found = check_backup(file, record)
        click.echo(found.consequence)
        if not yes:
            click.confirm("Restore it?", abort=True)
        aside = restore(file, record, ProgramClock().now())
    click.echo(f"Restored from {file}.")
    if aside is not None:
        click.echo(f"The record that was there is kept as {aside}.")


@click.command()
@click.option("--years", type=click.IntRange(FEWEST_YEARS), required=True, help="Keep so many years.")
@_YES
@record_options
def trim(*, years: int, yes: bool, data_dir: Path | None, demo: bool) -> None:
    """Remove stored requests, answers and snapshots that are older. Entries and their hashes always stay."""
    if not yes:
        click.confirm(f"Remove requests, answers and snapshots older than {years} years?", abort=True)
    with known_said(), _keeping(data_dir, demo=demo) as keeping:
        trimmed = keeping.trim(years)
    click.echo(f"{trimmed.count:,} removed, {trimmed.bytes / 2**20:,.1f} MB. No entry was removed.")


@contextmanager
def _keeping(data_dir: Path | None, *, demo: bool, file: Path | None = None) -> Iterator[Keeping]:
    """The record of the data folder, or a copy; a damaged one is read as far as it goes."""
    clock = ProgramClock()
    path = file or ProgramOptions(data_dir=data_dir, demo=demo).folder / FILE_NAME
    if not path.exists():
        raise StorageFailed(f"There is no record {path}.")
    with open_for_reading(path, clock) if file is None else Store.review(path, clock) as store:
        yield Keeping(store, path, clock, user=getpass.getuser())


def open_for_reading(path: Path, clock: ProgramClock) -> Store:
    """The record, or where it cannot be written, the record to be read only; a damaged one is said."""
    try:
        return Store.open(path, clock)
    except StorageFailed:
        return Store.review(path, clock)
    except RecordDamaged as error:
        if error.sentence == EMPTY:
            raise
        found = Store.review(path, clock)
        click.echo(PARTLY, err=True)
        return found


@contextmanager
def _progress(label: str) -> Iterator[Any]:
    """A bar on a terminal, nothing in a script."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar.update(max(0, 1000 * done // max(total, 1) - bar.pos))

        yield report
