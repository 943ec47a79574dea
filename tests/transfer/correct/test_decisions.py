"""Accept, replace, leave, mark without sending, retry and hold: each recorded with its reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.transfer.correct.service import CorrectionService
from tests.e2e.desk import Desk, open_desk

WHY = "Agreed with the customer."


def corrections(desk: Desk) -> CorrectionService:
    return desk.program.corrections(desk.realm)


def invoices(desk: Desk, number: str) -> list[dict[str, Any]]:
    return desk.documents().get(("Invoice", number), [])


def state_of(desk: Desk, batch: BatchNumber) -> BatchState:
    row = desk.program.store.batch(batch)
    assert row is not None
    return row.state


def words_of(desk: Desk, number: str) -> list[tuple[str, str, str]]:
    history = desk.program.store.judgement_history(desk.id_of(number))
    return [(one.code, one.verdict, one.reason) for one in history]


# -- accept ---------------------------------------------------------------------------------------


def test_an_accepted_needs_check_stays_as_it_is_and_is_marked(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        batch = desk.send("10503", "10501")
        assert desk.rows(batch)["10503"].state is ActionState.NEEDS_CHECK
        items = corrections(desk).accept_preview(batch=batch, cause="NEEDS_CHECK")
        assert [one.number for one in items] == ["10503"]
        assert items[0].sentence.startswith("Accept 36.08 for 10503?")
        report = corrections(desk).accept(items, WHY)
        assert report.all_done, report.sentence
        assert "10503" in desk.batched()
        assert desk.identifier("10503").startswith("I10503:")
        assert str(desk.document("10503")["TotalAmt"]) == "36.08"
        row = desk.rows(batch)["10503"]
        assert (row.state, row.marked) == (ActionState.COMPLETED, True)
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert (kept.state, kept.needs_check, kept.sent) == (BatchState.FINISHED_WITH_WARNING, 0, 2)
        assert ("NEEDS_CHECK", "accept", WHY) in words_of(desk, "10503")
        assert "10503" not in {one.number for one in desk.listed().invoices}


def test_what_changed_since_the_question_is_not_accepted(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        batch = desk.send("10503")
        items = corrections(desk).accept_preview(batch=batch)
        desk.sandbox.control.do(
            "quickbooks",
            "edit_document",
            entity="Invoice",
            number="10503",
            changes={"TxnDate": "2026-10-20"},
        )
        report = corrections(desk).accept(items, WHY)
        assert not report.all_done
        assert "changed since you looked" in report.sentence
        assert "10503" not in desk.batched()
        assert desk.rows(batch)["10503"].state is ActionState.NEEDS_CHECK


def test_what_waits_for_no_decision_cannot_be_accepted(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        (item,) = corrections(desk).accept_preview([desk.id_of("10501")])
        assert not item.possible


def test_a_needs_check_may_be_taken_back_instead(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        batch = desk.send("10503")
        plan = corrections(desk).take_back_preview([desk.id_of("10503")])
        assert corrections(desk).take_back(plan, WHY, confirmed=True).all_done
        assert invoices(desk, "10503") == []
        assert "10503" in {one.number for one in desk.listed().offered}
        assert state_of(desk, batch) is BatchState.UNDONE


# -- changed after sending ------------------------------------------------------------------------


def test_replace_takes_410_back_and_sends_460_under_the_same_number(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = corrections(desk).replace_preview(desk.id_of("10545"))
        assert plan.sentence == (
            "Replace 10545? 410.00 USD is deleted in QuickBooks and 460.00 USD is sent under the same number."
        )
        report = corrections(desk).replace(plan, WHY, confirmed=True)
        assert report.all_done, report.sentence
        (document,) = invoices(desk, "10545")
        assert float(document["TotalAmt"]) == 460
        assert "[CW-6045-cc70-1]" in document["PrivateNote"]
        assert "10545" in desk.batched()
        assert ("CHANGED_AFTER_SENDING", "replace", WHY) in words_of(desk, "10545")


def test_replace_is_refused_when_a_payment_is_on_it(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.sandbox.control.do("quickbooks", "pay_invoice", number="10545", amount="10.00")
        plan = corrections(desk).replace_preview(desk.id_of("10545"))
        assert "a payment is on it" in plan.refused
        assert float(desk.document("10545")["TotalAmt"]) == 410


def test_replacing_what_our_own_batch_sent_and_connectwise_corrected(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        first = desk.send("10501")
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        desk.sandbox.control.do("connectwise", "correct_invoice", invoice="10501", total="320.00")
        plan = corrections(desk).replace_preview(desk.id_of("10501"))
        assert not plan.refused, plan.refused
        report = corrections(desk).replace(plan, WHY, confirmed=True)
        assert report.all_done, report.sentence
        (document,) = invoices(desk, "10501")
        assert float(document["TotalAmt"]) == 320
        assert state_of(desk, first) is BatchState.UNDONE


def test_leaving_it_as_it_is_marks_it_and_keeps_both_amounts_on_record(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        plan = corrections(desk).leave_preview(desk.id_of("10545"))
        assert "50.00 USD" in corrections(desk).credit_memo_advice(plan)
        report = corrections(desk).leave(plan, WHY)
        assert report.all_done, report.sentence
        assert float(desk.document("10545")["TotalAmt"]) == 410
        assert "10545" in desk.batched()
        assert ("CHANGED_AFTER_SENDING", "leave", WHY) in words_of(desk, "10545")


# -- mark without sending -------------------------------------------------------------------------


def test_an_invoice_that_somebody_entered_by_hand_is_marked_without_sending(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        items = corrections(desk).mark_preview([desk.id_of("10501")])
        report = corrections(desk).mark(items, "Entered by hand.")
        assert report.all_done, report.sentence
        assert desk.identifier("10501").startswith("M10501:")
        assert invoices(desk, "10501") == []
        row = desk.rows(report.batches[0])["10501"]
        assert "Entered by hand." in row.message
        assert ("MARKED_BY_HAND", "mark", "Entered by hand.") in words_of(desk, "10501")

        back = corrections(desk).release_preview([desk.id_of("10501")])
        assert corrections(desk).take_back(back, "A mistake.", confirmed=True).all_done
        assert "10501" in {one.number for one in desk.listed().offered}


def test_what_this_program_sent_is_not_marked_by_hand(tmp_path: Path) -> None:
    with open_desk(tmp_path, ast="ignore") as desk:
        desk.send("10503")
        (item,) = corrections(desk).mark_preview([desk.id_of("10503")])
        assert "sent by this program" in item.refused


# -- retry and hold -------------------------------------------------------------------------------


def test_retry_sends_what_its_button_says_and_names_what_is_still_blocked(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501", "10536", "10544", "CM16")
        desk.sandbox.control.do("quickbooks", "set_active", entity="Item", name="SW-24P", active=True)
        desk.service.forget_lists()
        plan = corrections(desk).retry_preview(batch)
        assert plan.sentence == "Send 1 of 3"
        assert {one.invoice.number for one in plan.blocked} == {"10544", "CM16"}
        before = len(desk.requests("quickbooks", "POST", "/invoice"))
        number = corrections(desk).retry(plan)
        assert len(desk.requests("quickbooks", "POST", "/invoice")) == before + 1
        assert desk.rows(number)["10536"].state is ActionState.COMPLETED
        assert "10536" in desk.batched()
        assert len(invoices(desk, "10536")) == 1


def test_a_held_invoice_is_not_offered_until_its_day_or_until_it_is_released(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        one = desk.id_of("10501")
        corrections(desk).hold(one, "Waits for the PO.", dt.date(2027, 1, 31))
        assert "10501" not in {row.number for row in desk.listed().offered}
        corrections(desk).end_hold(one)
        assert "10501" in {row.number for row in desk.listed().offered}


def test_an_unknown_number_is_said(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk, pytest.raises(NotSetUp, match="no invoice 10599"):
        corrections(desk).find("10599")
