"""`mobius-desktop batch`: retry what failed, resume what was interrupted, undo what was sent.

Exit code 0 when all is done, 1 when some invoices are not, 2 when it could not start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mobius_desktop.cli.correcting import (
    Asked,
    confirm_option,
    correction,
    of_batch,
    report_told,
    undo_told,
)
from mobius_desktop.cli.options import into_certified_option
from mobius_desktop.cli.running import Told

if TYPE_CHECKING:
    from mobius_desktop.domain.ids import BatchNumber
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.correct.values import RetryPlan
    from mobius_desktop.wiring import Program

_CREATE = click.option(
    "--create",
    is_flag=True,
    help="Approve creating what is missing in QuickBooks. Matters where the company's set-up says to ask.",
)
_NUMBER = click.argument("number", type=int)
_CHOSEN = click.option("--number", "chosen", multiple=True, help="Only this invoice of it; may be repeated.")
_SEND_AGAIN = click.option(
    "--send-again", is_flag=True, help="Delete instead of voiding: they will be sent again."
)


@click.group()
def batch() -> None:
    """Go on with, or take back, a batch of the record."""


@correction(batch, "retry", _NUMBER, _CREATE, into_certified_option)
def retry(asked: Asked, number: int, *, create: bool, into_certified: bool) -> Told:
    """Send again what failed in a batch, planned from fresh data."""
    where, corrections = _ready(asked, number)
    plan = corrections.retry_preview(where, allow_creation=create, stop=asked.stop)
    if asked.dry_run or not plan.going:
        return _planned(plan, "Nothing failed in this batch.")
    _ask_certified(asked, plan, into_certified)
    _note(asked, where, "Retried")
    return _sent(asked.program, corrections.retry(plan, stop=asked.stop), plan)


@correction(batch, "resume", _NUMBER, _CREATE, into_certified_option)
def resume(asked: Asked, number: int, *, create: bool, into_certified: bool) -> Told:
    """Send what an interrupted or cancelled batch had not begun."""
    where, corrections = _ready(asked, number)
    plan = corrections.resume_preview(where, allow_creation=create, stop=asked.stop)
    if asked.dry_run or not plan.plan.invoices:
        return _planned(plan, "Nothing waits in this batch.")
    _ask_certified(asked, plan, into_certified)
    _note(asked, where, "Resumed")
    return _sent(asked.program, corrections.resume(plan, stop=asked.stop), plan)


@correction(batch, "undo", _NUMBER, _CHOSEN, _SEND_AGAIN, confirm_option)
def undo(asked: Asked, number: int, chosen: tuple[str, ...], *, send_again: bool, confirmed: bool) -> Told:
    """Take a batch back: void it in QuickBooks and return it to ConnectWise's unposted list."""
    from mobius_desktop.transfer.correct.values import Mode  # noqa: PLC0415 - help stays quick

    where, corrections = _ready(asked, number)
    ids = [corrections.find(one) for one in chosen]
    plan = corrections.undo_preview(where, ids, Mode.SEND_AGAIN if send_again else Mode.FOR_GOOD)
    if asked.dry_run or not plan.possible:
        return undo_told(plan)
    return report_told(corrections.take_back(plan, asked.reason, stop=asked.stop, confirmed=confirmed))


def _ready(asked: Asked, number: int) -> tuple[BatchNumber, CorrectionService]:
    """The batch and the corrections of its company; what an earlier program left open is finished first."""
    where, corrections = of_batch(asked.program, number)
    if not asked.dry_run:
        asked.program.recover()
    return where, corrections


def _ask_certified(asked: Asked, plan: RetryPlan, confirmed: bool) -> None:
    from mobius_desktop.cli.invoice_batch import refuse_certified  # noqa: PLC0415 - help stays quick

    if not confirmed:
        refuse_certified(asked.program, plan.plan)


def _note(asked: Asked, where: BatchNumber, verb: str) -> None:
    """A reason stays in the batch's log; going on with a batch needs none."""
    from mobius_desktop.domain.events import LogLine  # noqa: PLC0415 - help stays quick

    if asked.reason:
        text = f"{verb}: {asked.reason}"
        asked.program.store.record(LogLine(where, "info", text, asked.program.now()))


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
