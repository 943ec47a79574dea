"""The table of *Check set-up*: its checks by stable code, and what they notice beside the finding codes.

Rules in words and their sources: docs/vendor-rules.md, *Check set-up*.
"""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.editions import Capabilities
from mobius_desktop.domain.finding_codes import rules_in
from mobius_desktop.domain.findings import FindingRule
from mobius_desktop.domain.options import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRule:
    """One check. `findings` are the finding codes of a plan that belong to it."""

    code: str
    title: str
    findings: tuple[str, ...] = ()
    needs_location_filter: bool = False
    needs_detailed: bool = False

    def allowed(self, capabilities: Capabilities) -> bool:
        """Whether the options that it looks at are unlocked; else it is left out."""
        if self.needs_location_filter and not capabilities.location_filter:
            return False
        return not self.needs_detailed or capabilities.allows(Summary.DETAILED)


CHECKS: tuple[CheckRule, ...] = (
    CheckRule(code="PACKAGE", title="Accounting package in ConnectWise"),
    CheckRule(code="MEMBER_LEVEL", title="Level of the API member"),
    CheckRule(code="SECOND_TOOL", title="Other tools that make batches"),
    CheckRule(
        code="NUMBERS",
        title="Transaction numbers",
        findings=("NUMBERS_OFF", "NUMBER_TOO_LONG"),
    ),
    CheckRule(code="PREFIX", title="Prefix of numbers"),
    CheckRule(code="CREDITS", title="Credits in QuickBooks"),
    CheckRule(
        code="CLOSING_DATE",
        title="Closing date",
        findings=("PERIOD_CLOSED", "EARLIER_FISCAL_YEAR"),
    ),
    CheckRule(
        code="ACCOUNTS",
        title="Accounts",
        findings=(
            "ACCOUNT_MISSING",
            "ACCOUNT_INACTIVE",
            "ACCOUNT_AMBIGUOUS",
            "ACCOUNT_HOLDS_NO_ITEM",
            "RECEIVABLES_DIFFER",
            "DEFERRED_NOT_LIABILITY",
        ),
    ),
    CheckRule(
        code="CUSTOMERS",
        title="Customers",
        findings=(
            "CUSTOMER_UNLINKED",
            "CUSTOMER_AMBIGUOUS",
            "CUSTOMER_NOT_FOUND",
            "CUSTOMER_CURRENCY",
            "LINK_BROKEN",
            "NAME_NOT_POSSIBLE",
            "PARENT_MISSING",
            "EXEMPTION_REASON_MISSING",
        ),
    ),
    CheckRule(
        code="NAMES",
        title="Names that are taken",
        findings=("NAME_TAKEN_BY_VENDOR", "NAME_TAKEN_BY_EMPLOYEE", "NAME_TAKEN_TWICE"),
    ),
    CheckRule(
        code="INACTIVE",
        title="Inactive records",
        findings=("ITEM_INACTIVE", "CUSTOMER_INACTIVE", "RECORD_INACTIVE"),
    ),
    CheckRule(
        code="ITEMS",
        title="Products and services",
        findings=(
            "ITEM_NOT_FOUND",
            "ITEM_AMBIGUOUS",
            "ITEM_NOT_SELLABLE",
            "STOCK_ITEM_MISSING",
            "INVENTORY_LINE",
            "INVENTORY_BEFORE_START",
            "INVENTORY_QUANTITY",
        ),
    ),
    CheckRule(
        code="ITEM_ACCOUNTS",
        title="Accounts of the items",
        findings=(
            "ITEM_ACCOUNT_DIFFERS",
            "ITEM_OF_OTHER_CLASS",
            "ITEM_OF_TWO_ACCOUNTS",
            "DEFERRED_ITEM_ELSEWHERE",
            "DOWN_PAYMENT_ITEM_MISSING",
        ),
    ),
    CheckRule(
        code="TAXES",
        title="Sales tax",
        findings=(
            "TAX_CODE_UNMAPPED",
            "TAX_CODE_INACTIVE",
            "EXEMPT_CODE_UNUSABLE",
            "TAX_RATES_DIFFER",
            "SALES_TAX_OFF",
            "TAX_AGENCY_MISSING",
            "TAX_AGENCY_UNSURE",
            "AVALARA_IGNORED",
            "EXEMPT_ONLY_IN_QUICKBOOKS",
            "EXEMPT_ONLY_IN_CONNECTWISE",
        ),
    ),
    CheckRule(code="LINKED_NAMES", title="Names that are linked"),
    CheckRule(code="ACCOUNT_IDS", title="Account IDs of the companies"),
    CheckRule(code="VENDOR_NUMBERS", title="Vendor numbers of the members"),
    CheckRule(
        code="CLASSES",
        title="Classes and QuickBooks Locations",
        findings=("CLASS_NOT_FOUND", "DEPARTMENT_NOT_FOUND", "CLASSES_DIFFER"),
    ),
    CheckRule(code="LOCATION", title="Default Location", needs_location_filter=True),
    CheckRule(
        code="INTERNAL_NOTES",
        title="Internal notes",
        findings=("INTERNAL_NOTE",),
        needs_detailed=True,
    ),
    CheckRule(
        code="ALREADY_THERE",
        title="Invoices that QuickBooks already has",
        findings=(
            "ALREADY_IN_QUICKBOOKS",
            "NUMBER_TAKEN",
            "NUMBER_USED_BY_US",
            "LOOKS_ALIKE",
            "SEVERAL_DOCUMENTS",
            "CHANGED_AFTER_SENDING",
            "IN_ANOTHER_COMPANY",
        ),
    ),
    CheckRule(code="INVOICES", title="Whatever else stops an invoice"),
)
"""In the order in which they are shown. INVOICES takes every ERROR of a plan that no other check takes."""

