"""What needs somebody: batches that are not whole, sign-ins that end. Each with one button."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.journal import BatchRow
from mobius_desktop.domain.keeping import RecordFacts
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.history.dashboard import Cause
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel, rule
from mobius_desktop.ui.pages.dashboard.first_run import answers
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
    asks: bool = False
    """A question that is answered in its line, instead of the button."""


def todos_of(
    batches: tuple[BatchRow, ...], causes: Iterable[Cause], companies: list[CompanyRow]
) -> list[Todo]:
    """Interrupted batches first, then what is still not in QuickBooks, then what is apart, then sign-ins.

    `causes` say what is open: what a later batch has sent is no longer the matter of the first."""
    interrupted = [row for row in batches if row.state is BatchState.INTERRUPTED]
    open_ones: dict[BatchNumber, Counter[ActionState]] = defaultdict(Counter)
    for cause in causes:
        for one in cause.invoices:
            open_ones[one.batch][one.state] += 1
    for row in interrupted:
        open_ones.pop(row.number, None)
    names = {row.number: row.company_name for row in batches}
    failed, apart = [], []
    for number, counts in sorted(open_ones.items(), reverse=True):
        if counts[ActionState.FAILED]:
            failed.append(_failed(number, names.get(number, ""), counts))
        elif counts[ActionState.NEEDS_CHECK]:
            apart.append(_apart(number, counts[ActionState.NEEDS_CHECK]))
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
    return [*map(_interrupted, interrupted), *failed, *apart, *ending]


def in_order(of_record: Sequence[Todo], of_batches: Sequence[Todo], rest: Sequence[Todo]) -> list[Todo]:
    """A changed record before all else; its other matters are never hidden behind many batches."""
    first = [one for one in of_record if one.state == "ERROR"]
    others = [one for one in of_record if one.state != "ERROR"]
    room = MOST_SHOWN - len(first) - len(others)
    return [*first, *of_batches[:room], *others, *of_batches[room:], *rest]


def todos_of_set_up(company: str, steps: Iterable[SetupStep]) -> list[Todo]:
    """The steps of a company's set-up that were not done."""
    return [
        Todo("Suggested", one.title, _beside(company, one.note), "Open", one.page, one.argument, one.asks)
        for one in steps
    ]


def _beside(company: str, note: str) -> str:
    return f"{company} · {note}" if note else company


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


def _failed(number: BatchNumber, company: str, counts: Counter[ActionState]) -> Todo:
    failed, apart = counts[ActionState.FAILED], counts[ActionState.NEEDS_CHECK]
    was = "was" if failed == 1 else "were"
    details = ", ".join(part for part in (company, f"{apart:,} to check" if apart else "") if part)
    title = f"Batch {number}: {_noun(failed, 'invoice')} {was} not sent"
    return Todo("Failed", title, details or "Fix the cause, then retry", "Open", "batch", number)


def _apart(number: BatchNumber, count: int) -> Todo:
    is_or_are = "is" if count == 1 else "are"
    title = f"Batch {number}: {_noun(count, 'invoice')} {is_or_are} apart in QuickBooks"
    return Todo("Needs check", title, "Look at the difference and decide", "Open", "batch", number)


def _noun(count: int, noun: str, many: str = "") -> str:
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def _sign_in(text: str) -> str:
    return text if text.startswith("Sign-in") else f"Sign-in {text[:1].lower()}{text[1:]}"


def _more(hidden: Sequence[Todo]) -> str:
    """How many more there are, and where."""
    batches = sum(one.page == "batch" for one in hidden)
    others = len(hidden) - batches
    where = [f"{_noun(batches, 'batch', 'batches')} more in Review Existing Batches"] if batches else []
    where += [f"{_noun(others, 'thing')} more once these are done"] if others else []
    return ", ".join(where)


class TodoList(QWidget):
    """The things to do, one under another."""

    answered = Signal(bool)
    """Whether QuickBooks already has the customers."""

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
            self._column.addWidget(Label(_more(todos[MOST_SHOWN:]), ink="text2", wrap=True))
        self._column.addStretch(1)

    def _line(self, todo: Todo) -> QWidget:
        line = QWidget()
        m = theme().metrics
        words = QVBoxLayout()
        words.setSpacing(m.v(1))
        words.addWidget(Label(todo.title, FontRole.BOLD, wrap=True))
        words.addWidget(Label(todo.details, ink="text2", wrap=True))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(m.v(10))
        row.addWidget(SignLabel.of_state(todo.state), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if todo.asks:
            below = QHBoxLayout()  # beside the question they would leave it no room
            below.setContentsMargins(0, m.v(4), 0, 0)
            below.setSpacing(m.v(8))
            for answer in answers(todo.title, self.answered.emit):
                below.addWidget(answer)
            below.addStretch(1)
            words.addLayout(below)
            return line
        button = Button(todo.button, clicked=partial(self._go, todo.page, todo.argument))
        button.setAccessibleName(f"{todo.button} {todo.title}")
        row.addWidget(button)
        return line

    def titles(self) -> list[str]:
        """What is shown, for tests."""
        return [todo.title for todo in self._todos or []]
