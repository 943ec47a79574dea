"""How well the Links page finds the customer of a ConnectWise company, on 500 labelled pairs of names."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.figures import Figure
from benchmarks.firm_names import PAIRS, STRANGERS, Pair, labelled_set
from mobius_desktop.domain.ids import QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import CompanyInfo, Customer, ListKind, Preferences, QuickBooksLists
from mobius_desktop.transfer.linking.candidates import candidates
from mobius_desktop.transfer.linking.rows import LinkRow, LinkState
from mobius_desktop.transfer.linking.subjects import Subject
from mobius_desktop.transfer.linking.survey import weighed
from mobius_desktop.transfer.plan.books import Books, open_books

FIRST, THREE = 95, 99
SMALL = 5
"""A small run takes every fifth pair."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the Links page shows for a company of ConnectWise."""

    pair: Pair
    names: tuple[str, ...]
    ticked: bool

    @property
    def first(self) -> bool:
        """Whether the right customer stands first."""
        return self.names[:1] == (self.pair.right,)

    @property
    def shown(self) -> bool:
        """Whether the right customer is one of the three."""
        return self.pair.right in self.names

    @property
    def wrong(self) -> bool:
        """Whether another customer is ticked without anybody's doing."""
        return self.ticked and not self.first


def find_all(pairs: int = PAIRS, strangers: int = STRANGERS) -> tuple[list[Found], list[Found]]:
    """The pairs, then the companies that QuickBooks does not have."""
    made = labelled_set(pairs=pairs, strangers=strangers)
    books = _books(made.quickbooks)
    return [_found(books, pair) for pair in made.pairs], [_found(books, pair) for pair in made.strangers]


def _found(books: Books, pair: Pair) -> Found:
    key = RecordKey("customer:1")
    near = candidates(books, Subject(ListKind.CUSTOMER, key, pair.connectwise))
    row = weighed(LinkRow(ListKind.CUSTOMER, key, pair.connectwise, LinkState.NO_MATCH), near)
    return Found(pair, tuple(one.name for one in near), row.ticked)


def _books(names: Iterable[str]) -> Books:
    customers = tuple(
        Customer(QuickBooksId(str(number)), name, "", name) for number, name in enumerate(names, start=1)
    )
    lists = QuickBooksLists(
        company=CompanyInfo(RealmId("1"), "Books", "US"),
        preferences=Preferences(),
        customers=customers,
        read_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
    )
    return open_books(lists, (), CompanyOptions())


def measure(small: bool) -> Iterable[Figure]:
    """Shares at first place and in the first three, and what was ticked."""
    begin = time.perf_counter()
    found, alone = find_all(PAIRS // SMALL if small else PAIRS, STRANGERS // SMALL if small else STRANGERS)
    spent = time.perf_counter() - begin
    count = len(found)
    at = f"{count:,} names"
    yield Figure(f"{at}: right at first place", _share(one.first for one in found), "%", FIRST, True, True)
    yield Figure(
        f"{at}: right in the first three", _share(one.shown for one in found), "%", THREE, True, True
    )
    yield Figure(
        f"{at} and {len(alone)} strangers: wrongly ticked",
        sum(one.wrong for one in (*found, *alone)),
        "",
        0,
        True,
    )
    yield Figure(f"{at}: rightly ticked", _share(one.ticked and one.first for one in found), "%")
    yield Figure(f"{at}: a name's candidates", spent / (count + len(alone)) * 1000, "ms")
    for change in dict.fromkeys(one.pair.change for one in found):
        mine = [one for one in found if one.pair.change == change]
        yield Figure(f"  {change}: right at first place", _share(one.first for one in mine), "%")


def _share(held: Iterable[bool]) -> float:
    every = list(held)
    return 100 * sum(every) / len(every)
