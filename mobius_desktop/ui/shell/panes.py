"""F6: from pane to pane, each time to where the focus was in it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(panes: Sequence[QWidget], step: int) -> QWidget | None:
    """Move the focus to the next pane that can take it; the pane, or None if there is none."""
    shown = [p for p in panes if p.isVisible() and _first_in(p) is not None]
    if not shown:
        return None
    focus = QApplication.focusWidget()
    here = next((i for i, p in enumerate(shown) if focus is not None and _holds(p, focus)), None)
    place = (0 if step > 0 else -1) if here is None else (here + step) % len(shown)
    pane = shown[place]
    target = pane.focusWidget() if pane.focusWidget() is not None else None
    if target is None or not target.isVisible() or not target.isEnabled():
        target = _first_in(pane)
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)
    return pane


def _holds(pane: QWidget, focus: QWidget) -> bool:
    return pane is focus or pane.isAncestorOf(focus)


def _first_in(pane: QWidget) -> QWidget | None:
    """The pane itself, or the first widget in it that Tab would reach."""
    if _takes_focus(pane):
        return pane
    found = pane
    for _ in range(500):
        following = found.nextInFocusChain()
        if following is None or following is pane:
            return None
        found = following
        if pane.isAncestorOf(found) and _takes_focus(found):
            return found
    return None


def _takes_focus(widget: QWidget) -> bool:
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and widget.isVisible() and widget.isEnabled()
