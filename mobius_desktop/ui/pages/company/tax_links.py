"""The tax mappings on the Taxes tab: each ConnectWise tax code with that of QuickBooks, changed in place.

They are the links of the Links tab, of one kind: what is chosen here is linked there, and the other way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import LockedReason
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.theme import theme

MOST_CODES = 40
_HELP = (
    "Several tax codes of ConnectWise may go to one of QuickBooks. A choice counts at once, without Save, and"
    " is the same as on the tab Links."
)
_NONE = "No unposted invoice is taxed by a tax code of ConnectWise, and none is linked."
_SIGNS = {
    LinkState.LINKED: ("link", "ok", "Linked"),
    LinkState.FOUND: ("equal", "text2", "Found by its name"),
}
_WAITS = ("warning", "warn", "Not linked")


class CodeBox(QComboBox):
    """Links what is chosen, so turning the wheel over it scrolls the page and chooses nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()


class TaxLinks(QWidget):
    """Shows; what is chosen is linked by the page."""

    link_wanted = Signal(object)
    """A list of `LinkChoice`."""
    links_wanted = Signal()
    """The tab Links, narrowed to tax codes."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QComboBox] = {}
        self._rows: Sequence[LinkRow] = ()
        self._inner: QWidget | None = None
        self.reason = LockedReason()
        self.more = Button("All tax codes on &Links…", clicked=self.links_wanted.emit)
        frame, self._column = titled_card("Tax codes")
        self._column.addWidget(Label(_HELP, ink="text3", wrap=True))
        self._column.addWidget(self.reason)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[LinkRow], choices: Sequence[tuple[str, str]], *, why_not: str) -> None:
        """The tax codes that are known, those that want somebody first; `why_not` says why there are none."""
        self._rows = rows
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
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        if not rows:
            grid.addWidget(Label(_NONE, ink="text2", wrap=True), 0, 0, 1, 3)
            return
        for place, head in enumerate(("In ConnectWise", "In QuickBooks", "Link")):
            grid.addWidget(Label(head, ink="text2"), 0, place)
        for line, row in enumerate(rows[:MOST_CODES], start=1):
            grid.addWidget(_code(row), line, 0)
            grid.addWidget(self._box(row, choices), line, 1)
            sign, ink, says = _SIGNS.get(row.state, _WAITS)
            grid.addWidget(SignLabel(sign, ink, px=14, says=f"{row.name}: {says}"), line, 2)
        if len(rows) > MOST_CODES:
            left = f"{len(rows) - MOST_CODES:,} more stand on the tab Links."
            grid.addWidget(Label(left, ink="text2"), len(rows[:MOST_CODES]) + 1, 0, 1, 3)

    def _box(self, row: LinkRow, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = CodeBox()
        box.setAccessibleName(f"QuickBooks tax code of {row.name}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        found = row.state is LinkState.FOUND
        box.addItem(f"{row.quickbooks_name} (by its name)" if found else _unlinked(row), None)
        for key, name in choices:
            box.addItem(name, key)
        linked = row.state is LinkState.LINKED
        box.setCurrentIndex(max(0, box.findData(row.quickbooks_id)) if linked else 0)
        box.activated.connect(partial(self._choose, row, box))
        self.boxes[row.name] = box
        return box

    def _choose(self, row: LinkRow, box: QComboBox, place: int) -> None:
        key = box.itemData(place)
        linked = row.quickbooks_id if row.state in {LinkState.LINKED, LinkState.BROKEN} else None
        if key != linked:
            self.link_wanted.emit([LinkChoice.of(row, QuickBooksId(key) if key else None)])


def _unlinked(row: LinkRow) -> str:
    """The first choice of a code that is found by nothing."""
    return "Linked code is gone: choose another" if row.state is LinkState.BROKEN else "Not linked"


def _code(row: LinkRow) -> QWidget:
    """The code with what waits for it."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(row.name, wrap=True))
    if row.invoices:
        noun = "invoice" if row.invoices == 1 else "invoices"
        column.addWidget(Label(f"{row.invoices:,} {noun}, {amount_text(row.money)}", ink="text3", wrap=True))
    return inner
