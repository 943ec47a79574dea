"""The card over the checklist: company, Location, Summary, Dated through, and why a field is locked."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mobius_desktop.domain.options import Summary
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow, Through
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.theme import theme

_SAID_MS = 6000


class OptionsCard(QFrame):
    """Shows what the flow says and tells what the user wants; it decides nothing."""

    company_wanted = Signal(object)
    location_wanted = Signal(object)
    summary_wanted = Signal(object)
    through_wanted = Signal(object)
    date_wanted = Signal(object)
    """The last date to list, typed by the user."""
    about_wanted = Signal()

    def __init__(self, flow: InvoiceBatchFlow) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._flow = flow
        self._filling = False
        self._company, self._company_text = QComboBox(), Label()
        self._location, self._summary, self._through = QComboBox(), QComboBox(), QComboBox()
        self.date = DateField(None, "Dated through this day", today=self._today)
        self.date.hide()
        self._reason_sign = SignLabel("lock", "text2")
        self._reason = RichLabel(ink="text2", wrap=True)
        self._about = Button("About editions", "link", clicked=self.about_wanted.emit)
        self._said = Label(ink="text2")
        self._said_timer = QTimer(self)
        self._said_timer.setSingleShot(True)
        self._said_timer.setInterval(_SAID_MS)
        self._said_timer.timeout.connect(self._said.hide)
        self._folded = Label(ink="text2")
        self._change = Button("Change…", "link", clicked=self._on_change_clicked)
        self._lay_out()
        for box, slot in (
            (self._company, self._on_company_activated),
            (self._location, self._on_location_activated),
            (self._summary, self._on_summary_activated),
            (self._through, self._on_through_activated),
        ):
            box.activated.connect(slot)
        self.date.changed.connect(self._on_date_changed)
        self.show_flow()

    def _lay_out(self) -> None:
        m = theme().metrics
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(m.inside, m.v(8), m.inside, m.v(8))
        grid.setHorizontalSpacing(m.v(16))
        grid.setVerticalSpacing(m.v(2))
        fields: tuple[tuple[str, QWidget], ...] = (
            ("QuickBooks &Company", self._company),
            ("ConnectWise PSA &Location", self._location),
            ("&Invoice Summary", self._summary),
            ("Dated throu&gh", self._through),
        )
        for column, (text, field) in enumerate(fields):
            label = QLabel(text)
            label.setProperty("ink", "text2")
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.addWidget(self._company_text, 1, 0)
        self._company_text.setAccessibleName("QuickBooks Company")
        self._company.setMinimumWidth(m.h(210))
        self._location.setMinimumWidth(m.h(130))
        self._summary.setMinimumWidth(m.h(110))
        self._through.setMinimumWidth(m.h(150))
        why = QHBoxLayout()
        why.setSpacing(m.v(6))
        why.addWidget(self.date)
        why.addWidget(self._reason_sign)
        why.addWidget(self._reason, 1)
        why.addWidget(self._about)
        grid.addLayout(why, 1, len(fields))
        grid.setColumnStretch(len(fields), 1)
        grid.addWidget(self._said, 2, 0, 1, len(fields) + 1)
        self._said.hide()
        self._fold_row = QWidget()
        row = QHBoxLayout(self._fold_row)
        row.setContentsMargins(m.inside, m.v(4), m.inside, m.v(4))
        row.addWidget(self._folded, 1)
        row.addWidget(self._change)
        self._fold_row.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._fold_row)
        whole.addWidget(self._fields)

    def fold(self, folded: bool) -> None:
        """In a low window the options are one line with *Change…*."""
        self._fold_row.setVisible(folded)
        self._fields.setVisible(not folded)
        self.updateGeometry()  # also while the preview is in front

    def _on_change_clicked(self) -> None:
        self.fold(False)

    def show_flow(self) -> None:
        """Take every field from the flow."""
        flow = self._flow
        self._filling = True
        self._fill(
            self._company,
            [(one.name + (" (default)" if one.default else ""), one.realm) for one in flow.offered_companies],
            flow.company and flow.company.realm,
        )
        choose = flow.capabilities.companies is None and len(flow.companies) > 1
        self._company.setVisible(choose)
        self._company_text.setVisible(not choose)
        self._company_text.setText(flow.company.name if flow.company else "No company is connected")
        location = flow.location_choice()
        places: list[tuple[str, object]] = [("All locations", None)]
        if not location.locked:
            places += [(one.name, one.id) for one in flow.locations]
            if flow.location_id is not None and flow.location_id not in [one.id for one in flow.locations]:
                places.append((location.value, flow.location_id))
        self._fill(self._location, places, None if location.locked else flow.location_id)
        self._location.setEnabled(not location.locked)
        summary = flow.summary_choice()
        self._fill(self._summary, [(one.value, one) for one in Summary], Summary(summary.value))
        self._summary.setEnabled(not summary.locked)
        self._fill(self._through, _through_entries(flow), flow.through)
        self.date.setVisible(flow.through is Through.DATE)
        self.date.set_date(flow.through_date)
        reasons = [one.reason for one in (location, summary) if one.reason]
        self._reason.set_sentence(" ".join(reasons))
        for widget in (self._reason_sign, self._reason):
            widget.setVisible(bool(reasons))
        self._about.setVisible(location.locked)
        company = flow.company.name if flow.company else "No company"
        self._folded.setText(f"{company} · {location.value} · {summary.value} · {_through_text(flow)}")
        self._filling = False

    def say(self, sentence: str) -> None:
        """A line under the fields for six seconds."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        if sentence:
            self._said_timer.start()

    def choose_through(self, through: Through) -> None:
        """Choose an entry of *Dated through*, as the user does."""
        place = self._through.findData(through)
        self._through.setCurrentIndex(place)
        self._on_through_activated(place)

    def reason(self) -> str:
        """Why a field is locked or forced."""
        return self._reason.sentence()

    def _fill(self, box: QComboBox, entries: list[tuple[str, object]], chosen: object) -> None:
        box.blockSignals(True)
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        found = next((i for i, (_, data) in enumerate(entries) if data == chosen), 0)
        box.setCurrentIndex(found if entries else -1)
        box.blockSignals(False)

    @Slot(int)
    def _on_company_activated(self, index: int) -> None:
        self.company_wanted.emit(self._company.itemData(index))

    @Slot(int)
    def _on_location_activated(self, index: int) -> None:
        self.location_wanted.emit(self._location.itemData(index))

    @Slot(int)
    def _on_summary_activated(self, index: int) -> None:
        self.summary_wanted.emit(Summary(self._summary.itemData(index)))

    @Slot(int)
    def _on_through_activated(self, index: int) -> None:
        chosen = Through(self._through.itemData(index))
        if chosen is Through.DATE:
            self.date.show()
            self.date.setFocus()
            return
        self.date.hide()
        self.through_wanted.emit(chosen)

    @Slot(object)
    def _on_date_changed(self, date: dt.date | None) -> None:
        if date is not None:
            self.date_wanted.emit(date)

    def _today(self) -> dt.date:
        return self._flow.today


def _through_entries(flow: InvoiceBatchFlow) -> list[tuple[str, object]]:
    entries: list[tuple[str, object]] = []
    for one in (Through.ALL, Through.LAST_MONTH_END, Through.TODAY):
        date = flow.date_of(one)
        entries.append((f"{one.value}, {date_text(date)}" if date else one.value, one))
    return [*entries, ("A day…", Through.DATE)]


def _through_text(flow: InvoiceBatchFlow) -> str:
    date = flow.effective_through
    return f"through {date_text(date)}" if date is not None else flow.through.value
