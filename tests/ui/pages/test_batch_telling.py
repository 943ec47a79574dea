"""What the status page says in words and figures, and how it groups what is to be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from mobius_desktop.domain.events import ActionChanged, BatchChanged, InvoicePlanned
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.store import Store
from mobius_desktop.ui.components.moments import day_text, span_text
from mobius_desktop.ui.pages.batch.causes import (
    Verbs,
    cause_content,
    causes_of,
    credits_to_apply,
    done_since,
)
from mobius_desktop.ui.pages.batch.place import BatchPlace, place_of
from mobius_desktop.ui.pages.batch.rows import invoice_totals, ordered
from mobius_desktop.ui.pages.batch.telling import (
    Counts,
    cancel_question,
    closing_sentence,
    control_line,
    figures_of,
    progress_parts,
    resumable,
    section_rows,
    status_text,
    taken_back,
    time_left,
    undo_parts,
    undo_sentence,
)
from tests.store.stories import START, action, unposted
from tests.ui.pages.batch_record import (
    closed_period,
    ended,
    failed,
    good_batch,
    interrupted_batch,
    invoices,
    mixed_batch,
    opening_of,
    sent,
    unlinked,
)


def nothing(*_: object) -> None:
    """A verb's work."""


def picture_of(store: Store, number: int) -> BatchPicture:
    found = BatchPicture.of_record(store, BatchNumber(number))
    assert found is not None
    return found


def test_the_control_line_takes_what_was_not_sent_off_and_names_the_difference(store: Store) -> None:
    mixed_batch(store)
    rows = tuple(picture_of(store, 1).invoices.values())

    left, right = control_line(rows, "USD")

    assert left == "ConnectWise 31,937.25 − not sent 4,758.75 = **27,178.50**"
    assert right == "QuickBooks **27,178.51 USD** · difference **0.01**"


def test_a_batch_that_ties_says_equal_to_the_cent(store: Store) -> None:
    good_batch(store, 1)
    rows = tuple(picture_of(store, 1).invoices.values())

    assert control_line(rows, "USD")[1].endswith("**equal to the cent**")


def test_each_invoice_is_counted_in_exactly_one_figure(store: Store) -> None:
    mixed_batch(store)
    rows = tuple(picture_of(store, 1).invoices.values())

    figures = figures_of(rows)

    assert [(one.words, one.number) for one in figures] == [
        ("In QuickBooks and marked", "10"),
        ("Needs check", "1"),
        ("Failed, not sent", "3"),
        ("Nothing to send", "1"),
    ]
    assert sum(int(one.number) for one in figures) == len(rows)


def test_the_totals_are_of_what_is_in_quickbooks_and_of_all_shown_rows(store: Store) -> None:
    mixed_batch(store)
    rows = ordered(picture_of(store, 1).invoices.values(), problems_first=True)

    there, whole = invoice_totals(rows, len(rows))

    assert there.label == "In QuickBooks 11"
    assert there.values == {
        "connectwise": Decimal("27178.50"),
        "quickbooks": Decimal("27178.51"),
        "apart": Decimal("0.01"),
    }
    assert (whole.label, whole.values) == ("All 15", {"connectwise": Decimal("31937.25")})
    assert invoice_totals(rows[:3], 15)[1].label == "Shown 3 of 15"


def test_problems_stand_first_once_the_batch_has_ended(store: Store) -> None:
    mixed_batch(store)
    rows = picture_of(store, 1).invoices.values()

    states = [row.state for row in ordered(rows, problems_first=True)]

    assert states[:4] == [ActionState.FAILED] * 3 + [ActionState.NEEDS_CHECK]
    assert ActionState.FAILED in [row.state for row in ordered(rows, problems_first=False)][4:]


def test_causes_are_grouped_with_their_money_the_largest_sum_first(store: Store) -> None:
    mixed_batch(store)

    causes = causes_of(picture_of(store, 1), {})

    assert [(one.state, one.code, len(one.cases)) for one in causes] == [
        ("Needs check", "NEEDS_CHECK", 1),
        ("Failed", "CUSTOMER_UNLINKED", 2),
        ("Failed", "PERIOD_CLOSED", 1),
    ]
    assert causes[1].total == Decimal("2439.50")


