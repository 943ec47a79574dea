"""Takes the pictures of `docs/getting-started.md`: from the first start to the first batch, by clicks.

`uv run python -m tests.getting_started` starts `mobius-desktop sandbox` on ports of its own, opens the window
on an empty data folder, and does what the manual says: it presses the buttons and types into the fields that
a person would. A step that cannot be done any more ends it with that step's name.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from mobius_desktop.app import Desktop
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import Environment
from mobius_desktop.ui.pages.batch.page import BatchPage
from mobius_desktop.ui.pages.checkup.page import CheckSetupPage
from mobius_desktop.ui.pages.company.option_specs import TABS
from mobius_desktop.ui.pages.company.page import LINKS, CompanyPage
from mobius_desktop.ui.pages.invoice_batch.page import CreateInvoiceBatchPage
from mobius_desktop.ui.pages.setup.connectwise_page import ConnectWiseSetupPage
from mobius_desktop.ui.pages.setup.quickbooks_page import QuickBooksSetupPage
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.theme import Scheme, install, theme
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.workers.hub import Hub
from tests.screenshots import SIZE, Photographer

PREFIX = "getting-started"
FIRST_INVOICE = "10508"
"""Of the customer that has just been linked."""


class Browser(QObject):
    """The user's browser: agrees on Intuit's page, and is sent back to the program."""

    def __init__(self) -> None:
        super().__init__()
        self._threads: list[threading.Thread] = []
        QDesktopServices.setUrlHandler("http", self, "open")  # type: ignore[arg-type] # the stub says bytes

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        """Called by Qt in the place of the system's browser."""
        thread = threading.Thread(target=self._follow, args=(address.toString(),))
        self._threads.append(thread)
        thread.start()

    @staticmethod
    def _follow(address: str) -> None:
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - an address of this machine
            answer.read()

    def close(self) -> None:
        QDesktopServices.unsetUrlHandler("http")
        for thread in self._threads:
            thread.join()


