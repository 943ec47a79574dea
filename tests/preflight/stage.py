"""A firm on two servers that can be spoiled and is whole again, and the program that looks at it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, QuickBooksId, RecordKey
from mobius_desktop.domain.plan import BatchPlan, PlanOutcome
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow, QuickBooksBooks
from mobius_desktop.transfer.linking.rows import LinkChoice
from tests.e2e.desk import Desk, open_desk

Record = dict[str, Any]
LABOUR, TAX = "R", "ST"
ELSEWHERE = "Zzyzx Quarry 17"
"""A name that is like no customer's."""


@dataclass(slots=True)
class Expected:
    """What a defect has to be found as. `record` must stand in the sentence (or be a fact of it)."""

    invoices: tuple[FirmInvoice, ...]
    """At least one of them carries the finding; all of them are planned."""
    record: str
    create: bool = True
    """Whether creating what is missing is approved."""


@dataclass(slots=True)
class Stage:
    """One firm, spoiled by one defect at a time."""

    desk: Desk
    seed: int
    clean: tuple[FirmInvoice, ...] = ()
    """Invoices that are sent without a warning while nothing is spoiled."""
    before: dict[int, set[str]] = field(default_factory=dict)
    chance: random.Random = field(default_factory=random.Random)
    _listed: Any = None

    def look_first(self) -> None:
        """Learn which invoices are clean."""
        plan = self.desk.plan()
        books = self.desk.sandbox.firm.connectwise.invoices
        self.before = {one.invoice.billing_log_id: {f.code for f in one.findings} for one in plan.invoices}
        self.clean = tuple(
            books[one.invoice.billing_log_id]
            for one in plan.invoices
            if one.outcome is PlanOutcome.SEND
            and all(found.severity is Severity.INFO for found in one.findings)
        )

    @contextmanager
    def whole_again(self, name: str) -> Iterator[None]:
        """Put both books, options, links and rules back afterwards. `name` seeds what is drawn."""
        desk, control = self.desk, self.desk.sandbox.control
        connectwise = self.desk.sandbox.firm.connectwise
        realm = desk.sandbox.quickbooks_state.realms[desk.realm]
        kept = [(holder, _values(holder)) for holder in (connectwise, realm)]
        options = desk.program.store.options(desk.realm)
        self.chance = random.Random(f"{self.seed} {name}")  # noqa: S311 - a seeded draw, no secret
        self._listed = None
        desk.service.forget_lists()
        try:
            yield
        finally:
            for holder, values in kept:
                for key, value in values.items():
                    setattr(holder, key, value)
            for deed in ("show_all", "allow"):
                control.do("connectwise", deed)
            control.faults.clear()
            desk.program.configuring.change_options(desk.realm, options)
            links = desk.program.store.links(desk.realm)
            rows = [(one.kind, one.key) for one in links]
            for kind, key in rows:
                self.link(kind, key, None)

    # -- choosing -------------------------------------------------------------------------------------

    def invoice(self, fits: Callable[[FirmInvoice], bool] = lambda _: True) -> FirmInvoice:
        """A clean invoice that fits, drawn by the seed."""
        books = self.desk.sandbox.firm.connectwise.invoices
        fitting = [books[one.billing_log_id] for one in self.clean if fits(books[one.billing_log_id])]
        assert fitting, "the firm has no clean invoice of this shape"
        return self.chance.choice(fitting)

    def invoices(self, count: int, fits: Callable[[FirmInvoice], bool] = lambda _: True) -> list[FirmInvoice]:
        """So many different clean invoices."""
        books = self.desk.sandbox.firm.connectwise.invoices
        fitting = [books[one.billing_log_id] for one in self.clean if fits(books[one.billing_log_id])]
        assert len(fitting) >= count, "the firm has too few clean invoices of this shape"
        return self.chance.sample(fitting, count)

    # -- ConnectWise ----------------------------------------------------------------------------------

    def company(self, invoice: FirmInvoice) -> Record:
        """The bill-to company's record."""
        return self.desk.sandbox.firm.connectwise.tables["companies"][invoice.bill_to_id]

    def table(self, name: str) -> dict[int, Record]:
        return self.desk.sandbox.firm.connectwise.tables[name]

    def people_in_connectwise(self, verb: str, /, **arguments: Any) -> Any:
        return self.desk.sandbox.control.do("connectwise", verb, **arguments)

    def changed(self) -> None:
        """What ConnectWise derives from its books is derived anew."""
        self.people_in_connectwise("show_all")

    # -- QuickBooks -----------------------------------------------------------------------------------

    @property
    def books(self) -> QuickBooksBooks:
        return self.desk.sandbox.quickbooks_state.realms[self.desk.realm].books

    def people_in_quickbooks(self, verb: str, /, **arguments: Any) -> Any:
        return self.desk.sandbox.control.do("quickbooks", verb, **arguments)

    def customer(self, invoice: FirmInvoice) -> Record:
        """The customer record that the invoice goes to."""
        account = self.company(invoice)["accountNumber"]
        return next(one for one in self.books.tables["Customer"].values() if one["CompanyName"] == account)

    def hide_customer(self, invoice: FirmInvoice) -> None:
        """QuickBooks knows the customer no longer, under no name that is alike."""
        record = self.customer(invoice)
        name = f"{ELSEWHERE} {record['Id']}"
        record |= {"CompanyName": "", "DisplayName": name, "FullyQualifiedName": name}

    def item(self, name: str) -> Record:
        return next(one for one in self.books.tables["Item"].values() if one["Name"] == name)

    def hide_item(self, name: str) -> None:
        """QuickBooks knows the item no longer."""
        self.item(name).update(Name=f"Old {name}", FullyQualifiedName=f"Old {name}")

    def account(self, number: str) -> Record:
        return next(one for one in self.books.tables["Account"].values() if one["AcctNum"] == number)

    def add(self, entity: str, like: Record, **changes: Any) -> Record:
        """One more record of a list, like another one."""
        record = copy.deepcopy(like) | {"Id": str(80_000 + len(self.books.tables[entity]))} | changes
        self.books.tables[entity][record["Id"]] = record
        return record

    def prefer(self, group: str, **values: Any) -> None:
        """Change preferences of the company."""
        for name, value in values.items():
            self.people_in_quickbooks("set_preference", group=group, name=name, value=value)

    def by_hand(self, invoice: FirmInvoice, **changes: Any) -> Record:
        """A document in QuickBooks that somebody made by hand, like the one the invoice would become."""
        reference = {"value": self.customer(invoice)["Id"]}
        item = self.item("Service-40000")
        total = changes.pop("total", invoice.total)
        line = {
            "Amount": total,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": {"value": item["Id"]},
                "Qty": Decimal(1),
                "UnitPrice": total,
                "TaxCodeRef": {"value": "NON"},
            },
        }
        body = {
            "DocNumber": invoice.number,
            "TxnDate": invoice.date.isoformat(),
            "CustomerRef": reference,
            "Line": [line],
        } | changes
        made: Record = self.people_in_quickbooks("create_document", entity="Invoice", document=body)
        return made

    # -- here -----------------------------------------------------------------------------------------

    def options(self, **changes: Any) -> None:
        """Change the company's options."""
        store, realm = self.desk.program.store, self.desk.realm
        self.desk.program.configuring.change_options(realm, replace(store.options(realm), **changes))

    def link(self, kind: ListKind, key: str, quickbooks_id: str | None) -> None:
        target = QuickBooksId(quickbooks_id) if quickbooks_id else None
        choice = LinkChoice(kind=kind, key=RecordKey(key), quickbooks_id=target, name=key)
        self.desk.program.configuring.link(self.desk.realm, [choice])

    def list_now(self) -> None:
        """Read the list as a user does: what changes afterwards has changed since."""
        self._listed = self.desk.listed()

    def plan(self, expected: Expected) -> BatchPlan:
        """What the program makes of it, through both servers."""
        ids = {BillingLogId(one.billing_log_id) for one in expected.invoices}
        listed = self._listed or self.desk.listed()
        chosen = tuple(one for one in listed.invoices if one.billing_log_id in ids)
        return self.desk.service.plan(self.desk.request(chosen, create=expected.create))

    def judge(self, expected: Expected, code: str, verdict: str, value: str = "") -> None:
        """Give a word on a finding, as the user does."""
        plan = self.plan(expected)
        found = next(one for each in plan.invoices for one in each.findings if one.code == code)
        service = self.desk.program.corrections(self.desk.realm)
        service.judge(found, verdict, "as agreed", value)


