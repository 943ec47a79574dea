"""Header and action bar of Batch Status: one sentence, and the verbs that apply to the state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.flows.invoice_batch import Step
from mobius_desktop.ui.pages.batch.reading import BatchRead
from mobius_desktop.ui.pages.batch.run_control import RunControl
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
    failed: int = 0
    """Invoices that *Retry* would plan anew."""
    undoable: int = 0
    """Invoices that are in QuickBooks by this batch."""
    correcting: bool = False
    """What runs is a correction of it."""
    review_only: bool = False
    """The record is only looked at: there is nothing to press."""


def bar_state(
    read: BatchRead, control: RunControl, problem: str, *, live: bool, correcting: bool
) -> BarState:
    """What was read of the batch, and what can be done to it just now."""
    return BarState(
        live,
        control.cancelling,
        read.remaining(),
        control.why_not(),
        problem,
        read.failed(),
        read.undoable(),
        correcting,
        review_only=control.review_only,
    )


@dataclass(frozen=True, slots=True)
class BarVerbs:
    """What its buttons do."""

    cancel: Callable[[], object]
    create: Callable[[], object]
    resume: Callable[[], object]
    retry: Callable[[], object]
    undo: Callable[[], object]


def header_of(picture: BatchPicture, today: dt.date, *, live: bool, listed: bool) -> Header:
    """The live batch is the wizard's last step; one that was chosen from the list stands under it."""
    return Header(
        f"Batch {picture.number}",
        chip=picture.state.value,
        context=context_line(picture, today),
        crumbs=(REVIEW,) if listed and not live else (),
        steps=_STEPS if live else None,
        commands=() if live else ("export", "save-proof", "certificate"),
    )


def bar_of(picture: BatchPicture, counts: Counts, state: BarState, verbs: BarVerbs) -> ActionBarContent:
    """Running: cancel. Ended: send the rest where there is any, else another batch."""
    sentence = state.problem or closing_sentence(picture, counts)
    if state.live and state.correcting:
        return ActionBarContent("The correction goes on while other pages are open.")
    if state.live:
        if state.cancelling:
            sentence = "Cancelling: what is on the way is finished first, nothing new is begun."
        cancel = Action("&Cancel batch…", verbs.cancel, sign="stop", enabled=not state.cancelling)
        return ActionBarContent(sentence, actions=(cancel,))
    if picture.running:
        return ActionBarContent(state.problem or "This batch is running in another window or program.")
    if state.review_only:
        return ActionBarContent(sentence)
    why = state.why_not
    main = _main_action(picture, state, verbs)
    again = Action("Create &another batch", verbs.create, primary=main is None)
    undo = Action("U&ndo…", verbs.undo, enabled=not why, why=why)
    actions = (
        *((undo,) if state.undoable and not state.remaining else ()),
        again,
        *((main,) if main else ()),
    )
    if main is not None and why and not state.problem:
        sentence = f"{sentence} {why}"
    return ActionBarContent(sentence, actions=tuple(actions))


def _main_action(picture: BatchPicture, state: BarState, verbs: BarVerbs) -> Action | None:
    """What the batch still wants: its rest sent, else what failed looked at again."""
    why = state.why_not
    if state.remaining:
        text = resume_text(picture, state.remaining)
        return Action(text, verbs.resume, primary=True, enabled=not why, why=why)
    if state.failed:
        return Action(f"&Retry {state.failed:,} failed", verbs.retry, primary=True, enabled=not why, why=why)
    return None
