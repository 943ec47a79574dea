"""What QuickBooks or our own record already hold of an invoice."""

from __future__ import annotations

from dataclasses import replace

from mobius_desktop.domain.ids import QuickBooksId, RealmId
from mobius_desktop.domain.plan import PlanInput, PlanOutcome
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife, DocumentRef
from mobius_desktop.transfer.compare import compare
from mobius_desktop.transfer.plan import look_for
from tests.transfer.plan.corpus import HELD, beside, ours, sent_before
from tests.transfer.plan.makers import ORIGIN, codes, found_for, judged, money, one, plan_of, problem, row


def test_a_document_with_our_marker_that_is_equal_is_adopted() -> None:
    plan = plan_of(ours())
    assert (plan.outcome, plan.adopt) == (PlanOutcome.ADOPT, HELD)
    assert plan.needs == ()


def test_an_adopted_document_needs_nothing_that_only_sending_needs() -> None:
    data = ours()
    closed = replace(data.lists.preferences, book_close_date=data.invoices[0].date)
    again = replace(data, lists=replace(data.lists, preferences=closed))
    assert codes(again) == ["ADOPTED"]


def test_a_document_that_was_edited_keeps_being_ours_by_the_journal() -> None:
    data = sent_before()
    found = found_for(plan_of(one()), private_note="Ask for Ms. Doe")
    plan = plan_of(replace(data, existing=(found,)))
    assert (plan.outcome, plan.adopt) == (PlanOutcome.ADOPT, HELD)


def test_the_marker_of_another_connectwise_system_is_not_ours() -> None:
    assert codes(beside(note="Invoice 10501 [CW-6001-beef]")) == ["ALREADY_IN_QUICKBOOKS"]


def test_a_void_document_does_not_count() -> None:
    assert codes(ours(life=DocumentLife.VOID)) == []
    assert codes(beside(life=DocumentLife.DELETED)) == []


def test_a_document_of_ours_that_differs_blocks_and_names_both_totals() -> None:
    found = problem(ours(total=money("250.00")), "CHANGED_AFTER_SENDING")
    assert (dict(found.facts)["quickbooks"], dict(found.facts)["connectwise"]) == ("250.00", "300.00")


def test_what_is_left_as_it_is_is_adopted_and_its_differences_are_expected() -> None:
    data = judged(ours(total=money("250.00")), "CHANGED_AFTER_SENDING", "leave")
    plan = plan_of(data)
    assert plan.outcome is PlanOutcome.ADOPT
    assert compare(plan, data.existing[0], data.lists).equal
    later = replace(data.existing[0], total=money("240.00"))
    assert not compare(plan, later, data.lists).equal


def test_leaving_it_lapses_when_connectwise_changes_again() -> None:
    data = judged(ours(total=money("250.00")), "CHANGED_AFTER_SENDING", "leave")
    changed = one((row(total="-310.00"),), existing=data.existing, judgements=data.judgements)
    assert codes(changed) == ["CHANGED_AFTER_SENDING"]


def test_another_programs_equal_document_is_adopted_once_the_user_says_that_it_is_the_same() -> None:
    assert codes(beside()) == ["ALREADY_IN_QUICKBOOKS"]
    plan = plan_of(judged(beside(), "ALREADY_IN_QUICKBOOKS", "same-one"))
    assert (plan.outcome, plan.adopt) == (PlanOutcome.ADOPT, HELD)


def test_a_look_alike_of_another_number_is_adopted_with_its_number_expected() -> None:
    data = judged(beside(number="A-17"), "LOOKS_ALIKE", "same-one")
    plan = plan_of(data)
    assert plan.outcome is PlanOutcome.ADOPT
    result = compare(plan, data.existing[0], data.lists)
    assert result.equal
    assert [one.field for one in result.differences] == ["number"]


def test_the_same_one_with_another_total_is_still_shown_before_it_is_adopted() -> None:
    data = judged(beside(total=money("95.00")), "NUMBER_TAKEN", "same-one")
    assert codes(data) == ["CHANGED_AFTER_SENDING"]


def test_another_one_of_the_same_number_is_sent_once_the_user_says_so() -> None:
    data = judged(beside(total=money("95.00")), "NUMBER_TAKEN", "another-one")
    assert plan_of(data).outcome is PlanOutcome.SEND


def test_the_users_word_lapses_when_the_other_document_changes() -> None:
    data = judged(beside(total=money("95.00")), "NUMBER_TAKEN", "another-one")
    changed = replace(data, existing=(replace(data.existing[0], total=money("96.00")),))
    assert codes(changed) == ["NUMBER_TAKEN"]


def test_a_word_that_lapsed_says_so_with_what_has_changed() -> None:
    data = judged(beside(total=money("95.00")), "NUMBER_TAKEN", "another-one")
    changed = replace(data, existing=(replace(data.existing[0], total=money("96.00")),))
    said = problem(changed, "NUMBER_TAKEN").sentence
    assert said.endswith(
        "What was decided before was about other facts (95.00 then, 96.00 now): it asks again."
    )
    assert "decided before" not in problem(beside(total=money("95.00")), "NUMBER_TAKEN").sentence


def test_a_document_that_is_another_invoice_of_ours_is_no_look_alike() -> None:
    assert codes(beside(number="10502", note="Invoice 10502 [CW-6002-cc70]")) == []


def test_a_credit_memo_of_the_same_number_does_not_clash_with_an_invoice() -> None:
    credit = DocumentRef(DocumentKind.CREDIT_MEMO, QuickBooksId("412"))
    assert codes(beside(ref=credit)) == []


def test_one_invoice_goes_to_one_company_only() -> None:
    elsewhere = sent_before(realm=RealmId("2"))
    assert codes(elsewhere) == ["IN_ANOTHER_COMPANY"]
    gone = replace(elsewhere, known=(replace(elsewhere.known[0], live=False),))
    assert codes(gone) == []


def test_an_invoice_whose_outcome_is_unknown_cannot_be_planned_even_if_it_is_found() -> None:
    data = sent_before(checking=True)
    found = found_for(plan_of(one()))
    assert codes(replace(data, existing=(found,))) == ["OUTCOME_UNKNOWN"]


def test_what_was_sent_and_is_gone_again_can_be_sent_anew() -> None:
    assert codes(sent_before(live=False)) == []


def test_the_look_puts_every_document_into_one_group() -> None:
    data: PlanInput = one()
    document = plan_of(data).document
    assert document is not None
    found = found_for(plan_of(data), private_note="")

    def numbered(number: str, identity: str) -> object:
        return replace(found, number=number, ref=replace(found.ref, id=QuickBooksId(identity)))

    own = replace(found, private_note="x [CW-6001-cc70-2] y", ref=replace(found.ref, id=QuickBooksId("1")))
    other = replace(found, total=money(1), ref=replace(found.ref, id=QuickBooksId("2")))
    twin = numbered("10501", "3")
    alike = numbered("X", "4")
    look = look_for(document, (own, other, twin, alike, own), ORIGIN)  # type: ignore[arg-type]  # made above
    assert [len(group) for group in (look.ours, look.same_number, look.same_one, look.alike)] == [1, 1, 1, 1]
    assert len(look.strangers) == 3
