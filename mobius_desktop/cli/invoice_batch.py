"""One invoice batch from the command line: what was asked for, and what came of it as text and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from threading import Event
from typing import Any, Protocol

from mobius_desktop.cli.companies import company_of
from mobius_desktop.domain.connectwise import Location, UnpostedInvoice
from mobius_desktop.domain.editions import LOCATION_LOCKED, SUMMARY_LOCKED
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan
from mobius_desktop.domain.states import ActionState
from mobius_desktop.history.history import BatchStory, History
from mobius_desktop.history.month import into_certified
from mobius_desktop.history.telling import as_values, batch_lines, batch_values, table
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.transfer.plan.fingerprint import fingerprint
from mobius_desktop.transfer.run.closing import is_done
from mobius_desktop.transfer.totals import Control, control
from mobius_desktop.wiring import Program

INTO_CERTIFIED = "{numbers}: this month is certified. Confirm it with --into-certified-month."
NOTHING = "Nothing to send. ConnectWise has no such unposted invoices."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command was asked for."""

    company: str = ""
    location: str = ""
    summary: str | None = None
    through: dt.date | None = None
    numbers: tuple[str, ...] = ()
    create: bool = False
    into_certified: bool = False
    """The second word for invoices of a month that somebody has certified."""


def refuse_certified(program: Program, plan: BatchPlan) -> None:
    """Raise NotSetUp where a plan would change a month that somebody has certified."""
    touched = into_certified(program.tying.certified(plan.realm), plan)
    if touched:
        raise NotSetUp(INTO_CERTIFIED.format(numbers=", ".join(one.invoice.number for one in touched)))


class Outcome(Protocol):
    """What a command prints and ends with."""

    @property
    def all_done(self) -> bool: ...

    def lines(self) -> Iterator[str]: ...

    def json(self) -> str: ...


class InvoiceBatch:
    """Turns a wish into a plan, and a plan into a batch."""

    def __init__(self, program: Program, wish: Wish, stop: Event) -> None:
        self._program = program
        self._wish = wish
        self._stop = stop
        self._company = company_of(program, wish.company)

    def preview(self) -> Outcome:
        """What would be sent. Writes nothing."""
        request = self._request()
        return Previewed(self._program.plan(self._company.realm, request, stop=self._stop))

    def send(self) -> Outcome:
        """Send it. Where the company asks before creating, --create is the answer; without it nothing is."""
        self._program.service(self._company.realm).recover(stop=self._stop)
        request = self._request()
        if not request.ids:
            return NothingSent()
        plan = self._program.plan(self._company.realm, request, stop=self._stop)
        if not self._wish.into_certified:
            refuse_certified(self._program, plan)
        number = self._program.run(self._company.realm, plan, stop=self._stop)
        story = History(self._program.archive, self._program.clock).batch(number)
        if story is None:
            raise NotSetUp(f"Batch {number} is not in the record.")
        return Sent(story, plan.findings)

    def _request(self) -> BatchRequest:
        options = self._program.options(self._company.realm)
        location = self._location(options)
        listed = self._program.list_unposted(
            self._company.realm, location.id if location else None, self._wish.through, stop=self._stop
        )
        chosen = self._chosen(listed.invoices, listed.offered)
        return BatchRequest(
            ids=tuple(one.billing_log_id for one in chosen),
            summary=self._summary(options),
            location=location,
            through=self._wish.through,
            allow_creation=self._wish.create,
            listed=chosen,
        )

    def _chosen(
        self, listed: tuple[UnpostedInvoice, ...], offered: tuple[UnpostedInvoice, ...]
    ) -> tuple[UnpostedInvoice, ...]:
        if not self._wish.numbers:
            return offered
        wanted = {number.strip().casefold() for number in self._wish.numbers}
        missing = wanted - {one.number.casefold() for one in listed}
        if missing:
            raise NotSetUp(f"Not in the unposted list: {', '.join(sorted(missing)).upper()}.")
        waiting = wanted - {one.number.casefold() for one in offered}
        if waiting:
            raise NotSetUp(
                f"{', '.join(sorted(waiting)).upper()} cannot be sent: held, waiting for a check, "
                "or nothing to send."
            )
        return tuple(one for one in offered if one.number.casefold() in wanted)

    def _location(self, options: CompanyOptions) -> Location | None:
        """The Location asked for, else the company's default. Free and Lite show All locations."""
        if not self._program.capabilities.location_filter:
            if self._wish.location:
                raise NotSetUp(LOCATION_LOCKED)
            return None
        known = self._program.locations()
        wanted = self._wish.location.casefold()
        if not wanted:
            return next((one for one in known if one.id == options.location_id), None)
        if wanted in {"all", "all locations"}:
            return None
        for one in known:
            if wanted in {one.name.casefold(), str(one.id)}:
                return one
        names = ", ".join(one.name for one in known)
        raise NotSetUp(f"There is no ConnectWise PSA Location “{self._wish.location}”. There are: {names}.")

    def _summary(self, options: CompanyOptions) -> Summary:
        """The Summary asked for, else the company's default, as far as the edition allows it."""
        allowed = self._program.capabilities
        if self._wish.summary:
            wanted = Summary(self._wish.summary.capitalize())
            if not allowed.allows(wanted):
                raise NotSetUp(SUMMARY_LOCKED)
            return wanted
        wanted = options.invoice_export_detail
        return wanted if allowed.allows(wanted) else Summary.DEFAULT


