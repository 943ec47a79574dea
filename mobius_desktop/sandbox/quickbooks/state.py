"""Everything the QuickBooks server remembers, as plain data that can be saved to a file and brought back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from mobius_desktop.sandbox.firm.model import Firm, QuickBooksBooks, Record
from mobius_desktop.sandbox.quickbooks import schema


@dataclass(slots=True)
class StoredAnswer:
    """What a requestid was answered with, repeated word for word."""

    status: int
    body: str
    """JSON."""
    at: str
    """The sandbox's time (ISO, UTC) at which it was given."""


@dataclass(slots=True)
class RealmState:
    """One company: its books and what the service keeps beside them."""

    books: QuickBooksBooks
    tombstones: list[Record] = field(default_factory=list)
    """What was deleted: `entity`, `Id`, `time`."""
    answers: dict[str, StoredAnswer] = field(default_factory=dict)
    """By requestid, of a batch item by requestid + bId."""
    last_number: str = ""
    """The document number given last, from which the next is counted."""
    subscription_ended: bool = False
    ghosts: list[str] = field(default_factory=list)
    """`entity Id` of records that a company reset left behind: seen by queries, dead to everything else."""


@dataclass(slots=True)
class Grant:
    """One consent: one company, one refresh token at a time."""

    realm: str
    scope: str
    redirect_uri: str
    refresh_token: str = ""
    refresh_issued: float = 0.0
    """Seconds since the epoch at which the present value was first given out."""
    refresh_used: float = 0.0
    hard_expiry: float = 0.0
    access_tokens: dict[str, float] = field(default_factory=dict)
    """Token to the moment it ends."""
    revoked: bool = False


@dataclass(slots=True)
class Code:
    """An authorization code: good once, for ten minutes."""

    grant: str
    redirect_uri: str
    ends: float
    used: bool = False


@dataclass(slots=True)
class QuickBooksState:
    """All realms, all consents."""

    client_id: str
    client_secret: str
    realms: dict[str, RealmState]
    grants: dict[str, Grant] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    redirect_uris: list[str] = field(default_factory=list)
    """The registered ones; with none, any loopback or https address is taken."""
    counter: int = 0
    """Tokens, codes and tids are counted, not drawn: the sandbox is the same on every run."""


def state_of(firm: Firm) -> QuickBooksState:
    """The state before the first request. The firm's records are taken over, brought into the kept form."""
    realms = {realm: RealmState(_adopted(books)) for realm, books in firm.quickbooks.items()}
    return QuickBooksState(firm.intuit_client_id, firm.intuit_client_secret, realms)


def state_to_builtins(state: QuickBooksState) -> dict[str, Any]:
    """Dictionaries, lists, text and whole numbers; amounts as text, so that no writer makes them floats."""
    plain: dict[str, Any] = _plain(asdict(state))
    return plain


def state_from_builtins(plain: dict[str, Any]) -> QuickBooksState:
    realms = {}
    for realm, saved in plain["realms"].items():
        kept = dict(saved)
        books = dict(kept.pop("books"))
        rates = {region: Decimal(rate) for region, rate in books.pop("tax_rates_by_region").items()}
        answers = {key: StoredAnswer(**answer) for key, answer in kept.pop("answers").items()}
        realms[realm] = RealmState(
            _adopted(QuickBooksBooks(**books, tax_rates_by_region=rates)), answers=answers, **kept
        )
    rest = {name: plain[name] for name in ("client_id", "client_secret", "redirect_uris", "counter")}
    return QuickBooksState(
        realms=realms,
        grants={name: _grant(grant) for name, grant in plain["grants"].items()},
        codes={name: Code(**{**code, "ends": float(code["ends"])}) for name, code in plain["codes"].items()},
        **rest,
    )


def _grant(plain: dict[str, Any]) -> Grant:
    """Moments are floats again: whoever read the file may have read every number as a decimal."""
    moments = {name: float(plain[name]) for name in ("refresh_issued", "refresh_used", "hard_expiry")}
    tokens = {token: float(ends) for token, ends in plain["access_tokens"].items()}
    return Grant(**{**plain, **moments, "access_tokens": tokens})


def _adopted(books: QuickBooksBooks) -> QuickBooksBooks:
    books.company_info = schema.adopt("CompanyInfo", books.company_info)
    books.preferences = schema.adopt("Preferences", books.preferences)
    books.tables = {
        entity: {key: _whole(entity, {**record, "Id": key}) for key, record in records.items()}
        for entity, records in books.tables.items()
    }
    for entity in schema.entities():
        if entity not in ("CompanyInfo", "Preferences"):
            books.tables.setdefault(entity, {})
    return books


def _whole(entity: str, record: Record) -> Record:
    """With what every record has, which a hand-made firm may leave out."""
    return {"SyncToken": "0", "domain": "QBO", "sparse": False, **schema.adopt(entity, record)}


def _plain(value: object) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value
