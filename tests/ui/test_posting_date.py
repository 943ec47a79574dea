"""A closed period: one date for all of the invoices, or for one of them."""

from __future__ import annotations

import datetime as dt

from pytestqt.qtbot import QtBot

from mobius_desktop.domain.finding_codes import finding
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.ui.correcting.posting_date import PostingDate


def closed(number: int) -> Finding:
    return finding(
        "PERIOD_CLOSED",
        BillingLogId(number),
        number=str(number),
        amount="412.50",
        date="2026-09-28",
        closed="2026-09-30",
        next_date="2026-10-01",
    )


def posting(qtbot: QtBot, *findings: Finding) -> PostingDate:
    made = PostingDate(findings, lambda: dt.date(2026, 11, 2))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_day_after_the_closing_date_is_proposed_for_all_of_them(qtbot: QtBot) -> None:
    made = posting(qtbot, closed(1), closed(2))
    assert made.date() == dt.date(2026, 10, 1)
    assert [one.billing_log_id for one in made.chosen()] == [1, 2]


def test_it_can_be_for_one_of_them_alone(qtbot: QtBot) -> None:
    made = posting(qtbot, closed(1), closed(2))
    assert made.which.isVisible()
    made.which.setCurrentText("2")
    assert [one.billing_log_id for one in made.chosen()] == [2]


def test_with_only_one_there_is_nothing_to_choose(qtbot: QtBot) -> None:
    made = posting(qtbot, closed(1))
    assert not made.which.isVisible()
    assert [one.billing_log_id for one in made.chosen()] == [1]
