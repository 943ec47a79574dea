"""One connection on the Dashboard."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.keeping import RecordFacts
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.components.moments import moment_in_sentence, time_text
from mobius_desktop.ui.services import SideState
from mobius_desktop.ui.theme import FontRole, theme


class SideLine(QWidget):
    """One connection: sign, name, what is so."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = SignLabel.of_state("Not checked")
        self._name = Label("", FontRole.BOLD)
        self._words = Label("", ink="text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme().metrics.v(6))
        row.addWidget(self._sign)
        row.addLayout(column, 1)

    def set_name(self, name: str) -> None:
        """Which side it is."""
        self._name.setText(name)

    def show_state(self, side: SideState) -> None:
        """How it is."""
        self._sign.set_state(side.state)
        answered = side.answered_at
        self._words.setText(
            side.sentence or (f"Answered at {time_text(answered)}" if answered else side.state)
        )

    def words(self) -> str:
        """What is so, in words."""
        return self._words.text()


def record_state(facts: RecordFacts, today: dt.date) -> SideState:
    """How the record is: verified or not yet, and of when its last good copy is."""
    if facts.verified is not None and not facts.verified.intact:
        return SideState("ERROR", facts.verified.sentence)
    verified, copy = facts.verified, facts.backup
    said = f"Unchanged, verified {moment_in_sentence(verified.at, today)}" if verified else "Not verified yet"
    copied = f"backed up {moment_in_sentence(copy.at, today)}" if copy else "no copy yet"
    return SideState("Connected" if copy else "Not checked", f"{said}; {copied}")
