"""A month's end through the real engine: rate, calls, memory and journal.

The sandbox is a child process: it enforces both services' limits and keeps its own count of calls, and this
process holds the program only.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from benchmarks.asking import Call, Side, calls_a_minute
from benchmarks.figures import Figure, peak_mebibytes
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.plan import BatchPlan, PlanOutcome
from mobius_desktop.sandbox.process import start_process
from mobius_desktop.sandbox.run import SandboxOptions
from mobius_desktop.store.database import Database
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program

_SMALL_COUNT, _SMALL_LATENCY_MS = 60, 50
_LATENCY_MS = 300
_REFUSED_BY_LIMIT = 429


@dataclass(slots=True)
class Commits:
    """How often the record was committed, and how long that took."""

    count: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One batch as it was measured."""

    plan: BatchPlan
    arrived: int
    submit_to_finished: float
    planning: float
    commits: Commits
    quickbooks: list[Call]
    connectwise: list[Call]


def measure(small: bool) -> Iterator[Figure]:
    """Every figure of a month's end."""
    latency = _SMALL_LATENCY_MS if small else _LATENCY_MS
    with (
        start_process(SandboxOptions(scale="month-end", latency_ms=latency)) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        described = sandbox.describe()
        options = ProgramOptions(
            data_dir=Path(folder),
            demo=True,
            connectwise_url=described["connectwise"]["base_url"],
            quickbooks_url=described["quickbooks"]["base_url"],
        )
        program = open_program(options)
        try:
            program.connect()
            run = _run(program, _SMALL_COUNT if small else None)
        finally:
            program.close()
        memory = peak_mebibytes()
    yield from _figures(run, latency, small=small)
    yield Figure("memory at most", memory, "MiB", 250, fails=True)


def _run(program: Program, most: int | None) -> Run:
    realm = program.companies()[0].realm
    setup = program.connectwise_setup()
    assert setup is not None
    sides = quickbooks, connectwise = Side(program.companies()[0].base_url), Side(setup.site)
    service = program.service(realm)
    service.lists()  # warm
    for side in sides:
        side.forget()
    before = quickbooks.live_documents(realm)
    began = time.monotonic()
    plan = _plan(program, realm, most)
    planning = time.monotonic() - began
    commits = Commits()
    began = time.monotonic()
    with _counted(commits):
        program.run(realm, plan)
    finished = time.monotonic() - began
    arrived = quickbooks.live_documents(realm) - before
    return Run(plan, arrived, finished, planning, commits, quickbooks.calls(), connectwise.calls())


def _plan(program: Program, realm: RealmId, most: int | None) -> BatchPlan:
    """What the list offers, ticked; the small form takes the last of it, which are the ordinary invoices."""
    offered = program.list_unposted(realm).offered
    ticked = offered if most is None else offered[-most:]
    return program.plan(
        realm,
        BatchRequest(
            ids=tuple(one.billing_log_id for one in ticked),
            summary=program.options(realm).invoice_export_detail,
            allow_creation=True,
            listed=ticked,
        ),
    )


@contextmanager
def _counted(commits: Commits) -> Iterator[None]:
    """Watch every transaction of the writer, from having the lock to being on the disk."""
    real = Database.writing
    guard = threading.Lock()

    @contextmanager
    def writing(database: Database) -> Iterator[object]:
        began = 0.0
        with real(database) as connection:
            began = time.perf_counter()
            yield connection
        with guard:
            commits.count += 1
            commits.seconds += time.perf_counter() - began

    with patch.object(Database, "writing", writing):
        yield


def _figures(run: Run, latency: int, *, small: bool) -> Iterator[Figure]:
    to_send = sum(one.outcome is PlanOutcome.SEND for one in run.plan.invoices)
    refused = sum(call.status == _REFUSED_BY_LIMIT for call in (*run.quickbooks, *run.connectwise))
    documents = sum(call.is_document for call in run.quickbooks)
    # The budgets are for a month: the fixed calls of a run weigh more on sixty invoices.
    counts = not small
    yield Figure(f"{len(run.plan.invoices)} invoices, {latency} ms: to send", to_send, "")
    yield Figure("in QuickBooks afterwards", run.arrived, "", to_send, fails=True, at_least=True)
    yield Figure("list, export and plan", run.planning, "s")
    yield Figure("Submit to Finished", run.submit_to_finished, "s", None if small else 100)
    rate = calls_a_minute(run.quickbooks)
    yield Figure("QuickBooks calls a minute, first to last document", rate, "", 450, counts, at_least=True)
    yield Figure("calls refused by a limit (429)", refused, "", 0, fails=True)
    yield Figure("documents posted for each that was to be sent", documents / to_send, "", 1, fails=True)
    per_invoice = len(run.quickbooks) / to_send
    yield Figure("QuickBooks calls per invoice, from the list on", per_invoice, "", 1.2, counts)
    per_invoice = len(run.connectwise) / to_send
    yield Figure("ConnectWise calls per invoice, from the list on", per_invoice, "", 1.5, counts)
    yield Figure("journal: commits per invoice", run.commits.count / to_send, "", 6, fails=True)
    yield Figure("journal: time per invoice", run.commits.seconds / to_send * 1000, "ms", 5)
