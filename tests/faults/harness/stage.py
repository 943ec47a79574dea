"""Both sandboxes of one run, with what happens to them at a given call, and who made which document."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.control import WorldError
from mobius_desktop.sandbox.firm.model import FirmInvoice, QuickBooksBooks
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from tests.faults.harness.tasks import Report, Task
from tests.faults.harness.zygote import CRASHED, HUNG, KILLED, Zygote

Record = dict[str, Any]
MONEY = ("Invoice", "CreditMemo")
CHILD_SECONDS = 60.0


@dataclass(slots=True)
class Deed:
    """Something that people or the world do, once, at a call of the run."""

    name: str
    act: Callable[[Stage], None]
    """Raises WorldError while it cannot happen yet."""
    at_call: int = 0
    done: bool = False


@dataclass(slots=True)
class Touched:
    """What people did to one invoice or its document."""

    deeds: set[str] = field(default_factory=set)
    after_mark: bool = False
    """At least one of them in QuickBooks when the invoice was marked already: people's own responsibility."""
    calls: list[int] = field(default_factory=list)
    """The recorder's count at each deed."""


class Stage:
    """One sandbox, its invoices by billingLogId, and the zygote that starts the programs."""

    def __init__(self, sandbox: RunningSandbox, zygote: Zygote, folder: Path) -> None:
        self.sandbox = sandbox
        self.control = sandbox.control
        self.folder = folder
        self.realm = sandbox.realms[0][0]
        self.touched: dict[int, Touched] = {}
        self.by_people: set[tuple[str, str]] = set()
        """Documents that people made: (entity, Id)."""
        self.owner: dict[tuple[str, str], int] = {}
        """Documents whose number no longer tells whose they are."""
        self.before = {(entity, key) for entity in MONEY for key in self.books.tables.get(entity, {})}
        self.may_double = False
        """What cannot be prevented, only told: a parked request is executed although the server has forgotten
        it, or two computers with different configurations send at the same moment."""
        self.hung = 0
        self.crashed: list[str] = []
        """Last lines of programs that ended with an error that is no state of the world."""
        self._zygote = zygote
        self._deeds: list[Deed] = []
        self._calls = 0
        self._guard = threading.Lock()
        self._reports = 0
        self._listen()

    # -- the books ------------------------------------------------------------------------------------

    @property
    def books(self) -> QuickBooksBooks:
        return self.sandbox.quickbooks_state.realms[self.realm].books

    def invoice(self, key: int) -> FirmInvoice:
        return self.sandbox.firm.connectwise.invoices[key]

    def documents_of(self, key: int) -> list[tuple[str, Record]]:
        """Live documents of an invoice, known by their number, never by our marker. People's do not count."""
        number = self.invoice(key).number
        return [
            (entity, one) for entity, one in self._live() if self._owner(entity, one) in (key, ("#", number))
        ]

    def made(self) -> Iterator[tuple[str, Record]]:
        """Live documents that are new since the beginning and were not made by people."""
        return ((entity, one) for entity, one in self._live() if (entity, str(one["Id"])) not in self.before)

    def _live(self) -> Iterator[tuple[str, Record]]:
        for entity in MONEY:
            for one in list(self.books.tables.get(entity, {}).values()):
                if (entity, str(one["Id"])) not in self.by_people and not is_void(one):
                    yield entity, one

    def _owner(self, entity: str, one: Record) -> object:
        known = self.owner.get((entity, str(one["Id"])))
        return known if known is not None else ("#", str(one.get("DocNumber")))

    def note(self, key: int, deed: str) -> None:
        """People did something to an invoice or its document."""
        touched = self.touched.setdefault(key, Touched())
        touched.deeds.add(deed)
        touched.after_mark |= self.invoice(key).batch_id is not None
        touched.calls.append(self.control.recorder.last_sequence())

    def fell_before_the_mark(self, key: int) -> bool:
        """Whether a deed lay in the moment between the last reading back of the document and its mark: no
        program asked for it in between, and none was started."""
        number = self.invoice(key).number
        requests = self.control.recorder.find()
        for call in self.touched[key].calls:
            for one in requests:
                if one.sequence <= call:
                    continue
                if one.path.endswith("/accounting/batches") and f"I{number}:" in one.body:
                    return True
                asked = one.server == "quickbooks" and one.kind == "read"
                words = f"{one.body} {one.params} {one.path}"
                if "/connect/oauth2" in one.path or (asked and (number in words or "Metadata" in words)):
                    break
        return False

    # -- what happens at a call -----------------------------------------------------------------------

    def plan_deeds(self, deeds: list[Deed]) -> None:
        with self._guard:
            self._deeds = deeds
            self._calls = 0

    def do_the_rest(self) -> None:
        """Between two runs: what could not happen during the run, as far as it can now."""
        for deed in self._deeds:
            self._try(deed)

    def _listen(self) -> None:
        enter: Any = self.control.recorder.enter

        def entered(**request: Any) -> Any:
            with self._guard:
                self._calls += 1
                due = [one for one in self._deeds if not one.done and one.at_call <= self._calls]
            for deed in due:
                self._try(deed)
            return enter(**request)

        self.control.recorder.enter = entered  # type: ignore[method-assign]  # a call is where things happen

    def _try(self, deed: Deed) -> None:
        with self._guard:
            if deed.done:
                return
            deed.done = True
        try:
            deed.act(self)
        except WorldError:
            deed.done = False

    # -- programs -------------------------------------------------------------------------------------

    def task(self, work: Any, ids: tuple[int, ...], folder: Path | None = None, **more: Any) -> Task:
        self._reports += 1
        return Task(
            work=work,
            folder=folder or self.folder / "program",
            connectwise_url=self.sandbox.connectwise_base_url,
            quickbooks_url=self.sandbox.quickbooks_base_url,
            ids=ids,
            report=self.folder / f"report-{self._reports}.json",
            **more,
        )

    def run(self, *tasks: Task) -> list[tuple[int, Report | None]]:
        """Start programs, all at the same moment, and wait for them: exit code and report."""
        started = [(task, self._zygote.start(task)) for task in tasks]
        ended = []
        for task, pid in started:
            code = self._zygote.wait(pid, CHILD_SECONDS)
            # While a side throttles without end a program only gets slow; in peace it must come to an end.
            self.hung += code == HUNG and not self.control.faults.all()
            if code == CRASHED or (code < 0 and code not in {KILLED, HUNG}):
                log = task.report.with_suffix(".log").read_text().splitlines()
                self.crashed += log[-1:] if code == CRASHED else [f"signal {-code}", *log[-60:]]
            ended.append((code, Report.read(task.report)))
        return ended


@contextmanager
def open_stage(zygote: Zygote, folder: Path, seed: int = 1) -> Iterator[Stage]:
    """A fresh firm with both servers, at a hundred times the speed of time."""
    folder.mkdir(parents=True, exist_ok=True)
    options = SandboxOptions(edition="lite", seed=seed)
    with start_sandbox(options, sample_firm=resource_path("sample-firm")) as sandbox:
        sandbox.clock.set_speed(100.0)
        yield Stage(sandbox, zygote, folder)


def is_void(one: Record) -> bool:
    """A void document keeps its number and says so in its note."""
    return str(one.get("PrivateNote", "")).startswith("Voided") and not one.get("TotalAmt")
