"""A bookkeeper's desk for tests: the demo program on a fresh folder, with the books of both sides open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event as StopEvent
from typing import Any

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.events import Event
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.options import Summary
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transfer.batch import BatchRequest, UnpostedList
from mobius_desktop.transfer.run.record import unobserved
from mobius_desktop.transfer.service import TransferService
from mobius_desktop.wiring import Program, ProgramOptions, open_program

SPEED = 100.0
Record = dict[str, Any]


class Desk:
    """The program, and what both sides' books hold: the sandbox's own, not our report of them."""

    def __init__(self, program: Program) -> None:
        assert program.servers is not None
        assert program.servers.running is not None
        self.program = program
        self.sandbox: RunningSandbox = program.servers.running
        self.realm = RealmId(self.sandbox.realms[0][0])

    @property
    def service(self) -> TransferService:
        return self.program.service(self.realm)

    def listed(self, through: dt.date | None = None) -> UnpostedList:
        return self.service.list_unposted(through=through)

    def plan(self, *numbers: str, through: dt.date | None = None, create: bool = True) -> BatchPlan:
        """A plan of the named invoices, or of all that are offered."""
        offered = self.listed(through).offered
        chosen = tuple(one for one in offered if not numbers or one.number in numbers)
        return self.service.plan(self.request(chosen, through, create=create))

    @staticmethod
    def request(
        chosen: tuple[UnpostedInvoice, ...], through: dt.date | None = None, *, create: bool = True
    ) -> BatchRequest:
        """A request for these rows of the list."""
        return BatchRequest(
            ids=tuple(one.billing_log_id for one in chosen),
            summary=Summary.DETAILED,
            through=through,
            allow_creation=create,
            listed=chosen,
        )

    def send(
        self,
        *numbers: str,
        through: dt.date | None = None,
        observer: Callable[[Sequence[Event]], None] = unobserved,
        stop: StopEvent | None = None,
    ) -> BatchNumber:
        """List, plan and run in one go."""
        return self.service.run(self.plan(*numbers, through=through), observer, stop)

    def rows(self, batch: BatchNumber) -> dict[str, InvoiceRow]:
        return {row.number: row for row in self.program.store.invoices(batch)}

    # -- the books ------------------------------------------------------------------------------------

    def documents(self) -> dict[tuple[str, str], list[Record]]:
        """QuickBooks' documents by entity and number."""
        found: dict[tuple[str, str], list[Record]] = {}
        tables = self.tables()
        for entity in ("Invoice", "CreditMemo"):
            for record in tables.get(entity, {}).values():
                found.setdefault((entity, str(record.get("DocNumber"))), []).append(record)
        return found

    def document(self, number: str, entity: str = "Invoice") -> Record:
        """The one document with this number."""
        (found,) = self.documents()[(entity, number)]
        return found

    def tables(self) -> dict[str, dict[str, Record]]:
        tables: dict[str, dict[str, Record]] = self.sandbox.quickbooks_state.realms[self.realm].books.tables
        return tables

    def batched(self) -> set[str]:
        """Numbers of the invoices that ConnectWise holds as batched."""
        invoices = self.sandbox.firm.connectwise.invoices.values()
        return {one.number for one in invoices if one.batch_id is not None}

    def identifier(self, number: str) -> str:
        """The batchIdentifier under which ConnectWise holds an invoice."""
        books = self.sandbox.firm.connectwise
        batch = next(one.batch_id for one in books.invoices.values() if one.number == number)
        assert batch is not None
        return str(books.batches[batch]["batchIdentifier"])

    def id_of(self, number: str) -> BillingLogId:
        books = self.sandbox.firm.connectwise
        return BillingLogId(
            next(one.billing_log_id for one in books.invoices.values() if one.number == number)
        )

    def requests(self, server: str, method: str = "", path: str = "") -> list[Any]:
        return list(self.sandbox.control.recorder.find(server=server, method=method, path=path))


@contextmanager
def open_desk(folder: Path, **options: Any) -> Iterator[Desk]:
    """The demo on a folder, connected, with time a hundred times as fast."""
    settings = {"latency_ms": 0, "speed": SPEED} | options
    program = open_program(ProgramOptions(data_dir=folder, demo=True, **settings))
    try:
        program.connect()
        yield Desk(program)
    finally:
        program.close()
