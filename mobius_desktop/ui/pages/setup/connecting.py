"""Connecting a QuickBooks company in three steps: Intuit app, sign-in in the browser, the company's name.

Only widgets: what is typed and what is shown. The page starts and ends the sign-in.
"""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.domain.setup import Environment, QuickBooksSetup, redirect_port_problem
from mobius_desktop.domain.typed import trimmed
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import Field
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.pages.setup.beside import FORM_WIDTH
from mobius_desktop.ui.pages.setup.where_keys_are import where_it_goes
from mobius_desktop.ui.theme import FontRole, theme

DEFAULT_PORT = 8612
"""Where the browser comes back to; the Intuit app has to list the address with it."""
_PRODUCTION = "Production: your own QuickBooks company"
_BY_BROWSER, _BY_TOKEN = "Sign in in the browser, paste the address", "Refresh token from Intuit's playground"
_SANDBOX, _CUSTOM = "Sandbox: a test company of Intuit", "Custom server: any server that speaks the same API"


class ConnectStep(IntEnum):
    """The three steps, as the page header counts them."""

    APP = 0
    SIGN_IN = 1
    CONFIRM = 2


STEP_NAMES = ("Intuit app", "Sign in", "Confirm the company")


class AppForm(QWidget):
    """Step 1. The secret is a password field and is cleared once it was used."""

    changed = Signal()

    def __init__(self, vault: str) -> None:
        """`vault` is where the keys go: `keyring`, `file` or `memory`."""
        super().__init__()
        frame, column = titled_card("Keys of the Intuit app")
        column.setSpacing(theme().metrics.v(10))
        self.client_id, self.client_secret = QLineEdit(), QLineEdit()
        self.client_secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.environment = QComboBox()
        self.environment.addItem(_SANDBOX, Environment.SANDBOX)
        self.environment.addItem(_PRODUCTION, Environment.PRODUCTION)
        self.environment.addItem(_CUSTOM, Environment.CUSTOM)
        self.port = QLineEdit(str(DEFAULT_PORT))
        self.discovery, self.base = QLineEdit(), QLineEdit()
        self.discovery.setPlaceholderText("http://127.0.0.1:8611/.well-known/openid_sandbox_configuration")
        self.base.setPlaceholderText("http://127.0.0.1:8611")
        self._port_field = Field("Redirect &port", self.port, _port_help(str(DEFAULT_PORT)))
        self._production = ProductionFields()
        self._custom = QWidget()
        custom = QVBoxLayout(self._custom)
        custom.setContentsMargins(0, 0, 0, 0)
        custom.setSpacing(theme().metrics.v(10))
        custom.addWidget(Field("Discover&y address", self.discovery, "Where the server says how to sign in."))
        custom.addWidget(Field("&API address", self.base, "What stands before /v3/company."))
        column.addWidget(Field("E&nvironment", self.environment))
        for field in (
            Field("Client &ID", self.client_id, "At developer.intuit.com: the app ▸ Keys and credentials."),
            Field("Client &secret", self.client_secret, where_it_goes(vault)),
            self._port_field,
        ):
            column.addWidget(field)
        column.addWidget(self._production)
        column.addWidget(self._custom)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.environment.currentIndexChanged.connect(self._on_environment_changed)
        for edit in (self.client_id, self.client_secret, self.port, self.discovery, self.base):
            edit.textChanged.connect(self._on_edit_text_changed)
        self._production.changed.connect(self.changed)
        self._on_environment_changed()

    def entries(self) -> dict[str, str]:
        """What a sign-in needs; addresses only for a custom server."""
        kind = Environment(self.environment.currentData())
        found = {
            "client_id": trimmed(self.client_id.text()),
            "client_secret": trimmed(self.client_secret.text()),
            "environment": kind.value,
        }
        if kind is Environment.PRODUCTION:
            return found | self._production.entries()
        found["redirect_port"] = trimmed(self.port.text())
        if kind is Environment.CUSTOM:
            found["discovery_url"] = trimmed(self.discovery.text())
            found["base_url"] = trimmed(self.base.text()).rstrip("/")
        return found

    def missing(self) -> list[str]:
        """What is still empty, by label."""
        labels = {
            "client_id": "Client ID",
            "client_secret": "Client secret",
            "redirect_port": "Redirect port",
            "redirect_uri": "Redirect address",
            "company_id": "Company ID",
            "refresh_token": "Refresh token",
            "discovery_url": "Discovery address",
            "base_url": "API address",
        }
        return [labels[name] for name, value in self.entries().items() if not value]

    def wrong(self) -> list[str]:
        """What holds something that cannot be right, by label; the field itself says why."""
        port = self.entries().get("redirect_port", "")
        return ["Redirect port"] if port and redirect_port_problem(port) else []

    def forget_secrets(self) -> None:
        """The secret stays in no field once it was used."""
        self.client_secret.clear()
        self._production.refresh_token.clear()

    @property
    def production(self) -> ProductionFields:
        """The fields of a real company."""
        return self._production

    @Slot()
    def _on_environment_changed(self) -> None:
        kind = self.environment.currentData()
        self._custom.setVisible(kind == Environment.CUSTOM)
        self._production.setVisible(kind == Environment.PRODUCTION)
        self._port_field.setVisible(kind != Environment.PRODUCTION)
        self.changed.emit()

    @Slot()
    def _on_edit_text_changed(self) -> None:
        port = trimmed(self.port.text())
        problem = redirect_port_problem(port) if port else ""
        self._port_field.set_help(problem or _port_help(port), problem=bool(problem))
        self.changed.emit()


