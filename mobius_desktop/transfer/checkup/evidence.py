"""What the checks are pure functions of: what was read of both systems, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.connectwise_setup import GlMapping, MadeBatch, Member, PackageSetup, TaxCodeSetup
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import InvoicePlan, Link
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.transfer.plan.books import Books, open_books


class Part(StrEnum):
    """What is read, in this order."""

    QUICKBOOKS = "QuickBooks' lists"
    PACKAGE = "accounting package"
    MEMBERS = "members"
    BATCHES = "batches"
    LOCATIONS = "Locations"
    MAPPINGS = "GL accounts"
    TAX_CODES = "tax codes"
    UNPOSTED = "unposted invoices"
    PLAN = "plan"
    """Of everything unposted, as a batch would make it."""


@dataclass(slots=True, kw_only=True)
class Evidence:
    """Filled part by part. A part is in `read`, in `missing` with the reason, or has not come yet."""

    options: CompanyOptions
    now: dt.datetime
    links: tuple[Link, ...] = ()
    own_identifiers: frozenset[str] = frozenset()
    """The batchIdentifiers that this record knows as its own."""
    lists: QuickBooksLists | None = None
    package: PackageSetup | None = None
    members: tuple[Member, ...] = ()
    batches: tuple[MadeBatch, ...] = ()
    """Of the last seven days."""
    locations: tuple[Location, ...] = ()
    mappings: tuple[GlMapping, ...] = ()
    tax_codes: tuple[TaxCodeSetup, ...] = ()
    unposted: tuple[UnpostedInvoice, ...] = ()
    plans: tuple[InvoicePlan, ...] = ()
    read: set[Part] = field(default_factory=set)
    missing: dict[Part, str] = field(default_factory=dict)

    def has_come(self, part: Part) -> bool:
        """Whether it is known, or known to be missing."""
        return part in self.read or part in self.missing

    def books(self) -> Books | None:
        """QuickBooks' lists by name and number; None without them."""
        return None if self.lists is None else open_books(self.lists, self.links, self.options)

    def findings(self) -> Iterator[tuple[UnpostedInvoice, Finding]]:
        """Every finding of the plan with its invoice."""
        for plan in self.plans:
            for one in plan.findings:
                yield plan.invoice, one
