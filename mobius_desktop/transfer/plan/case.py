"""One invoice with everything that the rules ask about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.connectwise import Company, GlRow, GlTransaction, InvoiceDetails, UnpostedInvoice
from mobius_desktop.domain.finding_codes import finding
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.options import AccountMatch, CompanyOptions
from mobius_desktop.domain.plan import Judgement, PlanInput
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan.books import Books

TAX_ROW = "ST"


@dataclass(frozen=True, slots=True)
class Case:
    """An exported invoice under the rules. Amounts of the export keep ConnectWise's signs."""

    data: PlanInput
    books: Books
    invoice: UnpostedInvoice
    transaction: GlTransaction

    @property
    def options(self) -> CompanyOptions:
        return self.data.options

    @property
    def details(self) -> InvoiceDetails | None:
        return self.data.details.get(self.invoice.billing_log_id)

    @property
    def bill_to(self) -> Company | None:
        """The bill-to company's own record: the customer."""
        reference = self.invoice.bill_to or self.invoice.company
        return self.data.companies.get(reference.id) if reference else None

    @property
    def rows(self) -> tuple[GlRow, ...]:
        """The rows that become lines: all but the sales tax."""
        return tuple(row for row in self.transaction.rows if row.gl_type != TAX_ROW)

    @property
    def tax_rows(self) -> tuple[GlRow, ...]:
        return tuple(row for row in self.transaction.rows if row.gl_type == TAX_ROW)

    @property
    def is_credit(self) -> bool:
        """Whether it becomes a CreditMemo: ConnectWise says so, or its total is below zero."""
        return self.transaction.is_credit_memo or self.invoice.total < 0

    @property
    def kind(self) -> DocumentKind:
        return DocumentKind.CREDIT_MEMO if self.is_credit else DocumentKind.INVOICE

    @property
    def sign(self) -> int:
        """s of the rules: −1 for a CreditMemo, +1 for an Invoice."""
        return -1 if self.is_credit else 1

    @property
    def total(self) -> Decimal:
        """The document's total, positive for both kinds."""
        return self.sign * -sum((row.total for row in self.transaction.rows), Decimal("0.00"))

    @property
    def sales_tax(self) -> Decimal:
        """The document's sales tax, positive for both kinds."""
        return self.sign * -sum((row.total for row in self.tax_rows), Decimal("0.00"))

    @property
    def is_taxed(self) -> bool:
        return self.transaction.sales_tax != 0

    @property
    def is_exempt(self) -> bool:
        """Whether taxable goods are billed without tax: the customer is exempt in ConnectWise."""
        return not self.transaction.taxable and any(row.item_taxable or row.taxable for row in self.rows)

    def amount(self, row: GlRow) -> Decimal:
        """The row's part of the document's total: −s × its total; signs stay against each other."""
        return -self.sign * row.total if row.total else abs(row.total)

    def account_text(self, account: QuickBooksId | None) -> str:
        """A QuickBooks account as ConnectWise's rows name accounts: by number or by full name."""
        known = self.books.accounts.get(account) if account else None
        if known is None:
            return ""
        by_number = self.options.account_match is AccountMatch.NUMBER
        return known.number if by_number else known.fully_qualified_name

    def find(
        self, code: str, *, amount: Decimal | None = None, severity: Severity | None = None, **facts: str
    ) -> Finding:
        """A finding on this invoice; its number and money are named unless the rule names its own."""
        return found(self.invoice, code, amount=amount, severity=severity, **facts)

    def judged(self, problem: Finding, *verdicts: str) -> Judgement | None:
        """The user's word on this finding, while the facts it was given for still stand."""
        return judgement_on(self.data.judgements, problem, *verdicts)


def found(
    invoice: UnpostedInvoice,
    code: str,
    *,
    amount: Decimal | None = None,
    severity: Severity | None = None,
    **facts: str,
) -> Finding:
    """A finding on an invoice of the list, naming its number and money."""
    money = invoice.total if amount is None else amount
    named = {"number": invoice.number, "amount": amount_text(money, invoice.currency)} | facts
    return finding(code, invoice.billing_log_id, money=money, severity=severity, **named)


def judgement_on(judgements: tuple[Judgement, ...], problem: Finding, *verdicts: str) -> Judgement | None:
    """The newest judgement on a finding with one of the verdicts, if its facts are still the finding's."""
    for judgement in reversed(judgements):
        if (
            judgement.billing_log_id == problem.billing_log_id
            and judgement.code == problem.code
            and judgement.facts == problem.facts
        ):
            return judgement if judgement.verdict in verdicts else None
    return None


def day(date: dt.date) -> str:
    """A date as a fact: unmistakable in every country."""
    return date.isoformat()
