"""Posting date, due date and term. Dates are dates: they are never converted between zones."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mobius_desktop.domain.document import NewRecord, RecordRef
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import RecordKey
from mobius_desktop.domain.options import Creation
from mobius_desktop.domain.quickbooks import DocumentKind, ListKind, Term
from mobius_desktop.transfer.plan.case import Case, day
from mobius_desktop.transfer.plan.names import folded, plain_name

LONGEST_TERM_NAME = 31
MOST_TERM_DAYS = 999


@dataclass(frozen=True, slots=True)
class TermChoice:
    """The term of a document, if there is one, and the record to be made for it."""

    ref: RecordRef | None = None
    problems: tuple[Finding, ...] = ()
    new: NewRecord | None = None


def posting_date(case: Case) -> tuple[dt.date, tuple[Finding, ...]]:
    """ConnectWise's date, or the one the user chose because the period is closed."""
    date, closed = case.transaction.date, case.books.preferences.book_close_date
    if closed is None or date > closed:
        return date, ()
    problem = case.find(
        "PERIOD_CLOSED", date=day(date), closed=day(closed), next_date=day(closed + dt.timedelta(days=1))
    )
    choice = case.judged(problem, "post-on")
    chosen = _chosen_date(choice.value) if choice else None
    if chosen is None or chosen <= closed:
        return date, (problem,)
    return chosen, (case.find("POSTED_ON", date=day(date), posted=day(chosen)),)


def _chosen_date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def unusual_date(case: Case, date: dt.date) -> tuple[Finding, ...]:
    """WARNING for an earlier fiscal year or a date long ago, INFO for a date ahead."""
    today, start = case.data.today, case.books.lists.company.fiscal_year_start_month
    problems = []
    if fiscal_year(date, start) < fiscal_year(today, start):
        problems.append(case.find("EARLIER_FISCAL_YEAR", date=day(date)))
    days = (today - date).days
    if days > case.options.long_ago_days:
        problems.append(case.find("LONG_AGO", date=day(date), limit=str(case.options.long_ago_days)))
    if days < 0:
        problems.append(case.find("FUTURE_DATE", date=day(date)))
    return tuple(problems)


def fiscal_year(date: dt.date, start_month: int) -> int:
    """The calendar year in which the date's fiscal year begins."""
    return date.year if date.month >= start_month else date.year - 1


def usual_month(dates: Iterable[dt.date]) -> tuple[int, int] | None:
    """The month of most of the ticked invoices, the earlier one if two are even."""
    months = Counter((date.year, date.month) for date in dates)
    if not months:
        return None
    return min(months, key=lambda month: (-months[month], month))


def due_date(case: Case) -> dt.date | None:
    """ConnectWise's due date. Credit memos have none in QuickBooks."""
    if case.kind is DocumentKind.CREDIT_MEMO:
        return None
    return case.transaction.due_date or case.invoice.due_date


def early_due_date(case: Case) -> Finding | None:
    """WARNING for a due date before the invoice's own date."""
    due, date = due_date(case), case.transaction.date
    if due is None or due >= date:
        return None
    return case.find("DUE_BEFORE_DATE", date=day(date), due=day(due))


def choose_term(case: Case) -> TermChoice:
    """The term by its cross-reference, else its name; DueDate is sent in any case."""
    name = plain_name(case.transaction.terms_xref or case.transaction.terms or case.invoice.terms)
    due = due_date(case)
    if not name or case.kind is DocumentKind.CREDIT_MEMO:
        return TermChoice()
    key = RecordKey(f"term:{name}")
    linked = case.books.link(ListKind.TERM, key, case.transaction.terms_id)
    term = case.books.terms.get(linked) if linked else case.books.terms_by_name.get(folded(name))
    if term is None:
        return _missing_term(case, RecordRef(ListKind.TERM, key, name), due)
    if not term.active:
        return TermChoice(None, (case.find("TERM_INACTIVE", term=term.name, due=_due(due)),))
    computed = term_due(term, case.transaction.date)
    problems: tuple[Finding, ...] = ()
    if due is not None and computed is not None and computed != due:
        problems = (case.find("DUE_DATE_DIFFERS", due=day(due), term=term.name, computed=day(computed)),)
    return TermChoice(RecordRef(ListKind.TERM, key, term.name, term.id), problems)


def _missing_term(case: Case, ref: RecordRef, due: dt.date | None) -> TermChoice:
    """Only a term of fixed days is made: those of ConnectWise that give its own due date."""
    days, allowed = case.transaction.due_days, case.options.create_terms
    fixed = (
        days is not None
        and 0 <= days <= MOST_TERM_DAYS
        and due is not None
        and case.transaction.date + dt.timedelta(days=days) == due
    )
    if not fixed:
        return TermChoice(None, (_term_missing(case, ref.name, due, "is not one of fixed days"),))
    if len(ref.name) > LONGEST_TERM_NAME:
        return TermChoice(None, (_term_missing(case, ref.name, due, "its name is too long"),))
    if allowed is Creation.NEVER or (allowed is Creation.ASK and not case.data.allow_creation):
        return TermChoice(None, (_term_missing(case, ref.name, due, "is not created here"),))
    return TermChoice(ref, (), NewRecord(ref=ref, due_days=days))


def _term_missing(case: Case, name: str, due: dt.date | None, why: str) -> Finding:
    return case.find("TERM_MISSING", term=name, why=why, due=_due(due))


def _due(due: dt.date | None) -> str:
    return day(due) if due else "none"


def term_due(term: Term, date: dt.date) -> dt.date | None:
    """The due date that QuickBooks would compute; None where the term says nothing."""
    if term.due_days is not None:
        return date + dt.timedelta(days=term.due_days)
    if term.day_of_month_due is None:
        return None
    due = _day_of_month(date.year, date.month, term.day_of_month_due)
    if due < date + dt.timedelta(days=term.due_next_month_days or 0):
        year, month = (date.year + 1, 1) if date.month == 12 else (date.year, date.month + 1)
        due = _day_of_month(year, month, term.day_of_month_due)
    return due


def _day_of_month(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, min(number, calendar.monthrange(year, month)[1]))
