"""What needs somebody: batches that are not whole, sign-ins that end. Each with one button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.keeping import RecordFacts
from mobius_desktop.domain.states import BatchState
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel, rule
from mobius_desktop.ui.pages.dashboard.first_steps import SetupStep
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.theme import FontRole, theme

MOST_SHOWN = 5
Go = Callable[[str, object], None]


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do. `page` and `argument` are where its button leads."""

    state: str
    title: str
    details: str
    button: str
    page: str
    argument: object = None


def todos_of(batches: tuple[BatchRow, ...], companies: list[CompanyRow]) -> list[Todo]:
    """Interrupted batches first, then what failed, then what is apart, then sign-ins."""
    interrupted = [_interrupted(row) for row in batches if row.state is BatchState.INTERRUPTED]
    failed = [_failed(row) for row in batches if row.failed and row.state is not BatchState.INTERRUPTED]
    apart = [_apart(row) for row in batches if row.needs_check and not row.failed]
    ending = [
        Todo(
            row.state.state,
            _sign_in(row.state.text),
            row.setup.name,
            "Reconnect…",
            "quickbooks",
            row.realm,
        )
        for row in companies
        if row.state.state != "Connected"
    ]
    return [*interrupted, *failed, *apart, *ending]


def todos_of_set_up(company: str, steps: Iterable[SetupStep]) -> list[Todo]:
    """The steps that are left before a company's first batch."""
    return [Todo("Suggested", one.title, company, "Open", one.page, one.argument) for one in steps]


def todos_of_record(facts: RecordFacts | None, now: dt.datetime) -> list[Todo]:
    """What threatens the record: a change, a service that copies its folder, a week without a copy."""
    if facts is None:
        return []
    found = []
    if facts.verified is not None and not facts.verified.intact:
        found.append(Todo("ERROR", "The record was changed", facts.verified.sentence, "Open", "record"))
    if facts.synced_by:
        details = "A service that copies it while it is written can damage it"
        found.append(Todo("WARNING", f"The record lies in {facts.synced_by}", details, "Open", "record"))
    if facts.backup_due(now):
        last = facts.backup
        details = (
            f"The last good copy is of {date_text(last.at.astimezone().date())}" if last else "No copy yet"
        )
        found.append(Todo("WARNING", "Back up the record", details, "Back up…", "record", "back up"))
    return found


def _interrupted(row: BatchRow) -> Todo:
    return Todo(
        "Interrupted",
        f"Batch {row.number} was interrupted",
        "What was not begun waits to be sent",
        "Open",
        "batch",
        row.number,
    )


def _failed(row: BatchRow) -> Todo:
    was = "was" if row.failed == 1 else "were"
    also = f", {row.needs_check:,} to check" if row.needs_check else ""
    title = f"Batch {row.number}: {_noun(row.failed, 'invoice')} {was} not sent"
    return Todo("Failed", title, row.company_name + also, "Open", "batch", row.number)


def _apart(row: BatchRow) -> Todo:
    is_or_are = "is" if row.needs_check == 1 else "are"
    title = f"Batch {row.number}: {_noun(row.needs_check, 'invoice')} {is_or_are} apart in QuickBooks"
    return Todo("Needs check", title, "Look at the difference and decide", "Open", "batch", row.number)


def _noun(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _sign_in(text: str) -> str:
    return text if text.startswith("Sign-in") else f"Sign-in {text[:1].lower()}{text[1:]}"


class TodoList(QWidget):
    """The things to do, one under another."""

    def __init__(self, go: Go) -> None:
        super().__init__()
        self._go = go
        self._todos: list[Todo] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().metrics.v(8))

    def show_todos(self, todos: list[Todo]) -> None:
        """Show other things; nothing is rebuilt, and the focus stays, when they are as before."""
        if todos == self._todos:
            return
        self._todos = todos
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, todo in enumerate(todos[:MOST_SHOWN]):
            if place:
                self._column.addWidget(rule())
            self._column.addWidget(self._line(todo))
        if not todos:
            self._column.addWidget(Label("Nothing needs you.", ink="text2"))
        elif len(todos) > MOST_SHOWN:
            more = len(todos) - MOST_SHOWN
            self._column.addWidget(Label(f"{more:,} more in Review Existing Batches", ink="text2"))
        self._column.addStretch(1)

    def _line(self, todo: Todo) -> QWidget:
        line = QWidget()
        m = theme().metrics
        words = QVBoxLayout()
        words.setSpacing(m.v(1))
        words.addWidget(Label(todo.title, FontRole.BOLD, wrap=True))
        words.addWidget(Label(todo.details, ink="text2", wrap=True))
        button = Button(todo.button, clicked=partial(self._go, todo.page, todo.argument))
        button.setAccessibleName(f"{todo.button} {todo.title}")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(m.v(10))
        row.addWidget(SignLabel.of_state(todo.state), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(button)
        return line

    def titles(self) -> list[str]:
        """What is shown, for tests."""
        return [todo.title for todo in self._todos or []]
