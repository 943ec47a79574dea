"""What the page says of a problem: its card, and the page and tab where it is put right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobius_desktop.domain.checkup import CheckResult, CheckState, CheckupReport, Problem
from mobius_desktop.domain.connection import ConnectionStep, StepState
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.telling import touched_text
from mobius_desktop.ui.components.cards import CardButton, CauseContent
from mobius_desktop.ui.pages.company.option_specs import COMPANY
from mobius_desktop.ui.pages.company.page import LINKS

Go = Callable[[str, object], object]
NOTHING = CauseContent("Ready", "Nothing in the way", "What was looked at would go through as it is.")
_KINDS = (
    ("CUSTOMER", ListKind.CUSTOMER),
    ("ITEM", ListKind.ITEM),
    ("TAX_CODE", ListKind.TAX_CODE),
    ("TAX_LEVELS", ListKind.TAX_CODE),
    ("TAX_RATES", ListKind.TAX_CODE),
    ("TAX_AGENCY", ListKind.TAX_AGENCY),
    ("CLASS", ListKind.CLASS),
    ("DEPARTMENT", ListKind.DEPARTMENT),
)
"""The kind of link that a problem's code begins with."""
_WEIGHTS = {Severity.ERROR: StepState.FAILED, Severity.WARNING: StepState.WARNING}


@dataclass(frozen=True, slots=True)
class Target:
    """A page of the program, with what it is opened with."""

    page: str
    argument: object = None


def target_of(realm: RealmId, result: CheckResult, problem: Problem) -> Target | None:
    """Where *Fix here* leads; None where the cure is in ConnectWise or QuickBooks."""
    match problem.place:
        case "links":
            kind = next((kind for begins, kind in _KINDS if problem.code.startswith(begins)), None)
            return Target("company", f"{realm}:{LINKS}" + (f":{kind.value}" if kind else ""))
        case "options":
            tab = result.tab if result.tab and result.tab != LINKS else COMPANY
            return Target("company", f"{realm}:{tab}")
        case "select" if problem.code == "ALREADY_IN_QUICKBOOKS":
            return Target("cut-over", realm)
        case "select" if problem.code == "ALREADY_IN_QUICKBOOKS":
            return Target("cut-over", realm)
        case "select":
            only = problem.touched.numbers[0] if problem.touched.count == 1 else None
            return Target("invoice-batch", only)
        case _:
            return None


def first_target(report: CheckupReport) -> Target | None:
    """What *Fix the first* opens: the weightiest problem that is put right in this program."""
    found = (target_of(report.realm, result, problem) for result, problem in report.problems)
    return next((one for one in found if one is not None), None)


def card_of(realm: RealmId, result: CheckResult, problem: Problem, go: Go) -> CauseContent:
    """The card of a problem: what would fail, what it touches today, and the place of the cure."""
    target = target_of(realm, result, problem)
    touched = touched_text(problem.touched)
    more = [("What to do", problem.fix)] if target is not None else []
    if problem.touched.count > 1:
        more.append(("Invoices", ", ".join(problem.touched.numbers)))
    if len(problem.subjects) > 1:
        more.append(("Concerns", ", ".join(problem.subjects)))
    sentence = problem.sentence if target is not None else f"{problem.sentence} **{problem.fix}**"
    return CauseContent(
        problem.severity.value,
        problem.headline,
        f"**{touched}** today. {sentence}" if touched else sentence,
        buttons=(CardButton("Fix here…", _opens(go, target)),) if target is not None else (),
        more=tuple(more),
    )


def not_checked_card(result: CheckResult) -> CauseContent:
    """A check that could not be made, or not wholly."""
    return CauseContent("Not checked", f"{result.title}: not checked", result.why_not)


def step_of(result: CheckResult) -> ConnectionStep:
    """A check as a line of the list that ticks off."""
    if result.state is CheckState.NOT_CHECKED:
        return ConnectionStep(result.title, StepState.NOT_TESTED)
    worst = result.worst
    state = _WEIGHTS.get(worst, StepState.PASSED) if worst is not None else StepState.PASSED
    return ConnectionStep(result.title, state, result.looked)


def _opens(go: Go, target: Target) -> Callable[[], object]:
    def open_it() -> object:
        return go(target.page, target.argument)

    return open_it
