"""One start of the ordinary program in a forked child: connect, recover, send or settle, tell."""

from __future__ import annotations

import datetime as dt
import faulthandler
import os
import time
from contextlib import AbstractContextManager, nullcontext
from threading import Thread
from typing import Any

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import BatchPlan, PlanOutcome
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.correct.values import Mode
from mobius_desktop.transfer.service import TransferService
from mobius_desktop.wiring import Program, ProgramOptions, open_program, opening
from tests.faults.harness import blind
from tests.faults.harness.tasks import Report, Row, Task
from tests.faults.harness.traps import Watch, narrow, set_up

SPEED = 100.0
ROUNDS = 5
STOPPED = 3
"""Exit code of a program that could not go on and said why."""
_ASKS = frozenset({ActionState.NEEDS_CHECK, ActionState.FAILED})


def work(task: Task) -> int:
    """Everything a child does."""
    log = os.open(task.report.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    faulthandler.enable(file=log)
    if task.beside:
        # In the demo one program has the folder; real programs meet at the company's lock.
        free: Any = _free
        opening._folder_held = free
    watch = set_up(task)
    report = Report()
    code = 0
    try:
        program = open_program(
            ProgramOptions(
                data_dir=task.folder,
                demo=True,
                edition="lite",
                connectwise_url=task.connectwise_url,
                quickbooks_url=task.quickbooks_url,
                speed=SPEED,
            )
        )
    except Known as error:
        report.ended = f"{type(error).__name__}: {error}"
        report.write(task.report)
        return STOPPED
    try:
        _use(program, task, watch, report)
    except Known as error:
        report.ended = f"{type(error).__name__}: {error}"
        code = STOPPED
    report.counts = dict(watch.counts)
    _tell(program, report)
    report.write(task.report)
    return code


def _free(*_: object) -> AbstractContextManager[None]:
    """A folder that nobody holds."""
    return nullcontext()


def _use(program: Program, task: Task, watch: Watch, report: Report) -> None:
    program.connect()
    _run_fast(program)
    realm = program.companies()[0].realm
    service = program.service(realm)
    if task.broken == "blind":
        blind.fold_over(service)
    narrow(program.store, task)
    watch.arm()
    if task.work == "send":
        program.recover()
        plan = _plan(service, task)
        if plan is not None:
            _submit(service, plan, task, watch)
        return
    if task.work in {"undo", "replace"}:
        program.recover()
        _correct(program, realm, task, watch)
        return
    for _ in range(ROUNDS):
        _one_round(program, service, task, report)
        if _quiet(program, realm, report):
            return


def _run_fast(program: Program) -> None:
    """The program's clock goes as fast as the sandbox's."""
    start, since = program.clock.now(), time.monotonic()
    program.clock.follow(lambda: start + dt.timedelta(seconds=(time.monotonic() - since) * SPEED))


def _plan(service: TransferService, task: Task) -> BatchPlan | None:
    wanted = set(task.ids)
    chosen = tuple(one for one in service.list_unposted().offered if one.billing_log_id in wanted)
    if not chosen:
        return None
    return service.plan(
        BatchRequest(
            tuple(one.billing_log_id for one in chosen),
            Summary(task.summary),
            allow_creation=True,
            listed=chosen,
        )
    )


def _submit(service: TransferService, plan: BatchPlan, task: Task, watch: Watch) -> None:
    if not task.twice:
        service.run(plan, stop=watch.stop)
        return
    failures: list[Any] = []

    def press() -> None:
        try:
            service.run(plan)
        except Known as error:
            failures.append(error)

    second = Thread(target=press)
    second.start()
    press()
    second.join()


def _correct(program: Program, realm: RealmId, task: Task, watch: Watch) -> None:
    """Take back what can be taken back, or replace what asks for it; the rest is refused with its reason."""
    corrections = program.corrections(realm)
    ids = [BillingLogId(key) for key in task.ids]
    if task.work == "undo":
        mode = Mode.FOR_GOOD if task.for_good else Mode.SEND_AGAIN
        undo = corrections.take_back_preview(ids, mode)
        if undo.possible:
            corrections.take_back(undo, "Interrupted on the way.", stop=watch.stop, confirmed=True)
        return
    unposted = {one.billing_log_id for one in program.service(realm).list_unposted().invoices}
    for key in ids:
        if key not in unposted:
            continue
        anew = corrections.replace_preview(key)
        if not anew.refused:
            corrections.replace(anew, "Interrupted on the way.", stop=watch.stop, confirmed=True)


def _one_round(program: Program, service: TransferService, task: Task, report: Report) -> None:
    try:
        program.recover()
        for batch in program.store.batches(BatchFilter(states=(BatchState.INTERRUPTED,))):
            program.resume(batch.number)
        service.forget_lists()
        plan = _plan(service, task)
    except Known as error:
        report.ended = f"{type(error).__name__}: {error}"
        return
    report.ended = ""
    report.blocked = {}
    if plan is None:
        return
    for one in plan.invoices:
        if one.blocked:
            codes = [found.code for found in one.findings if found.blocks]
            report.blocked[one.invoice.billing_log_id] = codes
    if any(one.outcome is not PlanOutcome.BLOCKED for one in plan.invoices):
        service.run(plan)
        report.ended = "sent"  # there was something to do: one more round


def _quiet(program: Program, realm: RealmId, report: Report) -> bool:
    if report.ended == "sent":
        report.ended = ""
        return False
    return not (report.ended or program.store.unsettled(realm) or program.store.running(realm))


def _tell(program: Program, report: Report) -> None:
    store = program.store
    open_states = (BatchState.RUNNING, BatchState.INTERRUPTED)
    for batch in sorted(store.batches(BatchFilter()), key=lambda one: one.number):
        report.running += batch.state in open_states
        for row in store.invoices(batch.number):
            kept = Row(row.state.name, row.finding_code or "", row.message, bool(row.marked))
            report.rows[row.billing_log_id] = kept
            if row.state in _ASKS:
                report.asks.append(row.billing_log_id)
    for company in program.companies():
        report.unsettled += [one.billing_log_id or 0 for one in store.unsettled(company.realm)]
