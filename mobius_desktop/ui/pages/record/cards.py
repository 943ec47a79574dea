"""The cards of Record and backup."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.keeping import FEWEST_YEARS, RecordFacts
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CauseCard, titled_card
from mobius_desktop.ui.components.fields import Field
from mobius_desktop.ui.components.flow_row import FlowRow
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.pages.record import telling
from mobius_desktop.ui.theme import theme

Verb = Callable[[], object]
_YEARS = (FEWEST_YEARS, 2, 3, 5, 7, 10, 15)
_FIRST = 7
"""What is chosen first; how long books are kept is for the firm to know."""


class _Card(QFrame):
    """A titled card that is a widget of its own."""

    def __init__(self, title: str) -> None:
        super().__init__()
        frame, self.column = titled_card(title)
        self.column.setSpacing(theme().metrics.v(8))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setAccessibleName(title)


def _row(*widgets: QWidget) -> FlowRow:
    row = FlowRow(theme().metrics.v(8))
    for widget in widgets:
        row.add(widget)
    return row


class EvidenceCard(_Card):
    """When the record was last verified, what to compare it with, and what was found."""

    def __init__(self, with_backup: Verb, with_head: Verb, save: Verb) -> None:
        super().__init__("Is the record as it was written?")
        self._last = Label("", wrap=True)
        self._result: CauseCard | None = None
        self._head = QLineEdit()
        self._head.setPlaceholderText("512 9f86d081884c7d65… or batch 12: 148 9f86…")
        self._head.returnPressed.connect(with_head)
        self.buttons = (
            Button("&Compare with a backup…", clicked=with_backup),
            Button("Compare &with it", clicked=with_head),
        )
        self.save_button = Button("&Save report…", sign="export", clicked=save)
        field = Field("Count and hash from a certificate", self._head)
        self._head.setMinimumWidth(theme().metrics.h(240))
        self.column.addWidget(self._last)
        self._place = QVBoxLayout()
        self.column.addLayout(self._place)
        self.column.addWidget(_row(self.save_button))
        self.save_button.hide()  # a row shows what is put into it
        self.column.addWidget(Label(telling.OUTSIDE, ink="text2", wrap=True))
        self.column.addWidget(Label(telling.AGAINST, ink="text2", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(theme().metrics.v(8))
        line.addWidget(self.buttons[0], 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(field, 1)
        line.addWidget(self.buttons[1], 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(line)

    def head(self) -> str:
        """What was typed from a certificate."""
        return self._head.text().strip()

    def set_head(self, text: str) -> None:
        """Type it."""
        self._head.setText(text)

    def show_last(self, sentence: str) -> None:
        """When it was last verified; beside a result it says nothing new."""
        self._last.setText(sentence)
        self._last.setVisible(self._result is None)

    def show_verdict(self, verdict: Verdict) -> None:
        """The result in a card, with its report."""
        if self._result is not None:
            self._place.removeWidget(self._result)
            self._result.deleteLater()
        self._result = CauseCard(telling.verdict_content(verdict))
        self._place.addWidget(self._result)
        if not verdict.intact:
            self._result.toggle_more()
        self._last.hide()
        self.save_button.show()

    def result(self) -> str:
        """The sentence of the result, if there is one."""
        return self._result.content.title if self._result is not None else ""

    def set_free(self, free: bool) -> None:
        """Nothing can be begun while something is under way."""
        for button in self.buttons:
            button.setEnabled(free)


class BackupCard(_Card):
    """The last good copy; copy now; restore one."""

    def __init__(self, back_up: Verb, restore: Verb) -> None:
        super().__init__("Backup")
        self._last = Label("", wrap=True)
        self.copy_button = Button("Back &up now…", sign="export", clicked=back_up)
        self.restore_button = Button("&Restore a backup…", sign="undo", clicked=restore)
        self.column.addWidget(self._last)
        self.column.addWidget(
            Label(
                "A copy is one file. It can be made while a batch runs, and is verified from end to end "
                "before it counts. Keep it on another disk.",
                ink="text2",
                wrap=True,
            )
        )
        self.column.addWidget(_row(self.copy_button, self.restore_button))

    def show_last(self, sentence: str) -> None:
        """The last good copy."""
        self._last.setText(sentence)

    def set_free(self, free: bool, *, may_copy: bool) -> None:
        """Nothing can be begun while something is under way; a damaged record is not copied."""
        self.copy_button.setEnabled(free and may_copy)
        self.restore_button.setEnabled(free)


class RoomCard(_Card):
    """How large the record is, and what can be removed from it."""

    def __init__(self, trim: Verb) -> None:
        super().__init__("Room")
        self._years = QComboBox()
        for years in _YEARS:
            self._years.addItem("1 year" if years == 1 else f"{years} years", years)
        self._years.setCurrentIndex(_YEARS.index(_FIRST))
        self.trim_button = Button("Re&move…", clicked=trim)
        self.column.addWidget(Label(telling.TRIM, ink="text2", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(theme().metrics.v(8))
        line.addWidget(Field("Keep those of the last", self._years))
        line.addWidget(self.trim_button, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self.column.addLayout(line)

    def years(self) -> int:
        """How many years are kept."""
        return int(self._years.currentData())

    def set_free(self, free: bool) -> None:
        """Nothing can be begun while something is under way."""
        self.trim_button.setEnabled(free)


class FileCard(_Card):
    """Where it is, its head, and what threatens it."""

    def __init__(self) -> None:
        super().__init__("File")
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        by_key = Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._warning = QWidget()
        row = QHBoxLayout(self._warning)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().metrics.v(8))
        self._warned = Label("", wrap=True)
        row.addWidget(SignLabel.of_state("WARNING"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._warned, 1)
        self._warning.hide()
        self._path, self._head = Label("", wrap=True), Label("", ink="text2", wrap=True)
        self.column.addWidget(self._warning)
        for name, label in (("File", self._path), ("Count and hash", self._head)):
            label.setTextInteractionFlags(selectable | by_key)
            label.setAccessibleName(name)
            self.column.addWidget(label)

    def show_facts(self, facts: RecordFacts) -> None:
        """Path, head, and a warning where the folder is synchronised."""
        self._path.setText(facts.path)
        self._head.setText(f"Count and hash: {facts.head}")
        self._warned.setText(telling.SYNCED.format(facts.synced_by) if facts.synced_by else "")
        self._warning.setVisible(bool(facts.synced_by))

    def warning(self) -> str:
        """The warning shown."""
        return self._warned.text()