class ProductionFields(QWidget):
    """For production keys Intuit takes https addresses only: the address the browser ends on is pasted back,
    or a refresh token comes from Intuit's playground."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way = QComboBox()
        self.way.addItems([_BY_BROWSER, _BY_TOKEN])
        self.redirect, self.company_id, self.refresh_token = QLineEdit(), QLineEdit(), QLineEdit()
        self.refresh_token.setEchoMode(QLineEdit.EchoMode.Password)
        self.redirect.setPlaceholderText("https://www.example.com/quickbooks-signin")
        self._redirect = Field(
            "Redi&rect address",
            self.redirect,
            "Exactly as the Intuit app lists it. The page need not exist.",
        )
        self._token = QWidget()
        token = QVBoxLayout(self._token)
        token.setContentsMargins(0, 0, 0, 0)
        token.setSpacing(theme().metrics.v(10))
        token.addWidget(
            Field("Company ID (real&m ID)", self.company_id, "The number that the playground shows.")
        )
        token.addWidget(
            Field(
                "Refresh to&ken",
                self.refresh_token,
                "Made in the playground with this app's keys. It is renewed at once and kept with them.",
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(10))
        column.addWidget(Field("Ho&w to sign in", self.way))
        column.addWidget(self._redirect)
        column.addWidget(self._token)
        self.way.currentIndexChanged.connect(self._on_way_changed)
        for edit in (self.redirect, self.company_id, self.refresh_token):
            edit.textChanged.connect(self.changed)
        self._on_way_changed()

    @property
    def by_token(self) -> bool:
        """Whether a token is typed instead of signing in in the browser."""
        return self.way.currentText() == _BY_TOKEN

    def entries(self) -> dict[str, str]:
        """What a sign-in needs beside the app's keys."""
        if self.by_token:
            return {
                "company_id": trimmed(self.company_id.text()),
                "refresh_token": trimmed(self.refresh_token.text()),
            }
        return {"redirect_uri": trimmed(self.redirect.text())}

    @Slot()
    def _on_way_changed(self) -> None:
        self._redirect.setVisible(not self.by_token)
        self._token.setVisible(self.by_token)
        self.changed.emit()


def _port_help(port: str) -> str:
    return f"The app has to list http://localhost:{port or '…'}/callback among its redirect addresses."


