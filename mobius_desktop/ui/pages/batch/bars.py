"""Header and action bar of Batch Status: one sentence, and the verbs that apply to the state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.flows.invoice_batch import Step
from mobius_desktop.ui.pages.batch.telling import Counts, closing_sentence, context_line, resume_text
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Steps

REVIEW = Crumb("Review Existing Batches", "review")
_STEPS = Steps(tuple(one.value for one in Step), len(Step) - 1, locked=True)


@dataclass(frozen=True, slots=True)
class BarState:
    """What the bar says beside the picture."""

    live: bool
    cancelling: bool
    remaining: int
    """Invoices that *Resume* would send."""
    why_not: str
    problem: str


@dataclass(frozen=True, slots=True)
class BarVerbs:
    """What its buttons do."""

    cancel: Callable[[], object]
    create: Callable[[], object]
    resume: Callable[[], object]


def header_of(picture: BatchPicture, today: dt.date, *, live: bool, listed: bool) -> Header:
    """The live batch is the wizard's last step; one that was chosen from the list stands under it."""
    return Header(
        f"Batch {picture.number}",
        chip=picture.state.value,
        context=context_line(picture, today),
        crumbs=(REVIEW,) if listed and not live else (),
        steps=_STEPS if live else None,
        commands=() if live else ("export",),
    )


def bar_of(picture: BatchPicture, counts: Counts, state: BarState, verbs: BarVerbs) -> ActionBarContent:
    """Running: cancel. Ended: send the rest where there is any, else another batch."""
    sentence = state.problem or closing_sentence(picture, counts)
    if state.live:
        if state.cancelling:
            sentence = "Cancelling: what is on the way is finished first, nothing new is begun."
        cancel = Action("&Cancel batch…", verbs.cancel, sign="stop", enabled=not state.cancelling)
        return ActionBarContent(sentence, actions=(cancel,))
    if picture.running:
        return ActionBarContent(state.problem or "This batch is running in another window or program.")
    again = Action("Create &another batch", verbs.create, primary=not state.remaining)
    if not state.remaining:
        return ActionBarContent(sentence, actions=(again,))
    why = state.why_not
    if why and not state.problem:
        sentence = f"{sentence} {why}"
    text = resume_text(picture, state.remaining)
    resume = Action(text, verbs.resume, primary=True, enabled=not why, why=why)
    return ActionBarContent(sentence, actions=(again, resume))
