"""A document whose number somebody changed is found by its mark, among those of its day."""

from __future__ import annotations

from pathlib import Path

from mobius_desktop.domain.states import ActionState
from tests.e2e.desk import Desk, open_desk


def renumber(desk: Desk, number: str) -> None:
    desk.sandbox.control.do(
        "quickbooks",
        "edit_document",
        entity="Invoice",
        record_id=str(desk.document(number)["Id"]),
        changes={"DocNumber": f"{number}-X"},
    )


def test_another_computers_document_is_found_under_its_new_number_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        assert "[CW-" in desk.document("10532")["PrivateNote"], "another computer sent it"
        renumber(desk, "10532")
        (planned,) = desk.plan("10532").invoices
        assert [one.code for one in planned.findings if one.blocks] == ["CHANGED_AFTER_SENDING"]
        desk.service.run(desk.plan("10532"))
        assert ("Invoice", "10532") not in desk.documents()


def test_one_that_appeared_since_the_preview_and_was_renumbered_is_seen_before_sending(
    tmp_path: Path,
) -> None:
    with open_desk(tmp_path) as desk:
        plan = desk.plan("10501")
        desk.send("10501")
        renumber(desk, "10501")
        desk.sandbox.control.do("connectwise", "unbatch", invoice="10501")
        desk.program.clock.wait(120.0)  # of its own hundred times faster time: the preview is no longer fresh
        row = desk.rows(desk.service.run(plan))["10501"]
        assert (row.state, row.finding_code) == (ActionState.FAILED, "APPEARED_SINCE_PREVIEW")


def test_two_documents_under_two_numbers_are_seen_at_the_end_of_the_run(tmp_path: Path) -> None:
    """Another computer sends at the same moment and its document is renumbered: neither saw the other."""
    with open_desk(tmp_path) as desk:
        made: list[str] = []

        def another_computer(_events: object) -> None:
            if not made and desk.documents().get(("Invoice", "10501")):
                keep = ("CustomerRef", "TxnDate", "DueDate", "PrivateNote", "SalesTermRef", "Line")
                body = {name: desk.document("10501")[name] for name in keep if name in desk.document("10501")}
                lines = [one for one in body["Line"] if "SalesItemLineDetail" in one]
                body["Line"] = [{name: one[name] for name in one if name != "Id"} for one in lines]
                body["DocNumber"] = "10501-X"
                made.append("10501-X")
                desk.sandbox.control.do("quickbooks", "create_document", entity="Invoice", document=body)

        row = desk.rows(desk.send("10501", observer=another_computer))["10501"]
        assert made
        assert (row.state, row.finding_code) == (ActionState.NEEDS_CHECK, "SECOND_DOCUMENT")
        assert "2 documents" in row.message
