"""Taking back: QuickBooks first, ConnectWise second, refused with the reason wherever it could do harm."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.events import MonthCertified
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.domain.tie_out import CertifiedMonth
from mobius_desktop.transfer.correct.service import CorrectionService
from mobius_desktop.transfer.correct.values import How, Mode, UndoPlan
from mobius_desktop.ui.pages.card.reading import read_card
from tests.e2e.desk import Desk, open_desk
from tests.money import usd

WHY = "It was billed twice."


def corrections(desk: Desk) -> CorrectionService:
    return desk.program.corrections(desk.realm)


def previewed(desk: Desk, *numbers: str, mode: Mode = Mode.SEND_AGAIN) -> UndoPlan:
    return corrections(desk).take_back_preview([desk.id_of(one) for one in numbers], mode)


def live(desk: Desk, number: str, entity: str = "Invoice") -> list[dict[str, Any]]:
    return [
        one
        for one in desk.documents().get((entity, number), [])
        if not str(one.get("PrivateNote", "")).startswith("Voided")
    ]


def unposted(desk: Desk) -> set[str]:
    return {one.number for one in desk.listed().offered}


def state_of(desk: Desk, batch: int) -> BatchState:
    row = desk.program.store.batch(batch)  # type: ignore[arg-type]  # a number of the test's own batch
    assert row is not None
    return row.state


def test_a_deleted_invoice_returns_to_the_unposted_list_and_is_sent_again_once(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        plan = previewed(desk, "10501")
        assert [one.how for one in plan.possible] == [How.DELETE]
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert report.all_done, report.sentence
        assert live(desk, "10501") == []
        assert "10501" not in desk.batched()
        assert "10501" in unposted(desk)
        assert state_of(desk, batch) is BatchState.UNDONE

        again = desk.send("10501")
        assert desk.rows(again)["10501"].state is ActionState.COMPLETED
        assert len(live(desk, "10501")) == 1
        assert "10501" in desk.batched()
        creates = [
            one.params["requestid"]
            for one in desk.requests("quickbooks", "POST", "/invoice")
            if "operation" not in one.params
        ]
        assert len(creates) == len(set(creates)) == 2
        assert "[CW-6001-cc70-1]" in desk.document("10501")["PrivateNote"]


def test_an_empty_invoice_is_counted_alike_before_an_undo_and_after_it(tmp_path: Path) -> None:
    """It has no document, but it is released in ConnectWise as the others are."""
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501", "10528")
        plan = corrections(desk).undo_preview(batch, mode=Mode.SEND_AGAIN)
        assert [one.how for one in plan.possible] == [How.DELETE, How.RELEASE]
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert report.all_done, report.sentence
        row = desk.program.store.batch(batch)
        assert row is not None
        assert row.message.startswith("2 invoices, ")
        assert desk.program.archive.afterwards([batch])[batch].taken_back == len(plan.possible)


def test_an_empty_invoice_that_cannot_be_marked_is_done_and_never_called_marked(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10529")
        row = desk.rows(batch)["10529"]
        assert (row.outcome, row.state, row.marked) == ("note only", ActionState.SKIPPED, False)
        assert state_of(desk, batch) is BatchState.FINISHED
        assert "10529" not in desk.batched()


def test_a_voided_invoice_stays_in_the_books_with_nothing_and_gives_its_number_back(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        report = corrections(desk).take_back(
            previewed(desk, "10501", mode=Mode.FOR_GOOD), WHY, confirmed=True
        )
        assert report.all_done, report.sentence
        void = desk.document("10501-V1")
        assert float(void["TotalAmt"]) == 0
        assert void["PrivateNote"].startswith("Voided")
        assert ("Invoice", "10501") not in desk.documents()
        assert "10501" in unposted(desk)
        row = desk.rows(batch)["10501"]
        assert (row.state, row.finding_code, row.quickbooks_total) == (
            ActionState.SKIPPED,
            "TAKEN_BACK",
            None,
        )
        assert "10501-V1" in row.message
        assert not row.marked
        read = read_card(desk.program.archive, "10501")
        assert read.card is not None
        assert read.detail is not None
        assert read.detail.diff_note().startswith("This is what was sent. It was changed in QuickBooks later")
        fields = {one.field: one.sent for one in read.detail.diff()}
        assert fields["Number"] == "10501"
        assert fields["Line 1 · Amount"] == "300.00"
        told = [one.text for one in read.card.moments]
        assert f"In QuickBooks as Invoice 10501 (Id {void['Id']})" in told
        assert f"Invoice 10501-V1 (Id {void['Id']}) is void in QuickBooks" in told
        desk.send("10501")
        assert len(live(desk, "10501")) == 1


def test_a_credit_memo_is_deleted_and_a_void_of_it_is_refused(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("CM12")
        (item,) = previewed(desk, "CM12", mode=Mode.VOID).items
        assert item.code == "CREDIT_MEMO_VOID"
        plan = previewed(desk, "CM12", mode=Mode.FOR_GOOD)
        assert [one.how for one in plan.possible] == [How.DELETE]
        assert corrections(desk).take_back(plan, WHY, confirmed=True).all_done
        assert live(desk, "CM12", "CreditMemo") == []
        assert "CM12" in unposted(desk)


def close_books(desk: Desk) -> None:
    desk.sandbox.control.do("quickbooks", "set_closing_date", date="2026-10-31")


def pay(desk: Desk) -> None:
    desk.sandbox.control.do("quickbooks", "pay_invoice", number="10501", amount="100.00")


def edit(desk: Desk) -> None:
    desk.sandbox.control.do(
        "quickbooks", "edit_document", entity="Invoice", number="10501", changes={"DueDate": "2026-12-24"}
    )


def close_connectwise_batch(desk: Desk) -> None:
    books = desk.sandbox.firm.connectwise
    batch = next(one.batch_id for one in books.invoices.values() if one.number == "10501")
    desk.sandbox.control.do("connectwise", "close_batch", batch=batch)


def put_another_record_in(desk: Desk) -> None:
    books = desk.sandbox.firm.connectwise
    mine = next(one for one in books.invoices.values() if one.number == "10501")
    other = next(one for one in books.invoices.values() if one.number == "PB301")
    assert mine.batch_id is not None
    books.batch_records[mine.batch_id] = [*books.batch_records[mine.batch_id], *other.gl_entry_ids]


REFUSED = {
    "LINKED": pay,
    "EDITED": edit,
    "PERIOD_CLOSED": close_books,
    "BATCH_CLOSED": close_connectwise_batch,
    "BATCH_HOLDS_OTHERS": put_another_record_in,
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_is_refused_with_the_reason_and_nothing_is_touched(tmp_path: Path, code: str) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10501")
        REFUSED[code](desk)
        plan = previewed(desk, "10501")
        assert [one.code for one in plan.items] == [code]
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert not report.all_done
        assert "10501" in report.sentence
        assert len(live(desk, "10501")) == 1
        assert "10501" in desk.batched()
        assert desk.rows(batch)["10501"].state is ActionState.COMPLETED
        assert state_of(desk, batch) is BatchState.FINISHED


def test_what_happens_between_preview_and_run_is_seen(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        plan = previewed(desk, "10501")
        pay(desk)
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert not report.all_done
        assert len(live(desk, "10501")) == 1
        assert "10501" in desk.batched()


def test_an_e_mailed_document_may_be_taken_back(tmp_path: Path) -> None:
    """E-mailing raises the SyncToken and touches none of our fields."""
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        desk.sandbox.control.do(
            "quickbooks",
            "edit_document",
            entity="Invoice",
            number="10501",
            changes={"EmailStatus": "EmailSent"},
        )
        assert corrections(desk).take_back(previewed(desk, "10501"), WHY, confirmed=True).all_done
        assert live(desk, "10501") == []


def test_an_invoice_that_somebody_unbatched_already_is_taken_back_all_the_same(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        assert corrections(desk).take_back(previewed(desk, "10501"), WHY, confirmed=True).all_done
        assert live(desk, "10501") == []
        assert "10501" in unposted(desk)


def test_an_earlier_month_asks_a_second_time_and_a_reason_is_always_asked(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        plan = previewed(desk, "10501")
        assert plan.sentence.endswith("1 of an earlier month needs a second word.")
        with pytest.raises(NotSetUp, match="earlier or a certified month"):
            corrections(desk).take_back(plan, WHY)
        with pytest.raises(NotSetUp, match="reason"):
            corrections(desk).take_back(plan, " ", confirmed=True)
        assert len(live(desk, "10501")) == 1


def test_a_certified_month_asks_a_second_time_even_when_it_is_this_month(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        today = desk.program.today()
        desk.sandbox.control.do(
            "quickbooks",
            "edit_document",
            entity="Invoice",
            number="10501",
            changes={"TxnDate": today.isoformat()},
        )
        assert [one.earlier_month for one in previewed(desk, "10501").items] == [False]
        zero = Decimal("0.00")
        certified = CertifiedMonth(
            desk.realm, "Gulfline", today.replace(day=1), "USD", 0, zero, zero, 0, desk.program.now(), "",
            "dana", desk.program.now(),
        )  # fmt: skip
        desk.program.store.record(MonthCertified(certified))
        (item,) = previewed(desk, "10501").items
        assert (item.earlier_month, item.certified) == (True, True)


def test_release_deletes_only_the_connectwise_batch_of_what_quickbooks_no_longer_holds(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501", "PB301")
        ids = [desk.id_of("10501"), desk.id_of("PB301")]
        desk.sandbox.control.do("quickbooks", "delete_document", entity="Invoice", number="10501")
        plan = corrections(desk).release_preview(ids)
        assert [one.code for one in plan.items] == ["", "STILL_THERE"]
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert [one.done for one in report.results] == [True, False]
        assert "10501" in unposted(desk)
        assert "PB301" in desk.batched()
        desk.send("10501")
        assert len(live(desk, "10501")) == 1


def test_the_undo_of_five_with_one_paid_leaves_it_and_is_called_partly_undone(tmp_path: Path) -> None:
    numbers = ("10501", "10513", "10515", "PB301", "CM12")
    with open_desk(tmp_path) as desk:
        batch = desk.send(*numbers)
        pay(desk)
        plan = corrections(desk).undo_preview(batch)
        assert {one.number for one in plan.refused} == {"10501"}
        assert plan.sentence.startswith("Undo 4 of 5 invoices, 19,900.00 USD?")
        report = corrections(desk).take_back(plan, WHY, confirmed=True)
        assert sum(one.done for one in report.results) == 4
        assert state_of(desk, batch) is BatchState.PARTLY_UNDONE
        assert desk.batched() & set(numbers) == {"10501"}
        assert all(not live(desk, one) for one in ("10513", "10515", "PB301"))
        assert not live(desk, "CM12", "CreditMemo")
        assert len(live(desk, "10501")) == 1
        actions = desk.program.store.actions(batch)
        confirmed = [one for one in actions if one.section is Section.CONFIRM]
        assert {one.state for one in confirmed} == {ActionState.COMPLETED}
        kept = desk.program.store.batch(batch)
        assert kept is not None
        assert (kept.sent, kept.sent_total) == (1, usd(desk.rows(batch)["10501"].connectwise_total))
        assert not desk.program.store.unsettled(desk.realm)


def test_what_was_adopted_and_what_was_only_marked_are_undone_too(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        batch = desk.send("10532", "10528")
        plan = corrections(desk).undo_preview(batch)
        assert {one.number: one.how for one in plan.possible} == {"10532": How.VOID, "10528": How.RELEASE}
        assert corrections(desk).take_back(plan, WHY, confirmed=True).all_done
        assert {"10532", "10528"} <= unposted(desk)
        assert live(desk, "10532") == []
        assert state_of(desk, batch) is BatchState.UNDONE


def test_a_document_that_a_later_batch_took_over_is_undone_from_either(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        first = desk.send("10501")
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        second = desk.send("10501")
        assert desk.rows(second)["10501"].outcome == "adopt"
        plan = corrections(desk).undo_preview(first)
        assert corrections(desk).take_back(plan, WHY, confirmed=True).all_done
        assert live(desk, "10501") == []
        assert "10501" in unposted(desk)
        assert {desk.rows(one)["10501"].finding_code for one in (first, second)} == {"TAKEN_BACK"}
        assert state_of(desk, first) is BatchState.UNDONE


def test_an_invoice_of_another_company_is_not_touched(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        other = desk.program.companies()[1].realm
        wrong = desk.program.corrections(other)
        plan = wrong.take_back_preview([desk.id_of("10501")])
        assert [one.code for one in plan.items] == ["ELSEWHERE"]
        assert not wrong.take_back(plan, WHY, confirmed=True).all_done
        assert "10501" in desk.batched()
        assert len(live(desk, "10501")) == 1
