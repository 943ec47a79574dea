"""The side panel of the Links tab: one ConnectWise record beside what it may be, field by field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import Candidate, LinkRow, LinkState
from mobius_desktop.transfer.linking.words import KIND_NOUNS
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel, card, rule
from mobius_desktop.ui.pages.company.link_rows import BY_TEXT
from mobius_desktop.ui.theme import FontRole, theme

Choice = tuple[str, str]
"""Id and name of a record."""
_TITLES = {
    LinkState.LINKED: "Linked: a new name on either side does no harm",
    LinkState.FOUND: "Found by itself: a link would survive a new name",
    LinkState.SUGGESTED: "One is alike",
    LinkState.TWO_ALIKE: "Several are alike: nothing is ticked",
    LinkState.TO_BE_CREATED: "Nothing is alike enough: a batch would create it",
    LinkState.INACTIVE: "Inactive in QuickBooks: make it active there, or link another",
    LinkState.NO_MATCH: "No match",
    LinkState.BROKEN: "The linked record is not in QuickBooks any more",
}

_TITLES_BY_TEXT = {
    LinkState.LINKED: "Linked: a new name in QuickBooks does no harm, one in ConnectWise is linked anew",
    LinkState.FOUND: "Found by itself: a link would survive a new name in QuickBooks",
}
"""Of kinds that ConnectWise gives by name only."""
_SIGNS = re.compile(r"([@.:/_-])(?=\w)")
_MAY_BREAK = "\u200b"
"""A zero-width space, where a line may end."""


class CandidatePanel(QFrame):
    """Tells which record was chosen for the row; the view links."""

    link_wanted = Signal(object, str)
    """The row and the Id of a record."""
    unlink_wanted = Signal(object)
    another_wanted = Signal(object)
    create_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.row: LinkRow | None = None
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        m = theme().metrics
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(m.inside, m.v(12), m.inside, m.v(12))
        self._column.setSpacing(m.v(8))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.addWidget(scroll)
        self.setFixedWidth(m.side_panel)
        self.choice = QComboBox()

    def show_row(
        self,
        row: LinkRow | None,
        choices: Sequence[Choice],
        *,
        may_change: bool,
        why_not_created: str = "",
    ) -> None:
        """Another record; nothing is chosen by showing it. It may be created where nothing says why not."""
        self.row = row
        self._clear()
        if row is None:
            self._column.addWidget(Label("Choose a record in the table.", ink="text2", wrap=True))
            self._column.addStretch(1)
            return
        self._head(row)
        for place, candidate in enumerate(row.candidates, start=1):
            self._column.addWidget(self._card(place, row, candidate, may_change=may_change))
        self._foot(row, choices, may_change=may_change)
        if not why_not_created:
            create = Button(f"Create {KIND_NOUNS[row.kind]}…", clicked=self._on_create)
            create.setToolTip("Ctrl+N")
            create.setEnabled(may_change)
            self._column.addWidget(create, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _head(self, row: LinkRow) -> None:
        self._column.addWidget(Label("In ConnectWise", ink="text2"))
        self._column.addWidget(Label(row.name, FontRole.CARD_TITLE, wrap=True))
        for line in row.details:
            self._column.addWidget(_shrinking(line, "text2"))
        if row.invoices:
            noun = "invoice" if row.invoices == 1 else "invoices"
            waiting = f"{row.invoices:,} unposted {noun}, {amount_text(row.money)}"
            self._column.addWidget(Label(waiting, ink="text2", wrap=True))
        self._column.addWidget(rule())
        self._column.addWidget(Label(_title(row), FontRole.BOLD, wrap=True))
        if row.kind is ListKind.ACCOUNT and row.open:
            self._column.addWidget(Label("GL accounts are never created.", ink="text2", wrap=True))

    def _card(self, place: int, row: LinkRow, candidate: Candidate, *, may_change: bool) -> QWidget:
        frame = card(flat=True)
        m = theme().metrics
        column = QVBoxLayout(frame)
        column.setContentsMargins(m.v(12), m.v(10), m.v(12), m.v(10))
        head = QHBoxLayout()
        head.addWidget(_shrinking(candidate.name, role=FontRole.BOLD), 1)
        head.addWidget(Label(f"{candidate.score} %", FontRole.BOLD), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setHorizontalSpacing(m.v(8))
        for line, fact in enumerate(candidate.facts):
            grid.addWidget(_shrinking(fact.label, "text2"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_shrinking(fact.quickbooks or "none"), line, 1)
            if fact.same is not None:
                sign = ("equal", "text2", "equal") if fact.same else ("warning", "warn", "differs")
                grid.addWidget(SignLabel(sign[0], sign[1], px=14, says=f"{fact.label} {sign[2]}"), line, 2)
        column.addLayout(grid)
        linked = row.state is LinkState.LINKED and row.quickbooks_id == candidate.id
        if linked:
            column.addWidget(Label("Linked to this", ink="text2"))
        else:
            button = Button(f"&{place}  Link to this", clicked=partial(self._choose, candidate.id))
            button.setAccessibleName(f"Link {row.name} to {candidate.name}")
            button.setEnabled(may_change)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _foot(self, row: LinkRow, choices: Sequence[Choice], *, may_change: bool) -> None:
        self.choice = QComboBox()
        self.choice.setAccessibleName("Choose another QuickBooks record")
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        for key, name in choices:
            self.choice.addItem(name, key)
        self.choice.setCurrentIndex(-1)
        edit = self.choice.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("Choose another…")
            edit.setAccessibleName("Choose another QuickBooks record")
        self.choice.setEnabled(may_change and bool(choices))
        self._column.addWidget(self.choice)
        button = Button("Link to the chosen one", clicked=self._on_choice_linked)
        button.setEnabled(may_change and bool(choices))
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if row.linked_id is not None:
            unlink = Button("&Unlink", clicked=self._on_unlink)
            unlink.setEnabled(may_change)
            self._column.addWidget(unlink, 0, Qt.AlignmentFlag.AlignLeft)
        if row.kind is ListKind.CUSTOMER and row.state in {LinkState.SUGGESTED, LinkState.TWO_ALIKE}:
            another = Button("It is another customer…", clicked=self._on_another)
            another.setEnabled(may_change)
            self._column.addWidget(another, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, key: str) -> None:
        if self.row is not None:
            self.link_wanted.emit(self.row, key)

    @Slot()
    def _on_choice_linked(self) -> None:
        place = self.choice.findText(self.choice.currentText(), Qt.MatchFlag.MatchExactly)
        if place >= 0:
            self._choose(str(self.choice.itemData(place)))

    @Slot()
    def _on_unlink(self) -> None:
        if self.row is not None:
            self.unlink_wanted.emit(self.row)

    @Slot()
    def _on_create(self) -> None:
        if self.row is not None:
            self.create_wanted.emit(self.row)

    @Slot()
    def _on_another(self) -> None:
        if self.row is not None:
            self.another_wanted.emit(self.row)


def _title(row: LinkRow) -> str:
    by_text = _TITLES_BY_TEXT if row.kind in BY_TEXT else {}
    return by_text.get(row.state) or _TITLES[row.state]


def _shrinking(text: str, ink: str = "text", role: FontRole = FontRole.TEXT) -> Label:
    """A text that wraps, an e-mail address after its signs, and never makes the panel wider: one long word
    is whole in the tool tip."""
    label = Label(_SIGNS.sub(r"\1" + _MAY_BREAK, text), role, ink, wrap=True)
    label.setAccessibleName(text)
    label.setMinimumWidth(1)
    label.setToolTip(text)
    return label