class SignInCard(QWidget):
    """Step 2: what the browser is asked, and the address to copy where it did not open."""

    open_wanted = Signal(str)
    pasted = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame, column = titled_card("Sign in in the browser")
        self._sign = SignLabel.of_state("Running")
        self._sentence = RichLabel(wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme().metrics.v(10))
        row.addWidget(self._sign)
        row.addWidget(self._sentence, 1)
        column.addLayout(row)
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self._begun = QWidget()
        begun = QVBoxLayout(self._begun)
        begun.setContentsMargins(0, theme().metrics.v(6), 0, 0)
        begun.addWidget(
            Field(
                "A&ddress of the sign-in", self.address, "Copy it where the browser did not open by itself."
            )
        )
        self.paste = QLineEdit()
        self.paste.setPlaceholderText("https://…?code=…&state=…&realmId=…")
        self.paste.textChanged.connect(self.pasted)
        self._paste_field = Field(
            "Address the bro&wser ended on",
            self.paste,
            "The page may say that it was not found: that does no harm. Copy the whole address bar.",
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().metrics.v(8))
        self.copy_address = Button("&Copy", sign="copy", clicked=self._copy_address)
        self.open_again = Button("&Open again", sign="open", clicked=self._open_again)
        buttons.addWidget(self.copy_address)
        buttons.addWidget(self.open_again)
        buttons.addStretch(1)
        begun.addLayout(buttons)
        column.addWidget(self._begun)
        column.addWidget(self._paste_field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.show_address("")

    def show_address(self, address: str, *, paste: bool = False) -> None:
        """The browser is to open this; empty while it is being asked for. `paste`: it does not come back."""
        self.address.setText(address)
        self._begun.show()
        self._paste_field.setVisible(paste)
        self.paste.clear()
        self.address.setCursorPosition(0)
        for button in (self.copy_address, self.open_again):
            button.setEnabled(bool(address))
        self._sign.set_state("Running")
        if paste:
            self._sentence.set_sentence(
                "Sign in in the browser, choose the company and allow the access. Then copy the address the"
                " browser ends on and paste it below, within ten minutes."
            )
            return
        self._sentence.set_sentence(
            "Waiting for the browser. Sign in there, choose the company and allow the access; this page goes"
            " on by itself. The sign-in holds for ten minutes."
            if address
            else "Asking for the sign-in page."
        )

    def show_failure(self, sentence: str, *, over: bool) -> None:
        """The sign-in has no company yet. `over`: nobody waits for the browser any more, so its page leads
        nowhere."""
        if over:
            self.address.clear()
            self._begun.hide()
        self._sign.set_state("Failed")
        self._sentence.set_sentence(sentence)

    def sentence(self) -> str:
        """What the card says."""
        return self._sentence.sentence()

    def _copy_address(self) -> None:
        QApplication.clipboard().setText(self.address.text())

    def _open_again(self) -> None:
        self.open_wanted.emit(self.address.text())


class ConfirmCard(QWidget):
    """Step 3: the company by its name."""

    def __init__(self) -> None:
        super().__init__()
        frame, column = titled_card("Is this the company?")
        self._name = Label("", FontRole.FIGURE_SMALL, wrap=True)
        self._details = Label("", ink="text2", wrap=True)
        self._sentence = RichLabel("", "text", wrap=True)
        for label in (self._name, self._details, self._sentence):
            column.addWidget(label)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def show_company(self, setup: QuickBooksSetup, *, known: bool) -> None:
        """What the browser signed in to; `known` where it was connected before."""
        self._name.setText(setup.name)
        self._details.setText(f"{setup.environment.value} · QuickBooks company ID {setup.realm}")
        self._sentence.set_sentence(
            "It was connected before; its sign-in is renewed."
            if known
            else "Invoices that are sent to it will be booked in this company."
        )

    def text(self) -> str:
        """What the card says."""
        return f"{self._name.text()} {self._details.text()} {self._sentence.sentence()}"


class ConnectingView(QScrollArea):
    """The three cards, one at a time."""

    def __init__(self, vault: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.app, self.sign_in, self.confirm = AppForm(vault), SignInCard(), ConfirmCard()
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        self._stack = QStackedWidget()
        for card in (self.app, self.sign_in, self.confirm):
            holder = QWidget()
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(card)
            box.addStretch(1)
            self._stack.addWidget(holder)
        self._stack.setMaximumWidth(m.h(FORM_WIDTH))
        column.addWidget(self._stack)
        self.setWidget(inner)

    def show_step(self, step: ConnectStep) -> None:
        """Bring a step to the front."""
        self._stack.setCurrentIndex(step.value)
