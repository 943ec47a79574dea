"""The Dashboard before anything is set up: the steps to the first batch, each with its state and a button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, rule
from mobius_desktop.ui.pages.dashboard.first_steps import SetupStep
from mobius_desktop.ui.theme import FontRole, theme

_WIDEST = 720
_DEMO = (
    "The demo shows a sample firm with 45 unposted invoices in a window of its own. It is kept apart from"
    " your own data, and nothing reaches a real company."
)
_KEYS = (
    "QuickBooks Online is reached with an Intuit app of your own. Intuit gives its **production keys** only"
    " after it has approved the app, which can take some days: ask whoever runs your IT now, and go on with"
    f" the demo meanwhile. {_DEMO}"
)
REQUEST = """\
Please set up an Intuit app for Mobius Desktop, which books our ConnectWise PSA invoices in QuickBooks Online.

1. Sign in at developer.intuit.com with an account of our firm and create an app in a workspace, with the \
one scope com.intuit.quickbooks.accounting. It needs no listing in the app store.
2. Fill in the app's details and the App Assessment Questionnaire under Production. It is a private desktop \
program for our own companies: it runs on our computers, keeps keys and tokens in the computer's key store, \
and sends nothing to anyone but ConnectWise and Intuit.
3. Under Keys and credentials, Production, add one redirect address: an https page of our own domain, for \
example https://www.example.com/quickbooks-signin. The page need not exist; the address the browser ends on \
is pasted into the program. A Reconnect URL is asked for too: the same page will do.
4. When Intuit has approved the app, send the production Client ID and Client secret by a safe way, and the \
redirect address exactly as it was entered.

Whoever signs in has to be a company administrator in QuickBooks Online.
"""
"""What the firm's IT has to be asked for; the user copies it."""


def answers(question: str, answered: Callable[[bool], object]) -> list[Button]:
    """The two answers to whether QuickBooks already has the customers."""
    words = {True: "They are there", False: "It is empty"}
    buttons = [Button(text, clicked=partial(answered, there)) for there, text in words.items()]
    for button, text in zip(buttons, words.values(), strict=True):
        button.setAccessibleName(f"{question} {text}")
    return buttons


class FirstRun(QScrollArea):
    """The steps, one under another; `go` opens a page."""

    answered = Signal(bool)
    """Whether QuickBooks already has the customers."""
    said = Signal(str)
    """What a press did, where nothing on the page shows it."""

    def __init__(self, go: Callable[[str, object], object], start_demo: Callable[[], object]) -> None:
        super().__init__()
        self._go = go
        self._start_demo = start_demo
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        m = theme().metrics
        frame, self._column = titled_card("Seven steps to the first batch, about 15 minutes")
        inner = QWidget()
        inner.setObjectName("scrolled")
        # The whole is limited, not each card: its height is asked for at its own width.
        inner.setMaximumWidth(m.h(_WIDEST) + 2 * m.margin)
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        column.addWidget(frame)
        # One of the two: what waits for Intuit's keys has the demo beside it, in sight without scrolling.
        self._keys, self._demo = self._keys_card(), self._demo_card()
        for part in (self._keys, self._demo):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inner)
        self._steps: tuple[SetupStep, ...] = ()
        self._parts: list[QWidget] = []

    def show_steps(self, steps: tuple[SetupStep, ...]) -> None:
        """Show how the steps stand."""
        if steps == self._steps:
            return
        self._steps = steps
        connected = all(step.done for step in steps[:2])
        self._keys.setVisible(not connected)
        self._demo.setVisible(connected)
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for place, step in enumerate(steps, start=1):
            self._parts += [self._line(place, step), rule()]
        self._parts.pop().deleteLater()
        for part in self._parts:
            self._column.addWidget(part)

    def _demo_card(self) -> QWidget:
        frame, column = titled_card("Not sure yet?")
        column.addWidget(RichLabel(_DEMO, "text2", wrap=True))
        column.addWidget(self._demo_button(), 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _demo_button(self) -> Button:
        return Button("Go on with the dem&o", clicked=self._start_demo)

    def _keys_card(self) -> QWidget:
        frame, column = titled_card("Keys for QuickBooks Online")
        column.addWidget(RichLabel(_KEYS, "text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(theme().metrics.v(8))
        row.addWidget(Button("Copy the request for your &IT", sign="copy", clicked=self._copy_request))
        row.addWidget(self._demo_button())
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _copy_request(self) -> None:
        QApplication.clipboard().setText(REQUEST)
        self.said.emit("The request was copied. Paste it into a mail to whoever runs your IT.")

    def _line(self, place: int, step: SetupStep) -> QWidget:
        m = theme().metrics
        words = QVBoxLayout()
        words.setSpacing(m.v(2))
        words.addWidget(Label(f"{place}  {step.title}", FontRole.BOLD, wrap=True))
        words.addWidget(Label(step.details, ink="text2", wrap=True))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, m.v(6), 0, m.v(6))
        row.setSpacing(m.v(12))
        row.addWidget(SignLabel.of_state(step.state), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(Label(step.said if step.ready else "after step 2", ink="text2"))
        for button in self._buttons(step):
            button.setEnabled(step.ready)
            button.setToolTip("" if step.ready else "After the steps above.")
            row.addWidget(button)
        return line

    def _buttons(self, step: SetupStep) -> list[Button]:
        if step.asks and not step.done:
            return answers(step.title, self.answered.emit)
        button = Button(
            "Open" if step.done else "Start…", clicked=partial(self._go, step.page, step.argument)
        )
        button.setAccessibleName(f"{step.title}, {step.said}")
        return [button]

    def states(self) -> list[tuple[str, bool]]:
        """Each step with whether it is done, for tests."""
        return [(step.title, step.done) for step in self._steps]
