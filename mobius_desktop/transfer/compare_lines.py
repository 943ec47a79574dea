"""Compares the lines of a document: amounts by account and class, as ConnectWise's rows have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlType
from mobius_desktop.domain.document import Document, DocumentLine
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import (
    Account,
    DocumentKind,
    FoundDocument,
    FoundLine,
    Item,
    QuickBooksLists,
)
from mobius_desktop.transfer.compare_reasons import account_reason, line_reason
from mobius_desktop.transfer.difference import Difference, Ids

TAX_ROW = GlType.SALES_TAX.value


@dataclass(frozen=True, slots=True)
class Sides:
    """The lines of both sides and what is needed to know their accounts."""

    document: Document
    found: FoundDocument
    lists: QuickBooksLists
    ids: Ids
    items: dict[QuickBooksId, Item]
    """The items that either side's lines name."""
    accounts: dict[QuickBooksId, Account]

    @property
    def sign(self) -> int:
        return -1 if self.document.kind is DocumentKind.CREDIT_MEMO else 1


def sides_of(document: Document, found: FoundDocument, lists: QuickBooksLists, ids: Ids) -> Sides:
    """Both sides, with the items and accounts looked up once."""
    named = {line.item.id for line in document.lines} | {line.item_id for line in found.lines}
    items = {item.id: item for item in lists.items if item.id in named}
    return Sides(document, found, lists, ids, items, {one.id: one for one in lists.accounts})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line reduced to what accounting sees. `by_item` is the account the plan said its item posts to,
    where that is another one and was announced."""

    amount: Decimal
    account: QuickBooksId | None
    class_id: QuickBooksId | None
    by_item: QuickBooksId | None = None
    found: FoundLine | None = field(default=None, compare=False)
    """QuickBooks' own line."""

    @property
    def posted(self) -> QuickBooksId | None:
        return self.by_item or self.account


def compare_lines(sides: Sides) -> Iterator[Difference]:
    """The differences of the lines. As many lines: one by one, in any order. Otherwise: net by account and
    class, since the same invoice at another Invoice Summary has other lines."""
    ours, theirs = _ours(sides), _theirs(sides)
    if len(ours) == len(theirs):
        yield from _one_by_one(sides, ours, theirs)
    else:
        yield from _by_account(sides, ours, theirs)


def _ours(sides: Sides) -> list[_Line]:
    accounts = {account.fully_qualified_name: account for account in sides.lists.accounts}
    accounts |= {account.number: account for account in sides.lists.accounts if account.number}
    return [_expected(sides, line, accounts.get(line.account)) for line in sides.document.lines]


def _expected(sides: Sides, line: DocumentLine, account: Account | None) -> _Line:
    item = sides.items.get(line.item.id) if line.item.id else None
    class_id = (line.class_ref.id or sides.ids.get(line.class_ref.key)) if line.class_ref else None
    posts_to = sides.accounts.get(item.income_account_id) if item and item.income_account_id else None
    announced = (
        account is not None
        and posts_to is not None
        and posts_to.id != account.id
        and posts_to.classification == account.classification
        and line.gl_type != GlType.DEFERRED_REVENUE
    )
    return _Line(
        line.amount,
        account.id if account else None,
        class_id,
        posts_to.id if announced and posts_to else None,
    )


def _theirs(sides: Sides) -> list[_Line]:
    classless = any(
        line.class_ref and not (line.class_ref.id or sides.ids.get(line.class_ref.key))
        for line in sides.document.lines
    )
    return [
        _Line(line.amount, _account_of(sides, line), None if classless else line.class_id, found=line)
        for line in sides.found.lines
    ]


def _account_of(sides: Sides, line: FoundLine) -> QuickBooksId | None:
    """The account that QuickBooks names, else the one of the item as the lists have it."""
    if line.account_id:
        return line.account_id
    item = sides.items.get(line.item_id) if line.item_id else None
    return item.income_account_id if item else None


