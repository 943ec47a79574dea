"""Measures preflight: every defect of the corpus, a thousand clean invoices, the table and the two rates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.run_causes import RUN_CAUSES
from tests.preflight import already_there, amounts, records, taxes_and_dates
from tests.preflight.clean import CleanSet, look_at_clean
from tests.preflight.stage import DEFECTS, Defect, Stage, names, open_stage

CORPUS = tuple(module.__name__ for module in (amounts, records, taxes_and_dates, already_there))
"""Importing these registers the defects."""
SET_UP_ONLY = frozenset({"NUMBER_PREFIXED"})
"""Said on the set-up page, not of an invoice."""
CLEAN = 1000
MOST_FALSE_ALARMS = 0.01


@dataclass(frozen=True, slots=True)
class Found:
    """How one defect fared."""

    code: str
    record: str
    finding: Finding | None
    """The finding of that code that names the record."""
    others: tuple[Finding, ...] = ()
    """What was said instead."""

    @property
    def passed(self) -> bool:
        return self.finding is not None


def try_defect(stage: Stage, one: Defect) -> Found:
    """Spoil the two servers in that one way, plan through them, and put them back."""
    with stage.whole_again(one.code):
        expected = one.spoil(stage)
        stage.changed()
        plan = stage.plan(expected)
    said = [found for each in plan.invoices for found in each.findings]
    fitting = [found for found in said if found.code == one.code and names(found, expected.record)]
    return Found(one.code, expected.record, fitting[0] if fitting else None, tuple(said))


def try_defects(seed: int, chosen: Sequence[Defect] | None = None) -> Iterator[Found]:
    """Each defect of the corpus; those that send something first have a firm of their own."""
    wanted = list(DEFECTS.values()) if chosen is None else list(chosen)
    shared = [one for one in wanted if not one.alone]
    if shared:
        with _stage(seed) as stage:
            for one in shared:
                yield try_defect(stage, one)
    for one in wanted:
        if one.alone:
            with _stage(seed, **one.firm) as stage:
                yield try_defect(stage, one)


class _stage:  # noqa: N801 - reads as a function: with _stage(seed) as stage
    """A firm in a folder that is gone afterwards."""

    def __init__(self, seed: int, **firm: object) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._opened = open_stage(Path(self._folder.name), seed, **firm)

    def __enter__(self) -> Stage:
        return self._opened.__enter__()

    def __exit__(self, *error: object) -> None:
        try:
            self._opened.__exit__(None, None, None)
        finally:
            self._folder.cleanup()


def look_at_clean_set(seed: int, count: int = CLEAN) -> CleanSet:
    """So many clean invoices through both servers."""
    with _stage(seed) as stage, stage.whole_again("clean"):
        return look_at_clean(stage, count)


def report(seed: int, found: Sequence[Found], clean: CleanSet) -> str:
    """The page: both rates, and each class of defect with the sentence that was said."""
    seen = sum(one.passed for one in found)
    count = len(clean.plan.invoices)
    alarms = _percent(clean.alarmed, count)
    lines = [
        "# What preflight sees",
        "",
        f"Made by `uv run python -m tests.preflight --write`, seed {seed}. A defect is made by changing",
        "what the two servers answer, never by building what the program makes of it. It passes when the",
        "finding with its code names the exact record. A clean invoice carries one of the legal traits of",
        "the sample firm's 31 unblocked invoices; a false alarm is any ERROR or WARNING that its trait does",
        "not explain. Every defect that is met in use becomes one more row here.",
        "",
        "| | |",
        "|---|---|",
        f"| classes of defect found | {seen} of {len(found)} ({_percent(seen, len(found))}) |",
        f"| clean invoices with a false alarm | {clean.alarmed} of {count:,} ({alarms}) |",
        f"| warnings that a trait should have brought and did not | {len(clean.unsaid)} |",
        "",
        "| class of defect | weight | | named | said |",
        "|---|---|---|---|---|",
        *(_row(one) for one in sorted(found, key=_place)),
    ]
    return "\n".join([*lines, ""])


def _place(one: Found) -> int:
    return [*RULES, *RUN_CAUSES].index(one.code)


def _row(one: Found) -> str:
    rule = RULES.get(one.code) or RUN_CAUSES[one.code]
    said = one.finding.sentence if one.finding else "not found"
    verdict = "pass" if one.passed else "FAIL"
    cells = (f"`{one.code}` {rule.title}", rule.severity.value, verdict, one.record, said)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


Say = Callable[[str], None]


def measure(seed: int, count: int, say: Say) -> tuple[str, bool]:
    """The page, and whether everything holds."""
    found = []
    for one in try_defects(seed):
        found.append(one)
        say(f"{'pass' if one.passed else 'FAIL'}  {one.code}  {one.record}")
        if not one.passed:
            say(f"      said: {[each.sentence for each in one.others]}")
    clean = look_at_clean_set(seed, count)
    for number, row, each in clean.false_alarms:
        say(f"false alarm on {number} (row {row}): {each.code} {each.sentence}")
    for number, code in clean.unsaid:
        say(f"not said of {number}: {code}")
    holds = (
        all(one.passed for one in found)
        and clean.alarmed <= MOST_FALSE_ALARMS * count
        and not clean.unsaid
        and set(RULES) - SET_UP_ONLY <= {one.code for one in found}
    )
    return report(seed, found, clean), holds
