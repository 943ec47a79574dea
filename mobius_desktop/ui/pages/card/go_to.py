"""Ctrl+G: type a number, and go to the invoice's card or to the batch."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.history.finding import FoundNumber, find_number
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_DELAY_MS = 150
_HINT = "The number of an invoice or of a batch."
_FOUND = Qt.ItemDataRole.UserRole


class GoTo(QDialog):
    """Looks in the record as one types; Return takes the first."""

    #: Page and argument.
    chosen = Signal(str, object)

    def __init__(self, services: Services, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._services = services
        self._wanted = ""
        self._go_at_once = False
        self.setWindowTitle("Go to")
        self.field = QLineEdit()
        self.field.setPlaceholderText(_HINT)
        self.field.setAccessibleName("Number of an invoice or a batch")
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.said = Label(_HINT, ink="text2", wrap=True)
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, m.v(16), m.margin, m.v(16))
        column.setSpacing(m.v(8))
        for widget in (self.field, self.said, self.list):
            column.addWidget(widget)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(4 * m.row)
        self.list.hide()
        self.setMinimumWidth(m.h(480))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._look)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.list.itemActivated.connect(self._on_item_activated)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the field to what was found."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus() and self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(0)
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        self._go_at_once = False
        self._timer.start()

    @Slot()
    def _on_return_pressed(self) -> None:
        if self._timer.isActive() or self.field.text().strip() != self._wanted:
            self._go_at_once = True
            self._look()
        elif self.list.count():
            self._take(self.list.item(0))

    @Slot()
    def _look(self) -> None:
        self._timer.stop()
        wanted = self._wanted = self.field.text().strip()
        archive = self._services.program.archive

        def work(job: Job) -> tuple[str, tuple[FoundNumber, ...]]:
            del job
            return wanted, find_number(archive, wanted) if wanted else ()

        self._services.ask(work, self._on_found, self._on_failed, name="go to")

    def _on_found(self, answer: tuple[str, tuple[FoundNumber, ...]]) -> None:
        asked, found = answer
        if asked != self._wanted:
            return
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.words)
            item.setData(_FOUND, (one.kind, one.number))
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        nothing = f"No batch and no invoice has the number “{asked}” in the record." if asked else _HINT
        self.said.setText("" if found else nothing)
        self.said.setVisible(not found)
        self.adjustSize()
        if self._go_at_once and found:
            self._take(self.list.item(0))
        self._go_at_once = False

    def _on_failed(self, error: Known) -> None:
        self.said.setText(f"The record could not be read: {error.sentence}")
        self.said.show()

    @Slot(QListWidgetItem)
    def _on_item_activated(self, item: QListWidgetItem) -> None:
        self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        kind, number = item.data(_FOUND)
        self.accept()
        self.chosen.emit("card" if kind == "invoice" else "batch", number)