def test_a_card_names_invoices_money_and_cure_and_cannot_send_while_offline(store: Store) -> None:
    mixed_batch(store)
    cause = causes_of(picture_of(store, 1), {})[1]

    card = cause_content(cause, Verbs(nothing, nothing, nothing, "You are working offline."))

    assert card.title == "Customer not linked"
    assert [text for text, _ in card.links] == ["10621", "10622"]
    assert card.after_links.startswith(", 2,439.50 USD. Link it to “Bay Dental Group, Inc.”")
    (button,) = card.buttons
    assert not button.enabled
    assert button.why == "You are working offline."
    assert ("Code", "CUSTOMER_UNLINKED") in card.more


def test_every_blocking_finding_of_an_invoice_has_its_card(store: Store) -> None:
    """Who cures only the first cause would otherwise meet the second one at the next try."""
    one = invoices(1)[0]
    planned, *others = failed(1, one, unlinked(one))
    assert isinstance(planned, InvoicePlanned)
    both = replace(planned, findings=(unlinked(one), closed_period(one)))
    store.record(*opening_of(1, []), both, *others)

    assert {cause.code for cause in causes_of(picture_of(store, 1), {})} == {
        "CUSTOMER_UNLINKED",
        "PERIOD_CLOSED",
    }


def test_what_a_later_batch_has_done_is_no_longer_a_cause(store: Store) -> None:
    chosen = mixed_batch(store)
    cured = chosen[11]
    store.record(*opening_of(2, [cured]))
    for commit in sent(2, cured):
        store.record(*commit)
    store.record(*ended(2, BatchState.FINISHED, "All 1 invoices are in QuickBooks."))
    picture = picture_of(store, 1)

    since = done_since(picture, store.last_times(list(picture.invoices)))

    assert since == {cured.billing_log_id: 2}
    causes = causes_of(picture, since)
    assert cured.billing_log_id not in {case.row.billing_log_id for one in causes for case in one.cases}


def test_credits_to_apply_names_each_credit_memo_with_its_invoice(store: Store) -> None:
    chosen = mixed_batch(store)

    (credit,) = credits_to_apply(picture_of(store, 1))

    assert (credit.row.number, credit.to, credit.amount) == ("10610", chosen[0].number, Decimal("412.00"))


def test_only_what_was_never_begun_can_be_resumed(store: Store) -> None:
    chosen = interrupted_batch(store, 1)
    picture = picture_of(store, 1)

    rest = [row.number for row in picture.invoices.values() if resumable(row)]

    assert rest == [chosen[2].number, chosen[3].number]
    assert "2 invoices wait." in closing_sentence(picture, Counts.of(picture.invoices.values()))


def test_nothing_runs_in_the_sections_of_a_batch_that_has_ended(store: Store) -> None:
    interrupted_batch(store, 1)

    rows = {row.name: (row.state, row.message) for row in section_rows(picture_of(store, 1))}

    assert rows["Invoices"] == ("Checking", "2 not begun")
    assert rows["Mark as batched in ConnectWise"] == ("Completed Successfully", "3 not begun")
    assert rows["Customers"] == ("Skipped", "nothing to do")


def test_a_cancelled_invoice_counts_as_not_sent_and_not_as_done() -> None:
    store_row = BatchPicture(BatchNumber(1))
    store_row.apply(opening_of(1, invoices(3)))
    first, second, third = store_row.invoices.values()
    rows = [
        replace(first, state=ActionState.SKIPPED, finding_code="CANCELLED"),
        replace(second, state=ActionState.SKIPPED, outcome="mark only", marked=True),
        third,
    ]

    counts = Counts.of(rows)

    assert (counts.waiting, counts.skipped, counts.completed) == (2, 1, 0)
    assert [part.count for part in progress_parts(counts) if part.words == "not yet started"] == [2]


