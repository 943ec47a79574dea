"""The card over a comparison: company, month, and the days from which to which."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from mobius_desktop.domain.days import end_of_month, last_month_end, month_of
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.components.moments import month_text
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.theme import theme

_MONTHS = 24
OTHER = "Other period"


class PeriodCard(QFrame):
    """Says which company and period are meant; it reads nothing. Without `days` only whole months, without
    `companies` only the period."""

    #: Another company or period was chosen.
    changed = Signal()

    def __init__(self, services: Services, *, days: bool = True, companies: bool = True) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._services = services
        self._companies: tuple[QuickBooksSetup, ...] = ()
        self._company, self._company_text = QComboBox(), Label()
        self._month = QComboBox()
        today = services.program.today
        self.first = DateField(None, "First day", today=today)
        self.last = DateField(None, "Last day", today=today)
        self._days, self._with_company = days, companies
        self._months: list[dt.date] = []
        self._labels: list[QLabel] = []
        self._lay_out()
        self._fill_months(today())
        self.choose_month(_month_to_close(today()))
        self.refresh()
        self._company.activated.connect(self._on_company_activated)
        self._month.activated.connect(self._on_month_activated)
        self.first.changed.connect(self._on_days_changed)
        self.last.changed.connect(self._on_days_changed)

    def _lay_out(self) -> None:
        m = theme().metrics
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(m.inside, m.v(8), m.inside, m.v(8))
        grid.setHorizontalSpacing(m.v(16))
        grid.setVerticalSpacing(m.v(2))
        fields: list[tuple[str, QWidget]] = [("&Month", self._month)]
        if self._with_company:
            fields.insert(0, ("QuickBooks &Company", self._company))
        if self._days:
            fields += [("F&rom", self.first), ("T&o", self.last)]
        for column, (text, field) in enumerate(fields):
            label = QLabel(text)
            self._labels.append(label)
            label.setProperty("ink", "text2")
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        if self._with_company:
            grid.addWidget(self._company_text, 1, 0)
        self._company_text.setAccessibleName("QuickBooks Company")
        self._company.setMinimumWidth(m.h(210))
        self._month.setMinimumWidth(m.h(130))
        grid.setColumnStretch(len(fields), 1)

    def set_low(self, low: bool) -> None:
        """In a low window the fields stand without their labels."""
        for label in self._labels:
            label.setVisible(not low)
        m = theme().metrics
        margin = m.v(4 if low else 8)
        self._grid.setContentsMargins(m.inside, margin, m.inside, margin)

    # What is chosen

    @property
    def company(self) -> QuickBooksSetup | None:
        """The company; None before one is connected."""
        place = self._company.currentIndex()
        return self._companies[place] if 0 <= place < len(self._companies) else None

    @property
    def realm(self) -> RealmId | None:
        return self.company.realm if self.company else None

    @property
    def month(self) -> dt.date:
        """The first day of the chosen month."""
        return month_of(self.first.date() or self._services.program.today())

    def period(self) -> tuple[dt.date, dt.date]:
        """First and last day, both included."""
        today = self._services.program.today()
        return self.first.date() or month_of(today), self.last.date() or today

    def text(self) -> str:
        """The period in words: `October 2026`, or its days."""
        first, last = self.period()
        if first == month_of(first) and last == end_of_month(first):
            return month_text(first)
        return f"{self.first.text()}–{self.last.text()}"

    def choose_month(self, month: dt.date) -> None:
        """Take a whole month, without telling."""
        self.first.set_date(month_of(month))
        self.last.set_date(end_of_month(month_of(month)))
        self._follow_days()

    def choose_period(self, first: dt.date, last: dt.date) -> None:
        """Take these days, without telling."""
        self.first.set_date(first)
        self.last.set_date(last)
        self._follow_days()

    def choose_company(self, realm: RealmId) -> None:
        """Take a company, without telling."""
        place = next((i for i, one in enumerate(self._companies) if one.realm == realm), -1)
        if place >= 0:
            self._company.setCurrentIndex(place)
            self._company_text.setText(self._companies[place].name)

    def refresh(self) -> None:
        """The connected companies, as they are now."""
        before = self.realm
        program = self._services.program
        self._companies = program.tying.companies() if program.review_only else program.companies()
        self._company.clear()
        self._company.addItems([one.name for one in self._companies])
        several = len(self._companies) > 1
        if self._with_company:  # never shown without a parent: that would open a window
            self._company.setVisible(several)
            self._company_text.setVisible(not several)
        self._company_text.setText(self._companies[0].name if self._companies else "No company is connected")
        if before is not None:
            self.choose_company(before)

    # Filling

    def _fill_months(self, today: dt.date) -> None:
        month = month_of(today)
        for _ in range(_MONTHS):
            self._months.append(month)
            self._month.addItem(month_text(month))
            month = month_of(last_month_end(month))
        if self._days:
            self._month.addItem(OTHER)

    def _follow_days(self) -> None:
        """The month box says which month the days are, or that they are none."""
        first, last = self.period()
        whole = first == month_of(first) and last == end_of_month(first)
        if whole and first not in self._months:
            self._months.append(first)
            self._month.insertItem(len(self._months) - 1, month_text(first))
        self._month.setCurrentIndex(self._months.index(first) if whole else len(self._months))

    # Slots

    @Slot(int)
    def _on_company_activated(self, place: int) -> None:
        del place
        self.changed.emit()

    @Slot(int)
    def _on_month_activated(self, place: int) -> None:
        if place >= len(self._months):
            self.first.setFocus()
            return
        self.choose_month(self._months[place])
        self.changed.emit()

    @Slot(object)
    def _on_days_changed(self, day: object) -> None:
        del day
        self._follow_days()
        self.changed.emit()


def _month_to_close(today: dt.date) -> dt.date:
    """The month that people close now: the last one until the middle of this one."""
    return month_of(last_month_end(today)) if today.day <= 15 else month_of(today)
