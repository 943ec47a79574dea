"""The money by account on both sides. QuickBooks posts by a line's item; ConnectWise by its GL mapping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.quickbooks import Account, DocumentKind, FoundDocument, QuickBooksLists
from mobius_desktop.domain.tie_out import AccountTie, Moved, TieRow
from mobius_desktop.history.tie_out.gather import Posting
from mobius_desktop.history.tie_out.matching import Pair

SALES_TAX = "Sales tax"
NOT_READ = "Accounts not read"
OTHER_LINES = "Other lines"
Nets = dict[str, Decimal]


@dataclass(slots=True)
class Chart:
    """The company's accounts and items, by what either side calls them."""

    lists: QuickBooksLists | None
    _by_text: dict[str, Account] = field(default_factory=dict)
    _by_id: dict[QuickBooksId, Account] = field(default_factory=dict)
    _items: dict[QuickBooksId, QuickBooksId | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.lists is None:
            return
        for account in self.lists.accounts:
            self._by_id[account.id] = account
            for text in (account.name, account.fully_qualified_name, account.number):
                if text:
                    self._by_text[text.casefold()] = account
        self._items = {one.id: one.income_account_id for one in self.lists.items}

    def in_connectwise(self, text: str) -> str:
        """What the page calls an account that ConnectWise names."""
        account = self._by_text.get(text.casefold())
        return _label(account) if account is not None else text or NOT_READ

    def of_line(self, account: QuickBooksId | None, name: str, item: QuickBooksId | None) -> str:
        """What the page calls the account of a line in QuickBooks: as it says, else its item's."""
        found = self._by_id.get(account) if account is not None else None
        if found is None and item is not None:
            by_item = self._items.get(item)
            found = self._by_id.get(by_item) if by_item is not None else None
        return _label(found) if found is not None else name or OTHER_LINES


def moved_in(pair: Pair, postings: tuple[Posting, ...] | None, chart: Chart) -> tuple[Moved, ...]:
    """Money that both sides have, on another account: what one account has too much and another lacks."""
    if pair.billed is None or pair.found is None or postings is None:
        return ()
    sign = -1 if pair.found.ref.kind is DocumentKind.CREDIT_MEMO else 1
    ours, theirs = _ours(postings, chart), _theirs(pair.found, chart)
    apart = {
        key: sign * (theirs.get(key, Decimal(0)) - ours.get(key, Decimal(0)))
        for key in sorted({*ours, *theirs} - {SALES_TAX})
    }
    lacking = {key: -amount for key, amount in apart.items() if amount < 0}
    items = _items_by_account(pair.found, chart)
    moves = []
    for to, too_much in ((key, amount) for key, amount in apart.items() if amount > 0):
        left = too_much
        for source in sorted(lacking, key=lambda key: (lacking[key] != too_much, key)):
            amount = min(left, lacking[source])
            if amount:
                moves.append(Moved(sign * amount, source, to, items.get(to, "")))
                left -= amount
                lacking[source] -= amount
    return tuple(moves)


def account_ties(
    pairs: list[tuple[Pair, TieRow]], postings: Mapping[int, tuple[Posting, ...]], chart: Chart, home: str
) -> tuple[AccountTie, ...]:
    """Each account, those of the home currency first. The sum over all accounts is the control line."""
    ours: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    theirs: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    moved: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for pair, row in pairs:
        if row.connectwise is not None and row.connectwise.status != "open" and row.counted_connectwise:
            known = postings.get(int(pair.billed.billing_log_id)) if pair.billed is not None else None
            for key, amount in _whole(_ours(known, chart) if known else {}, row).items():
                ours[row.currency, key] += amount
        if row.counted_quickbooks and pair.found is not None:
            for key, amount in _theirs(pair.found, chart).items():
                theirs[row.currency, key] += amount
        if row.counted_connectwise and row.counted_quickbooks:
            for move in row.moved:
                moved[row.currency, move.connectwise] -= move.amount
                moved[row.currency, move.quickbooks] += move.amount
    return tuple(
        AccountTie(key[1], key[0], ours[key], theirs[key], moved[key])
        for key in sorted({*ours, *theirs, *moved}, key=lambda each: (each[0] != home, each))
        if ours[key] or theirs[key] or moved[key]
    )


def _whole(nets: Nets, row: TieRow) -> Nets:
    """The accounts of an invoice, with what is not known of them under a name of its own."""
    rest = row.counted_connectwise - sum(nets.values(), Decimal(0))
    if not nets and row.counted_connectwise_tax:
        nets = {SALES_TAX: row.counted_connectwise_tax}
        rest -= row.counted_connectwise_tax
    return {**nets, NOT_READ: nets.get(NOT_READ, Decimal(0)) + rest} if rest else nets


def _ours(postings: tuple[Posting, ...], chart: Chart) -> Nets:
    nets: Nets = defaultdict(Decimal)
    for one in postings:
        nets[SALES_TAX if one.tax else chart.in_connectwise(one.account)] += one.amount
    return nets


def _theirs(found: FoundDocument, chart: Chart) -> Nets:
    sign = -1 if found.ref.kind is DocumentKind.CREDIT_MEMO else 1
    nets: Nets = defaultdict(Decimal)
    for line in found.lines:
        nets[chart.of_line(line.account_id, line.account_name, line.item_id)] += sign * line.amount
    if found.tax:
        nets[SALES_TAX] += sign * found.tax
    rest = sign * found.total - sum(nets.values(), Decimal(0))
    if rest:
        nets[OTHER_LINES] += rest
    return nets


def _items_by_account(found: FoundDocument, chart: Chart) -> dict[str, str]:
    names: dict[str, list[str]] = defaultdict(list)
    for line in found.lines:
        key = chart.of_line(line.account_id, line.account_name, line.item_id)
        if line.item_name and line.item_name not in names[key]:
            names[key].append(line.item_name)
    return {key: ", ".join(found_names) for key, found_names in names.items()}


def _label(account: Account) -> str:
    return f"{account.number} {account.name}".strip()
