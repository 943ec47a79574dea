"""`mobius-desktop links`: the links of a company as CSV files, out and in.

Exit code 0 when it is done, 1 when a dry run shows changes, 2 when it could not be done.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.companies import company_of
from mobius_desktop.cli.options import company_option, json_option, program_options
from mobius_desktop.cli.running import Told, run_command

if TYPE_CHECKING:
    from mobius_desktop.transfer.linking.books import CompanyBooks
    from mobius_desktop.transfer.linking.importing import LinkImport
    from mobius_desktop.wiring import Program

KINDS = ("customers", "items", "terms", "classes", "locations", "tax-codes", "tax-agencies", "accounts")

_KIND = click.argument("kind", type=click.Choice(KINDS))


@click.group()
def links() -> None:
    """Which QuickBooks record each ConnectWise record is, as CSV files."""


@links.command("export")
@_KIND
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@company_option
@json_option
@program_options
def export_links(*, kind: str, file: Path, company: str, as_json: bool, **options: Any) -> None:
    """Write the links of a KIND to a CSV FILE, with what would be found and what is alike."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.transfer.linking.words import KIND_OPTIONS  # noqa: PLC0415 - help stays quick

        books = _books(program, company, stop)
        count = program.configuring.export_links(books, KIND_OPTIONS[kind], file)
        said = f"{count:,} lines were written to {file}."
        return Told((said,), {"file": str(file), "lines": count}, all_done=True)

    run_command(options, work, as_json=as_json)


@links.command("import")
@_KIND
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@company_option
@json_option
@program_options
def import_links(
    *, kind: str, file: Path, dry_run: bool, company: str, as_json: bool, **options: Any
) -> None:
    """Read the links of a KIND from a CSV FILE and change what differs: all of it, or nothing.

    The columns “Key” and “QuickBooks id” count; an empty id takes a link away."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.transfer.linking.words import KIND_OPTIONS  # noqa: PLC0415 - help stays quick

        books = _books(program, company, stop)
        found = program.configuring.read_links(books, KIND_OPTIONS[kind], file)
        if not dry_run:
            program.configuring.link(books.realm, [one.choice for one in found.changes])
        return _told(found, dry_run=dry_run)

    run_command(options, work, as_json=as_json)


def _books(program: Program, company: str, stop: Event) -> CompanyBooks:
    return program.configuring.read(company_of(program, company).realm, lambda _count: None, stop)


def _told(found: LinkImport, *, dry_run: bool) -> Told:
    changes = [(one.choice.name, one.what, one.before, one.after) for one in found.changes]
    lines = [
        f"{name}: {what}, {before or 'none'} → {after or 'none'}" for name, what, before, after in changes
    ]
    values = {
        "dry_run": dry_run,
        "sentence": found.sentence,
        "changes": [
            {"connectwise": name, "what": what, "before": before, "after": after}
            for name, what, before, after in changes
        ],
    }
    return Told((found.sentence, *lines), values, all_done=not (dry_run and changes))
