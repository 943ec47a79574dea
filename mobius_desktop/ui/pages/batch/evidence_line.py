"""The line under a batch that says what proves it: its hash, the record's head, when it was last verified."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.keeping import BatchEvidence
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel
from mobius_desktop.ui.components.moments import moment_in_sentence
from mobius_desktop.ui.pages.record.work import LongWork, told
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_SHOWN = 16
"""Letters of a hash: enough to compare it with a certificate. The tool tip has all of it."""


class EvidenceLine(QWidget):
    """One for the page. It reads and verifies in the background."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setAccessibleName("Evidence")
        self._services = services
        self._number: BatchNumber | None = None
        self._said = ""
        self.evidence: BatchEvidence | None = None
        self._has_room = True
        self.work = LongWork(services)
        self.verify_button = Button("Verif&y now", "link", clicked=self.verify)
        self._sign = SignLabel()
        self._text = Label("", ink="text2", wrap=True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.work.changed.connect(self._show)
        self.work.said.connect(self._on_work_said)
        m = theme().metrics
        line = QHBoxLayout()
        line.setSpacing(m.v(8))
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        line.addWidget(self.verify_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self.work.bar)
        self.hide()

    def show_batch(self, number: BatchNumber | None) -> None:
        """Read what stands for a batch that has ended; None: for this one nothing is said."""
        if number != self._number:
            self.evidence, self._said = None, ""
        self._number = number
        if number is None:
            self.hide()
        else:
            self._read(number)

    def give_room(self, has_room: bool) -> None:
        """Whether it may stand there: not in a low window, nor under an opened invoice."""
        self._has_room = has_room
        self.setVisible(has_room and self.evidence is not None)

    def text(self) -> str:
        """What the line says."""
        return self._text.text()

    def _read(self, number: BatchNumber) -> None:
        keeping = self._services.program.keeping

        def work(job: Job) -> BatchEvidence:
            del job
            return keeping.evidence(number)

        self._services.ask(work, self._on_read, self._on_failed, name="evidence of a batch")

    def _on_read(self, found: BatchEvidence) -> None:
        if found.number == self._number:
            self.evidence = found
            self.give_room(self._has_room)
            self._show()

    def _on_failed(self, error: Known) -> None:
        self._said = error.sentence
        self._show()

    def verify(self) -> None:
        """Walk the whole record; other pages can be used meanwhile."""
        keeping = self._services.program.keeping

        def work(job: Job) -> Verdict:
            return keeping.verify(told(job), job.stop)

        self.work.start("Verifying the record", work, self._on_verified)

    def _on_verified(self, verdict: Verdict) -> None:
        announce(self, verdict.sentence, at_once=True)
        if self._services.program.review_only:  # nothing is written into such a record, this neither
            self._said = verdict.sentence
        if self._number is not None:
            self._read(self._number)

    @Slot(str)
    def _on_work_said(self, sentence: str) -> None:
        self._said = sentence
        self._show()

    @Slot()
    def _show(self) -> None:
        self.verify_button.setEnabled(not self.work.busy)
        found = self.evidence
        if found is None:
            self._text.setText(self._said)
            return
        last = found.verified
        self._sign.set_state("INFO" if last is None else "Finished" if last.intact else "ERROR")
        self._text.setText(evidence_sentence(found, self._services.program.today(), self._said))
        self._text.setToolTip(f"Hash of the {found.batch_head.text}\nRecord: {found.head}")


def evidence_sentence(found: BatchEvidence, today: dt.date, said: str = "") -> str:
    """Hash of the batch, head of the record, and what the last verification said."""
    count, _, head = found.head.partition(" ")
    batch = found.batch_head.head
    parts = [f"Batch {batch.count:,}:{batch.hash.hex()[:_SHOWN]}…"]
    parts.append(f"record {int(count):,}:{head[:_SHOWN]}…" if count else "record empty")
    last = found.verified
    if said:
        parts.append(said)
    elif last is None:
        parts.append("not verified yet")
    elif last.intact:
        same = "" if last.head == found.head else ", and grew since"
        parts.append(f"verified {moment_in_sentence(last.at, today)}: unchanged{same}")
    else:
        parts.append(f"{last.sentence} Verified {moment_in_sentence(last.at, today)}.")
    return " · ".join(parts)
