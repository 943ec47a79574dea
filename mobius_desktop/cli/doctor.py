"""`mobius-desktop doctor`: what would fail, and where it is put right. Reads both systems, writes to neither.

Exit code 0 when nothing stands in the way of sending (warnings may), 1 when something does, 2 when it could
not start, was cancelled, or a side could not be read, so that what was not checked may still fail.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from mobius_desktop.cli.options import company_option, program_options

WOULD_FAIL = 1
NOT_CHECKED = 2


@click.command()
@program_options
@company_option
@click.option("--json", "as_json", is_flag=True, help="Print checks, problems, invoices and money as JSON.")
def doctor(*, company: str, as_json: bool, **options: Any) -> None:
    """Check the set-up: list what would fail, by severity, with the place to fix it.

    Only reads. With --demo --offline the last result is shown with its date.

    Exit code: 0 nothing stands in the way, 1 something would fail, 2 not everything could be checked.
    """
    from mobius_desktop.cli.companies import find_company  # noqa: PLC0415 - help stays quick
    from mobius_desktop.cli.connecting import connect  # noqa: PLC0415 - help stays quick
    from mobius_desktop.cli.transfer import cancelled_by_ctrl_c  # noqa: PLC0415 - the same
    from mobius_desktop.domain.errors import Known, NotSetUp  # noqa: PLC0415 - the same
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - the same

    try:
        program = open_program(ProgramOptions.of(**options))
    except Known as error:
        _cannot(error.sentence)
    try:
        with cancelled_by_ctrl_c() as stop:
            if program.demo and not program.offline:
                connect(program)
            chosen = find_company(program, company)
            if program.offline:
                kept = program.checking_up.last(chosen.realm)
                if kept is None:
                    raise NotSetUp(
                        "The set-up was not checked yet. Without a network there is nothing to show."
                    )
                report = kept
            else:
                report = program.checking_up.check(chosen.realm, _unheard, stop)
    except Known as error:
        _cannot(error.sentence)
    finally:
        program.close()
    click.echo(_json(report) if as_json else "\n".join(_lines(report)))
    sys.exit(WOULD_FAIL if report.would_fail else NOT_CHECKED if report.not_checked else 0)


def _cannot(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(NOT_CHECKED)


def _unheard(result: Any) -> None:
    """Nobody watches the single checks on the command line."""


def _lines(report: Any) -> Iterator[str]:
    from mobius_desktop.transfer.checkup.telling import (  # noqa: PLC0415 - help stays quick
        summary_of,
        touched_text,
    )

    yield f"{report.company} · {report.edition} edition · {report.at.astimezone():%m/%d/%Y %H:%M}"
    for _, problem in report.problems:
        touched = touched_text(problem.touched)
        yield ""
        yield f"{problem.severity.value:<8} {problem.headline}" + (f"   {touched}" if touched else "")
        yield f"         {problem.sentence}"
        yield f"         → {problem.fix}"
    for one in report.not_checked:
        yield ""
        yield f"{'NOT SURE':<8} {one.title}: {one.why_not}"
    yield ""
    yield summary_of(report)


def _json(report: Any) -> str:
    from mobius_desktop.history.telling import as_values  # noqa: PLC0415 - help stays quick

    return as_values(
        {
            "company": report.company,
            "realm": report.realm,
            "edition": report.edition,
            "checked_at": report.at,
            "would_fail": report.would_fail,
            "unposted": report.unposted,
            "counts": dict(report.counts),
            "checks": report.results,
        }
    )