CHECK_OF_FINDING = {finding: check.code for check in CHECKS for finding in check.findings}
"""Finding code to the check that shows it."""

_PACKAGE = "System ▸ Setup Tables ▸ General Ledger/Accounting Package"

_TABLE = f"""
# The accounting package
PACKAGE_MISSING ERROR connectwise: No accounting package
    ConnectWise has no accounting package set up. Nothing can be exported before there is one.
  → In ConnectWise: {_PACKAGE}: add one with the package Other.
PACKAGE_INVOICES_OFF ERROR connectwise: Include Invoices is off
    Include Invoices is off in the accounting package: ConnectWise leaves invoices out of its accounting
    interface.
  → In ConnectWise: {_PACKAGE} ▸ Include Invoices: tick it.
PACKAGE_TAX_OFF ERROR connectwise: Include Sales Tax is off
    Include Sales Tax is off in the accounting package: what ConnectWise exports lacks the sales tax, so taxed
    invoices do not add up.
  → In ConnectWise: {_PACKAGE} ▸ Include Sales Tax: tick it.
PACKAGE_ITEMS_OFF WARNING connectwise: Include Items is off
    Include Items is off in the accounting package: product lines come without their item and would be sent
    on a service item.
  → In ConnectWise: {_PACKAGE} ▸ Include Items: tick it.
PACKAGE_MEMO_OFF WARNING connectwise: Suppress Memo is on
    Suppress Memo is on in the accounting package: lines come without their text.
  → In ConnectWise: {_PACKAGE} ▸ Suppress Memo: untick it.
PACKAGE_UNITS_OFF WARNING connectwise: Send UOM is off
    Display UOM is on here, but Send UOM is off in the accounting package: the unit of a line is not exported.
  → In ConnectWise: {_PACKAGE} ▸ Send UOM: tick it. Or turn off Display UOM in the options.
PACKAGE_DIRECT WARNING connectwise: Direct Transfer is on
    Direct Transfer is on in the accounting package {{package}}: ConnectWise can hand the same invoices to
    that package as well.
  → In ConnectWise: {_PACKAGE}: choose the package Other and untick Direct Transfer.
PACKAGE_PAYMENTS WARNING connectwise: Payments are synced elsewhere
    Sync Payment Info is on in the accounting package: ConnectWise takes payments from another accounting
    package.
  → In ConnectWise: {_PACKAGE} ▸ Sync Payment Info: untick it, unless you know who uses it.
PACKAGE_EXPENSES INFO connectwise: Expenses are transferred as bills
    Transfer Expenses as Bill is on in the accounting package. Invoices are the same either way; for expense
    batches it has to be off.
  → In ConnectWise: {_PACKAGE} ▸ Transfer Expenses as Bill: untick it.
# Members and other tools
MEMBER_BELOW_TOP WARNING connectwise: API member below the first level
    The API member {{member}} has the System level “{{level}}”: ConnectWise leaves out records of other levels
    without a word.
  → In ConnectWise: System ▸ Members ▸ API Members ▸ {{member}} ▸ Level: Level 1 (owner).
MEMBER_RESTRICTED WARNING connectwise: API member restricted
    The API member {{member}} is restricted to a Location or department: ConnectWise leaves out the records of
    all others without a word.
  → In ConnectWise: System ▸ Members ▸ API Members ▸ {{member}}: untick Restrict Location and Restrict
    Department.
ANOTHER_MEMBER_BATCHES WARNING connectwise: Another tool makes batches
    In the last seven days {{batches}} made in ConnectWise by the API member {{member}}, the latest on
    {{date}}. A second tool may still be sending these invoices to QuickBooks.
  → Switch the other tool off before you send. In ConnectWise its member can be made inactive: System ▸
    Members ▸ API Members.
SAME_MEMBER_BATCHES WARNING connectwise: Batches that are not from here
    In the last seven days {{batches}} made in ConnectWise with the API member {{member}}, which this program
    uses too, and not by this computer. The latest is of {{date}}.
  → Nothing to do if Mobius Desktop runs on another computer as well. Otherwise switch the other tool off.
# ConnectWise's records
GL_ACCOUNT_MISSING WARNING quickbooks: Mapped account not in QuickBooks
    ConnectWise maps {{mapping}} to account {{account}}, which is not in QuickBooks. No unposted invoice uses
    it today.
  → Create the account in QuickBooks, or correct it in ConnectWise: System ▸ Setup Tables ▸ GL Accounts.
GL_ACCOUNT_EMPTY WARNING connectwise: Mapping without account
    ConnectWise's GL mapping of {{mapping}} names no account: invoices that need it close without accounting
    entries.
  → In ConnectWise: System ▸ Setup Tables ▸ GL Accounts ▸ {{mapping}}: fill in the account.
ACCOUNT_SPELLED_DIFFERENTLY ERROR quickbooks: Account spelled differently
    ConnectWise posts to account “{{account}}”; QuickBooks has “{{near}}”. An account that is not linked has
    to be spelled the same.
  → Spell it the same in both: in QuickBooks ▸ Chart of accounts, or in ConnectWise ▸ System ▸ Setup Tables ▸
    GL Accounts. It can be linked instead as soon as an unposted invoice posts to it.
ACCOUNT_MATCHED_OTHERWISE ERROR options: Accounts are looked for the other way
    Accounts are found by {{by}} here, but “{{account}}” of ConnectWise is a {{other}} in QuickBooks.
  → Choose Find accounts by {{other}} on the tab Accounts.
ACCOUNT_ID_MISSING WARNING connectwise: Company without account ID
    “{{customer}}” has no account ID in ConnectWise, so its customer in QuickBooks can only be found by a
    link.
  → In ConnectWise: Finance ▸ Company Finance ▸ {{customer}} ▸ Account: fill it in. Or link the customer.
VENDOR_NUMBER_MISSING INFO connectwise: Member without vendor number
    {{member}} has no vendor number in ConnectWise. Invoices do without; a batch of expenses needs it.
  → In ConnectWise: System ▸ Members ▸ {{member}} ▸ Vendor Number.
TAX_LEVELS_DIFFER WARNING quickbooks: Tax levels do not match
    ConnectWise's tax code “{{tax_code}}” has {{levels}}, and “{{name}}” in QuickBooks has {{rates}}. No
    unposted invoice is taxed by it today.
  → Correct one of the two: in QuickBooks ▸ Taxes, or in ConnectWise ▸ System ▸ Setup Tables ▸ Tax Codes.
TAX_CODE_NOT_LINKED WARNING quickbooks: Tax code not linked
    ConnectWise's tax code “{{tax_code}}” is not linked to a QuickBooks tax code. No unposted invoice is taxed
    by it today.
  → Give its tax code in QuickBooks ▸ Taxes the same name. It can be linked as soon as an unposted invoice is
    taxed by it.
EXEMPT_CODE_LOST WARNING options: Exempt tax code cannot be used
    The company's exempt tax code “{{name}}” {{why}}. No unposted invoice without tax needs it today.
  → Choose another exempt tax code on the tab Taxes, or None.
# Links by name
LINKED_NAME_GONE WARNING links: Linked name is not in ConnectWise
    The {{noun}} “{{name}}” is linked, but no {{source}} and no unposted invoice of ConnectWise has that name.
    If it was renamed there, its new name is not linked.
  → Link the new name if there is one, and take this link away.
# The company's options and QuickBooks' preferences
PREFIX_ON WARNING options: Prefix before numbers
    Numbers get the prefix “{{prefix}}”. Payment syncs match by ConnectWise's number: they do not find such an
    invoice.
  → Leave the prefix empty unless two systems share a range of numbers.
CREDITS_APPLIED WARNING quickbooks: QuickBooks applies credits by itself
    QuickBooks applies credits automatically: a credit memo may land on another invoice than in ConnectWise.
  → Turn off Automatically apply credits in QuickBooks ▸ Account and settings ▸ Advanced ▸ Automation.
CLASSES_OFF WARNING quickbooks: Classes are off in QuickBooks
    ConnectWise's lines have classes ({{classes}}), but QuickBooks tracks no classes. They are not sent.
  → Turn off Use classes on the tab Categories, or turn on Track classes in QuickBooks ▸ Account and settings
    ▸ Advanced ▸ Categories.
LOCATIONS_OFF WARNING quickbooks: Locations are off in QuickBooks
    QuickBooks Locations are to be used, but QuickBooks tracks none. They are not sent.
  → Turn off Use QuickBooks Locations on the tab Categories, or turn on Track locations in QuickBooks ▸
    Account and settings ▸ Advanced ▸ Categories.
LOCATION_GONE WARNING options: Default Location is gone
    The default Location of this company is not in ConnectWise any more: Create Invoice Batch would open with
    an empty list.
  → Choose another Default ConnectWise PSA Location.
"""

PROBLEMS: dict[str, FindingRule] = {rule.code: rule for rule in rules_in(_TABLE)}
"""What the checks notice by themselves. What they take from a plan stands in `finding_codes`."""
