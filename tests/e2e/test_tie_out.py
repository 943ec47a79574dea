"""The tie-out against both sandboxes: every class right on a month in which people were at work."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.domain.tie_out import TieClass, TieOut
from mobius_desktop.history.month import MonthPart
from mobius_desktop.history.tie_out.ports import TieProgress
from tests.e2e.desk import Desk, open_desk

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
SENT = ("10501", "10502", "10504", "10505", "10506", "AG2209", "AG2210", "PB301", "AG2214", "CM12")


def compare(desk: Desk, first: dt.date = FIRST, last: dt.date = LAST) -> TieOut:
    return desk.program.tying.compare(desk.realm, first, last, lambda _: None, Event())


def by_class(tie_out: TieOut) -> dict[TieClass, set[str]]:
    found: dict[TieClass, set[str]] = defaultdict(set)
    for row in tie_out.rows:
        found[row.kind].add(row.number)
    return found


def people(desk: Desk, verb: str, **words: Any) -> Any:
    return desk.sandbox.control.do("quickbooks", verb, realm=desk.realm, **words)


def test_every_class_is_right_after_people_have_been_at_work_in_both_systems(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send(*SENT)
        untouched = by_class(compare(desk))
        assert set(SENT) <= untouched[TieClass.MATCHED]

        other = next(
            one["Id"]
            for one in desk.tables()["Customer"].values()
            if one["Id"] != desk.document("10501")["CustomerRef"]["value"]
        )
        people(
            desk, "edit_document", entity="Invoice", number="10501", changes={"CustomerRef": {"value": other}}
        )
        people(desk, "edit_document", entity="Invoice", number="10504", changes={"TxnDate": "2026-10-09"})
        people(desk, "edit_document", entity="Invoice", number="10505", changes={"TxnDate": "2026-11-01"})
        people(desk, "void_document", entity="Invoice", number="10506")
        people(desk, "delete_document", entity="Invoice", number="AG2209")
        again = {key: value for key, value in desk.document("AG2210").items() if key in _COPIED}
        people(desk, "create_document", entity="Invoice", document=again)
        people(desk, "create_document", entity="Invoice", document={**again, "DocNumber": "77001"})
        taxed = desk.document("10502")
        tax = Decimal(str(taxed["TxnTaxDetail"]["TotalTax"])) + Decimal("0.01")
        people(
            desk,
            "edit_document",
            entity="Invoice",
            number="10502",
            changes={"TxnTaxDetail": {**taxed["TxnTaxDetail"], "TotalTax": tax}},
        )
        desk.sandbox.control.do("connectwise", "unbatch", invoice="PB301")
        desk.sandbox.control.do("connectwise", "correct_invoice", invoice="PB301", total="333.00")
        desk.sandbox.control.do("connectwise", "batch_elsewhere", invoice="PB301")
        desk.sandbox.control.do("connectwise", "unbatch", invoice="AG2214")
        desk.sandbox.control.do("connectwise", "delete_invoice", invoice="AG2214")

        found = compare(desk)
        classes = by_class(found)
        assert classes[TieClass.CUSTOMER] == {"10501"}
        assert classes[TieClass.DATE] == {"10504", "10505"}
        assert classes[TieClass.GONE] == {"10506", "AG2209"}
        assert classes[TieClass.TAX] == {"10502"}
        assert "PB301" in classes[TieClass.AMOUNT]
        assert "AG2210" in classes[TieClass.DUPLICATE]
        assert classes[TieClass.MISSING_IN_CONNECTWISE] == {"77001", "AG2214"}
        assert "AG2210" in classes[TieClass.MATCHED]
        assert "CM12" in classes[TieClass.MATCHED]
        for control in found.controls:
            assert control.apart == control.listed
        _agrees_with_the_books(desk, found)

        november = compare(desk, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
        moved = next(row for row in november.rows if row.number == "10505")
        assert moved.kind is TieClass.DATE
        assert moved.counted_connectwise == 0
        assert moved.counted_quickbooks == moved.quickbooks.total if moved.quickbooks else False


_COPIED = {"CustomerRef", "Line", "TxnDate", "DocNumber", "DueDate", "CurrencyRef"}


def _agrees_with_the_books(desk: Desk, found: TieOut) -> None:
    """Both totals are those of the books themselves, not of our report of them."""
    books = desk.sandbox.firm.connectwise
    ours: dict[str, Decimal] = defaultdict(Decimal)
    for one in books.invoices.values():
        if FIRST <= one.date <= LAST and one.closed:
            ours[one.currency] += one.total
    theirs: dict[str, Decimal] = defaultdict(Decimal)
    for (entity, _), records in desk.documents().items():
        for one_record in records:
            if FIRST.isoformat() <= one_record["TxnDate"] <= LAST.isoformat():
                amount = Decimal(str(one_record["TotalAmt"]))
                theirs[one_record["CurrencyRef"]["value"]] += -amount if entity == "CreditMemo" else amount
    left_out = {currency: total for currency, _, total in found.elsewhere}
    for control in found.controls:
        assert control.connectwise + left_out.get(control.currency, Decimal(0)) == ours[control.currency]
        assert control.quickbooks == theirs[control.currency]


def test_a_batch_makes_the_comparison_before_it_one_of_the_past(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        compare(desk)
        tying = desk.program.tying

        def changed() -> int:
            kept = tying.tie_out(desk.realm, FIRST, LAST)
            assert kept is not None
            return kept.changed_since

        assert changed() == 0
        desk.send("10502", "10544")  # the customer of 10544 is inactive: it is not sent
        assert changed() == 1
        assert tying.month(desk.realm, FIRST).why_not(desk.program.now()) == (
            "Compare the month again first: 1 invoice of it was changed by a batch since it was compared."
        )
        compare(desk)
        assert changed() == 0


def test_nothing_is_written_to_either_system(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        recorder = desk.sandbox.control.recorder
        before = recorder.last_sequence()
        compare(desk)
        asked = recorder.find(after=before)
        assert {one.server for one in asked} == {"connectwise", "quickbooks"}
        assert [f"{one.method} {one.path}" for one in asked if one.kind != "read"] == []


def test_the_last_comparison_is_read_without_a_server_and_keeps_its_date(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        made = compare(desk)
        desk.program.tying.explain(
            desk.realm, [row for row in made.rows if row.differing], "Sent next month, as agreed."
        )
        realm = desk.realm
    with open_desk_offline(tmp_path) as program:
        kept = program.tying.tie_out(realm, FIRST, LAST)
        assert kept is not None
        assert kept.compared_at == made.compared_at
        assert [row.subject for row in kept.rows] == [row.subject for row in made.rows]
        assert kept.ties
        assert all(row.explanation is not None for row in kept.rows if row.differing)


def open_desk_offline(folder: Path) -> Any:
    from contextlib import closing

    from mobius_desktop.wiring import ProgramOptions, open_program

    return closing(open_program(ProgramOptions(data_dir=folder, demo=True, offline=True)))


def test_a_side_that_does_not_answer_says_so_and_the_last_comparison_stays(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        made = compare(desk)
        desk.sandbox.control.faults.add(
            server="quickbooks", path="/(query|batch)", kind="answer", status=503, times=50
        )
        with pytest.raises(Known, match="QuickBooks"):
            compare(desk)
        assert desk.program.tying.tie_out(desk.realm, FIRST, LAST) == made


def test_it_can_be_cancelled_and_says_how_far_it_is(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        heard: list[str] = []
        stop = Event()

        def report(progress: TieProgress) -> None:
            heard.append(progress.sentence)
            if progress.side == "QuickBooks":
                stop.set()

        with pytest.raises(Cancelled):
            desk.program.tying.compare(desk.realm, FIRST, LAST, report, stop)
        assert heard[0] == "Reading ConnectWise"
        assert re.fullmatch(r"Reading QuickBooks, 0 of \d+", heard[-1])
        assert desk.program.tying.tie_out(desk.realm, FIRST, LAST) is None


def test_a_month_is_certified_only_when_every_difference_is_explained(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501", "CM12")
        tying = desk.program.tying
        with pytest.raises(Known, match="has not been compared yet"):
            tying.certify(desk.realm, FIRST)
        found = compare(desk)
        with pytest.raises(Known, match="not explained yet"):
            tying.certify(desk.realm, FIRST)
        tying.explain(desk.realm, [row for row in found.rows if row.open], "Follows in November.")
        head = desk.program.store.head()
        book = tying.certify(desk.realm, FIRST)
        assert book.last_certified is not None
        assert book.last_certified.head == head
        assert book.last_certified.month == FIRST
        assert book.changes == ()
        assert desk.program.store.verify().intact

        late = desk.send("10502")
        changed = tying.month(desk.realm, FIRST).changes
        assert [(one.number, one.batch) for one in changed] == [("10502", late)]
        parts = {one.part: one for one in book.figures if one.currency == "USD"}
        assert parts[MonthPart.CREDITS].count == 1
        counted = [one.total for one in book.figures if one.part is not MonthPart.OPEN]
        assert sum(counted) == sum(one.connectwise for one in found.controls)


def test_a_month_without_invoices_is_certified_like_any_other(tmp_path: Path) -> None:
    empty, end = dt.date(2020, 2, 1), dt.date(2020, 2, 29)
    with open_desk(tmp_path) as desk:
        tying = desk.program.tying
        compare(desk, empty, end)
        book = tying.certify(desk.realm, empty)
        assert book.last_certified is not None
        assert (book.last_certified.invoices, book.last_certified.currency) == (0, "USD")


def test_an_auditors_copy_shows_the_comparison_without_a_sign_in(tmp_path: Path) -> None:
    from mobius_desktop.wiring import ProgramOptions, open_program

    with open_desk(tmp_path / "desk") as desk:
        made = compare(desk)
        copy = tmp_path / "copy.db"
        desk.program.store.backup(copy)
    program = open_program(ProgramOptions(review=copy))
    try:
        (first, *_) = program.tying.companies()
        assert first.realm == made.realm
        assert program.tying.tie_out(made.realm, FIRST, LAST) == made
        assert program.tying.month(made.realm, FIRST).tie_out == made
    finally:
        program.close()


def test_what_another_program_has_sent_is_matched_by_number_and_its_accounts_come_from_its_batch(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        ours = desk.document("10501")
        copied = {key: value for key, value in ours.items() if key in _COPIED}
        desk.sandbox.control.do("connectwise", "batch_elsewhere", invoice="AG2210")
        agreement = next(
            one for one in desk.sandbox.firm.connectwise.invoices.values() if one.number == "AG2210"
        )
        line = {**ours["Line"][0], "Amount": agreement.total}
        line["SalesItemLineDetail"] = {**line["SalesItemLineDetail"], "Qty": 1, "UnitPrice": agreement.total}
        people(
            desk,
            "create_document",
            entity="Invoice",
            document={**copied, "DocNumber": "AG2210", "TxnDate": "2026-10-01", "Line": [line]},
        )
        found = compare(desk)
        row = next(row for row in found.rows if row.number == "AG2210")
        assert row.kind in {TieClass.MATCHED, TieClass.CUSTOMER}
        assert row.quickbooks is not None
        assert row.apart == 0
        moved = {one.connectwise.split()[0]: one.amount for one in row.moved}
        assert moved == {one.account: -one.total for one in agreement.rows}
        entries = desk.sandbox.control.recorder.find(server="connectwise", path="/entries$")
        assert entries
