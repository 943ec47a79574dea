"""The tables of the Links tab: kinds with their open counts, and the records of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import LinkRow, LinkState
from mobius_desktop.transfer.linking.survey import KINDS
from mobius_desktop.transfer.linking.words import KIND_WORDS
from mobius_desktop.ui.tables.columns import Column, Kind, Sentence
from mobius_desktop.ui.tables.tab_row import Tab

_SIGNS = {
    LinkState.FOUND: ("Linked", "Found"),
    LinkState.INACTIVE: ("No match", "Inactive"),
    LinkState.BROKEN: ("No match", "Link broken"),
}
BY_TEXT = frozenset({ListKind.CLASS, ListKind.DEPARTMENT, ListKind.ACCOUNT, ListKind.TAX_AGENCY})
"""Kinds of which ConnectWise's export never gives an id."""
_NAME_ONLY = "ConnectWise gives {} by name only: a name that is changed there is linked anew."
_TIPS = {
    LinkState.LINKED: "Linked by id: a new name on either side does no harm.",
    LinkState.FOUND: "Found by account id or name, not linked: a new name would lose it.",
    LinkState.SUGGESTED: "One is alike. Until it is linked its invoices wait.",
    LinkState.TWO_ALIKE: "Several are alike. Choose one.",
    LinkState.TO_BE_CREATED: "Nothing is alike. A batch would create it.",
    LinkState.INACTIVE: "QuickBooks has it, and it is inactive: make it active there, or link another.",
    LinkState.NO_MATCH: "Nothing is alike, and a batch could not create it.",
    LinkState.BROKEN: "The linked record is not in QuickBooks any more.",
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of records, how many of them want somebody, and why there may be none."""

    kind: ListKind
    rows: int
    open: int
    why: str = ""

    @property
    def words(self) -> str:
        return KIND_WORDS[self.kind]


def kind_rows(rows: Iterable[LinkRow], why: dict[ListKind, str]) -> list[KindRow]:
    """All kinds, in the page's order."""
    every = list(rows)
    found = []
    for kind in KINDS:
        mine = [row for row in every if row.kind is kind]
        found.append(KindRow(kind, len(mine), sum(row.open for row in mine), why.get(kind, "")))
    return found


def state_of(row: LinkRow) -> Sentence:
    """The Link column."""
    state, text = _SIGNS.get(row.state, (row.state.value, row.state.value))
    return Sentence(state, text)


def _alike(row: LinkRow) -> int | None:
    known = row.state in {LinkState.SUGGESTED, LinkState.TWO_ALIKE}
    return row.candidates[0].score if known and row.candidates else None


def _kind_open(row: KindRow) -> Sentence:
    if row.why:
        return Sentence("Skipped", "not used")
    if row.open:
        return Sentence("WARNING", f"{row.open:,}")
    return Sentence("Linked", "" if row.rows else "none")


KIND_COLUMNS: tuple[Column[KindRow], ...] = (
    Column(
        "kind",
        "What to link",
        lambda row: row.words,
        sample="Products and services",
        stretch=1,
        tip=lambda row: (
            _NAME_ONLY.format(row.words[0].lower() + row.words[1:]) if row.kind in BY_TEXT else ""
        ),
    ),
    Column(
        "open",
        "Open",
        _kind_open,
        Kind.FINDING,
        sample="not used",
        tip=lambda row: row.why,
        sort=lambda row: row.open,
    ),
)


def _tip(row: LinkRow) -> str:
    """What the Link column says more: where ConnectWise gives a name only, a new name there is told."""
    if row.state is LinkState.LINKED and row.kind in BY_TEXT:
        return (
            "Linked to QuickBooks' id. ConnectWise gives this name only: a name that is changed there"
            " is linked anew."
        )
    return _TIPS[row.state]


_NAME = "O'Malley & Sons Plumbing, Inc."
"""A long name: the two are there to be compared, and go before what else the table says."""
LINK_COLUMNS: tuple[Column[LinkRow], ...] = (
    Column("connectwise", "In ConnectWise", lambda row: row.name, sample=_NAME, stretch=1),
    Column("link", "Link", state_of, Kind.FINDING, sample="To be created", tip=_tip),
    Column("quickbooks", "In QuickBooks", lambda row: row.quickbooks_name, sample=_NAME, stretch=1),
    Column("alike", "Alike", _alike, Kind.SCORE, sample="100 %"),
    Column("invoices", "Invoices", lambda row: row.invoices or None, Kind.INT, sample="1,000", narrow=False),
    Column("money", "Unposted", lambda row: row.money if row.invoices else None, Kind.MONEY, narrow=False),
)

LINK_TABS = (
    Tab("all", "All"),
    Tab("open", "Open", lambda row: row.open, state="WARNING"),
    Tab("linked", "Linked", lambda row: row.state is LinkState.LINKED),
)


def key_of(row: LinkRow) -> tuple[ListKind, str]:
    """What names a row for ever."""
    return row.kind, row.key


def kind_key(row: KindRow) -> ListKind:
    """What names a kind."""
    return row.kind


def may_tick(row: LinkRow) -> bool:
    """Only what can be linked: it has a candidate or is found by name."""
    return row.target is not None and row.state is not LinkState.LINKED


def bar_of(row: LinkRow) -> str:
    """The bar of a row that wants somebody."""
    if not row.open or row.state is LinkState.SUGGESTED:
        return ""
    return "warn" if row.state is LinkState.TWO_ALIKE else "bad"


def is_open(row: LinkRow) -> bool:
    """F8 visits these."""
    return row.open
