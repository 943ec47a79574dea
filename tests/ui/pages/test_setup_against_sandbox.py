"""Both set-up pages against real servers: keys, a sign-in through the loopback listener, the first list."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.setup import Environment
from mobius_desktop.sandbox.run import RunningSandbox, SandboxOptions, start_sandbox
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.setup.connecting import ConnectStep
from mobius_desktop.ui.pages.setup.connectwise_page import ConnectWiseSetupPage
from mobius_desktop.ui.pages.setup.quickbooks_page import QuickBooksSetupPage
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.wiring.program import Program
from mobius_desktop.workers.hub import Hub

SECRETS = ("public_key", "private_key")


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(SandboxOptions(), sample_firm=resource_path("sample-firm")) as running:
        running.control.clock.set(dt.datetime.now(dt.UTC))  # the program outside of the demo lives today
        yield running


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    opened = open_program(ProgramOptions(data_dir=tmp_path, vault="memory", edition="standard"))
    yield opened
    opened.close()


@pytest.fixture
def services(program: Program, qtbot: QtBot) -> Iterator[Services]:
    del qtbot
    hub = Hub()
    yield Services(program, hub, Memory(None))
    hub.close()


class Browser:
    """Opens the sign-in page and follows it to the loopback address, as the user's browser would."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self.ended_on: list[str] = []

    def open(self, address: str) -> None:
        thread = threading.Thread(target=self._follow, args=(address,))
        self._threads.append(thread)
        thread.start()

    def _follow(self, address: str) -> None:
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - an address of this machine
            self.ended_on.append(answer.url)

    def close(self) -> None:
        for thread in self._threads:
            thread.join()


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until_idle(qtbot: QtBot, services: Services) -> None:
    def nothing_runs() -> bool:
        return services.hub.busy == 0

    qtbot.waitUntil(nothing_runs, timeout=30_000)


def type_keys(page: ConnectWiseSetupPage, sandbox: RunningSandbox, **other: str) -> None:
    said = sandbox.describe()["connectwise"]
    typed = {name: said[name] for name in ("company_id", *SECRETS, "client_id")}
    for name, text in {"site": said["base_url"], **typed, **other}.items():
        page.form.fields[name].setText(text)
    page.form.changed.emit()


def connect_connectwise(
    qtbot: QtBot, services: Services, sandbox: RunningSandbox, **other: str
) -> ConnectWiseSetupPage:
    page = ConnectWiseSetupPage(services)
    qtbot.addWidget(page)
    type_keys(page, sandbox, **other)
    page.save()
    until_idle(qtbot, services)
    return page


def test_wrong_keys_are_named_and_nothing_is_saved(
    qtbot: QtBot, services: Services, sandbox: RunningSandbox, program: Program
) -> None:
    page = connect_connectwise(qtbot, services, sandbox, private_key="wrong")
    assert program.connectwise_setup() is None
    assert any(text.startswith("Keys accepted: failed.") for text in page.steps.texts())
    assert services.connectwise.state == "Not connected"


def test_a_wrong_intuit_secret_ends_this_sign_in_and_nothing_else(
    qtbot: QtBot, services: Services, sandbox: RunningSandbox, browser: Browser
) -> None:
    stops: list[object] = []
    services.stopped.connect(stops.append)
    page = QuickBooksSetupPage(services, browser.open)
    qtbot.addWidget(page)
    page.actions_content().actions[-1].slot()
    type_app(page, sandbox, client_secret="wrong")
    page.actions_content().actions[-1].slot()
    until_idle(qtbot, services)
    assert step_of(page) is ConnectStep.SIGN_IN
    assert "client id and secret" in page.connecting.sign_in.sentence()
    assert stops == []
    assert services.quickbooks.state == "Not checked"
    page.actions_content().actions[-1].slot()
    type_app(page, sandbox)
    page.actions_content().actions[-1].slot()
    until_idle(qtbot, services)
    assert step_of(page) is ConnectStep.CONFIRM


def step_of(page: QuickBooksSetupPage) -> ConnectStep | None:
    return page.sign_in.step


def type_app(page: QuickBooksSetupPage, sandbox: RunningSandbox, **other: str) -> None:
    """The keys of the sandbox's Intuit app."""
    said = sandbox.describe()["quickbooks"] | other
    form = page.connecting.app
    form.environment.setCurrentIndex(form.environment.findData(Environment.CUSTOM))
    form.client_id.setText(said["client_id"])
    form.client_secret.setText(said["client_secret"])
    form.port.setText(str(free_port()))
    form.discovery.setText(said["discovery_url"])
    form.base.setText(said["base_url"])


def test_from_empty_pages_to_the_first_list(
    qtbot: QtBot, services: Services, sandbox: RunningSandbox, program: Program, browser: Browser
) -> None:
    page = connect_connectwise(qtbot, services, sandbox)
    assert program.connectwise_setup() is not None
    assert services.connectwise.state == "Connected"
    assert not page.form.typing
    assert program.locations()

    quickbooks = QuickBooksSetupPage(services, browser.open)
    qtbot.addWidget(quickbooks)
    said = sandbox.describe()["quickbooks"]
    quickbooks.actions_content().actions[-1].slot()
    type_app(quickbooks, sandbox)
    quickbooks.actions_content().actions[-1].slot()
    until_idle(qtbot, services)
    assert quickbooks.sign_in.step is ConnectStep.CONFIRM, quickbooks.connecting.sign_in.sentence()
    assert said["realms"][0]["name"] in quickbooks.connecting.confirm.text()
    quickbooks.actions_content().actions[-1].slot()
    until_idle(qtbot, services)
    assert [one.name for one in program.companies()] == [said["realms"][0]["name"]]

    quickbooks.test()
    until_idle(qtbot, services)
    assert quickbooks.actions_content().sentence.startswith("QuickBooks answered and can be used.")

    batch = CreateInvoiceBatchPage(services)
    qtbot.addWidget(batch)
    batch.activated()
    until_idle(qtbot, services)
    assert batch.select.model.rowCount() == 45
    assert said["client_secret"] not in shown_texts(quickbooks)


def shown_texts(page: QuickBooksSetupPage) -> str:
    form = page.connecting.app
    return " ".join((form.client_secret.text(), page.connecting.sign_in.address.text()))
