"""The rules that a company may switch off, each with a box: ticked is said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mobius_desktop.domain.finding_codes import SWITCHABLE
from mobius_desktop.domain.findings import FindingRule
from mobius_desktop.domain.states import Severity
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.theme import theme

_HEADS = ((Severity.WARNING, "Warnings"), (Severity.INFO, "Notes"))


class RuleSwitches(QWidget):
    """Boxes in the order of the table, warnings before notes. `edited` says that the user changed one."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._unknown: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(6))
        for severity, head in _HEADS:
            column.addWidget(Label(head, ink="text2"))
            for rule in SWITCHABLE:
                if rule.severity is severity:
                    column.addWidget(self._box(rule))

    def _box(self, rule: FindingRule) -> QCheckBox:
        box = QCheckBox(rule.title.replace("&", "&&"))
        said = re.sub(r"\{[^}]*\}", "…", rule.sentence)
        box.setToolTip(f"{said} ({rule.code})")
        box.setAccessibleDescription(said)
        box.clicked.connect(self._on_clicked)
        self.boxes[rule.code] = box
        return box

    @Slot()
    def _on_clicked(self) -> None:
        self.edited.emit()

    def show_off(self, codes: Iterable[str]) -> None:
        """Tick what is said; codes that this version does not know are kept."""
        off = tuple(codes)
        self._unknown = tuple(code for code in off if code not in self.boxes)
        for code, box in self.boxes.items():
            box.setChecked(code not in off)

    def off(self) -> tuple[str, ...]:
        """The codes that are not said."""
        return (*self._unknown, *(code for code, box in self.boxes.items() if not box.isChecked()))
