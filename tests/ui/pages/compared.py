"""A compared month for tests of pages: one row of every class, made by the engine itself."""

from __future__ import annotations

import datetime as dt

from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentLife
from mobius_desktop.domain.tie_out import TieOut
from mobius_desktop.history.tie_out.engine import tie_out_of
from mobius_desktop.history.tie_out.gather import Gathered, Posting
from mobius_desktop.store import Store
from tests.history.test_tie_out import LISTS, ORIGIN, SERVICE, billed, document
from tests.ui.pages.firm_program import NOW, REALM

FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def october(archive: Store, at: dt.datetime = NOW) -> TieOut:
    """October with a difference of each kind, kept in the record."""
    void = document(8, "10508", "0.00", life=DocumentLife.VOID)
    invoices = [
        billed(10501, "1250.00"),
        billed(10502, "866.10", tax="56.66"),
        billed(10503, "412.00"),
        billed(10504, "99.00"),
        billed(10505, "75.00"),
        billed(10506, "2031.73", batch=None),
        billed(10508, "18.00"),
        billed(10510, "-100.00", name="CM12"),
        billed(10511, "640.00", batch=None, closed=False),
    ]
    documents = [
        document(1, "10501", "1250.00", account=SERVICE),
        document(2, "10502", "866.11", tax="56.67"),
        document(3, "10503", "421.00"),
        document(4, "10504", "99.00", day=dt.date(2026, 10, 2)),
        document(5, "10505", "75.00", customer="8"),
        document(6, "10501", "1250.00"),
        document(7, "77001", "300.00"),
        void,
        document(10, "CM12", "100.00", kind=DocumentKind.CREDIT_MEMO),
    ]
    gathered = Gathered(FIRST, LAST, ORIGIN)
    gathered.billed = {one.billing_log_id: one for one in invoices}
    gathered.documents = {one.ref: one for one in documents}
    gathered.unposted = frozenset({BillingLogId(10506)})
    gathered.postings = {
        one.billing_log_id: (Posting("4200", one.total - one.tax), Posting("2200", one.tax, tax=True))
        for one in invoices
    }
    made = tie_out_of(gathered, archive, LISTS, realm=REALM, company_name="Gulfline Technology, LLC", now=at)
    archive.put_tie_out(made)
    return made
