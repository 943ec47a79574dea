"""The line under a batch that says what proves it, and *Verify now*."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.evidence_line import EvidenceLine
from tests.ui.pages.batch_desk import BatchDesk
from tests.ui.pages.batch_record import good_batch, mixed_batch


def shown(desk: BatchDesk) -> EvidenceLine:
    """The line of the first of two batches."""
    good_batch(desk.store, 1)
    mixed_batch(desk.store, 2)
    return desk.batch(1).evidence


def test_a_batch_shows_its_hash_the_records_head_and_that_it_was_not_verified(desk: BatchDesk) -> None:
    line = shown(desk)
    count, _, head = desk.store.head().partition(" ")
    batch = desk.store.batch_head(BatchNumber(1)).head
    assert line.text() == (
        f"Batch {batch.count}:{batch.hash.hex()[:16]}… · "
        f"record {int(count):,}:{head[:16]}… · not verified yet"
    )
    assert line.isVisible()


def test_verify_now_walks_the_record_and_says_what_it_found(desk: BatchDesk) -> None:
    line = shown(desk)
    line.verify_button.click()
    desk.settle()
    assert "verified " in line.text()
    assert line.text().endswith(": unchanged")
    assert line.verify_button.isEnabled()


def test_a_record_that_was_changed_is_said_on_the_page_of_its_batch(desk: BatchDesk) -> None:
    line = shown(desk)
    with closing(sqlite3.connect(desk.store.path)) as db, db:
        db.execute("UPDATE batch_invoice SET message = 'other' WHERE batch = 2")
    line.verify_button.click()
    desk.settle()
    assert "The record of batch 2 was changed outside this program" in line.text()
    assert "The other one is intact." in line.text()


def test_a_batch_that_is_not_there_has_no_evidence(desk: BatchDesk) -> None:
    assert shown(desk).isVisible()
    assert not desk.batch(99).evidence.isVisible()
