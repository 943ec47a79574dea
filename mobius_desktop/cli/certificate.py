"""`mobius-desktop history certificate`: a batch on one page, as PDF or JSON. Only a PDF needs Qt."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.ending import cannot_start
from mobius_desktop.cli.options import json_option, record_options
from mobius_desktop.cli.running import Told, run_command

if TYPE_CHECKING:
    from mobius_desktop.history.certificate import CertificateLine
    from mobius_desktop.wiring import Program


@click.command("certificate")
@click.argument("number", type=int)
@click.option(
    "-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), help="The PDF file to write."
)
@json_option
@record_options
def certificate(*, number: int, file: Path | None, as_json: bool, **options: Any) -> None:
    """Certify a batch on one page: counts, control totals, exceptions, person, times and hashes."""
    if file is None and not as_json:
        raise click.UsageError("Name the file with -o, or print --json.")

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.domain.ids import BatchNumber  # noqa: PLC0415 - help stays quick

        del stop
        found = program.tying.certificate(BatchNumber(number))
        lines: tuple[str, ...] = (found.batch_head.text.capitalize(), f"Record: {found.head}")
        if file is not None:
            from mobius_desktop.history.export import why_not_written  # noqa: PLC0415 - help stays quick
            from mobius_desktop.ui.paper.without_window import write_certificate  # noqa: PLC0415 - Qt, wanted here

            try:
                lines = (f"Written to {write_certificate(found, file)}.", *lines)
            except OSError as error:
                cannot_start(why_not_written(file, error))
        values = {
            "batch": found.batch,
            "money": [
                {
                    "currency": one.currency,
                    "connectwise": one.totals.connectwise,
                    "not_in_quickbooks": one.totals.left_out,
                    "quickbooks": one.totals.quickbooks,
                    "apart": one.totals.apart,
                    "ties": one.totals.ties,
                    "lines": [_line(line) for line in one.lines],
                }
                for one in found.money
            ],
            "exceptions": found.exceptions,
            "batch_head": found.batch_head.text,
            "record": found.head,
            "printed_at": found.printed_at,
            "printed_by": found.printed_by,
        }
        return Told(lines, values, found.ties)

    run_command(options, work, as_json=as_json, connects=False, reads=True)


def _line(line: CertificateLine) -> dict[str, Any]:
    return {
        "words": line.words,
        "count": line.figure.count,
        "total": line.figure.total,
        "quickbooks": line.quickbooks,
        "apart": line.apart,
    }
