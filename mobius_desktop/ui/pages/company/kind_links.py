"""Links on the tab of the options they belong to, changed in place: tax codes on Taxes, items on Products.

They are the links of the Links tab, of one kind: what is chosen here is linked there, and the other way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.theme import theme

_COUNTS = "A choice counts at once, without Save, and is the same as on the tab Links."


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What is said of a kind. `most` records are shown; the others stand on the tab Links."""

    kind: ListKind
    title: str
    noun: str
    help: str
    none: str
    more: str
    most: int


TAX_CODES = LinkWords(
    ListKind.TAX_CODE,
    "Tax codes",
    "tax code",
    f"Several tax codes of ConnectWise may go to one of QuickBooks. {_COUNTS}",
    "No unposted invoice is taxed by a tax code of ConnectWise, and none is linked.",
    "All tax codes on &Links…",
    40,
)
ITEMS = LinkWords(
    ListKind.ITEM,
    "Item links",
    "item",
    f"On which product or service of QuickBooks a line of ConnectWise stands. {_COUNTS}",
    "No unposted invoice needs an item, and none is linked.",
    "&Item links…",
    12,
)
_SIGNS = {
    LinkState.LINKED: ("link", "ok", "Linked"),
    LinkState.FOUND: ("equal", "text2", "Found by its name"),
    LinkState.TO_BE_CREATED: ("created", "text2", "To be created"),
}
_WAITS = ("warning", "warn", "Not linked")


class LinkBox(QComboBox):
    """Links what is chosen, so turning the wheel over it scrolls the page and chooses nothing.

    It is filled when somebody is about to choose: there may be thousands of items."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._left = list(choices)

    def fill(self) -> None:
        """Put every choice in, the chosen one staying."""
        choices, self._left = self._left, []
        kept = self.currentData()
        for key, name in choices:
            if key != kept:
                self.addItem(name, key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A text that is longer than the box ends in dots, and is whole in the tool tip."""
        del event
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        text = self.currentText()
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        option.currentText = shown
        self.setToolTip(text if shown != text else "")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showPopup(self) -> None:
        """All choices."""
        self.fill()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters choose among all."""
        self.fill()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class KindLinks(QWidget):
    """Shows; what is chosen is linked by the page."""

    link_wanted = Signal(object)
    """A list of `LinkChoice`."""
    links_wanted = Signal()
    """The tab Links, narrowed to the kind."""

    def __init__(self, words: LinkWords) -> None:
        super().__init__()
        self.words = words
        self.boxes: dict[str, LinkBox] = {}
        self._order: list[RecordKey] = []
        self._chosen = ""
        """The record whose link was just changed: the focus goes back to it."""
        self._inner: QWidget | None = None
        self.reason = LockedReason()
        self.more = Button(words.more, clicked=self.links_wanted.emit)
        frame, self._column = titled_card(words.title)
        self._column.addWidget(Label(words.help, ink="text3", wrap=True))
        self._column.addWidget(self.reason)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[LinkRow], choices: Sequence[tuple[str, str]], *, why_not: str) -> None:
        """The records that are known, those that want somebody first; `why_not` says why there are none."""
        rows = self._in_place(rows)
        self._order = [row.key for row in rows]
        self.reason.set_reason(why_not)
        self.more.setEnabled(not why_not)
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
        self.boxes = {}
        self._inner = QWidget()
        if not why_not:
            self._fill(self._inner, rows, choices)
        self._column.insertWidget(2, self._inner)
        self._inner.setVisible(not why_not)
        chosen, self._chosen = self.boxes.get(self._chosen), ""
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_place(self, rows: Sequence[LinkRow]) -> Sequence[LinkRow]:
        """The same records as before stay where they are: one that is linked does not leave under the
        user's hand."""
        if {row.key for row in rows} != set(self._order):
            return rows
        places = {key: place for place, key in enumerate(self._order)}
        return sorted(rows, key=lambda row: places[row.key])

    def lock(self, *, locked: bool) -> None:
        """While a link is being written no other is chosen."""
        for box in self.boxes.values():
            box.setEnabled(not locked)

    def _fill(self, inner: QWidget, rows: Sequence[LinkRow], choices: Sequence[tuple[str, str]]) -> None:
        m = theme().metrics
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(m.v(8))
        grid.setVerticalSpacing(m.v(8))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        if not rows:
            grid.addWidget(Label(self.words.none, ink="text2", wrap=True), 0, 0, 1, 3)
            return
        for place, head in enumerate(("In ConnectWise", "In QuickBooks", "Link")):
            grid.addWidget(Label(head, ink="text2"), 0, place)
        shown = rows[: self.words.most]
        for line, row in enumerate(shown, start=1):
            grid.addWidget(_record(row), line, 0)
            grid.addWidget(self._box(row, choices), line, 1)
            sign, ink, says = _SIGNS.get(row.state, _WAITS)
            grid.addWidget(SignLabel(sign, ink, px=14, says=f"{row.name}: {says}"), line, 2)
        if len(rows) > len(shown):
            left = f"{len(rows) - len(shown):,} more stand on the tab Links."
            grid.addWidget(Label(left, ink="text2"), len(shown) + 1, 0, 1, 3)

    def _box(self, row: LinkRow, choices: Sequence[tuple[str, str]]) -> LinkBox:
        box = LinkBox(choices)
        box.setAccessibleName(f"QuickBooks {self.words.noun} of {row.name}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        found = row.state is LinkState.FOUND
        box.addItem(f"{row.quickbooks_name} (by its name)" if found else _unlinked(row), None)
        if row.state is LinkState.LINKED:
            box.addItem(row.quickbooks_name, row.quickbooks_id)
            box.setCurrentIndex(1)
        box.activated.connect(partial(self._choose, row, box))
        self.boxes[row.name] = box
        return box

    def _choose(self, row: LinkRow, box: LinkBox, place: int) -> None:
        key = box.itemData(place)
        self._chosen = row.name
        if key != row.linked_id:
            self.link_wanted.emit([LinkChoice.of(row, QuickBooksId(key) if key else None)])


def _unlinked(row: LinkRow) -> str:
    """The first choice of a record that is found by nothing."""
    if row.state is LinkState.BROKEN:
        return "The linked one is gone: choose another"
    if row.state is LinkState.INACTIVE:
        return row.quickbooks_name
    return "To be created" if row.state is LinkState.TO_BE_CREATED else "Not linked"


def _record(row: LinkRow) -> QWidget:
    """The record with what waits for it."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(row.name, wrap=True))
    if row.invoices:
        noun = "invoice" if row.invoices == 1 else "invoices"
        column.addWidget(Label(f"{row.invoices:,} {noun}, {amount_text(row.money)}", ink="text3", wrap=True))
    return inner
