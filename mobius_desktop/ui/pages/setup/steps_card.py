"""The steps of a connection test: sign, name, how it ended, and why where it did not pass."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, rule
from mobius_desktop.ui.theme import FontRole, theme

_LOOKS = {
    StepState.PASSED: "Completed Successfully",
    StepState.WARNING: "WARNING",
    StepState.FAILED: "Failed",
    StepState.NOTED: "INFO",
    StepState.NOT_TESTED: "Not checked",
}
_INKS = {StepState.FAILED: "bad", StepState.WARNING: "warn"}


class _StepLine(QWidget):
    """One step."""

    def __init__(self, step: ConnectionStep) -> None:
        super().__init__()
        m = theme().metrics
        loud = step.state in _INKS
        grid = QGridLayout(self)
        grid.setContentsMargins(0, m.v(3), 0, m.v(3))
        grid.setHorizontalSpacing(m.v(10))
        grid.setVerticalSpacing(m.v(2))
        grid.addWidget(SignLabel.of_state(_LOOKS[step.state]), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(step.name, FontRole.BOLD if loud else FontRole.TEXT, wrap=True), 0, 1)
        word = Label(
            step.state.value, FontRole.BOLD if loud else FontRole.TEXT, _INKS.get(step.state, "text2")
        )
        grid.addWidget(word, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        if step.sentence:
            grid.addWidget(Label(step.sentence, ink="text2", wrap=True), 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.setAccessibleName(f"{step.name}: {step.state.value}. {step.sentence}".strip())


class StepsCard(QWidget):
    """What the last test found, or that none was made yet."""

    def __init__(self, title: str, idle: str) -> None:
        super().__init__()
        frame, self._column = titled_card(title)
        self._idle = idle
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._column.addStretch(1)
        self._parts: list[QWidget] = []
        self._running, self._ended = "", list[ConnectionStep]()
        self.show_idle()

    def show_idle(self, sentence: str = "") -> None:
        """Nothing was tested yet."""
        self._show([RichLabel(sentence or self._idle, "text2", wrap=True)], sentence or self._idle)

    def show_running(self, sentence: str) -> None:
        """A test is under way."""
        self._running, self._ended = sentence, []
        self._show_progress()

    def say(self, sentence: str) -> None:
        """What goes on just now."""
        self._running = sentence
        self._show_progress()

    def add_steps(self, steps: Sequence[ConnectionStep]) -> None:
        """Steps that have just ended tick off."""
        self._ended += steps
        self._show_progress()

    def _show_progress(self) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, theme().metrics.v(3), 0, theme().metrics.v(3))
        row.setSpacing(theme().metrics.v(10))
        row.addWidget(SignLabel.of_state("Running"))
        row.addWidget(Label(self._running, wrap=True), 1)
        self._show([*map(_StepLine, self._ended), line], self._running)

    def show_report(self, report: ConnectionReport) -> None:
        """How each step ended, under one sentence that names the side."""
        self.show_ended(standing_of(report), report.steps, spoken=sentence_of(report))

    def show_ended(self, standing: str, steps: Sequence[ConnectionStep], *, spoken: str = "") -> None:
        """How each step ended, under one sentence."""
        head = Label(standing, FontRole.BOLD, wrap=True)
        head.setAccessibleName(standing)
        self._show([head, rule(), *map(_StepLine, steps)], spoken or standing)

    def _show(self, parts: list[QWidget], spoken: str) -> None:
        for old in self._parts:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = parts
        for part in parts:
            self._column.insertWidget(self._column.count() - 1, part)
        self.setAccessibleDescription(spoken)

    def texts(self) -> list[str]:
        """What the card says, line by line."""
        return [part.accessibleName() for part in self._parts if part.accessibleName()]


def sentence_of(report: ConnectionReport) -> str:
    """The report in one breath, as it is read aloud: which side, and the reason where it failed."""
    failure = report.failure
    return f"{standing_of(report)} {failure.sentence}" if failure is not None else standing_of(report)


def foot_of(report: ConnectionReport) -> str:
    """The report for the action bar: the card beside it says why, so that it need not be read twice."""
    failed = [step.name for step in report.steps if step.state is StepState.FAILED]
    if not failed:
        return standing_of(report)
    return f"The test failed at {f'“{failed[0]}”' if len(failed) == 1 else f'{len(failed)} steps'}."


def standing_of(report: ConnectionReport) -> str:
    """Whether the side can be used."""
    if not report.passed:
        return f"{report.side} cannot be used yet."
    warnings = sum(step.state is StepState.WARNING for step in report.steps)
    if warnings:
        return f"{report.side} can be used, with {warnings} warning{'s' if warnings > 1 else ''}."
    return f"{report.side} answered and can be used."
