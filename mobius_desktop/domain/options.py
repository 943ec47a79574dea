"""The configuration of one QuickBooks company: every choice that changes what a document looks like."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.ids import ConnectWiseId, QuickBooksId


class Summary(StrEnum):
    """Invoice Summary: how much the text of a line says (ConnectWise's `summarizeInvoices`)."""

    DEFAULT = "Default"
    CONDENSED = "Condensed"
    DETAILED = "Detailed"


class ServiceItemSource(StrEnum):
    """How the service item of a line without a product is named."""

    SERVICE_GL_ACCOUNT = "Service-[GL account]"
    GL_ACCOUNT = "[GL account]"
    WORK_ROLE = "Work Role"
    WORK_TYPE = "Work Type"
    WORK_ROLE_WORK_TYPE = "Work Role-Work Type"

    @property
    def needs_detailed(self) -> bool:
        """Only a Detailed export names the work role and type of a line."""
        return self not in {ServiceItemSource.SERVICE_GL_ACCOUNT, ServiceItemSource.GL_ACCOUNT}


class TaxMode(StrEnum):
    """Who decides the sales tax of a document."""

    SEND_CONNECTWISE = "Send ConnectWise's amount"
    LET_QUICKBOOKS = "Let QuickBooks calculate"
    TAX_AS_LINE = "Tax as a line"


class Creation(StrEnum):
    """What happens when QuickBooks lacks a list record that a document needs."""

    ASK = "Ask"
    ALLOW = "Create"
    NEVER = "Never create"


class AccountMatch(StrEnum):
    """By what ConnectWise's GL accounts are found in QuickBooks."""

    NUMBER = "Number"
    NAME = "Name"


class DepartmentSource(StrEnum):
    """What names the QuickBooks Location of a document."""

    RECEIVABLES_CLASS = "Class of the receivables account"
    TERRITORY = "Territory of the invoice"


class EmailStatus(StrEnum):
    """Whether QuickBooks is asked to e-mail the document."""

    NOT_SET = "NotSet"
    NEED_TO_SEND = "NeedToSend"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyOptions:
    """Options of one company, with the defaults of a fresh set-up."""

    location_id: ConnectWiseId | None = None
    """Default ConnectWise PSA Location; None is All locations."""
    invoice_export_detail: Summary = Summary.DEFAULT
    """Default Invoice Summary of a batch."""
    service_item_source: ServiceItemSource = ServiceItemSource.SERVICE_GL_ACCOUNT
    display_uom: bool = False
    append_account_name: bool = False
    create_customers: Creation = Creation.ASK
    create_items: Creation = Creation.ASK
    create_terms: Creation = Creation.ASK
    create_classes: Creation = Creation.ASK
    create_departments: Creation = Creation.ASK
    tax_mode: TaxMode = TaxMode.SEND_CONNECTWISE
    tax_line_item: str = "Sales tax"
    exempt_tax_code: QuickBooksId | None = None
    """The QuickBooks tax code of a document without tax, under manual tax; None sends none."""
    account_match: AccountMatch = AccountMatch.NUMBER
    use_classes: bool = True
    use_departments: bool = False
    department_source: DepartmentSource = DepartmentSource.RECEIVABLES_CLASS
    number_prefix: str = ""
    email_status: EmailStatus = EmailStatus.NOT_SET
    online_card: bool = False
    online_bank: bool = False
    skip_if_nothing_moves: bool = False
    item_account_error: bool = False
    """An item that posts to another account of the same class blocks its invoice."""
    stock_in_quickbooks: bool = False
    send_comments: bool = False
    leave_out_internal_notes: bool = False
    down_payment_item: str = "Down Payment"
    accept_difference_up_to: Decimal = Decimal("0.00")
    """A document that comes back this far apart is accepted by itself, listed and totalled."""
    long_ago_days: int = 45
    """A date further back than this is worth a second look."""
    document_limit: Decimal = Decimal("0.00")
    """A document of more than this is worth a second look; 0.00 is no limit. In the invoice's currency."""
    rules_off: tuple[str, ...] = ()
    """Codes of findings that the company does not want to hear. Errors are said whatever stands here."""

    def forces_detailed(self) -> str:
        """Why this configuration needs a Detailed export; empty when it does not."""
        if self.service_item_source.needs_detailed:
            return f"Detailed is used: Service Item Source is {self.service_item_source.value}."
        return ""


def effective_summary(chosen: Summary, options: CompanyOptions) -> Summary:
    """The Summary a batch really uses: an option that needs Detailed forces it."""
    return Summary.DETAILED if options.forces_detailed() else chosen