def _values(holder: Any) -> Record:
    return {one.name: copy.deepcopy(getattr(holder, one.name)) for one in fields(holder)}


def names(found: Finding, record: str) -> bool:
    """Whether a finding names the record: in its sentence, or as one of its facts."""
    return record in found.sentence or record in dict(found.facts).values()


def labour(invoice: FirmInvoice) -> bool:
    """Untaxed, and nothing but service and products."""
    kinds = {row.gl_type for row in invoice.rows}
    return invoice.total > 0 and not invoice.taxes and kinds <= {LABOUR, "RP"} and LABOUR in kinds


def goods(invoice: FirmInvoice) -> bool:
    """Untaxed, with a product that has a price."""
    return invoice.total > 0 and not invoice.taxes and any(_is_product(row) for row in invoice.rows)


def taxed(invoice: FirmInvoice) -> bool:
    return invoice.total > 0 and bool(invoice.taxes) and any(row.taxable for row in invoice.rows)


def plain(invoice: FirmInvoice) -> bool:
    """Untaxed, above zero."""
    return invoice.total > 0 and not invoice.taxes and bool(invoice.rows)


def credit(invoice: FirmInvoice) -> bool:
    """An untaxed credit memo."""
    return invoice.document_type == "CREDIT MEMO" and not invoice.taxes


