"""Dates, terms, classes, addresses, texts and numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobius_desktop.domain.document import Document
from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import Creation, DepartmentSource
from mobius_desktop.domain.plan import Link, PlanInput
from mobius_desktop.domain.quickbooks import ListKind, Term
from mobius_desktop.transfer.plan import build_plan
from mobius_desktop.transfer.plan.addresses import valid_email
from mobius_desktop.transfer.plan.dates import fiscal_year, term_due, usual_month
from mobius_desktop.transfer.plan.text import cut
from tests.transfer.plan.corpus import NEW, classes, options
from tests.transfer.plan.makers import (
    LISTS,
    codes,
    company,
    credit_memo,
    invoice,
    item,
    judged,
    lists,
    money,
    one,
    plan_of,
    preferences,
    problem,
    product,
    row,
    together,
    with_items,
)

CLOSED = invoice(date=dt.date(2026, 9, 28), due_date=dt.date(2026, 10, 28))


def document(data: PlanInput) -> Document:
    made = plan_of(data).document
    assert made is not None
    return made


def posted_on(value: str) -> PlanInput:
    return judged(one(listed=CLOSED), "PERIOD_CLOSED", "post-on", value)


def test_a_closed_period_blocks_and_proposes_the_day_after() -> None:
    found = problem(one(listed=CLOSED), "PERIOD_CLOSED")
    assert dict(found.facts)["next_date"] == "2026-10-01"
    assert "09/28/2026" in found.sentence


def test_the_last_closed_day_is_closed_and_the_next_is_open() -> None:
    assert "PERIOD_CLOSED" in codes(one(listed=invoice(date=dt.date(2026, 9, 30))))
    assert "PERIOD_CLOSED" not in codes(one(listed=invoice(date=dt.date(2026, 10, 1))))


def test_an_invoice_of_a_closed_period_is_posted_on_the_chosen_date_and_keeps_its_due_date() -> None:
    made = document(posted_on("2026-10-01"))
    assert (made.date, made.due_date) == (dt.date(2026, 10, 1), dt.date(2026, 10, 28))
    assert codes(posted_on("2026-10-01")) == ["POSTED_ON"]


@pytest.mark.parametrize("value", ["2026-09-29", "soon", ""])
def test_a_chosen_date_that_is_closed_too_or_none_does_not_help(value: str) -> None:
    assert "PERIOD_CLOSED" in codes(posted_on(value))


def test_the_choice_of_a_date_lapses_when_more_months_are_closed() -> None:
    later = preferences(book_close_date=dt.date(2026, 9, 29))
    assert "PERIOD_CLOSED" in codes(replace(posted_on("2026-10-01"), lists=later))


def test_46_days_back_is_long_ago_and_45_are_not() -> None:
    data = one()
    assert "LONG_AGO" in codes(replace(data, today=dt.date(2026, 11, 20)))
    assert "LONG_AGO" not in codes(replace(data, today=dt.date(2026, 11, 19)))


def test_the_fiscal_year_begins_when_the_company_says() -> None:
    assert fiscal_year(dt.date(2026, 9, 30), 10) == 2025
    assert fiscal_year(dt.date(2026, 10, 1), 10) == 2026
    assert fiscal_year(dt.date(2026, 1, 1), 1) == 2026


def test_the_month_of_most_ticked_invoices_is_the_usual_one() -> None:
    october, november = dt.date(2026, 10, 5), dt.date(2026, 11, 1)
    assert usual_month([october, november, october]) == (2026, 10)
    assert usual_month([october, november]) == (2026, 10)
    assert usual_month([]) is None


def test_invoices_of_one_later_month_alone_are_nothing_to_mention() -> None:
    november = one(listed=invoice(date=dt.date(2026, 11, 1), due_date=dt.date(2026, 12, 1)))
    later = one((row(total="-120.00"),), listed=november.invoices[0])
    plans, _, _ = build_plan(together(november, later))
    assert [plan.findings for plan in plans] == [(), ()]


@pytest.mark.parametrize(
    ("term", "date", "due"),
    [
        (Term(QuickBooksId("1"), "Net 30", 30), "2026-10-09", "2026-11-08"),
        (Term(QuickBooksId("1"), "On the 15th", None, 15, 5), "2026-10-01", "2026-10-15"),
        (Term(QuickBooksId("1"), "On the 15th", None, 15, 5), "2026-10-12", "2026-11-15"),
        (Term(QuickBooksId("1"), "On the 31st", None, 31, 0), "2027-02-10", "2027-02-28"),
        (Term(QuickBooksId("1"), "On the 1st", None, 1, 0), "2026-12-02", "2027-01-01"),
    ],
)
def test_quickbooks_computes_a_due_date_from_days_or_from_a_day_of_the_month(
    term: Term, date: str, due: str
) -> None:
    assert term_due(term, dt.date.fromisoformat(date)) == dt.date.fromisoformat(due)


def test_connectwise_due_date_is_sent_whatever_the_term_says() -> None:
    made = document(one(listed=invoice(due_date=dt.date(2026, 11, 30))))
    assert (made.due_date, made.term and made.term.id) == (dt.date(2026, 11, 30), "31")


def test_the_cross_reference_of_a_term_goes_before_its_name() -> None:
    held = lists(terms=(*LISTS.terms, Term(QuickBooksId("32"), "N30", 30)))
    made = document(one(header={"terms_xref": "N30"}, lists=held))
    assert made.term is not None
    assert made.term.id == "32"


def test_a_credit_memo_has_no_due_date_and_no_term() -> None:
    made = document(credit_memo((row(total="100.00"),)))
    assert (made.due_date, made.term) == (None, None)


def test_a_missing_term_of_fixed_days_is_created_and_an_end_of_month_never() -> None:
    _, (record,), _ = build_plan(one(header={"terms": "Thirty days"}))
    assert (record.ref.key, record.due_days) == ("term:Thirty days", 30)
    end = one(header={"terms": "EOM"}, listed=invoice(due_date=dt.date(2026, 11, 30)))
    assert codes(end) == ["TERM_MISSING"]
    assert build_plan(end)[1] == ()


def test_a_term_that_may_not_be_created_is_left_out_and_the_invoice_goes() -> None:
    plan = plan_of(one(header={"terms": "Thirty days"}, **options(create_terms=Creation.NEVER)))
    assert not plan.blocked
    assert plan.document is not None
    assert plan.document.term is None


def test_stock_before_its_start_can_be_posted_on_a_later_date() -> None:
    held = with_items(item("UPS-650", "2", "Inventory", inventory_start=dt.date(2026, 10, 1)))
    data = one((product("-255.00", "-6", "42.50", "UPS-650"),), listed=CLOSED, lists=held)
    assert "INVENTORY_BEFORE_START" in codes(data)
    later = judged(data, "PERIOD_CLOSED", "post-on", "2026-10-01")
    assert sorted(codes(later)) == ["INVENTORY_LINE", "POSTED_ON"]


def test_each_line_carries_its_class_where_quickbooks_tracks_lines() -> None:
    made = document(classes("Cloud", "Projects"))
    assert [line.class_ref and line.class_ref.name for line in made.lines] == ["Cloud", "Projects"]
    assert made.class_ref is None


def test_the_class_with_the_most_money_stands_for_the_document_where_there_is_one_only() -> None:
    held = preferences(class_per_line=False, class_per_transaction=True)
    made = document(classes("Cloud", "Projects", lists=held))
    assert made.class_ref is not None
    assert made.class_ref.name == "Projects"
    assert [line.class_ref for line in made.lines] == [None, None]


def test_lines_without_any_class_are_nothing_to_mention() -> None:
    assert codes(classes("", "")) == []


def test_classes_can_be_turned_off() -> None:
    data = classes("Cloud", "", **options(use_classes=False))
    assert codes(data) == []
    assert [line.class_ref for line in document(data).lines] == [None, None]


def test_a_subclass_is_created_under_a_class_that_exists() -> None:
    _, (record,), _ = build_plan(classes("Cloud:Backup"))
    assert (record.ref.name, record.parent_name) == ("Backup", "Cloud")
    assert "PARENT_MISSING" in codes(classes("Nowhere:Backup"))


def test_a_quickbooks_location_is_used_only_where_it_is_switched_on() -> None:
    header = {"gl_class": "Tampa"}
    assert document(one(header=header)).department is None
    tracked = preferences(track_departments=True)
    made = document(one(header=header, lists=tracked, **options(use_departments=True)))
    assert made.department is not None
    assert made.department.key == "department:Tampa"


def test_the_territory_names_the_quickbooks_location_where_the_company_says_so() -> None:
    header = {"gl_class": "Tampa", "territory": "Austin"}
    by_territory = options(use_departments=True, department_source=DepartmentSource.TERRITORY)
    made = document(one(header=header, lists=preferences(track_departments=True), **by_territory))
    assert made.department is not None
    assert made.department.key == "department:Austin"
    unnamed = one(
        header=header | {"territory": ""}, lists=preferences(track_departments=True), **by_territory
    )
    assert document(unnamed).department is None


def test_the_served_company_stands_in_the_first_line_of_the_ship_to_address() -> None:
    made = document(one(listed=invoice(company=NEW, ship_to=NEW)))
    assert made.ship_address is not None
    assert made.ship_address.lines == ("Zephyr Sailworks", "1 Harbour Place")
    assert made.customer.name == "Acme Manufacturing LLC"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        (" ap@acme.example ", "ap@acme.example"),
        ("acme.example", ""),
        ("a@b", ""),
        ("a@b.c, d@e.f", ""),
        (f"{'a' * 95}@b.example", ""),
        ("", ""),
    ],
)
def test_only_a_valid_address_is_sent(address: str, sent: str) -> None:
    assert valid_email(address) == sent
    assert document(one(bill_to=company(invoice_email=address))).bill_email == sent


def test_a_short_po_number_has_its_field_and_a_long_one_goes_to_the_message() -> None:
    short = document(one(detail={"customer_po": "PO-123456789012"}))
    assert (short.po_number, short.customer_memo) == ("PO-123456789012", "")
    long = document(one(detail={"customer_po": "4500-1234567890-A"}))
    assert (long.po_number, long.customer_memo) == ("", "PO 4500-1234567890-A")


def test_comments_and_internal_notes_of_the_invoice_stay_in_connectwise_unless_asked_for() -> None:
    said = {"comment": "Thank you.", "internal_notes": "Slow payer."}
    assert document(one(detail=said)).customer_memo == ""
    asked = document(one(detail=said, **options(send_comments=True)))
    assert asked.customer_memo == "Thank you."
    assert "Slow payer." not in repr(asked)


def test_nothing_but_the_readable_word_and_the_marker_goes_into_the_note() -> None:
    data = one(detail={"comment": "x", "internal_notes": "y", "customer_po": "4500-1234567890-A"})
    assert document(data).private_note == "Invoice 10501 [CW-6001-cc70]"
    again = replace(data, series={("Invoice", data.invoices[0].billing_log_id): 1})
    assert document(again).private_note == "Invoice 10501 [CW-6001-cc70-1]"


@given(st.text(max_size=60), st.integers(min_value=1, max_value=50))
def test_a_cut_text_is_within_its_limit_and_says_that_it_was_cut(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown.endswith("…")


def test_the_true_quantity_survives_the_cutting_of_its_text() -> None:
    sold = replace(product("-524.56", "-100", "5.25"), item_description="x" * 5000)
    text = document(one((sold,))).lines[0].description
    assert len(text) == 4000
    assert text.endswith("… (100 @ 5.2456)")


def test_the_unit_is_shown_behind_the_description_if_wanted() -> None:
    sold = product("-20.00", "-1", "20.00", unit="Each")
    assert document(one((sold,))).lines[0].description == "10 ft Cat6 patch cable"
    shown = document(one((sold,), **options(display_uom=True)))
    assert shown.lines[0].description == "10 ft Cat6 patch cable (Each)"


DETAILED = "Ticket #: 7 / Work Role: A / Work Type: B / Field Engineer / Printer / Fixed it.{} / Hours: 1.00"


def test_an_internal_note_is_noticed_in_a_detailed_text() -> None:
    assert codes(one((row(memo=DETAILED.format("")),))) == []
    assert codes(one((row(memo=DETAILED.format(" / Late payer.")),))) == ["INTERNAL_NOTE"]


def test_an_internal_note_can_be_left_out() -> None:
    data = one((row(memo=DETAILED.format(" / Late payer.")),), **options(leave_out_internal_notes=True))
    assert document(data).lines[0].description == DETAILED.format("")
    assert codes(data) == []
    known = one(
        (row(memo="Done. Late payer.", internal_note="Late payer."),),
        **options(leave_out_internal_notes=True),
    )
    assert document(known).lines[0].description == "Done."


def test_a_prefix_goes_before_the_number() -> None:
    assert document(one(**options(number_prefix="T-"))).number == "T-10501"


def test_a_number_of_21_characters_fits() -> None:
    fits = one(listed=invoice("123456789012345"), **options(number_prefix="TAMPA-"))
    assert codes(fits) == []
    assert codes(replace(fits, options=replace(fits.options, number_prefix="TAMPA--"))) == ["NUMBER_TOO_LONG"]


def test_online_payment_is_offered_only_where_quickbooks_has_it_and_never_on_a_credit() -> None:
    wanted = options(online_card=True, online_bank=True)
    assert not document(one(**wanted)).online_card
    held = preferences(online_payments=True)
    assert document(one(lists=held, **wanted)).online_bank
    assert not document(credit_memo((row(total="100.00"),), lists=held, **wanted)).online_card


def test_a_customer_kept_in_another_currency_cannot_be_sent_to() -> None:
    customers = (replace(LISTS.customers[0], currency="CAD"),)
    assert codes(one(lists=lists(customers=customers))) == ["CUSTOMER_CURRENCY"]


def test_a_time_entry_that_was_read_and_has_no_note_is_no_alarm() -> None:
    memo = DETAILED.format(" / two parts / of the notes themselves")
    assert codes(one((row(memo=memo),))) == ["INTERNAL_NOTE"]
    assert codes(one((row(memo=memo, time_entry_read=True),))) == []


def test_a_linked_term_that_is_gone_is_not_sent() -> None:
    link = Link(ListKind.TERM, RecordKey("term:Net 30"), QuickBooksId("999"))
    made = document(one(links=(link,), **options(create_terms=Creation.NEVER)))
    assert made.term is None


def test_what_a_credit_memo_of_the_same_batch_settles_is_not_mentioned_again() -> None:
    sold = one(detail={"credits": money("100.00")})
    assert codes(sold) == ["PAID_IN_CONNECTWISE"]
    credit = credit_memo((row(total="100.00"),), detail={"applied_to": "10501A"})
    plans, _, _ = build_plan(together(sold, credit))
    assert [found.code for found in plans[0].findings] == []


def test_a_text_of_exactly_4000_characters_is_not_cut() -> None:
    data = one((row(memo="x" * 4000),))
    assert codes(data) == []
    assert document(data).lines[0].description == "x" * 4000


def test_an_invoice_dated_today_is_not_ahead() -> None:
    assert codes(one(today=dt.date(2026, 10, 5))) == []


def test_a_credit_in_connectwise_counts_whatever_its_sign() -> None:
    found = problem(
        one(detail={"payments": money("20.00"), "credits": money("-100.00")}), "PAID_IN_CONNECTWISE"
    )
    assert found.amount == money("120.00")
