"""One invoice of a batch below the table: its actions, what was sent and received, attempts, findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.journal import ActionRow, AttemptRow, InvoiceRow
from mobius_desktop.history.card import Moment
from mobius_desktop.ui.components.buttons import Button, IconButton
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.labels import Label, RichLabel, rule
from mobius_desktop.ui.pages.batch.detail_rows import (
    AFTERWARDS_COLUMNS,
    DIFF_COLUMNS,
    FINDING_COLUMNS,
    FindingRow,
    InvoiceDetail,
    attempt_columns,
    attempt_key,
    diff_bar,
    diff_key,
    differs,
    finding_key,
    finding_rows,
    is_added,
    moment_key,
)
from mobius_desktop.ui.pages.batch.document_diff import DiffRow
from mobius_desktop.ui.pages.batch.rows import (
    Begun,
    action_bar_of,
    action_columns,
    action_key,
    action_needs_user,
)
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import FontRole, theme

#: Room for the customer's name beside the number.
_MOST_CUSTOMER = 96
_TABS = (
    Tab("actions", "Actions"),
    Tab("documents", "Sent and received"),
    Tab("attempts", "Attempts"),
    Tab("findings", "Findings"),
    Tab("afterwards", "Afterwards"),
    Tab("raw", "Request and answer"),
)


class DetailPane(QFrame):
    """Shows what it is given; the page reads it in the background."""

    closed = Signal()

    def __init__(self, memory: Memory, begun: Begun) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.action_model: RowsModel[ActionRow] = RowsModel(
            action_columns(begun), key=action_key, problem=action_needs_user, bar=action_bar_of
        )
        self.document_model: RowsModel[DiffRow] = RowsModel(
            DIFF_COLUMNS, key=diff_key, problem=differs, bar=diff_bar, greyed=is_added
        )
        self.attempt_model: RowsModel[AttemptRow] = RowsModel(attempt_columns(begun), key=attempt_key)
        self.finding_model: RowsModel[FindingRow] = RowsModel(FINDING_COLUMNS, key=finding_key)
        self.later_model: RowsModel[Moment] = RowsModel(AFTERWARDS_COLUMNS, key=moment_key)
        self.tabs = TabRow(_TABS, "Parts of the invoice")
        self._title = RichLabel()
        self._customer = Label("", ink="text2")
        self._close = IconButton("close", "Close the invoice", key="Esc", clicked=self.closed.emit)
        self._note = Label("", ink="text2", wrap=True)
        self._raw = QPlainTextEdit()
        self._raw.setReadOnly(True)
        self._raw.setProperty("frame", "none")
        self._raw.setAccessibleName("Request and answer")
        self._stack = QStackedWidget()
        self._views: list[TableView] = []
        for model, name in (
            (self.action_model, "Actions of the invoice"),
            (self.document_model, "Sent and received"),
            (self.attempt_model, "Attempts"),
            (self.finding_model, "Findings of the invoice"),
            (self.later_model, "What happened to the invoice afterwards"),
        ):
            self._add_table(model, name, memory)
        self._stack.addWidget(self._raw_part())
        self._verb_box = QWidget()
        self._verb_box.hide()
        self._verbs: list[Button] = []
        self._lay_out()
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._follow()
        theme().changed.connect(self._follow)

    def _add_table(self, model: RowsModel[Any], name: str, memory: Memory) -> None:
        view = TableView(model, name, memory)
        view.setFrameShape(QFrame.Shape.NoFrame)
        self._views.append(view)
        if model is not self.document_model:
            self._stack.addWidget(view)
            return
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._note.setContentsMargins(theme().metrics.v(12), theme().metrics.v(4), 0, theme().metrics.v(4))
        column.addWidget(self._note)
        column.addWidget(view, 1)
        self._stack.addWidget(part)

    def _raw_part(self) -> QWidget:
        part = QWidget()
        m = theme().metrics
        column = QVBoxLayout(part)
        column.setContentsMargins(m.v(8), m.v(4), m.v(8), m.v(4))
        column.setSpacing(m.v(4))
        row = QHBoxLayout()
        row.addWidget(Button("Copy", sign="copy", clicked=self.copy_raw))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._raw, 1)
        return part

    def _lay_out(self) -> None:
        m = theme().metrics
        head = QHBoxLayout()
        head.setContentsMargins(m.v(13), m.v(2), m.v(6), 0)
        head.setSpacing(m.v(8))
        head.addWidget(self._title)
        head.addWidget(self._customer)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._verb_row = QHBoxLayout(self._verb_box)
        self._verb_row.setContentsMargins(m.v(13), 0, m.v(6), m.v(4))
        self._verb_row.setSpacing(m.v(8))
        self._verb_row.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._verb_box)
        column.addWidget(rule())
        column.addWidget(self._stack, 1)

    @Slot()
    def _follow(self) -> None:
        self._raw.setFont(theme().font(FontRole.FIXED))
        self._stack.setMinimumHeight(theme().metrics.head + theme().metrics.row * 2)

    def arrange(self, *, narrow: bool, low: bool) -> None:
        """In a narrow window the customer stands in the table alone."""
        self._customer.setVisible(not narrow)
        m = theme().metrics
        for view in self._views:
            view.columns.set_narrow(narrow)
            view.set_row_height(m.v(22) if low else m.v(24))

    # What the page gives

    def show_row(
        self, row: InvoiceRow, actions: tuple[ActionRow, ...], findings: tuple[Finding, ...]
    ) -> None:
        """What is known at once: number, actions, findings."""
        self._title.set_sentence(f"**{row.number}**")
        room = theme().metrics.h(_MOST_CUSTOMER)
        shown = self._customer.fontMetrics().elidedText(row.customer, Qt.TextElideMode.ElideRight, room)
        self._customer.setText(shown)
        self._customer.setToolTip(row.customer)
        self.setAccessibleName(f"Invoice {row.number}")
        self.action_model.set_rows(actions)
        self._give_room(self.action_model, "time")
        self.finding_model.set_rows(finding_rows(findings))
        self.tabs.set_count("actions", len(actions))
        self.tabs.set_count("findings", len(findings))

    def show_verbs(self, verbs: Sequence[CardButton]) -> None:
        """What can be done to the invoice now; nothing is rebuilt while that stays the same."""
        wanted = [(one.text, one.enabled) for one in verbs]
        if wanted == [(one.text(), one.isEnabled()) for one in self._verbs]:
            for button, verb in zip(self._verbs, verbs, strict=True):
                button.set_clicked(verb.slot)
            return
        for old in self._verbs:
            self._verb_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._verbs = []
        for place, verb in enumerate(verbs):
            button = Button(verb.text, clicked=verb.slot)
            button.setEnabled(verb.enabled)
            button.setToolTip("" if verb.enabled else verb.why)
            self._verb_row.insertWidget(place, button)
            self._verbs.append(button)
        self._verb_box.setVisible(bool(verbs))

    def verbs(self) -> tuple[Button, ...]:
        """The buttons of what can be done."""
        return tuple(self._verbs)

    def show_detail(self, detail: InvoiceDetail | None) -> None:
        """What had to be read: documents, attempts, raw answers; None empties them."""
        self.document_model.set_rows(detail.diff() if detail else ())
        self.say(detail.diff_note() if detail else "")
        attempts = detail.attempts if detail else ()
        self.attempt_model.set_rows(attempts)
        self._give_room(self.attempt_model, "sent", "answered")
        self.tabs.set_count("attempts", len(attempts))
        later = detail.afterwards if detail else ()
        self.later_model.set_rows(later)
        self.tabs.set_count("afterwards", len(later))
        raw = detail.raw() if detail else ""
        if raw != self._raw.toPlainText():
            self._raw.setPlainText(raw)

    def _give_room(self, model: RowsModel[Any], *keys: str) -> None:
        """A time on another day than the batch's is longer; it is never cut."""
        view = next(one for one in self._views if one.rows is model)
        columns = {one.key: one for one in model.columns}
        longest = {
            key: max((str(columns[key].value(row)) for row in model.rows()), key=len, default="")
            for key in keys
        }
        view.columns.make_room_for(longest)

    def say(self, sentence: str) -> None:
        """A sentence over the documents; empty takes it away."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def copy_raw(self) -> None:
        """The raw answers to the clipboard."""
        QApplication.clipboard().setText(self._raw.toPlainText())

    def raw(self) -> str:
        """The raw answers shown."""
        return self._raw.toPlainText()

    def note(self) -> str:
        """What stands over the documents."""
        return self._note.text()