def deferred(invoice: FirmInvoice) -> bool:
    """Deferred revenue on an item that its GL mapping names."""
    return any(row.gl_type == "RD" and row.gl_item_id for row in invoice.rows) and invoice.total > 0


def _is_product(row: GlRow) -> bool:
    sold = row.gl_type in {"RP", "AP"} and bool(row.item) and row.item_price > 0 > row.total
    return sold and row.quantity * row.item_price == row.total


def product_row(invoice: FirmInvoice) -> GlRow:
    return next(row for row in invoice.rows if _is_product(row))


def labour_row(invoice: FirmInvoice) -> GlRow:
    return next(row for row in invoice.rows if row.gl_type == LABOUR and row.total < 0)


def money(amount: Decimal) -> str:
    """As sentences say it."""
    return f"{amount:,.2f}"


def us(day: Any) -> str:
    """A date as sentences say it."""
    return f"{day:%m/%d/%Y}"


@contextmanager
def open_stage(folder: Path, seed: int, **options: Any) -> Iterator[Stage]:
    """A firm of that seed, and which of its invoices are clean."""
    with open_desk(folder, seed=seed, **options) as desk:
        stage = Stage(desk, seed)
        stage.look_first()
        yield stage


Spoil = Callable[[Stage], Expected]


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to be wrong, and the code it has to be found as."""

    code: str
    spoil: Spoil
    alone: bool = False
    """It sends something first, so it has a firm of its own."""
    firm: dict[str, Any] = field(default_factory=dict)


DEFECTS: dict[str, Defect] = {}


def defect(code: str, *, alone: bool = False, **firm: Any) -> Callable[[Spoil], Spoil]:
    """Register the function below as the defect of that code."""

    def register(spoil: Spoil) -> Spoil:
        assert code not in DEFECTS
        DEFECTS[code] = Defect(code, spoil, alone, firm)
        return spoil

    return register


def codes(found: Sequence[Finding]) -> list[str]:
    return [one.code for one in found]
