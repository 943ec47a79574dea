"""What ConnectWise said of the unposted invoices at one moment: links and options are seen against it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from mobius_desktop.domain.connectwise import Company, GlTransaction, InvoiceDetails, UnpostedInvoice
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId
from mobius_desktop.domain.options import Summary

Exported = dict[BillingLogId, GlTransaction]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesSnapshot:
    """The unposted list with its export. Kept on this computer, so that the pages work without a network."""

    origin: str
    today: dt.date
    read_at: dt.datetime
    summary: Summary
    """The Summary of `export`."""
    invoices: tuple[UnpostedInvoice, ...]
    export: Exported
    details: dict[BillingLogId, InvoiceDetails] = field(default_factory=dict)
    companies: dict[ConnectWiseId, Company] = field(default_factory=dict)
    samples: dict[Summary, Exported] = field(default_factory=dict)
    """A few invoices as each Summary writes them: an option can be seen at work before it is saved."""
    telling: tuple[BillingLogId, ...] = ()
    """Those of them that were chosen for what an option does to them."""
