"""One company as the configuration pages see it: its lists, its options and links, what is unposted."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mobius_desktop.domain.connectwise import GlType, UnpostedInvoice
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, effective_summary
from mobius_desktop.domain.plan import InvoicePlan, Judgement, Link, PlanInput
from mobius_desktop.domain.quickbooks import QuickBooksLists
from mobius_desktop.domain.sales_snapshot import SalesSnapshot
from mobius_desktop.transfer.plan.builder import build_plan

UNLINKED = "CUSTOMER_UNLINKED"
OPTIONAL = (
    *("CUSTOMER_WILL_BE_CREATED", "ITEM_WILL_BE_CREATED", "TERM_WILL_BE_CREATED"),
    *("CLASS_WILL_BE_CREATED", "DEPARTMENT_WILL_BE_CREATED", "ITEM_ACCOUNT_DIFFERS"),
    *("ZERO_TOTAL_NOTHING_MOVES", "INTERNAL_NOTE", "INVENTORY_LINE"),
)
"""Findings that an option of the company decides about, and that few invoices have."""


@dataclass(frozen=True, slots=True)
class CompanyBooks:
    """Both sides of a company, as they were last read."""

    realm: RealmId
    lists: QuickBooksLists
    sales: SalesSnapshot
    options: CompanyOptions
    links: tuple[Link, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    """What the user has said of the unposted invoices, "another customer" among it."""

    def plan_input(self) -> PlanInput:
        """As a plan of everything unposted would get it, without what QuickBooks holds already."""
        sales = self.sales
        return PlanInput(
            realm=self.realm,
            origin=sales.origin,
            summary=sales.summary,
            options=self.options,
            invoices=sales.invoices,
            export=sales.export,
            details=sales.details,
            companies=sales.companies,
            lists=self.lists,
            links=self.links,
            judgements=self.judgements,
            today=sales.today,
            allow_creation=True,
        )

    def unlinked(self, key: RecordKey) -> tuple[tuple[BillingLogId, Finding], ...]:
        """The unposted invoices of a customer that a suggestion blocks, with the finding that says so."""
        plans, _, _ = build_plan(self.plan_input())
        return tuple(
            (plan.invoice.billing_log_id, finding)
            for plan in plans
            if plan.document is not None and plan.document.customer.key == key
            for finding in plan.findings
            if finding.code == UNLINKED
        )

    def sample_ids(self) -> tuple[BillingLogId, ...]:
        """Invoices that are known in every Summary: those with labour first, then the newest; at the end
        those that were chosen for what an option does to them."""
        samples = [set(found) for found in self.sales.samples.values()]
        known = set.intersection(*samples) if samples else set()

        def worth(one: UnpostedInvoice) -> tuple[bool, bool, dt.date, str]:
            rows = self.sales.export[one.billing_log_id].rows if one.billing_log_id in known else ()
            ordinary = one.billing_log_id not in self.sales.telling
            return ordinary, any(row.gl_type == GlType.REVENUE for row in rows), one.date, one.number

        newest = sorted(self.sales.invoices, key=worth, reverse=True)
        return tuple(one.billing_log_id for one in newest if one.billing_log_id in known)

    def telling(self, chosen: Sequence[BillingLogId]) -> tuple[BillingLogId, ...]:
        """Invoices beside the chosen ones on which options show what they do: for each finding of `OPTIONAL`
        that no chosen one has, the first that has it."""
        said = dataclasses.replace(self.options, rules_off=())
        plans, _, _ = build_plan(dataclasses.replace(self.plan_input(), options=said))
        codes = {plan.invoice.billing_log_id: {one.code for one in plan.findings} for plan in plans}
        found: list[BillingLogId] = []
        for code in OPTIONAL:
            if not any(code in codes.get(one, ()) for one in (*chosen, *found)):
                found += [one for one, has in codes.items() if code in has][:1]
        return tuple(found)

    def sample(self, invoice: BillingLogId, options: CompanyOptions) -> InvoicePlan | None:
        """The plan of one invoice under other options; None where it is not among the samples."""
        summary = effective_summary(options.invoice_export_detail, options)
        exported = self.sales.samples.get(summary, {})
        listed = tuple(one for one in self.sales.invoices if one.billing_log_id == invoice)
        if not listed or invoice not in exported:
            return None
        data = dataclasses.replace(
            self.plan_input(), options=options, summary=summary, invoices=listed, export=exported
        )
        plans, _, _ = build_plan(data)
        return plans[0]


def sample_choice(sales: SalesSnapshot, most: int) -> tuple[BillingLogId, ...]:
    """Invoices worth showing as samples: those with most kinds of rows, then the longest."""

    def richness(invoice: BillingLogId) -> tuple[int, int]:
        rows = sales.export[invoice].rows
        return len({row.gl_type for row in rows}), min(len(rows), 8)

    known = [one.billing_log_id for one in sales.invoices if one.billing_log_id in sales.export]
    return tuple(sorted(known, key=richness, reverse=True)[:most])
