"""The Dashboard before anything is set up: the steps to the first batch, each with its state and a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, rule
from mobius_desktop.ui.theme import FontRole, theme

_WIDEST = 720
_DEMO = (
    "Not sure yet? Started with **--demo** the program shows a sample firm with 45 unposted invoices. It is"
    " kept apart from your own data, and nothing reaches a real company."
)


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: whether it is done, and the page it is done on."""

    title: str
    details: str
    page: str
    verb: str
    done: bool
    ready: bool = True
    """Whether the steps before it are done."""


def steps_of(*, connectwise: bool, quickbooks: bool) -> tuple[SetupStep, ...]:
    """The three steps as they stand."""
    return (
        SetupStep(
            "Connect ConnectWise PSA",
            "The keys of an API member. The test only reads.",
            "connectwise",
            "&Connect ConnectWise PSA",
            connectwise,
        ),
        SetupStep(
            "Connect QuickBooks Online",
            "Sign in to the company in your browser.",
            "quickbooks",
            "&Connect QuickBooks Online",
            quickbooks,
        ),
        SetupStep(
            "Send the first batch",
            "Tick invoices, look at the preview, send.",
            "invoice-batch",
            "&Create Invoice Batch",
            done=False,
            ready=connectwise and quickbooks,
        ),
    )


def first_open(steps: tuple[SetupStep, ...]) -> SetupStep:
    """The step to be done now."""
    return next(step for step in steps if not step.done)


class FirstRun(QScrollArea):
    """The steps, one under another; `go` opens a page."""

    def __init__(self, go: Callable[[str], object]) -> None:
        super().__init__()
        self._go = go
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        m = theme().metrics
        frame, self._column = titled_card("Three steps to the first batch")
        frame.setMaximumWidth(m.h(_WIDEST))
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.addWidget(frame)
        column.addStretch(1)
        self.setWidget(inner)
        self._steps: tuple[SetupStep, ...] = ()
        self._parts: list[QWidget] = []

    def show_steps(self, steps: tuple[SetupStep, ...]) -> None:
        """Show how the steps stand."""
        if steps == self._steps:
            return
        self._steps = steps
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for place, step in enumerate(steps, start=1):
            self._parts += [self._line(place, step), rule()]
        self._parts.append(RichLabel(_DEMO, "text2", wrap=True))
        for part in self._parts:
            self._column.addWidget(part)

    def _line(self, place: int, step: SetupStep) -> QWidget:
        m = theme().metrics
        state = "Completed Successfully" if step.done else "Not Yet Started"
        words = QVBoxLayout()
        words.setSpacing(m.v(2))
        words.addWidget(Label(f"{place}  {step.title}", FontRole.BOLD))
        words.addWidget(Label(step.details, ink="text2", wrap=True))
        button = Button("Open" if step.done else "Start…", clicked=partial(self._go, step.page))
        button.setAccessibleName(f"{step.title}, {state}")
        button.setEnabled(step.ready)
        button.setToolTip("" if step.ready else "After the steps above.")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, m.v(6), 0, m.v(6))
        row.setSpacing(m.v(12))
        row.addWidget(SignLabel.of_state(state), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(Label(state if step.ready else "after step 2", ink="text2"))
        row.addWidget(button)
        return line

    def states(self) -> list[tuple[str, bool]]:
        """Each step with whether it is done, for tests."""
        return [(step.title, step.done) for step in self._steps]
