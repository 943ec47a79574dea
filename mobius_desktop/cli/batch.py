"""`mobius-desktop batch`: retry what failed, resume what was interrupted, undo what was sent.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.correcting import (
    Told,
    confirm_option,
    correction_options,
    of_batch,
    report_told,
    run_command,
    undo_told,
)

if TYPE_CHECKING:
    from mobius_desktop.domain.ids import BatchNumber
    from mobius_desktop.transfer.correct.values import RetryPlan
    from mobius_desktop.wiring import Program

_CREATE = click.option(
    "--create",
    is_flag=True,
    help="Approve creating what is missing in QuickBooks. Matters where the company's set-up says to ask.",
)


@click.group()
def batch() -> None:
    """Go on with, or take back, a batch of the record."""


@batch.command("retry")
@click.argument("number", type=int)
@_CREATE
@correction_options()
def retry(*, number: int, create: bool, reason: str, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Send again what failed in a batch, planned from fresh data."""

    def work(program: Program, stop: Event) -> Told:
        where, corrections = of_batch(program, number)
        if not dry_run:
            program.recover()
        plan = corrections.retry_preview(where, allow_creation=create, stop=stop)
        if dry_run or not plan.going:
            return _planned(plan, "Nothing failed in this batch.")
        if reason:
            program.store.record(_noted(program, where, f"Retried: {reason}"))
        return _sent(program, corrections.retry(plan, stop=stop), plan)

    run_command(options, work, as_json=as_json)


@batch.command("resume")
@click.argument("number", type=int)
@_CREATE
@correction_options()
def resume(*, number: int, create: bool, reason: str, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Send what an interrupted or cancelled batch had not begun."""

    def work(program: Program, stop: Event) -> Told:
        where, corrections = of_batch(program, number)
        if not dry_run:
            program.recover()
        plan = corrections.resume_preview(where, allow_creation=create, stop=stop)
        if dry_run or not plan.plan.invoices:
            return _planned(plan, "Nothing waits in this batch.")
        if reason:
            program.store.record(_noted(program, where, f"Resumed: {reason}"))
        return _sent(program, corrections.resume(plan, stop=stop), plan)

    run_command(options, work, as_json=as_json)


@batch.command("undo")
@click.argument("number", type=int)
@click.option("--number", "chosen", multiple=True, help="Only this invoice of it; may be repeated.")
@click.option("--send-again", is_flag=True, help="Delete instead of voiding: they will be sent again.")
@confirm_option
@correction_options()
def undo(
    *,
    number: int,
    chosen: tuple[str, ...],
    send_again: bool,
    confirmed: bool,
    reason: str,
    dry_run: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Take a batch back: void it in QuickBooks and return it to ConnectWise's unposted list."""

    def work(program: Program, stop: Event) -> Told:
        from mobius_desktop.transfer.correct.values import Mode  # noqa: PLC0415 - help stays quick

        where, corrections = of_batch(program, number)
        ids = [corrections.find(one) for one in chosen]
        if not dry_run:
            program.recover()
        plan = corrections.undo_preview(where, ids, Mode.SEND_AGAIN if send_again else Mode.FOR_GOOD)
        if dry_run or not plan.possible:
            return undo_told(plan)
        return report_told(corrections.take_back(plan, reason, stop=stop, confirmed=confirmed))

    run_command(options, work, as_json=as_json)


def _planned(plan: RetryPlan, nothing: str) -> Told:
    from mobius_desktop.cli.invoice_batch import Previewed  # noqa: PLC0415 - help stays quick

    if not plan.plan.invoices:
        return Told((nothing,), {"dry_run": True, "sentence": nothing, "invoices": []}, all_done=True)
    shown = Previewed(plan.plan)
    values = {
        "dry_run": True,
        "sentence": plan.sentence,
        "invoices": [
            {"number": one.invoice.number, "outcome": one.outcome.value, "findings": one.findings}
            for one in plan.plan.invoices
        ],
    }
    return Told((plan.sentence, *shown.lines()), values, not plan.blocked)


def _sent(program: Program, number: BatchNumber, plan: RetryPlan) -> Told:
    from mobius_desktop.cli.invoice_batch import Sent  # noqa: PLC0415 - help stays quick
    from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - the same
    from mobius_desktop.history.history import History  # noqa: PLC0415 - the same
    from mobius_desktop.history.telling import batch_values  # noqa: PLC0415 - the same

    story = History(program.archive, program.clock).batch(number)
    if story is None:
        raise NotSetUp(f"Batch {number} is not in the record.")
    sent = Sent(story, plan.plan.findings)
    return Told(
        (plan.sentence, *sent.lines()), {"sentence": plan.sentence, **batch_values(story)}, sent.all_done
    )


def _noted(program: Program, number: BatchNumber, text: str) -> Any:
    from mobius_desktop.domain.events import LogLine  # noqa: PLC0415 - help stays quick

    return LogLine(number, "info", text, program.now())
