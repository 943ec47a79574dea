"""*Mark OK* sticks to the invoice over refresh and restart, until the facts it was given for change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from mobius_desktop.domain.findings import Finding
from tests.e2e.desk import Desk, open_desk

NUMBER, CODE = "10531", "ITEM_ACCOUNT_DIFFERS"
WHY = "Docks are sold as software here."


def found(desk: Desk) -> list[Finding]:
    desk.service.forget_lists()
    (plan,) = desk.plan(NUMBER).invoices
    return [one for one in plan.findings if one.code == CODE]


def test_it_holds_over_refresh_and_restart_and_lapses_with_its_facts(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        (before,) = found(desk)
        desk.program.corrections(desk.realm).judge(before, "mark-ok", WHY)
        assert found(desk) == []
    with open_desk(tmp_path) as desk:
        assert found(desk) == []
        (word,) = desk.program.store.judgement_history(desk.id_of(NUMBER))
        assert (word.verdict, word.reason) == ("mark-ok", WHY)
        world = desk.sandbox.control
        world.do("connectwise", "correct_invoice", invoice=NUMBER, date="2026-10-27")
        assert found(desk) == [], "a new date is no fact of this finding"
        world.do("connectwise", "correct_invoice", invoice=NUMBER, total="240.00")
        assert found(desk) == [], "its own line is as it was"
        row = desk.sandbox.firm.connectwise.invoices[desk.id_of(NUMBER)].rows[0]
        row.total, row.item_price = row.total * 2, row.item_price * 2
        invoice = desk.sandbox.firm.connectwise.invoices[desk.id_of(NUMBER)]
        invoice.total = invoice.header_total = -sum((one.total for one in invoice.rows), Decimal(0))
        (again,) = found(desk)
        assert "it asks again" in again.sentence
        assert "(200.00 then, 400.00 now)" in again.sentence


def test_another_account_of_the_item_asks_again_too(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        (before,) = found(desk)
        desk.program.corrections(desk.realm).judge(before, "mark-ok", WHY)
        items, accounts = desk.tables()["Item"], desk.tables()["Account"]
        item = next(one for one in items.values() if one["Name"] == "DOCK-USB")
        other = next(one for one in accounts.values() if one["AcctNum"] == "40900")
        item["IncomeAccountRef"] = {"value": other["Id"]}
        (again,) = found(desk)
        assert "40900" in again.sentence
