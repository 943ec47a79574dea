"""One run from its seed: several faults and people's acts over several starts of the program, then peace."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from mobius_desktop.sandbox.control import Fault
from tests.faults.harness.boundaries import ids_of, settled
from tests.faults.harness.breakages import Breakage, forgotten, parked, some_breakage, some_mishap
from tests.faults.harness.oracle import UNKNOWN, Verdict
from tests.faults.harness.people import all_is_well_again, some_deed
from tests.faults.harness.stage import Stage, open_stage
from tests.faults.harness.tasks import Report, Task, Work
from tests.faults.harness.zygote import KILLED, Zygote

POOL = (
    *("10501", "10502", "10503", "10504", "10505", "10506", "AG2209", "AG2210", "AG2211", "AG2212", "AG2213"),
    *("10513", "AG2214", "10515", "DP77", "DP78", "DP79", "10519", "10520", "PB301", "CM12", "CM13", "CM14"),
    *("CM15", "10526", "10527", "10528", "10530", "10531", "10532"),
)
"""What the sample firm can send, adopt or mark without anything being mended first."""
SWITCHES = {
    "requestid_stores_faults": ("yes", "no"),
    "requestid_running": ("fault_600", "wait"),
    "requestid_parked": ("executes", "fault_600"),
    "duplicate_numbers": ("refused", "refused_across_types", "allowed"),
    "voided_number": ("kept", "freed"),
    "linking_changes_invoice": ("yes", "no"),
    "refresh_rotation": ("24_hours", "each", "never"),
    "batch_order": ("as_sent", "reversed"),
    "query_short_pages": ("full", "short"),
    "throttle_answer": ("json", "xml", "xml_403"),
}
CONNECTWISE_SWITCHES = {
    "duplicate_identifier": ("400", "409"),
    "already_batched": ("refused", "ignored"),
    "batch_answer": ("posted_records", "empty_export"),
}
SECOND, BESIDE, OLD_COPY = "second data folder at the same moment", "two programs at once", "last week's copy"
PARKED = "parked, executed later"
UNDOING = {"undo": "taken back, undisturbed or not", "replace": "replaced, undisturbed or not"}
NO_PERMISSION, FORBIDDEN = "ConnectWise: no permission", 403


@dataclass(slots=True)
class Played:
    """What a run did and how it ended."""

    seed: int
    verdict: Verdict = field(default_factory=Verdict)
    faults: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    story: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Script:
    """The dice of a run and what may not meet in it."""

    rng: Random
    ids: tuple[int, ...]
    without: frozenset[str]
    parks: bool
    second: bool
    other_configuration: bool
    old_copy: bool


def play(seed: int, zygote: Zygote, folder: Path) -> Played:
    """Everything of one seed."""
    rng = Random(seed)  # noqa: S311 - dice, not secrets
    played = Played(seed)
    with open_stage(zygote, folder) as stage:
        script = _script(rng, stage, played)
        program = folder / "program"
        for number in range(rng.randrange(2, 5)):
            _round(stage, script, played, number)
            if script.old_copy and number == 0 and program.exists():
                shutil.copytree(program, folder / "copy", ignore=shutil.ignore_patterns("*.lock"))
        if script.old_copy and (folder / "copy").exists():
            shutil.rmtree(program)
            shutil.copytree(folder / "copy", program)
            played.events["data folder replaced by last week's copy"] += 1
        _peace(stage, script, played)
    return played


def _script(rng: Random, stage: Stage, played: Played) -> _Script:
    ids = ids_of(stage, rng.sample(POOL, rng.randrange(3, 7)))
    without: set[str] = set()
    second, old_copy = rng.random() < 0.15, rng.random() < 0.1
    parks = not (second or old_copy) and rng.random() < 0.35
    # A server that forgets a requestid, or what it answered under it, and then executes its parked request
    # makes a second document: that cannot be prevented, and has to be told.
    stage.may_double = parks
    without |= set() if parks else {PARKED}
    for name, answers in rng.sample(sorted(SWITCHES.items()), 3):
        stage.control.switch("quickbooks", name, rng.choice(answers))
    for name, answers in rng.sample(sorted(CONNECTWISE_SWITCHES.items()), 1):
        stage.control.switch("connectwise", name, rng.choice(answers))
    other = second and rng.random() < 0.5
    if other:
        # Two configurations in the same second make two requests: both documents are told of.
        stage.may_double = True
    played.story.append(f"{[stage.invoice(key).number for key in ids]}")
    return _Script(rng, ids, frozenset(without), parks, second, other, old_copy)


def _round(stage: Stage, script: _Script, played: Played, number: int) -> None:
    """One start of the program, or two at once, with what happens meanwhile."""
    rng = script.rng
    breakages = [some_breakage(rng, script.without) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
    if script.parks and rng.random() < 0.5:
        breakages += [parked(rng), forgotten(rng)]
    rules = [(one, stage.control.faults.add(**one.fields)) for one in breakages]
    deeds = [some_deed(rng, script.ids, script.without) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    stage.plan_deeds(deeds)
    tasks, names = _tasks(stage, script, number, breakages)
    ended = stage.run(*tasks)
    stage.do_the_rest()
    for one, rule in rules:
        if rule.hits:
            played.faults[one.name] += 1
    if any(one.hits and one.server == "connectwise" and one.status == FORBIDDEN for one in _rules(stage)):
        for key in script.ids:  # a person has to give the right back, and is told so
            stage.note(key, NO_PERMISSION)
    played.events.update(deed.name for deed in deeds if deed.done)
    _note_mishap(played, names, ended[0][0])
    if tasks[0].work in UNDOING:
        played.events[UNDOING[tasks[0].work]] += 1
    hit = [(one.name, one.fields.get("when", "before"), rule.hits) for one, rule in rules if rule.hits]
    people = [(one.name, one.at_call, one.done) for one in deeds]
    played.story.append(f"start {number}: {_told(tasks, ended)} {names} {hit} {people}")
    for one, rule in rules:
        if rng.random() < 0.6 or one.is_slow:
            stage.control.faults.clear(rule.id)


def _rules(stage: Stage) -> list[Fault]:
    """All that are in force, those of earlier starts too."""
    return stage.control.faults.all()


def _tasks(
    stage: Stage, script: _Script, number: int, breakages: list[Breakage]
) -> tuple[list[Task], list[str]]:
    rng = script.rng
    mishap = some_mishap(rng)
    options = dict(mishap.options) if mishap else {}
    options["fast_timeouts"] = any(one.is_slow for one in breakages)
    work = _work(rng, number)
    if script.old_copy and work in UNDOING:
        # Not promised: a record that is put back knows nothing of a take back that was interrupted.
        work = "settle"
    if work in UNDOING:
        options["for_good"] = rng.random() < 0.5
    names = [mishap.name if mishap else ""]
    if script.second:
        summary = "Condensed" if script.other_configuration else "Detailed"
        other = stage.task("send", script.ids, stage.folder / "second", summary=summary)
        return [stage.task(work, script.ids, **options), other], [*names, SECOND]
    if rng.random() < 0.1:
        pair = [stage.task(work, script.ids, beside=True, **options)]
        return [*pair, stage.task("send", script.ids, beside=True)], [*names, BESIDE]
    return [stage.task(work, script.ids, **options)], [*names, ""]


def _work(rng: Random, number: int) -> Work:
    """At first it is sent; then it is sent, settled, taken back or replaced."""
    if number == 0:
        return "send"
    return rng.choices(("send", "settle", "undo", "replace"), (0.35, 0.4, 0.17, 0.08))[0]


def _note_mishap(played: Played, names: list[str], code: int) -> None:
    if names[0] and (names[0] != "killed" or code == KILLED):
        played.faults[names[0]] += 1
    if names[1]:
        played.events[names[1]] += 1


def _told(tasks: list[Task], ended: list[tuple[int, Report | None]]) -> str:
    """How each program ended."""
    pairs = zip(tasks, ended, strict=True)
    how = [f"{task.work} {task.trap or ''} -> {code}" for task, (code, _) in pairs]
    why = [report.ended for _, report in ended if report is not None and report.ended]
    return f"{how} {why or ''}"


def _peace(stage: Stage, script: _Script, played: Played) -> None:
    """The lasting faults are lifted; the program is started until it is quiet; then the books are judged."""
    stage.control.faults.clear()
    stage.plan_deeds([])
    all_is_well_again(stage)
    if script.rng.random() < 0.5 and stage.control.parked:
        stage.control.release_parked()
        played.events["a parked request executed later"] += 1
    folders = [stage.folder / "program"] + ([stage.folder / "second"] if script.second else [])
    played.verdict = settled(stage, script.ids, folders, starts=4)
    if stage.control.parked:
        stage.control.release_parked()
        played.events["a parked request executed at the very end"] += 1
        played.verdict = settled(stage, script.ids, folders, starts=4)
    if stage.crashed:
        played.verdict.failures.append(f"{UNKNOWN}: programs ended with an error: {stage.crashed}")
    if stage.hung:
        played.verdict.failures.append(f"{UNKNOWN}: {stage.hung} programs hung")
