"""A date as bookkeepers type it: the system's short form, one-letter keys, F4 for the calendar."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout

from mobius_desktop.ui.components.date_keys import after_key, parse_date
from mobius_desktop.ui.components.labels import global_below, restyle
from mobius_desktop.ui.tables.columns import date_format, date_text
from mobius_desktop.ui.theme import signs, theme


class DateField(QLineEdit):
    """A field for one date; `changed` is emitted when it holds another date than before.

    `today` is asked each time (the sandbox's clock in the demo).
    """

    changed = Signal(object)

    def __init__(
        self, value: dt.date | None, name: str, today: Callable[[], dt.date] = dt.date.today
    ) -> None:
        super().__init__()
        self._today = today
        self._value = value
        self._calendar: _CalendarPopup | None = None
        self.setAccessibleName(name)
        self.setToolTip("T today, + and − a day, W K week, M H month, Y R year, F4 calendar")
        self.editingFinished.connect(self._on_editing_finished)
        self._follow()
        theme().changed.connect(self._follow)
        self._write()

    @Slot()
    def _follow(self) -> None:
        m = theme().metrics
        self.setTextMargins(0, 0, m.v(18), 0)
        width = self.fontMetrics().horizontalAdvance("88/88/8888") + m.v(18) + 2 * m.cell + m.v(8)
        self.setFixedWidth(width)

    def date(self) -> dt.date | None:
        """The date, or None when the field is empty."""
        return self._value

    def set_date(self, value: dt.date | None) -> None:
        """Another date, without emitting."""
        self._value = value
        self._write()

    def set_enabled_with_text(self, text: str) -> None:
        """Show a word instead of a date and switch the field off ("All")."""
        self.setText(text)
        self.setEnabled(False)

    def open_calendar(self) -> None:
        """F4."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
            self._calendar.picked.connect(self._take)
        self._calendar.open_at(self._value or self._today())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The date keys, F4 and Alt+↓; digits and separators are typed."""
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or down:
            self.open_calendar()
            return
        text = event.text()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if text and plain and not self._is_separator(text):
            typed = parse_date(self.text(), date_order(), self._today())
            moved = after_key(text, typed or self._value or self._today(), self._today(), _first_weekday())
            if moved is not None:
                self._take(moved)
                return
        if len(text) == 1 and text.isalpha() and plain:
            return
        super().keyPressEvent(event)

    def _is_separator(self, text: str) -> bool:
        """`-` parts a date that is being typed where the system writes dates so."""
        return text == "-" and "-" in date_format() and not self.hasSelectedText() and len(self.text()) < 8

    @Slot()
    def _on_editing_finished(self) -> None:
        text = self.text().strip()
        value = parse_date(text, date_order(), self._today()) if text else None
        wrong = bool(text) and value is None
        self._mark_wrong(wrong)
        if not wrong:
            self._take(value)

    def _mark_wrong(self, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.setAccessibleDescription("This is no date" if wrong else "")
            restyle(self)

    @Slot(object)
    def _take(self, value: dt.date | None) -> None:
        self._mark_wrong(False)
        different = value != self._value
        self._value = value
        self._write()
        if different:
            self.changed.emit(value)

    def _write(self) -> None:
        self.setText(date_text(self._value) if self._value else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in, all of it is selected."""
        super().focusInEvent(event)
        self.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the calendar sign opens it."""
        if event.position().x() > self.width() - theme().metrics.v(26):
            self.open_calendar()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The calendar sign."""
        super().paintEvent(event)
        m, t = theme().metrics, theme().tokens
        painter = QPainter(self)
        at = self.width() - m.sign - m.v(8), (self.height() - m.sign) / 2
        signs.paint(painter, "calendar", t.text2 if self.isEnabled() else t.text3, at, m.sign)
        painter.end()


class _CalendarPopup(QFrame):
    """The calendar under the field."""

    picked = Signal(object)

    def __init__(self, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        self._field = field
        self._calendar = QCalendarWidget()
        self._calendar.setAccessibleName("Calendar")
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.clicked.connect(self._on_calendar_picked)
        self._calendar.activated.connect(self._on_calendar_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._calendar)

    def open_at(self, value: dt.date) -> None:
        """Show it with a date chosen."""
        self._calendar.setSelectedDate(QDate(value.year, value.month, value.day))
        self.move(global_below(self._field))
        self.show()
        self._calendar.setFocus()

    @Slot(QDate)
    def _on_calendar_picked(self, chosen: QDate) -> None:
        self.hide()
        self.picked.emit(dt.date(chosen.year(), chosen.month(), chosen.day()))


def date_order() -> str:
    """In which order the system writes month, day and year: `mdy`, `dmy` or `ymd`."""
    pattern = date_format().lower()
    return "".join(sorted("mdy", key=pattern.index))


def _first_weekday() -> int:
    return int(QLocale().firstDayOfWeek().value) - 1
