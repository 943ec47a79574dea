"""The network goes away in mid-batch (lid closed, VPN dropped) and comes back: every invoice ends known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.app import Desktop
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub

SPEED = 40.0
ASLEEP = dt.timedelta(hours=11)


class Line:
    """The servers at fixed addresses, which can be taken off the network and put back."""

    def __init__(self, folder: Path) -> None:
        self._state = folder / "servers.state"
        self.sandbox = self._start(SandboxOptions(latency_ms=20))

    def _start(self, options: SandboxOptions) -> RunningSandbox:
        sandbox = start_sandbox(options, sample_firm=resource_path("sample-firm"), state=self._state)
        sandbox.clock.set_speed(SPEED)
        return sandbox

    def cut(self) -> None:
        self.sandbox.stop()

    def mend(self) -> None:
        """At the same addresses, with the books as they were."""
        connectwise, quickbooks = (server.port for server in self.sandbox.servers)
        self.sandbox = self._start(
            SandboxOptions(latency_ms=20, connectwise_port=connectwise, quickbooks_port=quickbooks)
        )

    def documents(self) -> dict[str, int]:
        """How many documents of a number QuickBooks holds."""
        found: dict[str, int] = {}
        for realm in self.sandbox.quickbooks_state.realms.values():
            for entity in ("Invoice", "CreditMemo"):
                for one in realm.books.tables.get(entity, {}).values():
                    number = str(one.get("DocNumber"))
                    found[number] = found.get(number, 0) + 1
        return found


class Office:
    """The window over those servers."""

    def __init__(self, qtbot: QtBot, line: Line, folder: Path) -> None:
        self.qtbot, self.line = qtbot, line
        self.program = open_program(
            ProgramOptions(
                data_dir=folder,
                demo=True,
                connectwise_url=line.sandbox.connectwise_base_url,
                quickbooks_url=line.sandbox.quickbooks_base_url,
                speed=SPEED,
            )
        )
        self.hub = Hub()
        self.window = MainWindow(Memory(None))
        qtbot.addWidget(self.window)
        self.desktop = Desktop(self.program, self.window, self.hub)
        self.services = self.desktop.services
        self.window.show()
        self.desktop.start()
        self.settle()

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=100_000)

    def settle(self) -> None:
        self.wait(lambda: self.hub.busy == 0 and not self.services.running)

    def submit(self) -> None:
        realm = self.program.companies()[0].realm
        service = self.program.service(realm)
        chosen = service.list_unposted().offered
        ids = tuple(one.billing_log_id for one in chosen)
        options = self.program.options(realm)
        request = BatchRequest(ids, options.invoice_export_detail, allow_creation=True, listed=chosen)
        self.services.submit(realm, service.plan(request))

    def rows(self) -> list[InvoiceRow]:
        live = self.services.live
        return list(live.invoices.values()) if live is not None else []

    def close(self) -> None:
        self.hub.close()
        self.program.close()


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    line = Line(tmp_path)
    made = Office(qtbot, line, tmp_path / "data")
    yield made
    made.close()
    line.cut()


def begin(office: Office) -> BatchNumber:
    """A batch of everything, some of which has arrived."""
    office.submit()
    office.wait(lambda: sum(row.quickbooks_total is not None for row in office.rows()) >= 3)
    live = office.services.live
    assert live is not None
    return live.number


def all_is_known(office: Office, number: BatchNumber) -> dict[str, InvoiceRow]:
    """Nothing is in doubt, and what is said to be there is there once and marked."""
    settled = {row.number: row for row in office.program.store.invoices(number)}
    assert not {row.state for row in settled.values()} & {ActionState.RUNNING, ActionState.CHECKING}
    held = office.line.documents()
    sent = {name for name, row in settled.items() if row.quickbooks_total is not None}
    assert all(held.get(name) == 1 for name in sent)
    assert all(settled[name].marked for name in sent)
    return settled


def test_a_network_that_goes_away_in_mid_batch_leaves_nothing_in_doubt_once_it_is_back(
    office: Office,
) -> None:
    number = begin(office)
    office.line.cut()
    office.settle()
    live = office.services.live
    assert live is not None
    assert live.state is not BatchState.RUNNING
    assert ActionState.RUNNING not in {row.state for row in office.rows()}
    assert office.window.banner.shown() is not None

    office.line.mend()
    office.desktop.watch.connect_sides()
    office.settle()
    waiting = [row for row in all_is_known(office, number).values() if row.finding_code == "STOPPED"]
    assert waiting
    office.services.resume(number)
    office.settle()
    assert {row.number for row in waiting} <= set(office.line.documents())
    assert all(office.line.documents()[row.number] == 1 for row in waiting)


def test_a_lid_that_is_closed_in_mid_batch_and_opened_the_next_morning_leaves_nothing_in_doubt(
    office: Office,
) -> None:
    """On waking every connection is dead, the clock has jumped, and the sign-in of an hour is long over."""
    number = begin(office)
    office.line.cut()
    office.line.mend()
    office.line.sandbox.clock.advance(ASLEEP.total_seconds())
    office.program.clock.correct(ASLEEP)
    office.settle()
    live = office.services.live
    assert live is not None
    assert live.state is not BatchState.RUNNING

    office.desktop.watch.connect_sides()
    office.settle()
    waiting = [row.number for row in all_is_known(office, number).values() if row.finding_code == "STOPPED"]
    if waiting:
        office.services.resume(number)
        office.settle()
    all_is_known(office, number)
    assert all(office.line.documents()[name] == 1 for name in waiting)
