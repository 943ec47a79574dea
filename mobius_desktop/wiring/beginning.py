"""The steps before a company's first batch: what was answered, looked at and cut over."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from mobius_desktop.domain.cut_over import CutOverRow, FirstSteps
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.ports import Progress, QuickBooks
from mobius_desktop.domain.states import Severity
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.store import Store
from mobius_desktop.transfer.cut_over import cut_over_rows, find_documents
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkState
from mobius_desktop.transfer.linking.survey import open_customers
from mobius_desktop.transfer.plan.books import open_books

if TYPE_CHECKING:
    from mobius_desktop.transfer.service import TransferService

_THERE, _NEW = "there", "new"
_LINKABLE = frozenset({LinkState.SUGGESTED, LinkState.TWO_ALIKE, LinkState.BROKEN})


class Beginning:
    """`old_invoices` touches the network and writes nothing; all else is on this computer."""

    def __init__(
        self,
        store: Store,
        service: Callable[[RealmId], TransferService],
        quickbooks: Callable[[RealmId], QuickBooks],
        books: Callable[[RealmId], CompanyBooks | None],
        *,
        user: str,
    ) -> None:
        self._store, self._service, self._quickbooks, self._user = store, service, quickbooks, user
        self._books = books

    def steps(self, realm: RealmId, *, begun: bool = False) -> FirstSteps:
        """How far the company has come; `begun` says that batches were made."""
        answer = self._store.setting(_customers(realm))
        report = self._store.checkup(realm)
        errors = [one for _, one in report.problems if one.severity is Severity.ERROR] if report else []
        read = self._store.has_sales_snapshot(realm)
        books = self._books(realm) if read and not begun else None
        waiting = open_customers(books) if books is not None else ()
        return FirstSteps(
            customers_there=None if not answer else answer == _THERE,
            checked=report is not None and report.read_both,
            half_checked=report is not None and not report.read_both,
            errors=len(errors),
            links_read=read,
            customers_open=len(waiting),
            customers_to_link=sum(one.state in _LINKABLE for one in waiting),
            cut_over=bool(self._store.setting(_cut_over(realm))),
        )

    def answer_customers(self, realm: RealmId, *, there: bool) -> None:
        """“Does QuickBooks already have your customers?” Names of new ones follow the answer: in a company
        that has customers they stay plain, in an empty one the account id is appended (Gozynta 44002503595).
        """
        options = self._store.options(realm)
        wanted = dataclasses.replace(options, append_account_name=not there)
        if wanted != options:
            self._store.change_options(realm, wanted, self._user)
        self._store.put_setting(_customers(realm), _THERE if there else _NEW)

    def old_invoices(
        self, realm: RealmId, through: dt.date | None, progress: Progress, stop: StopEvent
    ) -> tuple[CutOverRow, ...]:
        """The unposted invoices dated up to a day, beside what QuickBooks holds of them.

        What waits for a check and what cannot be marked is left out. Raises Cancelled, Known errors."""
        with stopped_by(stop):
            service = self._service(realm)
            listed = service.list_unposted(None, through, None, stop)
            lists = service.lists()
            left_out = listed.noted | listed.settled
            invoices = [one for one in listed.invoices if one.billing_log_id not in left_out]
            find = self._quickbooks(realm).find_by_number
            found = find_documents(invoices, service.options, find, progress, stop)
        books = open_books(lists, self._store.links(realm), service.options)
        return cut_over_rows(invoices, found, books, service.options)

    def finish_cut_over(self, realm: RealmId) -> None:
        """Old invoices were marked, or there are none."""
        self._store.put_setting(_cut_over(realm), "done")


def _customers(realm: RealmId) -> str:
    return f"first steps customers {realm}"


def _cut_over(realm: RealmId) -> str:
    return f"first steps cut-over {realm}"
