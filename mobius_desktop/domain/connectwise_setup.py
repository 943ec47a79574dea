"""How ConnectWise PSA is set up, as far as an export depends on it: read by *Check set-up*, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.ids import ConnectWiseBatchId, ConnectWiseId


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSetup:
    """The flags of the accounting package. None: ConnectWise did not say."""

    package: str = ""
    """`Other`, `QuickBooks` …"""
    direct_transfer: bool | None = None
    include_invoices: bool | None = None
    include_sales_tax: bool | None = None
    include_items: bool | None = None
    suppress_memo: bool | None = None
    send_units: bool | None = None
    expenses_as_bill: bool | None = None
    sync_payments: bool | None = None


@dataclass(frozen=True, slots=True)
class GlMapping:
    """A row of ConnectWise's GL account table: what kind of row posts to which account."""

    gl_type: str
    mapped_by: str
    """The record that the row is for, e.g. `Hardware`."""
    account: str
    """Empty where nobody filled it in: invoices that need it close without accounting entries."""


@dataclass(frozen=True, slots=True)
class TaxCodeSetup:
    """A tax code with the rates of its levels, in percent. Levels by amount are left out of `rates`."""

    name: str
    rates: tuple[Decimal, ...]
    levels: int
    id: ConnectWiseId | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of ConnectWise, a person or an API member."""

    identifier: str
    name: str
    is_person: bool
    """Has a licence that people sign in with. API members have none."""
    level: str = ""
    """The System level by name; empty where ConnectWise does not say."""
    is_top_level: bool | None = None
    """Whether the level is the first, from which nothing is hidden; None where ConnectWise does not say."""
    restricted: bool = False
    """Restricted to a Location or department."""
    vendor_number: str = ""


@dataclass(frozen=True, slots=True)
class MadeBatch:
    """A ConnectWise batch with who made it, and when."""

    id: ConnectWiseBatchId
    identifier: str
    made_by: str
    """A member's identifier; empty where ConnectWise does not say."""
    made_at: dt.datetime | None


def api_members(members: Sequence[Member], own: str = "") -> tuple[Member, ...]:
    """The API members; only the one this program signs in as, once a batch of its own has shown its name."""
    found = tuple(one for one in members if not one.is_person)
    return tuple(one for one in found if one.identifier.casefold() == own.casefold()) or found


def below_top(members: Sequence[Member]) -> tuple[Member, ...]:
    """Those of whom ConnectWise says that their level is not the first, or that they are restricted."""
    return tuple(one for one in members if one.is_top_level is False or one.restricted)
