"""`mobius-desktop invoice`: take back, accept, replace, leave, mark, release or hold single invoices.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

import datetime as dt
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.correcting import (
    Told,
    company_option,
    confirm_option,
    correction_options,
    corrections_of,
    questions_told,
    report_told,
    run_command,
    undo_told,
)

if TYPE_CHECKING:
    from mobius_desktop.domain.ids import BillingLogId
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.correct.values import ReplacePlan
    from mobius_desktop.wiring import Program

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_NUMBERS = click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)


@click.group()
def invoice() -> None:
    """Correct single invoices. Each correction needs a reason, which stays in the record."""


@invoice.command("take-back")
@_NUMBERS
@click.option(
    "--how",
    type=click.Choice(["void", "delete"]),
    default=None,
    help="Void it (it stays in the books with nothing), or delete it, since it will be sent again. "
    "Without it invoices are voided and credit memos deleted.",
)
@confirm_option
@company_option
@correction_options()
def take_back(
    *,
    numbers: tuple[str, ...],
    how: str | None,
    confirmed: bool,
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Take invoices back: out of QuickBooks, and unposted again in ConnectWise."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.transfer.correct.values import Mode  # noqa: PLC0415 - help stays quick

        corrections = corrections_of(program, company)
        mode = {"void": Mode.VOID, "delete": Mode.SEND_AGAIN}.get(how or "", Mode.FOR_GOOD)
        plan = corrections.take_back_preview(_ids(corrections, numbers), mode)
        if dry_run or not plan.possible:
            return undo_told(plan)
        return report_told(corrections.take_back(plan, reason, stop=stop, confirmed=confirmed))

    run_command(options, work, as_json=as_json)


@invoice.command("release")
@_NUMBERS
@company_option
@correction_options()
def release(
    *,
    numbers: tuple[str, ...],
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Delete the ConnectWise batch of invoices that QuickBooks no longer holds."""

    def work(program: Program, stop: Event) -> Told:
        corrections = corrections_of(program, company)
        plan = corrections.release_preview(_ids(corrections, numbers))
        if dry_run or not plan.possible:
            return undo_told(plan)
        return report_told(corrections.take_back(plan, reason, stop=stop, confirmed=True))

    run_command(options, work, as_json=as_json)


@invoice.command("accept")
@_NUMBERS
@click.option("--same-cause", is_flag=True, help="Also every other one of its batch with the same cause.")
@company_option
@correction_options()
def accept(
    *,
    numbers: tuple[str, ...],
    same_cause: bool,
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Accept what needs a check as it is in QuickBooks, and mark it in ConnectWise."""

    def work(program: Program, stop: Event) -> Told:
        corrections = corrections_of(program, company)
        items = corrections.accept_preview(_ids(corrections, numbers))
        if same_cause:
            causes = {(one.batch, one.cause) for one in items if one.possible}
            more = [corrections.accept_preview(batch=batch, cause=cause) for batch, cause in sorted(causes)]
            known = {one.billing_log_id for one in items}
            items = (*items, *(one for group in more for one in group if one.billing_log_id not in known))
        if dry_run or not any(one.possible for one in items):
            return questions_told(items)
        return report_told(corrections.accept(items, reason, stop=stop))

    run_command(options, work, as_json=as_json)


@invoice.command("replace")
@click.argument("number")
@click.option("--leave", is_flag=True, help="Leave QuickBooks as it is instead: recorded, and marked.")
@confirm_option
@company_option
@correction_options()
def replace(
    *,
    number: str,
    leave: bool,
    confirmed: bool,
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Replace an invoice that changed after sending: take it back and send it, same number."""

    def work(program: Program, stop: Event) -> Told:
        corrections = corrections_of(program, company)
        one = corrections.find(number)
        plan = corrections.leave_preview(one) if leave else corrections.replace_preview(one)
        if dry_run or plan.refused:
            return _replace_told(corrections, plan, leave=leave)
        if leave:
            return report_told(corrections.leave(plan, reason, stop=stop))
        return report_told(corrections.replace(plan, reason, stop=stop, confirmed=confirmed))

    run_command(options, work, as_json=as_json)


@invoice.command("mark")
@_NUMBERS
@company_option
@correction_options()
def mark(
    *,
    numbers: tuple[str, ...],
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Mark unposted invoices as already in QuickBooks: batched in ConnectWise without sending."""

    def work(program: Program, stop: Event) -> Told:
        corrections = corrections_of(program, company)
        items = corrections.mark_preview(_ids(corrections, numbers))
        if dry_run or not any(one.possible for one in items):
            return questions_told(items)
        return report_told(corrections.mark(items, reason, stop=stop))

    run_command(options, work, as_json=as_json)


@invoice.command("hold")
@_NUMBERS
@click.option("--until", type=_DAY, help="It is offered again from this day on.")
@click.option("--release", "released", is_flag=True, help="End the hold.")
@company_option
@correction_options()
def hold(
    *,
    numbers: tuple[str, ...],
    until: dt.datetime | None,
    released: bool,
    company: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Hold invoices back with a reason, until a day or until they are released."""

    def work(program: Program, _stop: Event) -> Told:
        corrections = corrections_of(program, company)
        ids = _ids(corrections, numbers)
        day = until.date() if until is not None else None
        for one in () if dry_run else ids:
            if released:
                corrections.end_hold(one)
            else:
                corrections.hold(one, reason, day)
        end = f" until {day.isoformat()}" if day is not None else ""
        words = "no longer held" if released else f"held back{end}"
        prefix = "Would be " if dry_run else ""
        lines = tuple(f"{number}: {prefix}{words}." for number in numbers)
        values = {"dry_run": dry_run, "held": not released, "until": day, "invoices": list(numbers)}
        return Told(lines, values, all_done=True)

    run_command(options, work, as_json=as_json)


def _ids(corrections: CorrectionService, numbers: tuple[str, ...]) -> list[BillingLogId]:
    return [corrections.find(one) for one in numbers]


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
