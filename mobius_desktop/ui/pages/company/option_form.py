"""The options of one tab as a form: label, control, default, one line of help, and why one is locked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from mobius_desktop.domain.editions import LOCKS
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.typed import typed_amount
from mobius_desktop.ui.components.fields import Field, LockedReason, lock
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.pages.company.option_locks import Surroundings
from mobius_desktop.ui.pages.company.option_specs import OptionSpec, value_text
from mobius_desktop.ui.pages.company.rule_switches import RuleSwitches
from mobius_desktop.ui.theme import theme

ABOUT_EDITIONS = "About editions"


class OptionControl(QWidget):
    """One option. `edited` says that the user changed it; setting a value does not."""

    edited = Signal()
    about_wanted = Signal()

    def __init__(self, spec: OptionSpec, around: Surroundings) -> None:
        super().__init__()
        self.spec = spec
        self.reason = LockedReason()
        self._choices = spec.choices_in(around)
        self.control = self._make_control()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(3))
        default = next((text for one, text in self._choices if one == spec.default), "")
        help_text = f"{spec.help} Default: {default or value_text(spec, spec.default)}."
        if isinstance(self.control, RuleSwitches):
            column.addWidget(Label(spec.label, ink="text2"))
            column.addWidget(Label(spec.help, ink="text3", wrap=True))
            column.addWidget(self.control)
        elif isinstance(self.control, QCheckBox):
            self.control.setAccessibleDescription(help_text)
            column.addWidget(self.control)
            column.addWidget(Label(help_text, ink="text3", wrap=True))
        else:
            column.addWidget(Field(spec.label, self.control, help_text))
        column.addWidget(self.reason)

    def _make_control(self) -> QCheckBox | QComboBox | QLineEdit | RuleSwitches:
        if isinstance(self.spec.default, tuple):
            switches = RuleSwitches()
            switches.edited.connect(self.edited)
            return switches
        if self._choices:
            combo = QComboBox()
            combo.addItems([text for _, text in self._choices])
            combo.activated.connect(self.edited)
            return combo
        if isinstance(self.spec.default, bool):
            box = QCheckBox(self.spec.label)
            box.clicked.connect(self.edited)
            return box
        edit = QLineEdit()
        edit.setMaxLength(8 if self.spec.name == "number_prefix" else 100)
        edit.textEdited.connect(self._on_text_edited)
        return edit

    @Slot()
    def _on_text_edited(self) -> None:
        self.edited.emit()

    def show_value(self, value: Any, around: Surroundings, *, anew: bool = True) -> None:
        """The value in force, and what locks the option. What is being typed stays, unless `anew`."""
        control = self.control
        if isinstance(control, QComboBox):
            self._show_choice(control, value, around)
        elif isinstance(control, RuleSwitches):
            control.show_off(value)
        elif isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif anew and self._typed() != value:
            control.setText(f"{value:f}" if isinstance(value, Decimal) else str(value))
        elif anew and not control.text() and isinstance(value, Decimal):
            control.setText(f"{value:f}")
        why = self.spec.why_locked(around)
        if why and why not in LOCKS and isinstance(control, QCheckBox) and control.isChecked():
            # What QuickBooks makes useless may always be turned off: that is one of its cures.
            lock(control, self.reason, "")
            self.reason.set_reason(f"{why} It has no effect, and can be turned off.")
            return
        if why:
            lock(control, self.reason, why, *self._about(why))
            return
        lock(control, self.reason, "")
        part = self._locked_choice(around)
        used = getattr(around.in_force, self.spec.name)
        instead = f" {value_text(self.spec, used)} is used." if part and used != value else ""
        self.reason.set_reason(part + instead, *self._about(part))

    def _about(self, why: str) -> tuple[str, Callable[[], object] | None]:
        """The link after a reason that is the edition's."""
        return (ABOUT_EDITIONS, self.about_wanted.emit) if why in LOCKS else ("", None)

    def _locked_choice(self, around: Surroundings) -> str:
        """Why some of the choices cannot be taken."""
        if self.spec.choice_lock is None:
            return ""
        reasons = (self.spec.choice_lock(one, around) for one, _ in self._choices)
        return next((why for why in reasons if why), "")

    def _show_choice(self, control: QComboBox, value: Any, around: Surroundings) -> None:
        choices = self.spec.choices_in(around)
        if choices != self._choices:
            self._choices = choices
            control.clear()
            control.addItems([text for _, text in choices])
        control.setCurrentIndex([one for one, _ in self._choices].index(value))
        if self.spec.choice_lock is None:
            return
        for place, (one, text) in enumerate(self._choices):
            why = self.spec.choice_lock(one, around)
            control.setItemText(place, f"{text}  (locked)" if why and one != value else text)
            item = getattr(control.model(), "item")(place)  # noqa: B009 - a combo box's own model
            item.setEnabled(not why or one == value)
            item.setToolTip(why)

    def _typed(self) -> Any:
        """What a text field holds; None while it is no amount."""
        assert isinstance(self.control, QLineEdit)  # noqa: S101 - asked of text fields only
        text = self.control.text().strip()
        if not isinstance(self.spec.default, Decimal | int):
            return text
        amount = typed_amount(text)
        least, most = self.spec.bounds
        if amount is None or not least <= amount <= most:
            return None
        if isinstance(self.spec.default, Decimal):
            return amount
        return int(amount) if amount == int(amount) else None

    def value(self) -> Any:
        """The chosen value; None where what is typed is none (`problem` says why)."""
        if isinstance(self.control, QComboBox):
            return self._choices[self.control.currentIndex()][0]
        if isinstance(self.control, QCheckBox):
            return self.control.isChecked()
        if isinstance(self.control, RuleSwitches):
            return self.control.off()
        return self._typed()

    def problem(self) -> str:
        """Why what is typed cannot be kept."""
        if isinstance(self.control, QLineEdit) and self._typed() is None:
            least, most = self.spec.bounds
            if isinstance(self.spec.default, Decimal):
                return f"{self.spec.label}: an amount from {least:.2f} to {most:,}, written as 1.50."
            return f"{self.spec.label}: a whole number from {least:,} to {most:,}."
        if self.spec.name in {"down_payment_item", "tax_line_item"} and not self.value():
            return f"{self.spec.label}: a name is needed."
        return ""


class OptionForm(QWidget):
    """All options of one tab."""

    edited = Signal()
    about_wanted = Signal()

    def __init__(self, specs: tuple[OptionSpec, ...], around: Surroundings) -> None:
        super().__init__()
        self.controls = {spec.name: OptionControl(spec, around) for spec in specs}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.v(14))
        for control in self.controls.values():
            column.addWidget(control)
            control.edited.connect(self.edited)
            control.about_wanted.connect(self.about_wanted)

    def show_options(self, around: Surroundings, *, anew: bool) -> None:
        """Put every value in its control; without `anew` what is being typed stays.

        What the edition locks shows as it is used; what is kept comes back with a larger edition."""
        for name, control in self.controls.items():
            shown = around.in_force if control.spec.why_locked(around) in LOCKS else around.options
            control.show_value(getattr(shown, name), around, anew=anew)

    def take(self, options: CompanyOptions) -> CompanyOptions:
        """These options with what the form says; what cannot be kept stays as it was."""
        chosen = {
            name: one.value()
            for name, one in self.controls.items()
            if one.control.isEnabled() and not one.problem()
        }
        return dataclasses.replace(options, **chosen)

    def problem(self) -> str:
        """The first thing that cannot be kept."""
        return next((why for one in self.controls.values() if (why := one.problem())), "")
