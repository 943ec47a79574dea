"""Checks that every page must stand, at every size (used by the tests of pages too)."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)


def shown_within(widget: QWidget) -> list[QWidget]:
    """All visible widgets in a widget."""
    return [w for w in widget.findChildren(QWidget) if w.isVisible()]


def cut_off(widget: QWidget) -> list[str]:
    """Buttons, fields and labels that are smaller than what they show needs."""
    found = []
    for child in shown_within(widget):
        if not isinstance(child, (QAbstractButton, QComboBox, QLineEdit, QLabel)):
            continue
        if child.width() <= 0 or isinstance(child.parentWidget(), (QScrollBar, QHeaderView)):
            continue
        needed = child.minimumSizeHint()
        short = child.width() < needed.width() or child.height() < needed.height()
        if isinstance(child, QLabel) and child.wordWrap():
            short = child.height() < child.heightForWidth(child.width())
        elif isinstance(child, QLabel) and child.sizePolicy().horizontalPolicy().name == "Ignored":
            short = False
        if short:
            found.append(f"{_name(child)}: {child.size().toTuple()} of {needed.toTuple()}")
    return found


def nameless(widget: QWidget) -> list[str]:
    """Widgets that Tab reaches and that say nothing to a screen reader."""
    found = []
    for child in shown_within(widget):
        if not child.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(child, QScrollArea):
            continue
        if isinstance(child, QAbstractScrollArea) and not child.isEnabled():
            continue
        text = child.text() if isinstance(child, (QAbstractButton, QLabel)) else ""
        if not (child.accessibleName() or text) and child.objectName() != "qt_spinbox_lineedit":
            found.append(_name(child))
    return found


def doubled_mnemonics(widget: QWidget) -> list[str]:
    """Letters that two visible buttons or labels of a page both claim with Alt."""
    letters: dict[str, list[str]] = {}
    for child in shown_within(widget):
        if isinstance(child, QAbstractButton) or (isinstance(child, QLabel) and child.buddy() is not None):
            match = re.search(r"&(\w)", child.text().replace("&&", ""))
            if match:
                letters.setdefault(match.group(1).lower(), []).append(child.text())
    return [f"{letter}: {texts}" for letter, texts in letters.items() if len(texts) > 1]


def picture(widget: QWidget, file: Path, scale: float = 1.0) -> QPixmap:
    """Paint a widget as a screen of that scale would, and keep it as PNG."""
    pixels = QPixmap(widget.size() * scale)
    pixels.setDevicePixelRatio(scale)
    pixels.fill(Qt.GlobalColor.transparent)
    widget.render(pixels)
    pixels.save(str(file))
    return pixels


def colours_in(pixels: QPixmap, step: int = 5) -> set[str]:
    """The colours of a picture, looked at in a grid."""
    image = pixels.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QAbstractButton, QLabel, QLineEdit)) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()!r}"
