"""What the commands for corrections share: their options, their previews, and how their end is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from inspect import signature
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mobius_desktop.cli.companies import realm_of
from mobius_desktop.cli.options import json_option, program_options
from mobius_desktop.cli.running import Told, run_command

if TYPE_CHECKING:
    from mobius_desktop.domain.ids import BatchNumber, BillingLogId
    from mobius_desktop.transfer.correct.service import CorrectionService
    from mobius_desktop.transfer.correct.values import CorrectionReport, UndoPlan
    from mobius_desktop.wiring import Program

Command = TypeVar("Command", bound=Callable[..., Any])


def correction_options(command: Command) -> Command:
    """The options of every correction: reason, dry run, JSON, and those of the program."""
    decorated: Any = program_options(command)
    for option in (
        json_option,
        click.option("--dry-run", is_flag=True, help="Show what would be done; change nothing."),
        click.option("--reason", default="", help="Why; it stays in the record. Needed, but for a dry run."),
    ):
        decorated = option(decorated)
    result: Command = decorated
    return result


confirm_option = click.option(
    "--confirm-earlier-month",
    "confirmed",
    is_flag=True,
    help="The second word for invoices of an earlier month.",
)


number_argument = click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command for a correction works with: the open program, and what all of them are asked."""

    program: Program
    stop: Event
    reason: str
    dry_run: bool
    company: str = ""

    @property
    def corrections(self) -> CorrectionService:
        """Those of the named company, or of the default one."""
        return corrections_of(self.program, self.company)

    def ids(self, numbers: Sequence[str]) -> list[BillingLogId]:
        """The invoices with these numbers. Raises NotSetUp for one that is nowhere."""
        corrections = self.corrections
        return [corrections.find(one) for one in numbers]


def correction(
    group: click.Group, name: str, *own: Callable[[Any], Any]
) -> Callable[[Callable[..., Told]], click.Command]:
    """A command of a correction: its own options, then those of all. The function gets `Asked` and its own
    options, and says what came of it."""

    def with_work(work: Callable[..., Told]) -> click.Command:
        names = [one for one in signature(work).parameters if one != "asked"]

        def run(*, reason: str, dry_run: bool, as_json: bool, company: str = "", **given: Any) -> None:
            mine = {option: given.pop(option) for option in names}

            def told(program: Program, stop: Event) -> Told:
                return work(Asked(program, stop, reason, dry_run, company), **mine)

            run_command(given, told, as_json=as_json)

        run.__doc__ = work.__doc__
        decorated: Any = correction_options(run)
        for option in reversed(own):
            decorated = option(decorated)
        return group.command(name)(decorated)

    return with_work


def corrections_of(program: Program, company: str = "") -> CorrectionService:
    """The corrections of the named company, or of the default one."""
    return program.corrections(realm_of(program, company))


def of_batch(program: Program, number: int) -> tuple[BatchNumber, CorrectionService]:
    """The batch with this number, and the corrections of its company."""
    from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - help stays quick
    from mobius_desktop.domain.ids import BatchNumber  # noqa: PLC0415 - the same

    row = program.store.batch(BatchNumber(number))
    if row is None:
        raise NotSetUp(f"There is no batch {number} in this record.")
    return row.number, program.corrections(row.realm)


def undo_told(plan: UndoPlan) -> Told:
    """A preview of a take back."""
    lines = [plan.sentence, *(one.refused for one in plan.refused)]
    values = {
        "dry_run": True,
        "sentence": plan.sentence,
        "total": plan.total,
        "invoices": [
            {
                "number": one.number,
                "how": one.how.value,
                "total": one.total,
                "possible": one.possible,
                "refused": one.refused,
                "code": one.code,
                "earlier_month": one.earlier_month,
            }
            for one in plan.items
        ],
    }
    return Told(tuple(lines), values, bool(plan.possible) and not plan.refused)


def questions_told(items: Sequence[Any]) -> Told:
    """A preview of questions, one for each invoice (accept, mark)."""
    return Told(
        tuple(one.sentence for one in items),
        {"dry_run": True, "invoices": [{**asdict(one), "sentence": one.sentence} for one in items]},
        bool(items) and all(one.possible for one in items),
    )


def report_told(report: CorrectionReport) -> Told:
    """The end of a correction."""
    return Told(
        tuple(_report_lines(report)),
        {
            "sentence": report.sentence,
            "batches": report.batches,
            "invoices": [
                {"number": one.number, "done": one.done, "sentence": one.sentence} for one in report.results
            ],
        },
        report.all_done and bool(report.results),
    )


def _report_lines(report: CorrectionReport) -> Iterator[str]:
    yield report.sentence
    yield from (f"{one.number}: {one.sentence}" for one in report.results if one.done)
