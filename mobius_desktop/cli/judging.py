"""`mobius-desktop invoice judge`: a word on what is found before sending, bound to the finding's facts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from mobius_desktop.cli.companies import realm_of
from mobius_desktop.cli.correcting import Asked, number_argument
from mobius_desktop.cli.dates import DAY
from mobius_desktop.cli.options import company_option
from mobius_desktop.cli.running import Told

if TYPE_CHECKING:
    from mobius_desktop.domain.findings import Finding

MARK_OK, POST_ON = "mark-ok", "post-on"
_OF_STRANGERS = frozenset({"NUMBER_TAKEN", "ALREADY_IN_QUICKBOOKS", "LOOKS_ALIKE"})
_ONE_OR_ANOTHER = {"same-one": _OF_STRANGERS, "another-one": _OF_STRANGERS | {"NUMBER_USED_BY_US"}}
OPTIONS = (
    number_argument,
    company_option,
    click.option(
        "--finding", "code", required=True, help="The code of the finding, like ITEM_ACCOUNT_DIFFERS."
    ),
    click.option(
        "--as",
        "verdict",
        type=click.Choice([MARK_OK, POST_ON, *_ONE_OR_ANOTHER]),
        default=MARK_OK,
        show_default=True,
        help="mark-ok: as it should be. post-on: post on another date. same-one, another-one: what the other "
        "document in QuickBooks is.",
    ),
    click.option(
        "--date",
        "day",
        type=DAY,
        help="With post-on; the day after the closing date without it.",
    ),
)


def judge_findings(
    asked: Asked, numbers: tuple[str, ...], code: str, verdict: str, day: dt.datetime | None
) -> Told:
    """Look at the invoices as they are now, and record the word on each finding of that code."""
    wanted = code.strip().upper()
    lines, judged = [], []
    by_number = _findings(asked, numbers)
    for number in numbers:
        found = [one for one in by_number.get(number.casefold(), ()) if one.code == wanted]
        if not found:
            lines.append(f"{number}: nothing of the code {wanted} is found.")
            continue
        for one in found:
            refused = _refusal(one, verdict)
            if refused:
                lines.append(f"{number}: {refused}")
                continue
            if not asked.dry_run:
                asked.corrections.judge(one, verdict, asked.reason, _value(one, verdict, day))
            lines.append(
                f"{number}: {'would be' if asked.dry_run else 'is'} decided ({verdict}). {one.sentence}"
            )
            judged.append({"number": number, "code": wanted, "facts": dict(one.facts)})
    values = {"dry_run": asked.dry_run, "verdict": verdict, "judged": judged}
    return Told(tuple(lines), values, all_done=len(judged) == len(lines))


def _findings(asked: Asked, numbers: tuple[str, ...]) -> dict[str, tuple[Finding, ...]]:
    """What is found now, through both systems, by number in small letters."""
    from mobius_desktop.transfer.batch import BatchRequest  # noqa: PLC0415 - the same

    realm = realm_of(asked.program, asked.company)
    summary = asked.program.options(realm).invoice_export_detail
    request = BatchRequest(ids=tuple(asked.ids(numbers)), summary=summary, allow_creation=True)
    plan = asked.program.plan(realm, request, stop=asked.stop)
    return {one.invoice.number.casefold(): one.findings for one in plan.invoices}


def _refusal(problem: Finding, verdict: str) -> str:
    """Why this word cannot be said of the finding; empty where it can."""
    if verdict == MARK_OK and problem.blocks:
        return f"an error cannot be marked OK. {problem.sentence} {problem.fix}"
    if verdict == POST_ON and problem.code != "PERIOD_CLOSED":
        return "another date helps only where the period is closed."
    if verdict in _ONE_OR_ANOTHER and problem.code not in _ONE_OR_ANOTHER[verdict]:
        return "this is not about another document in QuickBooks."
    return ""


def _value(problem: Finding, verdict: str, day: dt.datetime | None) -> str:
    if verdict != POST_ON:
        return ""
    return day.date().isoformat() if day is not None else dict(problem.facts)["next_date"]