@pytest.mark.parametrize(
    ("settled", "to_send", "elapsed", "said"),
    [
        (2, 30, 10.0, ""),
        (10, 10, 10.0, ""),
        (20, 21, 10.0, "a few seconds left"),
        (20, 50, 10.0, "about **15 seconds** left"),
        (10, 100, 12.0, "about **2 minutes** left"),
        (10, 1000, 60.0, "about **1 hour 39 minutes** left"),
    ],
)
def test_time_left_is_said_in_words_once_it_can_be_known(
    settled: int, to_send: int, elapsed: float, said: str
) -> None:
    assert time_left(settled, to_send, elapsed) == said


def test_the_question_before_cancelling_counts_what_stays_what_is_finished_and_what_waits() -> None:
    question = cancel_question(214, Counts(in_quickbooks=20, running=3, checking=1, waiting=8, on_the_way=4))

    assert question.question == "Cancel batch 214?"
    assert question.body.replace("**", "") == (
        "20 invoices are in QuickBooks and stay there. 4 on the way are finished first. "
        "8 are not sent and stay in the list."
    )
    assert (question.safe, question.act) == ("Go on sending", "Cancel batch")


def test_moments_are_told_as_people_say_them() -> None:
    today = dt.date(2026, 11, 2)

    assert day_text(today, today) == "Today"
    assert day_text(dt.date(2026, 11, 1), today) == "Yesterday"
    assert day_text(dt.date(2026, 10, 30), today) == "Fri, Oct 30"
    assert day_text(dt.date(2025, 1, 6), today) == "01/06/2025"
    assert [span_text(s) for s in (1, 38, 98, 120, 3900)] == [
        "1 second",
        "38 seconds",
        "1 minute 38 seconds",
        "2 minutes",
        "1 hour 5 minutes",
    ]


def test_the_page_is_opened_by_number_by_the_navigation_or_by_a_search() -> None:
    assert place_of(BatchNumber(12)) == BatchPlace(BatchNumber(12))
    assert place_of("12") == BatchPlace(BatchNumber(12))
    assert place_of(BatchPlace(BatchNumber(3), "acme")) == BatchPlace(BatchNumber(3), "acme")
    assert place_of(None) is None


def test_an_invoice_that_needs_a_check_is_never_called_done(store: Store) -> None:
    mixed_batch(store)
    counts = Counts.of(picture_of(store, 1).invoices.values())

    assert counts.completed == 10
    assert counts.needs_check == 1
    assert counts.in_quickbooks == 11
    assert unposted(10620).billing_log_id in picture_of(store, 1).invoices


def test_what_happens_to_another_batch_does_not_touch_this_one() -> None:
    """A batch that continues an interrupted one is told how that one ends, with the same invoices in it."""
    one = invoices(1)[0]
    picture = BatchPicture(BatchNumber(2))
    picture.apply([*opening_of(2, [one]), *(event for commit in sent(2, one) for event in commit)])

    changed = picture.apply(failed(1, one, unlinked(one)) + ended(1, BatchState.FINISHED_WITH_ERROR, "1."))

    assert changed.invoices == set()
    assert picture.invoices[one.billing_log_id].state is ActionState.COMPLETED
    assert picture.state is BatchState.RUNNING


def test_an_undo_counts_what_has_left_both_systems(store: Store) -> None:
    chosen = good_batch(store, 1)
    batch = BatchNumber(1)
    releases = [action(batch, one, Section.RELEASE) for one in chosen]
    done = ActionChanged(releases[0].action, batch, ActionState.COMPLETED, "", START)
    store.record(BatchChanged(batch, BatchState.UNDOING, "", START), *releases, done)

    picture = picture_of(store, 1)

    count = len(chosen)
    assert taken_back(picture) == (1, count)
    counts = Counts.of(picture.invoices.values())
    assert status_text(picture, counts, live=True) == f"Batch 1 is being undone: 1 of {count}"
    assert undo_sentence(1, count) == f"**1 of {count}** invoices are taken back"
    assert [(part.count, part.words) for part in undo_parts(1, count)] == [
        (1, "taken back"),
        (count - 1, "still to be taken back"),
    ]
