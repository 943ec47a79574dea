"""The action bar of the Tie-out page: where things stand, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobius_desktop.domain.tie_out import TieOut
from mobius_desktop.history.month import changed_words
from mobius_desktop.ui.shell.page import Action, ActionBarContent

EMPTY = "Choose a period and compare."


@dataclass(frozen=True, slots=True)
class TieState:
    """What the bar depends on. `progress` is what is being read now; empty when nothing is."""

    found: TieOut | None
    progress: str
    problem: str
    offline: bool
    connected: bool
    """Whether there is a company to compare."""


@dataclass(frozen=True, slots=True)
class TieVerbs:
    """What its buttons do."""

    compare: Callable[[], object]
    cancel: Callable[[], object]
    month: Callable[[], object]


def bar_of_page(state: TieState, verbs: TieVerbs) -> ActionBarContent:
    """While it reads: cancel. Else: compare, and the way to the month."""
    if state.progress:
        cancel = Action("C&ancel", verbs.cancel)
        return ActionBarContent(f"{state.progress}. Neither system is changed.", actions=(cancel,))
    why = "Comparing needs a network." if state.offline else ""
    if not state.connected:
        why = "Connect a QuickBooks company first."
    month = Action("Mo&nth page", verbs.month)
    compare = Action("Com&pare", verbs.compare, primary=True, enabled=not why, why=why)
    return ActionBarContent(_sentence(state, why), actions=(month, compare))


def _sentence(state: TieState, why: str) -> str:
    if state.problem:
        return state.problem
    if state.found is None:
        return why or EMPTY
    if state.found.changed_since:
        return f"**Compare this period again**: {changed_words(state.found.changed_since)}. {why}".strip()
    waiting = sum(row.open for row in state.found.rows)
    if not waiting:
        return "**Both systems tie**: nothing is apart that is not explained."
    noun = "difference is" if waiting == 1 else "differences are"
    return f"**{waiting:,} {noun} not explained.** {why}".strip()


def chip_of(found: TieOut | None) -> tuple[str, str]:
    """State and words of the chip: what ties by explanations alone says so."""
    if found is None or not found.controls:
        return "", ""
    if not found.ties:
        return "Differs", ""
    return "Ties", "Explained" if any(row.apart for row in found.rows) else ""
