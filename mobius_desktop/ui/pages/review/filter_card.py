"""The boxes over the list of batches: company, kind, state, period, and filters kept by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from mobius_desktop.domain.archive import BATCH_KINDS
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.states import BatchState
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.fields import Field
from mobius_desktop.ui.components.flow_row import FlowRow
from mobius_desktop.ui.pages.review.filters import Chosen, Period, saved_of, saved_text
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.theme import theme

_SAVED = "review/saved filters"
_UNSAVED = "No saved filter"


class FilterCard(QFrame):
    """Says what is chosen; the page adds the search text."""

    changed = Signal()
    #: A saved filter was chosen: the search text with it.
    loaded = Signal(object)

    def __init__(self, memory: Memory, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName("Filters")
        self._memory = memory
        self._saved = saved_of(memory.text(_SAVED))
        self._search = ""
        self.company, self.kind, self.state, self.period = (_box() for _ in range(4))
        self.first, self.last = DateField(None, "From", today), DateField(None, "To", today)
        self.saved = _box()
        self.saved.setEditable(True)
        self.saved.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        edit = self.saved.lineEdit()
        if edit is not None:  # an editable box has one
            edit.setAccessibleName("Saved filters")
        self.remember_button = Button("&Remember", clicked=self.remember)
        self.forget_button = Button("For&get", clicked=self.forget)
        self._between = [Field("From", self.first), Field("To", self.last)]
        self._fill()
        self._lay_out()
        self._connect()
        self._show()

    def _fill(self) -> None:
        self.company.addItem("All companies", None)
        self.kind.addItem("All kinds", "")
        for kind in BATCH_KINDS:
            self.kind.addItem(kind, kind)
        self.state.addItem("All states", None)
        for state in BatchState:
            self.state.addItem(state.value, state)
        for period in Period:
            self.period.addItem(period.value, period)
        self._fill_saved("")

    def _fill_saved(self, name: str) -> None:
        with QSignalBlocker(self.saved):
            self.saved.clear()
            self.saved.addItem(_UNSAVED, "")
            for one in sorted(self._saved, key=str.casefold):
                self.saved.addItem(one, one)
            self.saved.setCurrentIndex(max(0, self.saved.findData(name)))

    def _lay_out(self) -> None:
        m = theme().metrics
        row = FlowRow(m.v(12))
        for field in (
            Field("&Company", self.company),
            Field("&Kind", self.kind),
            Field("St&ate", self.state),
            Field("&Period", self.period),
            *self._between,
            Field("&Saved filters", self.saved),
            Field("", self.remember_button),
            Field("", self.forget_button),
        ):
            row.add(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.inside, m.v(8), m.inside, m.v(8))
        column.addWidget(row)

    def _connect(self) -> None:
        for box in (self.company, self.kind, self.state, self.period):
            box.currentIndexChanged.connect(self._on_chosen)
        for field in (self.first, self.last):
            field.changed.connect(self._on_chosen)
        self.saved.activated.connect(self._on_saved_activated)
        self.saved.editTextChanged.connect(self._show)

    # For the page

    def set_companies(self, companies: Sequence[tuple[RealmId, str]]) -> None:
        """The companies that there are batches of."""
        chosen = self.company.currentData()
        with QSignalBlocker(self.company):
            self.company.clear()
            self.company.addItem("All companies", None)
            for realm, name in companies:
                self.company.addItem(name, realm)
            self.company.setCurrentIndex(max(0, self.company.findData(chosen)))

    def chosen(self, text: str = "") -> Chosen:
        """What the boxes say, with a search text."""
        between = self._period() is Period.BETWEEN
        state = self.state.currentData()
        return Chosen(
            text=text,
            realm=self.company.currentData(),
            kind=self.kind.currentData(),
            state=BatchState(state) if state else None,
            period=self._period(),
            first=self.first.date() if between else None,
            last=self.last.date() if between else None,
        )

    def _period(self) -> Period:
        return Period(self.period.currentData())  # Qt keeps an enum of texts as a text

    def show_chosen(self, chosen: Chosen) -> None:
        """Put a choice into the boxes, without telling."""
        boxes = (self.company, self.kind, self.state, self.period)
        values = (chosen.realm, chosen.kind, chosen.state, chosen.period)
        for box, value in zip(boxes, values, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))
        self.first.set_date(chosen.first)
        self.last.set_date(chosen.last)
        self._show()

    def clear(self) -> bool:
        """Nothing narrows any more; whether something did."""
        if not self.chosen().narrowed:
            return False
        self._fill_saved("")
        self.show_chosen(Chosen())
        self.changed.emit()
        return True

    def set_search(self, text: str) -> None:
        """The search text, which is remembered with the boxes."""
        self._search = text

    def saved_names(self) -> list[str]:
        """The filters that are kept."""
        return sorted(self._saved, key=str.casefold)

    # Saved filters

    def remember(self) -> None:
        """Keep what is chosen under the name that is typed."""
        name = self._name()
        if name:
            self._saved[name] = self.chosen(self._search)
            self._keep(name)

    def forget(self) -> None:
        """Forget the filter of this name; what is chosen stays."""
        if self._saved.pop(self._name(), None) is not None:
            self._keep("")

    def _name(self) -> str:
        text = self.saved.currentText().strip()
        return "" if text == _UNSAVED else text

    def _keep(self, name: str) -> None:
        self._memory.keep(_SAVED, saved_text(self._saved))
        self._fill_saved(name)
        self._show()

    @Slot(int)
    def _on_saved_activated(self, place: int) -> None:
        name = self.saved.itemData(place)
        chosen = self._saved.get(name, Chosen()) if name is not None else Chosen()
        self.show_chosen(replace(chosen, text=""))
        self.loaded.emit(chosen)

    @Slot()
    def _on_chosen(self) -> None:
        self._show()
        self.changed.emit()

    @Slot()
    def _show(self) -> None:
        between = self._period() is Period.BETWEEN
        for field in self._between:
            field.setVisible(between)
        named = bool(self._name())
        self.remember_button.setEnabled(named)
        self.remember_button.setToolTip("" if named else "Type a name under Saved filters first")
        self.forget_button.setEnabled(self._name() in self._saved)


def _box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box
