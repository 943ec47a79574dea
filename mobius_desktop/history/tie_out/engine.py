"""A whole tie-out: read, pair up, compare, add up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.tie_out import (
    Explanation,
    GivenExplanation,
    OpenInvoice,
    TieOut,
    TieRow,
)
from mobius_desktop.history.tie_out.accounts import Chart, account_ties, moved_in
from mobius_desktop.history.tie_out.comparing import Comparer, Told
from mobius_desktop.history.tie_out.gaps import number_gaps
from mobius_desktop.history.tie_out.gather import Gathered, Posting
from mobius_desktop.history.tie_out.matching import Customers, Matcher, Pair
from mobius_desktop.history.tie_out.ports import TieRecord


def tie_out_of(
    gathered: Gathered,
    record: TieRecord,
    lists: QuickBooksLists | None,
    *,
    realm: RealmId,
    company_name: str,
    now: dt.datetime,
) -> TieOut:
    """The comparison of what a `TieReader` has read. Reads the record, and writes nothing."""
    home = lists.preferences.home_currency if lists is not None else "USD"
    customers = Customers(lists, record.links(realm))
    pairs = Matcher(gathered, customers, record.options(realm).number_prefix).pairs()
    told = Told(record.last_times(list(gathered.billed)), record.holds())
    comparer, chart = Comparer(gathered, customers, told, home), Chart(lists)
    rows: list[tuple[Pair, TieRow]] = []
    for pair in pairs:
        row = comparer.row(pair, moved_in(pair, _postings(gathered, pair), chart))
        if row is not None:
            rows.append((pair, row))
    rows.sort(key=lambda each: (each[1].date, each[1].number, each[1].subject))
    accounts = account_ties(rows, {int(key): parts for key, parts in gathered.postings.items()}, chart, home)
    return TieOut(
        realm=realm,
        company_name=company_name,
        first=gathered.first,
        last=gathered.last,
        compared_at=now,
        rows=tuple(row for _, row in rows),
        accounts=accounts,
        open=_open(gathered, home),
        gaps=number_gaps(gathered, record),
        elsewhere=_elsewhere(gathered, home),
        accounts_unread=sum(
            row.counted_connectwise != 0 and row.billing_log_id not in gathered.postings for _, row in rows
        ),
    )


def with_explanations(tie_out: TieOut, given: dict[str, GivenExplanation]) -> TieOut:
    """The tie-out with what users have said of its differences, where the facts still are those."""
    return replace(tie_out, rows=tuple(_explained(row, given.get(row.subject)) for row in tie_out.rows))


def _explained(row: TieRow, given: GivenExplanation | None) -> TieRow:
    if given is None or not row.differing or given.facts != row.facts:
        return row
    return replace(row, explanation=Explanation(given.reason, given.user, given.at))


def _postings(gathered: Gathered, pair: Pair) -> tuple[Posting, ...] | None:
    return gathered.postings.get(pair.billed.billing_log_id) if pair.billed is not None else None


def _open(gathered: Gathered, home: str) -> tuple[OpenInvoice, ...]:
    return tuple(
        OpenInvoice(
            one.billing_log_id,
            one.number,
            one.customer.name if one.customer is not None else one.account_id,
            one.date,
            one.currency or home,
            one.total,
        )
        for one in sorted(gathered.billed.values(), key=lambda each: (each.date, each.number))
        if gathered.within(one.date)
        and not gathered.closed(one)
        and one.billing_log_id not in gathered.elsewhere
    )


def _elsewhere(gathered: Gathered, home: str) -> tuple[tuple[str, int, Decimal], ...]:
    counts: dict[str, int] = defaultdict(int)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for one in gathered.billed.values():
        if one.billing_log_id in gathered.elsewhere and gathered.within(one.date):
            counts[one.currency or home] += 1
            totals[one.currency or home] += one.total
    return tuple((code, counts[code], totals[code]) for code in sorted(counts))
