"""The preview's Invoice tab: one invoice with its findings and the diff of what would be sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.states import Severity
from mobius_desktop.ui.components.buttons import Button, IconButton
from mobius_desktop.ui.components.chip import Chip
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, restyle
from mobius_desktop.ui.pages.invoice_batch.preview_diff import (
    CREATED,
    DIFF_COLUMNS,
    DIFFERS,
    DiffRow,
    diff_of,
)
from mobius_desktop.ui.pages.invoice_batch.preview_rows import PlanRow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import FontRole, look_of, theme

_MOST_FINDINGS = 2


class FindingStrip(QWidget):
    """One finding of the invoice: sign, sentence, what to do, and the way to the control that does it."""

    wanted = Signal(str)
    """The code whose card is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self.fix = Button("Fix here…", clicked=self._on_fix_clicked)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        m = theme().metrics
        self._sign = SignLabel()
        self._text = RichLabel(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(12), m.v(6), m.v(12), m.v(6))
        row.setSpacing(m.v(10))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignTop)

    def _on_fix_clicked(self) -> None:
        self.wanted.emit(self._code)

    def show_finding(self, finding: Finding) -> None:
        """Show another finding."""
        look = look_of(finding.severity.value)
        self._sign.set_sign(look.sign, look.tone.value, finding.severity.value)
        informed = finding.severity is Severity.INFO
        fix = "" if informed else f" {finding.fix}"
        self._code = finding.code
        self.fix.setVisible(not informed)
        self._text.set_sentence(f"**{finding.sentence}**{fix}")
        if self.property("tone") != look.tone.value:
            self.setProperty("tone", look.tone.value)
            restyle(self)

    def text(self) -> str:
        """What the strip says."""
        return self._text.sentence()


class InvoiceTab(QFrame):
    """Number, customer, standing; findings; the diff."""

    fix_wanted = Signal(str)
    """A finding code: its card is wanted."""

    def __init__(
        self, memory: Memory, previous: Callable[[], object], following: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName("Invoice")
        m = theme().metrics
        self._number, self._customer = Label("", FontRole.CARD_TITLE), Label("", FontRole.TEXT)
        self._customer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chip = Chip()
        self._place = Label(ink="text2")
        head = QHBoxLayout()
        head.setContentsMargins(m.v(12), m.v(8), m.v(8), m.v(8))
        head.setSpacing(m.v(10))
        head.addWidget(self._number)
        head.addWidget(self._customer, 1)
        head.addWidget(self._chip)
        head.addWidget(self._place)
        head.addWidget(IconButton("chevron-up", "Previous invoice", key="Ctrl+Up", clicked=previous))
        head.addWidget(IconButton("chevron-down", "Next invoice", key="Ctrl+Down", clicked=following))
        self._findings: tuple[Finding, ...] = ()
        self._low = False
        self._strips = [FindingStrip() for _ in range(_MOST_FINDINGS)]
        for strip in self._strips:
            strip.wanted.connect(self.fix_wanted)
        self._more = Label(ink="text2")
        self._more.setContentsMargins(m.v(12), m.v(4), m.v(12), m.v(4))
        self.model: RowsModel[DiffRow] = RowsModel(
            DIFF_COLUMNS, key=_key, bar=_bar, problem=_differs, name=_spoken
        )
        self.view = TableView(self.model, "Invoice in ConnectWise and QuickBooks", memory)
        self.view.setMinimumHeight(m.v(52))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        for strip in self._strips:
            column.addWidget(strip)
        column.addWidget(self._more)
        column.addWidget(self.view, 1)
        self.show_row(None, 0, 0)

    def show_row(self, row: PlanRow | None, place: int, count: int) -> None:
        """Show an invoice of the list: the `place`th of `count` shown ones."""
        self._number.setText(row.plan.invoice.number if row else "")
        self._customer.setText(row.customer if row else "Choose an invoice in the list.")
        self._chip.set_state(row.standing if row else "", row.standing if row else "")
        self._place.setText(f"{place:,} of {count:,}" if row else "")
        self._findings = row.findings if row else ()
        self._show_findings()
        self.model.set_rows(diff_of(row.plan) if row else [])

    def _show_findings(self) -> None:
        most = 1 if self._low else _MOST_FINDINGS
        for index, strip in enumerate(self._strips):
            shown = index < min(len(self._findings), most)
            strip.setVisible(shown)
            if shown:
                strip.show_finding(self._findings[index])
        hidden = len(self._findings) - most
        self._more.setVisible(hidden > 0 and not self._low)
        self._more.setText(f"{hidden:,} more under Findings")
        self._more.setToolTip("\n".join(one.sentence for one in self._findings[most:]))

    def set_low(self, low: bool) -> None:
        """Compact rows and one finding in a low window."""
        m = theme().metrics
        self._low = low
        self.view.set_row_height(m.v(22) if low else m.row)
        self._show_findings()

    def texts(self) -> list[str]:
        """What the strips say."""
        return [strip.text() for strip in self._strips if not strip.isHidden()]


def _key(row: DiffRow) -> int:
    return row.place


def _differs(row: DiffRow) -> bool:
    return row.standing == DIFFERS


def _bar(row: DiffRow) -> str:
    return {DIFFERS: "warn", CREATED: "run"}.get(row.standing, "")


def _spoken(row: DiffRow) -> str:
    return row.field