def _one_by_one(sides: Sides, ours: list[_Line], theirs: list[_Line]) -> Iterator[Difference]:
    left = list(theirs)
    unmatched: list[tuple[int, _Line]] = []
    for position, line in enumerate(ours, start=1):
        exact = _Line(line.amount, line.account, line.class_id)
        by_item = _Line(line.amount, line.by_item, line.class_id)
        if exact in left:
            left.remove(exact)
        elif line.by_item and by_item in left:
            left.remove(by_item)
            yield _account(sides, position, line.account, line.by_item, line.amount, expected=True)
        else:
            unmatched.append((position, line))
    for (position, line), other in zip(unmatched, left, strict=True):
        yield from _line_differs(sides, position, line, other)


def _line_differs(sides: Sides, position: int, ours: _Line, theirs: _Line) -> Iterator[Difference]:
    if ours.amount != theirs.amount:
        apart = sides.sign * (theirs.amount - ours.amount)
        why = line_reason(theirs.found, sides.document.currency) if theirs.found else ""
        yield _differs(sides, f"line {position}", _money(sides, ours), _money(sides, theirs), apart, why=why)
    if theirs.account not in {ours.account, ours.by_item} or theirs.account is None:
        why = _why_there(sides, theirs)
        yield _account(sides, position, ours.account, theirs.account, ours.amount, expected=False, why=why)
    if ours.class_id != theirs.class_id:
        names = {one.id: one.fully_qualified_name for one in sides.lists.classes}
        yield _differs(
            sides,
            f"class of line {position}",
            names.get(ours.class_id, "none") if ours.class_id else "none",
            names.get(theirs.class_id, theirs.class_id) if theirs.class_id else "none",
            None,
        )


def _why_there(sides: Sides, theirs: _Line) -> str:
    line = theirs.found
    if line is None:
        return ""
    return account_reason(sides.items.get(line.item_id) if line.item_id else None, line)


def _by_account(sides: Sides, ours: list[_Line], theirs: list[_Line]) -> Iterator[Difference]:
    wanted, held = _nets(ours), _nets(theirs)
    keys = sorted(wanted.keys() | held.keys(), key=str)
    for account, class_id in keys:
        mine, other = wanted[account, class_id], held[account, class_id]
        if mine != other:
            label = _label(sides, account)
            ours_text = amount_text(sides.sign * mine, sides.document.currency)
            theirs_text = amount_text(sides.sign * other, sides.document.currency)
            yield _differs(sides, f"amount on {label}", ours_text, theirs_text, sides.sign * (other - mine))
    for position, line in enumerate(ours, start=1):
        if line.by_item:
            yield _account(sides, position, line.account, line.by_item, line.amount, expected=True)


def _nets(lines: Iterable[_Line]) -> dict[tuple[QuickBooksId | None, QuickBooksId | None], Decimal]:
    nets: dict[tuple[QuickBooksId | None, QuickBooksId | None], Decimal] = defaultdict(Decimal)
    for line in lines:
        nets[line.posted, line.class_id] += line.amount
    return nets


def _money(sides: Sides, line: _Line) -> str:
    return amount_text(sides.sign * line.amount, sides.document.currency)


def _label(sides: Sides, account: QuickBooksId | None) -> str:
    found = sides.accounts.get(account) if account else None
    return f"{found.number} {found.name}".strip() if found else "an unknown account"


def _account(
    sides: Sides,
    position: int,
    ours: QuickBooksId | None,
    theirs: QuickBooksId | None,
    amount: Decimal,
    *,
    expected: bool,
    why: str = "",
) -> Difference:
    money = amount_text(sides.sign * amount, sides.document.currency)
    wanted, held = _label(sides, ours), _label(sides, theirs)
    sentence = (
        f"{money} of {sides.document.number} is on {held} in QuickBooks; ConnectWise has it on {wanted}."
    )
    whole = f"{sentence} {why}".strip()
    return Difference(f"account of line {position}", wanted, held, None, whole, expected)


def _differs(
    sides: Sides, name: str, ours: str, theirs: str, apart: Decimal | None, *, why: str = ""
) -> Difference:
    number = sides.document.number
    sentence = f"The {name} of {number} is {theirs} in QuickBooks; ConnectWise has {ours}. {why}".strip()
    return Difference(name, ours, theirs, apart, sentence, expected=False)
