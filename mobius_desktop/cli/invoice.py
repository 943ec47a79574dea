"""`mobius-desktop invoice`: take back, accept, replace, leave, mark, release, hold or judge single invoices.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from mobius_desktop.cli.correcting import (
    Asked,
    confirm_option,
    correction,
    number_argument,
    questions_told,
    report_told,
    undo_told,
)
from mobius_desktop.cli.dates import DAY
from mobius_desktop.cli.judging import OPTIONS as JUDGE_OPTIONS
from mobius_desktop.cli.judging import judge_findings
from mobius_desktop.cli.options import company_option
from mobius_desktop.cli.running import Told

if TYPE_CHECKING:
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.correct.values import ReplacePlan

_HOW = click.option(
    "--how",
    type=click.Choice(["void", "delete"]),
    default=None,
    help="Void it (it stays in the books with nothing), or delete it, since it will be sent again. "
    "Without it invoices are voided and credit memos deleted.",
)
_SAME_CAUSE = click.option(
    "--same-cause", is_flag=True, help="Also every other one of its batch with the same cause."
)
_LEAVE = click.option(
    "--leave", is_flag=True, help="Leave QuickBooks as it is instead: recorded, and marked."
)
_UNTIL = click.option("--until", type=DAY, help="It is offered again from this day on.")
_RELEASE = click.option("--release", "released", is_flag=True, help="End the hold.")


@click.group()
def invoice() -> None:
    """Correct single invoices. Each correction needs a reason, which stays in the record."""


@correction(invoice, "take-back", number_argument, company_option, _HOW, confirm_option)
def take_back(asked: Asked, numbers: tuple[str, ...], how: str | None, *, confirmed: bool) -> Told:
    """Take invoices back: out of QuickBooks, and unposted again in ConnectWise."""
    from mobius_desktop.transfer.correct.values import Mode  # noqa: PLC0415 - help stays quick

    mode = {"void": Mode.VOID, "delete": Mode.SEND_AGAIN}.get(how or "", Mode.FOR_GOOD)
    plan = asked.corrections.take_back_preview(asked.ids(numbers), mode)
    if asked.dry_run or not plan.possible:
        return undo_told(plan)
    return report_told(asked.corrections.take_back(plan, asked.reason, stop=asked.stop, confirmed=confirmed))


@correction(invoice, "release", number_argument, company_option)
def release(asked: Asked, numbers: tuple[str, ...]) -> Told:
    """Delete the ConnectWise batch of invoices that QuickBooks no longer holds."""
    plan = asked.corrections.release_preview(asked.ids(numbers))
    if asked.dry_run or not plan.possible:
        return undo_told(plan)
    return report_told(asked.corrections.take_back(plan, asked.reason, stop=asked.stop, confirmed=True))


@correction(invoice, "accept", number_argument, company_option, _SAME_CAUSE)
def accept(asked: Asked, numbers: tuple[str, ...], *, same_cause: bool) -> Told:
    """Accept what needs a check as it is in QuickBooks, and mark it in ConnectWise."""
    corrections = asked.corrections
    items = corrections.accept_preview(asked.ids(numbers))
    if same_cause:
        causes = {(one.batch, one.cause) for one in items if one.possible}
        more = [corrections.accept_preview(batch=batch, cause=cause) for batch, cause in sorted(causes)]
        known = {one.billing_log_id for one in items}
        items = (*items, *(one for group in more for one in group if one.billing_log_id not in known))
    if asked.dry_run or not any(one.possible for one in items):
        return questions_told(items)
    return report_told(corrections.accept(items, asked.reason, stop=asked.stop))


@correction(invoice, "replace", click.argument("number"), company_option, _LEAVE, confirm_option)
def replace(asked: Asked, number: str, *, leave: bool, confirmed: bool) -> Told:
    """Replace an invoice that changed after sending: take it back and send it, same number."""
    corrections = asked.corrections
    one = corrections.find(number)
    plan = corrections.leave_preview(one) if leave else corrections.replace_preview(one)
    if asked.dry_run or plan.refused:
        return _replace_told(corrections, plan, leave=leave)
    if leave:
        return report_told(corrections.leave(plan, asked.reason, stop=asked.stop))
    return report_told(corrections.replace(plan, asked.reason, stop=asked.stop, confirmed=confirmed))


@correction(invoice, "mark", number_argument, company_option)
def mark(asked: Asked, numbers: tuple[str, ...]) -> Told:
    """Mark unposted invoices as already in QuickBooks: batched in ConnectWise without sending."""
    items = asked.corrections.mark_preview(asked.ids(numbers))
    if asked.dry_run or not any(one.possible for one in items):
        return questions_told(items)
    return report_told(asked.corrections.mark(items, asked.reason, stop=asked.stop))


@correction(invoice, "hold", number_argument, company_option, _UNTIL, _RELEASE)
def hold(asked: Asked, numbers: tuple[str, ...], until: dt.datetime | None, *, released: bool) -> Told:
    """Hold invoices back with a reason, until a day or until they are released."""
    corrections, ids = asked.corrections, asked.ids(numbers)
    day = until.date() if until is not None else None
    for one in () if asked.dry_run else ids:
        if released:
            corrections.end_hold(one)
        else:
            corrections.hold(one, asked.reason, day)
    end = f" until {day.isoformat()}" if day is not None else ""
    words = "no longer held" if released else f"held back{end}"
    prefix = "would be " if asked.dry_run else ""
    lines = tuple(f"{number}: {prefix}{words}." for number in numbers)
    values = {"dry_run": asked.dry_run, "held": not released, "until": day, "invoices": list(numbers)}
    return Told(lines, values, all_done=True)


@correction(invoice, "judge", *JUDGE_OPTIONS)
def judge(asked: Asked, numbers: tuple[str, ...], code: str, verdict: str, day: dt.datetime | None) -> Told:
    """Give a word on a finding: Mark OK, post on another date, the same one, another one.

    It holds over refreshes and restarts until the facts it was given for change; then it is asked again."""
    return judge_findings(asked, numbers, code, verdict, day)


def _replace_told(corrections: CorrectionService, plan: ReplacePlan, *, leave: bool) -> Told:
    lines = [plan.sentence]
    if not plan.refused:
        if leave:
            lines = [f"{plan.item.number} would stay in QuickBooks as it is, and be marked in ConnectWise."]
        lines.append(f"By credit memo: {corrections.credit_memo_advice(plan)}")
    values = {
        "dry_run": True,
        "sentence": lines[0],
        "refused": plan.refused,
        "number": plan.item.number,
        "quickbooks": plan.item.total,
        "connectwise": plan.connectwise_total,
    }
    return Told(tuple(lines), values, not plan.refused)
