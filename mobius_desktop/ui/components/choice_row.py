"""One record to be chosen in a card: its name, a list that can be searched by typing, and the verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class CardChoice:
    """What is chosen. `options` are (key, text); `label` stands before the list where there are several."""

    name: str
    prompt: str
    options: tuple[tuple[object, str], ...]
    verb: str
    act: Callable[[object, str], object]
    """Called with the key and the text of what was chosen."""
    label: str = ""
    enabled: bool = True
    why: str = ""


class ChoiceRow(QWidget):
    """The list is empty until something is chosen, and its verb disabled: nothing is proposed unseen."""

    def __init__(self, content: CardChoice) -> None:
        super().__init__()
        self.content = content
        self.box = QComboBox()
        self.box.setAccessibleName(content.name)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(28)
        # A whole list of customers: a list model takes it in a millisecond, items would take thirty.
        self.box.setModel(QStringListModel([text for _, text in content.options], self.box))
        self.box.setCurrentIndex(-1)
        line = self.box.lineEdit()
        if line is not None:
            line.setPlaceholderText(content.prompt)
            line.setAccessibleName(content.name)
        completer = self.box.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._verb = Button(content.verb, clicked=self._on_verb_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme().metrics.v(2), 0, 0)
        row.setSpacing(theme().metrics.v(8))
        if content.label:
            label = Label(content.label)
            label.setBuddy(self.box)
            row.addWidget(label)
        row.addWidget(self.box)
        row.addWidget(self._verb)
        row.addStretch(1)
        self.box.editTextChanged.connect(self._on_text_changed)
        self.setEnabled(content.enabled)
        self.setToolTip(content.why)
        self._on_text_changed(self.box.currentText())

    def choose(self, text: str) -> None:
        """Choose an option by its text, as typing it does."""
        self.box.setEditText(text)

    def act(self) -> None:
        """Press the verb."""
        self._verb.click()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._verb.setEnabled(self._place(text) is not None)

    @Slot()
    def _on_verb_clicked(self) -> None:
        place = self._place(self.box.currentText())
        if place is not None:
            key, text = self.content.options[place]
            self.content.act(key, text)

    def _place(self, text: str) -> int | None:
        """What is chosen in the list, else what was typed, if there is exactly such an option."""
        options, here = self.content.options, self.box.currentIndex()
        if 0 <= here < len(options) and options[here][1] == text:
            return here
        wanted = text.strip().casefold()
        return next((place for place, (_, one) in enumerate(options) if one.casefold() == wanted), None)