@dataclass(slots=True)
class User:
    """Clicks and types in the real window, and takes the pictures."""

    desktop: Desktop
    window: MainWindow
    camera: Photographer
    sandbox: dict[str, Any]
    place: int = 0

    @property
    def page(self) -> Page:
        found = self.window.router.page()
        assert found is not None
        return found

    def picture(self, name: str) -> None:
        """A picture of the window as it is, numbered."""
        self.place += 1
        self.camera.take(f"{PREFIX}-{self.place:02}-{name}")

    def press(self, text: str) -> None:
        """Click the button that shows this text, or begins with it."""
        self.camera.until(lambda: self._button(text) is not None, f"the button “{text}”")
        button = self._button(text)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.camera.settle(0.3)

    def _button(self, text: str) -> QPushButton | None:
        shown = [one for one in self.window.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        return next((one for one in shown if _plain(one.text()).startswith(text)), None)

    def start_step(self, title: str) -> None:
        """Press the button of a step on the Dashboard."""
        self.window.go("dashboard")
        self.idle()

        def found() -> QPushButton | None:
            every = self.page.findChildren(QPushButton)
            return next(
                (one for one in every if one.isVisible() and one.accessibleName().startswith(title)), None
            )

        self.camera.until(lambda: found() is not None, f"the step “{title}”")
        button = found()
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.idle()

    def type_in(self, field: QLineEdit, text: str) -> None:
        """Click into a field and type."""
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        field.clear()
        QTest.keyClicks(field, text)

    def idle(self) -> None:
        """Wait until nothing works in the background."""
        services = self.desktop.services
        self.camera.settle(0.2)
        self.camera.until(lambda: services.hub.busy == 0, "background work to end")
        self.camera.settle(0.2)


def _plain(text: str) -> str:
    return re.sub(r"&(.)", r"\1", text)


# -- the way ----------------------------------------------------------------------------------------------


def walk(user: User) -> None:
    """All steps of the manual, in its order."""
    user.desktop.start()
    user.idle()
    user.picture("first-start")
    connect_connectwise(user)
    realm = connect_quickbooks(user)
    answer_and_check(user)
    link(user, realm)
    cut_over(user)
    send_first_batch(user)


def connect_connectwise(user: User) -> None:
    """Step 1."""
    user.start_step("Connect ConnectWise PSA")
    page = user.page
    assert isinstance(page, ConnectWiseSetupPage)
    about = user.sandbox["connectwise"]
    for name in ("company_id", "public_key", "private_key", "client_id"):
        user.type_in(page.form.fields[name], about[name])
    user.type_in(page.form.fields["site"], about["base_url"])
    user.picture("connectwise-keys")
    user.press("Test and save")
    user.idle()
    assert user.desktop.services.program.connectwise_setup() is not None, "ConnectWise is connected"
    user.picture("connectwise-connected")


def connect_quickbooks(user: User) -> RealmId:
    """Step 2."""
    user.start_step("Connect QuickBooks Online")
    page = user.page
    assert isinstance(page, QuickBooksSetupPage)
    user.press("Add company")
    form, about = page.connecting.app, user.sandbox["quickbooks"]
    form.environment.setCurrentIndex(form.environment.findData(Environment.CUSTOM))
    for field, text in (
        (form.client_id, about["client_id"]),
        (form.client_secret, about["client_secret"]),
        (form.port, str(_free_port())),
        (form.discovery, about["discovery_url"]),
        (form.base, about["base_url"]),
    ):
        user.type_in(field, text)
    user.picture("intuit-app")
    user.press("Sign in in the browser")
    user.camera.until(lambda: user._button("Use ") is not None, "the browser to come back")
    user.picture("confirm-company")
    user.press("Use ")
    user.idle()
    (company,) = user.desktop.services.program.companies()
    user.picture("quickbooks-connected")
    return company.realm


def answer_and_check(user: User) -> None:
    """Steps 3 and 4."""
    user.window.go("dashboard")
    user.idle()
    user.picture("next-steps")
    user.press("They are there")
    user.idle()
    user.start_step("Check set-up")
    assert isinstance(user.page, CheckSetupPage)
    user.idle()
    if user._button("Check now") is not None:
        user.press("Check now")
    user.idle()
    user.picture("check-set-up")


def link(user: User, realm: RealmId) -> None:
    """Step 5."""
    user.start_step("Link customers")
    page = user.page
    assert isinstance(page, CompanyPage)
    user.idle()
    user.window.go("company", f"{realm}:{TABS[0]}")
    user.idle()
    user.picture("options")
    user.window.go("company", f"{realm}:{LINKS}")
    user.idle()
    user.camera.until(lambda: page.links.model.rowCount() > 0, "the links")
    user.picture("links")
    user.press("Link the ")
    user.idle()
    user.picture("linked")


def cut_over(user: User) -> None:
    """Step 6."""
    user.start_step("Cut-over")
    user.idle()
    user.picture("cut-over")
    user.press("Nothing old is left")
    user.idle()


def send_first_batch(user: User) -> None:
    """Step 7: one invoice, looked at before and after."""
    user.start_step("Send the first batch")
    page = user.page
    assert isinstance(page, CreateInvoiceBatchPage)
    user.camera.until(lambda: page.select.read_list is not None and not page.select.checking, "the list")
    user.idle()
    row = next(one for one in page.select.model.rows() if one.invoice.number == FIRST_INVOICE)
    page.select.model.tick([row], True)
    user.picture("tick-one")
    user.press("Submit 1 ")
    user.camera.until(lambda: page.flow.plan is not None, "the preview")
    user.idle()
    user.picture("preview")
    user.press("Send the 1 ready")
    user.camera.until(lambda: isinstance(user.page, BatchPage), "the batch to start")
    user.camera.until(lambda: not user.desktop.services.running, "the batch to end")
    user.idle()
    user.camera.settle(2)
    user.picture("first-batch")


# -- around it --------------------------------------------------------------------------------------------


@contextmanager
def sandbox_process() -> Iterator[dict[str, Any]]:
    """`mobius-desktop sandbox` as a process of its own; what it prints."""
    command = [sys.executable, "-m", "mobius_desktop", "sandbox", "--json", "--until-eof"]
    ports = ["--connectwise-port", str(_free_port()), "--quickbooks-port", str(_free_port())]
    running = subprocess.Popen(  # noqa: S603 - our own program
        [*command, *ports, "--edition", "lite"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    try:
        described = json.loads(running.stdout.readline())
        _live_today(described["quickbooks"]["base_url"])
        yield described
    finally:
        running.communicate("", timeout=20)


def _live_today(address: str) -> None:
    """The sandbox opens in the sample firm's month; here it lives on the day of the computer."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    now = json.dumps({"now": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"})
    connection.request("POST", "/__sandbox__/clock", now, {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    """The whole way in one window."""
    application = QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    install(application)
    theme().set_scheme(Scheme.LIGHT)
    browser = Browser()
    with sandbox_process() as described, tempfile.TemporaryDirectory() as folder:
        program = open_program(ProgramOptions(data_dir=Path(folder), vault="memory"))
        hub, window = Hub(), MainWindow(Memory(None))
        desktop = Desktop(program, window, hub)
        window.resize(*SIZE)
        window.show()
        try:
            walk(User(desktop, window, Photographer(window, "light"), described))
        finally:
            browser.close()
            hub.close()
            program.close()


if __name__ == "__main__":
    main()
