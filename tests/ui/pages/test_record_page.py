"""Record and backup: verify and locate, copy and check, restore after a question."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event as StopEvent

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.keeping import BackupNote, RecordFacts, VerifiedNote
from mobius_desktop.store import Store
from mobius_desktop.ui.pages.dashboard.todo import todos_of_record
from mobius_desktop.ui.pages.record.page import RecordPage
from mobius_desktop.ui.services import Services
from mobius_desktop.wiring.keeping import Keeping
from tests.store.stories import START, TickingClock, opened
from tests.ui.pages.batch_record import good_batch, mixed_batch
from tests.ui.pages.firm_program import FirmProgram

Idle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> RecordPage:
    mixed_batch(firm.archive, 1)
    good_batch(firm.archive, 2)
    made = RecordPage(firm_services)
    qtbot.addWidget(made)
    made.show()
    made.activated()
    idle()
    return made


def _tamper(store: Store) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER event_is_not_changed")
        changed = db.execute(
            "UPDATE event SET content = replace(content, '10621', '10999')"
            " WHERE kind = 'InvoicePlanned' AND content LIKE '%\"10621\"%'"
        )
        assert changed.rowcount == 1


def _answers(monkeypatch: pytest.MonkeyPatch, method: str, file: Path) -> None:
    monkeypatch.setattr(QFileDialog, method, lambda *_: (str(file), ""))


def test_it_says_how_much_there_is_and_that_it_was_never_verified(page: RecordPage) -> None:
    assert page.header().context.startswith("2 batches since today · ")
    assert page.actions_content().sentence == "The record has not been verified yet."
    assert page.actions_content().actions[0].text == "Ver&ify now"
    assert page.evidence.save_button.isHidden()


def test_an_untouched_record_is_verified_and_that_is_remembered(page: RecordPage, idle: Idle) -> None:
    page.verify()
    idle()
    assert page.evidence.result().startswith("The record is unchanged since it was written: ")
    said = page.actions_content().sentence
    assert said.startswith("The record is unchanged since it was written. Verified today, ")


def test_what_was_altered_is_located_and_its_report_can_be_saved(
    page: RecordPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _tamper(firm.archive)
    page.verify()
    idle()
    sentence = page.evidence.result()
    assert sentence.startswith("The record of batch 1 was changed outside this program, at invoice 10999, ")
    assert sentence.endswith("The entries of the other one are intact.")
    _answers(monkeypatch, "getSaveFileName", tmp_path / "report.txt")
    page.save_report()
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert report.startswith(sentence)
    assert "batch 1, invoice 10999" in report
    assert "Outside the chain, and not evidence" in report


def test_a_verification_can_be_cancelled(
    page: RecordPage, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(
        self: Keeping, report: Callable[[int, int], None] | None = None, stop: StopEvent | None = None
    ) -> Verdict:
        assert report is not None
        assert stop is not None
        report(1, 2)
        stop.wait(20)
        return self._store.verify(report, stop)

    monkeypatch.setattr(Keeping, "verify", slow)
    page.verify()
    assert not page.actions_content().actions[0].enabled
    page.work.cancel()
    idle()
    assert page.actions_content().sentence == "Cancelled."
    assert page.actions_content().actions[0].enabled
    assert page.evidence.result() == ""


def test_it_is_compared_with_a_certificates_head(page: RecordPage, firm: FirmProgram, idle: Idle) -> None:
    count, _, hashed = firm.archive.head().partition(" ")
    page.evidence.set_head(f"{count} {hashed[:16]}")
    page.compare_with_head()
    idle()
    same = f"It is the record of the certificate of entry {count}, to its last entry."
    assert page.evidence.result().endswith(same)
    page.evidence.set_head(f"{count} {hashed[::-1]}")
    page.compare_with_head()
    idle()
    assert "was changed outside this program" in page.evidence.result()
    page.evidence.set_head("nothing of the kind")
    page.compare_with_head()
    idle()
    assert "not the count and hash of a record" in page.actions_content().sentence


def test_a_copy_is_made_checked_and_remembered(
    page: RecordPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _answers(monkeypatch, "getSaveFileName", tmp_path / "copies" / "monday")
    page.back_up()
    idle()
    copy = tmp_path / "copies" / "monday.db"
    facts = firm.keeping.facts()
    assert facts.backup is not None
    assert facts.backup.path == str(copy)
    assert facts.backup.head == facts.head
    with Store.review(copy, TickingClock()) as store:
        assert store.verify().intact


def test_a_copy_is_restored_only_after_it_was_checked_and_asked_about(
    page: RecordPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    firm.archive.backup(copy)
    firm.archive.open_batch(lambda number: [opened(number)])
    wanted: list[object] = []
    page._services.restore_wanted.connect(wanted.append)
    _answers(monkeypatch, "getOpenFileName", copy)
    page.choose_restore()
    idle()
    assert page.question is not None
    assert "1 batch since then is not in it." in page.question.accessibleDescription()
    page.question.reject()
    assert wanted == []
    page.choose_restore()
    idle()
    assert page.question is not None
    page.question.accept()
    assert wanted == [copy]


def test_a_damaged_copy_is_refused_and_nothing_is_asked(
    page: RecordPage, idle: Idle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"a letter" * 1000)
    _answers(monkeypatch, "getOpenFileName", copy)
    page.choose_restore()
    idle()
    assert page.question is None
    assert "is damaged and could not be read, so it is not restored" in page.actions_content().sentence


def test_old_requests_are_removed_after_a_question(page: RecordPage, idle: Idle) -> None:
    page.ask_to_trim()
    assert page.question is not None
    page.question.accept()
    idle()
    assert page.actions_content().sentence == "Nothing is that old."


def test_nothing_is_removed_or_restored_while_a_batch_runs(
    page: RecordPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    firm.archive.backup(copy)
    monkeypatch.setattr(Services, "running", property(lambda _: True))
    page.ask_to_trim()
    assert page.question is None
    assert page.actions_content().sentence.startswith("A batch is running.")
    _answers(monkeypatch, "getOpenFileName", copy)
    page.choose_restore()
    idle()
    assert page.question is None
    assert page.actions_content().sentence.startswith("A batch is running. A copy can be restored")


def test_a_copy_that_is_looked_at_offers_neither_backup_nor_removal(
    page: RecordPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.review_only = True
    page.activated()
    idle()
    assert page.backup.isHidden()
    assert page.room_card.isHidden()
    page.verify()
    idle()
    assert page.evidence.result()


FACTS = RecordFacts("mobius.db", 1, 10, "10 ab", 3, START)


def test_a_week_of_work_without_a_copy_is_a_thing_to_do() -> None:
    week = dt.timedelta(days=7)
    assert todos_of_record(FACTS, START + dt.timedelta(days=6)) == []
    (todo,) = todos_of_record(FACTS, START + week)
    assert (todo.title, todo.details, todo.page, todo.argument) == (
        "Back up the record",
        "No copy yet",
        "record",
        RecordPage.BACK_UP,
    )
    copied = RecordFacts("mobius.db", 1, 10, "10 ab", 3, START, backup=BackupNote(START, "copy.db", "9 cd"))
    assert todos_of_record(copied, START + week)[0].details == "The last good copy is of 11/02/2026"
    whole = RecordFacts("mobius.db", 1, 10, "10 ab", 3, START, backup=BackupNote(START, "copy.db", "10 ab"))
    assert todos_of_record(whole, START + week) == []


def test_a_changed_record_and_a_synchronised_folder_are_things_to_do() -> None:
    noted = VerifiedNote(START, "10 ab", False, "The record of batch 2 was changed outside this program.")
    facts = RecordFacts("mobius.db", 1, 10, "10 ab", 3, START, verified=noted, synced_by="OneDrive")
    assert [todo.title for todo in todos_of_record(facts, START)] == [
        "The record was changed",
        "The record lies in OneDrive",
    ]
