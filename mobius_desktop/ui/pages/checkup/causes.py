"""What the page says of a problem: its card, and the ways to the places where it is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from mobius_desktop.domain.checkup import CheckResult, CheckState, CheckupReport, Problem
from mobius_desktop.domain.connection import ConnectionStep, StepState
from mobius_desktop.domain.cure_places import CONNECTWISE_OF_INVOICE, OWN_PAGES, At, CurePlace, places_of
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.telling import place_texts, touched_text
from mobius_desktop.transfer.linking.words import KIND_WORDS
from mobius_desktop.ui.components.cards import CardButton, CauseContent
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor
from mobius_desktop.ui.pages.company.page import LINKS

Go = Callable[[str, object], object]
NOTHING = CauseContent("Ready", "Nothing in the way", "What was looked at would go through as it is.")
_WEIGHTS = {Severity.ERROR: StepState.FAILED, Severity.WARNING: StepState.WARNING}


@dataclass(frozen=True, slots=True)
class Target:
    """A page of the program, with what it is opened with and what its button says."""

    page: str
    argument: object
    text: str


@dataclass(frozen=True, slots=True)
class Ways:
    """How the page leads away: to another page, to a page of QuickBooks, to a customer in ConnectWise."""

    go: Go
    open_quickbooks: Callable[[RealmId, str], Callable[[], object] | None]
    """Opens a list of QuickBooks; None where its address is not known."""
    connectwise: ConnectWiseDoor


def targets_of(realm: RealmId, problem: Problem) -> tuple[Target, ...]:
    """The places in this program where the problem is put right."""
    found = (_target(realm, problem, place) for place in places_of(problem))
    return tuple(one for one in found if one is not None)


def _target(realm: RealmId, problem: Problem, place: CurePlace) -> Target | None:
    match place.at:
        case At.LINKS:
            named = f":{problem.subjects[0]}" if problem.subjects else ""
            text = f"Links: {KIND_WORDS[ListKind(place.what)]}…" if place.what else "Links…"
            return Target("company", f"{realm}:{LINKS}:{place.what}{named}", text)
        case At.OPTIONS:
            return Target("company", f"{realm}:{place.what}", f"Options: {place.what}…")
        case At.PAGE:
            one = problem.touched.count == 1 and place.what == "invoice-batch"
            only = problem.touched.numbers[0] if one else None
            at_realm = realm if place.what in {"cut-over", "quickbooks"} else None
            return Target(place.what, at_realm or only, f"{OWN_PAGES[place.what]}…")
        case _:
            return None


def first_target(report: CheckupReport) -> Target | None:
    """What *Fix the first* opens: the weightiest problem that is put right in this program."""
    found = (targets_of(report.realm, problem) for _, problem in report.problems)
    return next((one[0] for one in found if one), None)


def card_of(report: CheckupReport, problem: Problem, ways: Ways) -> CauseContent:
    """The card of a problem: what would fail, what it touches today, and the places of the cure."""
    places = places_of(problem)
    touched = touched_text(problem.touched)
    # What is put right here alone needs no word but the buttons'.
    here = bool(places) and all(one.at not in {At.QUICKBOOKS, At.CONNECTWISE} for one in places)
    more = [("What to do", problem.fix)] if here else []
    more += [("Where", text) for text in place_texts(problem, report.company)]
    if problem.touched.count > 1:
        more.append(("Invoices", ", ".join(problem.touched.numbers)))
    if len(problem.subjects) > 1:
        more.append(("Concerns", ", ".join(problem.subjects)))
    sentence = problem.sentence if here else f"{problem.sentence} **{problem.fix}**"
    return CauseContent(
        problem.severity.value,
        problem.headline,
        f"**{touched}** today. {sentence}" if touched else sentence,
        buttons=tuple(_buttons(report.realm, problem, ways)),
        more=tuple(more),
    )


def _buttons(realm: RealmId, problem: Problem, ways: Ways) -> Iterator[CardButton]:
    for target in targets_of(realm, problem):
        yield CardButton(target.text, partial(ways.go, target.page, target.argument))
    for place in places_of(problem):
        if place.at is At.QUICKBOOKS and (opens := ways.open_quickbooks(realm, place.what)) is not None:
            yield CardButton("Open in QuickBooks", opens)
        if place.at is At.CONNECTWISE and place.what in CONNECTWISE_OF_INVOICE and problem.invoice:
            number = problem.touched.numbers[0]
            verb = ways.connectwise.verb(number, problem.invoice)
            several = problem.touched.count > 1
            yield replace(verb, text=f"Open {number} in ConnectWise") if several else verb


def not_checked_card(result: CheckResult) -> CauseContent:
    """A check that could not be made, or not wholly."""
    return CauseContent("Not checked", f"{result.title}: not checked", result.why_not)


def step_of(result: CheckResult) -> ConnectionStep:
    """A check as a line of the list that ticks off."""
    if result.state is CheckState.NOT_CHECKED:
        return ConnectionStep(result.title, StepState.NOT_TESTED)
    worst = result.worst
    state = _WEIGHTS.get(worst, StepState.NOTED) if worst is not None else StepState.PASSED
    return ConnectionStep(result.title, state, result.looked)
