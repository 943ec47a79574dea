"""`mobius-desktop doctor`: what would fail, and where it is put right. Reads both systems, writes to neither.

Exit code 0 when nothing stands in the way of sending (warnings may), 1 when something does, 2 when it could
not start, was cancelled, or a side could not be read, so that what was not checked may still fail: then
`would_fail` is null in the JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.companies import realm_of
from mobius_desktop.cli.ending import COULD_NOT_START, DONE, SOME_NOT
from mobius_desktop.cli.options import company_option, program_options
from mobius_desktop.cli.running import connect, opened

if TYPE_CHECKING:
    from mobius_desktop.domain.checkup import CheckupReport
    from mobius_desktop.domain.ids import RealmId
    from mobius_desktop.wiring import Program


@click.command()
@program_options
@company_option
@click.option("--json", "as_json", is_flag=True, help="Print checks, problems, invoices and money as JSON.")
def doctor(*, company: str, as_json: bool, **options: Any) -> None:
    """Check the set-up: list what would fail, by severity, with the place to fix it.

    Only reads. With --demo --offline the last result is shown with its date.

    Exit code: 0 nothing stands in the way, 1 something would fail, 2 not everything could be checked.
    """
    with opened(options) as (program, stop):
        if program.demo and not program.offline:
            connect(program)
        realm = realm_of(program, company)
        report = (
            _last(program, realm) if program.offline else program.checking_up.check(realm, _unheard, stop)
        )
    click.echo(_json(report) if as_json else "\n".join(_lines(report)))
    sys.exit(SOME_NOT if report.would_fail else COULD_NOT_START if report.not_checked else DONE)


def _last(program: Program, realm: RealmId) -> CheckupReport:
    from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - help stays quick

    kept = program.checking_up.last(realm)
    if kept is None:
        raise NotSetUp("The set-up was not checked yet. Without a network there is nothing to show.")
    return kept


def _unheard(result: Any) -> None:
    """Nobody watches the single checks on the command line."""


def _lines(report: Any) -> Iterator[str]:
    from mobius_desktop.transfer.checkup.telling import (  # noqa: PLC0415 - help stays quick
        place_texts,
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
        yield from (f"           {place}" for place in place_texts(problem, report.company))
    for one in report.not_checked:
        yield ""
        yield f"{'NOT SURE':<8} {one.title}: {one.why_not}"
    yield ""
    yield summary_of(report)


def _json(report: Any) -> str:
    from mobius_desktop.history.telling import as_values  # noqa: PLC0415 - help stays quick
    from mobius_desktop.transfer.checkup.telling import place_texts  # noqa: PLC0415 - help stays quick

    checks = [
        asdict(one)
        | {"problems": [asdict(it) | {"places": place_texts(it, report.company)} for it in one.problems]}
        for one in report.results
    ]
    return as_values(
        {
            "company": report.company,
            "realm": report.realm,
            "edition": report.edition,
            "checked_at": report.at,
            "would_fail": report.would_fail,
            "unposted": report.unposted,
            "counts": dict(report.counts),
            "checks": checks,
        }
    )