@dataclass(frozen=True, slots=True)
class NothingSent:
    """There was nothing to send."""

    all_done = True

    def lines(self) -> Iterator[str]:
        yield NOTHING

    def json(self) -> str:
        return as_values({"batch": None, "sections": [], "actions": [], "invoices": [], "findings": []})


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch that ran."""

    story: BatchStory
    findings: tuple[Finding, ...]
    """Of the company as a whole."""

    @property
    def all_done(self) -> bool:
        rows = self.story.picture.invoices.values()
        open_ones = {ActionState.NEEDS_CHECK, ActionState.CHECKING}
        return all(is_done(row) and row.state not in open_ones for row in rows)

    def lines(self) -> Iterator[str]:
        yield from batch_lines(self.story)

    def json(self) -> str:
        return as_values({**batch_values(self.story), "findings": self.findings})


@dataclass(frozen=True, slots=True)
class Previewed:
    """A plan that was not sent."""

    plan: BatchPlan

    @property
    def all_done(self) -> bool:
        return not any(one.blocked for one in self.plan.invoices)

    def lines(self) -> Iterator[str]:
        plan = self.plan
        where = plan.location.name if plan.location is not None else "All locations"
        yield f"Preview for {plan.company_name} · {where} · {plan.summary.value}. Nothing was sent."
        yield ""
        yield from table(
            ("Outcome", "Number", "Customer", "ConnectWise", "Findings"),
            [_row(one) for one in plan.invoices],
            right=frozenset({3}),
        )
        yield ""
        for new in plan.new_records:
            yield f"Will be created: {new.ref.kind.value} “{new.ref.name}”"
        for finding in plan.findings:
            yield finding.sentence
        yield control_text(control(plan))

    def json(self) -> str:
        plan = self.plan
        return as_values(
            {
                "company": plan.company_name,
                "summary": plan.summary.value,
                "invoices": [_values(one) for one in plan.invoices],
                "will_be_created": [
                    {"kind": one.ref.kind.value, "name": one.ref.name, "account": one.account}
                    for one in plan.new_records
                ],
                "findings": plan.findings,
                "money": control(plan),
                "fingerprint": fingerprint(plan),
            }
        )


def _row(one: InvoicePlan) -> tuple[str, ...]:
    customer = one.invoice.bill_to or one.invoice.company
    words = "; ".join(finding.sentence for finding in one.findings)
    amount = amount_text(one.invoice.total, one.invoice.currency)
    return one.outcome.value, one.invoice.number, customer.name if customer else "", amount, words


def _values(one: InvoicePlan) -> dict[str, Any]:
    return {
        "billing_log_id": one.invoice.billing_log_id,
        "number": one.invoice.number,
        "date": one.invoice.date,
        "total": one.invoice.total,
        "outcome": one.outcome.value,
        "kind": one.document.kind.value if one.document is not None else None,
        "canonical_hash": one.canonical_hash,
        "findings": one.findings,
    }


def control_text(totals: Control) -> str:
    """ConnectWise − not sent = QuickBooks, before anything is sent."""
    home = totals.currency

    def text(amount: Decimal) -> str:
        return amount_text(amount, home)

    left = f"ConnectWise {totals.selected.total.text(home)} − not sent {totals.not_sent.text(home)}"
    if totals.taxes_left_open:
        # What QuickBooks will set is not known: no equality is claimed.
        return (
            f"{left} = {text(totals.quickbooks_total)}; QuickBooks sets the tax of {totals.taxes_left_open}"
            f" itself, ConnectWise says {text(totals.tax_left_open)}"
        )
    return f"{left} = QuickBooks {text(totals.quickbooks_total)}, apart {totals.apart.text(home)}"
