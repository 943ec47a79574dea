"""Record and backup: verify the record, copy it, restore a copy, make it smaller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.keeping import BackupFound, BackupNote, RecordFacts, Trimmed
from mobius_desktop.ui.components.question import Question
from mobius_desktop.ui.pages.record import telling
from mobius_desktop.ui.pages.record.cards import BackupCard, EvidenceCard, FileCard, RoomCard
from mobius_desktop.ui.pages.record.work import LongWork, told
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_FILES = "Record (*.db);;All files (*)"
_REPORT = "Text (*.txt)"


class RecordPage(Page):
    """Cards one under another; one long piece of work at a time."""

    HELP = "record"
    VERIFY: ClassVar[str] = "verify"
    BACK_UP: ClassVar[str] = "back up"
    RESTORE: ClassVar[str] = "restore"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._facts: RecordFacts | None = None
        self._verdict: Verdict | None = None
        self._problem = ""
        self.question: Question | None = None
        self._then: Callable[[], object] | None = None
        self.work = LongWork(services)
        self.evidence = EvidenceCard(self.compare_with_backup, self.compare_with_head, self.save_report)
        self.backup = BackupCard(self.back_up, self.choose_restore)
        self.room_card = RoomCard(self.ask_to_trim)
        self.file = FileCard()
        self._lay_out()
        self.work.changed.connect(self._show)
        self.work.said.connect(self._on_work_said)
        self._show()

    def _lay_out(self) -> None:
        m = theme().metrics
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        for part in (self.work.bar, self.evidence, self.backup, self.room_card, self.file):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Reads anew; opened with a verb, it begins with that."""
        self._read()
        if argument == self.VERIFY:
            self.verify()
        elif argument == self.BACK_UP:
            self.back_up()
        elif argument == self.RESTORE:
            self.choose_restore()

    def panes(self) -> Sequence[QWidget]:
        """The cards."""
        return (self.evidence, self.backup, self.room_card, self.file)

    def _read(self) -> None:
        keeping = self._services.program.keeping

        def work(job: Job) -> RecordFacts:
            del job
            return keeping.facts()

        self._services.ask(work, self._on_read, self._on_read_failed, name="facts of the record")

    def _on_read(self, facts: RecordFacts) -> None:
        self._facts = facts
        self._show()

    def _on_read_failed(self, error: Known) -> None:
        self._problem = error.sentence
        self._show()

    # Verify

    def verify(self) -> None:
        """Walk the whole record."""
        keeping = self._services.program.keeping

        def work(job: Job) -> Verdict:
            return keeping.verify(told(job), job.stop)

        self.work.start("Verifying the record", work, self._on_verified)

    def compare_with_backup(self) -> None:
        """The same, beside an older copy."""
        file = self._choose("Compare with a backup")
        if file is not None:
            self._compare(file)

    def compare_with_head(self) -> None:
        """The same, beside what a certificate prints."""
        head = self.evidence.head()
        if head:
            self._compare(head)

    def _compare(self, older: str | Path) -> None:
        keeping = self._services.program.keeping

        def work(job: Job) -> Verdict:
            return keeping.verify_against(older, told(job), job.stop)

        self.work.start("Verifying and comparing", work, self._on_verified)

    def _on_verified(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self.evidence.show_verdict(verdict)
        self._read()
        self._show()

    def save_report(self) -> None:
        """Write what was found into a file."""
        if self._verdict is None:
            return
        start = str(Path.home() / "Verification of the record.txt")
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the report", start, _REPORT)
        if not chosen:
            return
        try:
            Path(chosen).write_text("\n".join(self._verdict.report()) + "\n", encoding="utf-8")
        except OSError as error:
            self._on_work_said(f"The report could not be written: {error.strerror or error}.")
            return
        self.toast(f"Saved to {chosen}.")

    # Copy and restore

    def back_up(self) -> None:
        """Ask where to, copy, and check the copy."""
        keeping = self._services.program.keeping
        if self.work.busy:
            return
        start = str(telling.suggested_copy(self._facts, self._services.program.today()))
        chosen, _ = QFileDialog.getSaveFileName(self, "Back up the record", start, _FILES)
        if not chosen:
            return
        to = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.db")

        def work(job: Job) -> BackupNote:
            return keeping.back_up(to, told(job), job.stop)

        self.work.start("Copying the record and checking the copy", work, self._on_backed_up)

    def _on_backed_up(self, note: BackupNote) -> None:
        self._problem = ""
        self.toast(telling.copied_sentence(note))
        self._read()

    def choose_restore(self) -> None:
        """Ask for a copy, check it, then ask whether it shall take the record's place."""
        file = None if self.work.busy else self._choose("Restore a backup")
        if file is None:
            return
        keeping = self._services.program.keeping

        def work(job: Job) -> BackupFound:
            return keeping.check_backup(file, told(job), job.stop)

        self.work.start("Checking the copy", work, self._on_checked)

    def _on_checked(self, found: BackupFound) -> None:
        if self._services.running:
            self._on_work_said("A batch is running. A copy can be restored when it has ended.")
            return
        record = self._facts.path if self._facts is not None else "mobius.db"
        self._ask(Question(telling.restore_question(found, record), self), lambda: self._restore(found))

    def _restore(self, found: BackupFound) -> None:
        self._services.restore_wanted.emit(Path(found.path))

    # Room

    def ask_to_trim(self) -> None:
        """Ask before old requests and answers go; the file is written anew, which a batch would wait for."""
        if self._services.running:
            self._on_work_said("A batch is running. Old requests can be removed when it has ended.")
        elif not self.work.busy:
            self._ask(Question(telling.trim_question(self.room_card.years()), self), self._trim)

    def _trim(self) -> None:
        keeping, years = self._services.program.keeping, self.room_card.years()

        def work(job: Job) -> Trimmed:
            del job
            return keeping.trim(years)

        self.work.start("Removing old requests and answers", work, self._on_trimmed)

    def _on_trimmed(self, trimmed: Trimmed) -> None:
        self._on_work_said(telling.trimmed_sentence(trimmed, self._services.program.today()))
        self._read()

    # Drawing

    def _ask(self, question: Question, then: Callable[[], object]) -> None:
        self.question, self._then = question, then
        question.finished.connect(self._on_question_finished)
        question.open()

    @Slot(int)
    def _on_question_finished(self, answer: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()
        then, self._then = self._then, None
        if answer == Question.DialogCode.Accepted and then is not None:
            then()

    def _choose(self, title: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), _FILES)
        return Path(chosen) if chosen else None

    @Slot(str)
    def _on_work_said(self, sentence: str) -> None:
        self._problem = sentence
        self._show()

    @Slot()
    def _show(self) -> None:
        program, facts, today = self._services.program, self._facts, self._services.program.today()
        context = telling.context_line(facts, today) if facts is not None else ""
        self.set_header(Header("Record and backup", context=context))
        free, own = not self.work.busy, not program.review_only or program.trouble is not None
        self.evidence.set_free(free)
        self.backup.setVisible(own)
        self.backup.set_free(free, may_copy=not program.review_only)
        self.room_card.setVisible(not program.review_only)
        self.room_card.set_free(free)
        if facts is not None:
            self.evidence.show_last(telling.verified_sentence(facts, today))
            self.backup.show_last(telling.backup_sentence(facts, today))
            self.file.show_facts(facts)
        sentence = self._problem or (telling.verified_sentence(facts, today) if facts is not None else "")
        verify = Action("Ver&ify now", self.verify, primary=True, enabled=free, sign="certificate")
        self.set_actions(ActionBarContent(sentence, actions=(verify,)))
