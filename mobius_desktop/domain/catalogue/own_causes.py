"""Why each of the program's own findings comes, most likely, and the exact place of its cure.

A line with the code and the cause; after @ the place. Whose place it is, and what to do, stand in the rule.
"""

from __future__ import annotations

TABLE = """
CREDIT_MEMO_POSITIVE The credit memo's lines were entered with the sign of an invoice.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the credit memo ▸ its lines
OUT_OF_BALANCE The invoice was changed after its accounting entries were made.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ Status
AMOUNT_NOT_EXACT A price with more decimals than the currency has was not rounded.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ its lines
NEGATIVE_AS_CREDIT_MEMO A credit was billed on an ordinary invoice.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice
QTY_PRICE_ROUNDED ConnectWise shows the price with two decimals and bills with four.
  @ ConnectWise ▸ the product's or agreement's price
GL_TYPE_UNKNOWN A newer version of ConnectWise uses a kind of row that this program does not know.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ GL entries
GL_TYPE_UNEXPECTED A GL mapping of purchases or stock was used for a sale.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts
NO_LINES An invoice was closed without anything on it.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice
NO_LINES_CANNOT_BE_MARKED An invoice was closed without anything on it, and made no accounting entry.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice
NO_GL_ENTRIES A GL mapping is missing for something on the invoice.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts ▸ Unmapped
ZERO_TOTAL_WITH_LINES Work that an agreement covers, or a prepaid block that is used up.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice
ZERO_TOTAL_NOTHING_MOVES Only included products stand on the invoice.
  @ Set up QuickBooks Online ▸ Company ▸ Skip an invoice whose lines cancel out
CREDIT_TO_APPLY Credits are applied by people in QuickBooks.
  @ QuickBooks ▸ the customer ▸ Receive payment
AUTO_APPLY_CREDIT The company's setting applies credits to the oldest invoice.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Automation
PAID_IN_CONNECTWISE A payment or credit was entered in ConnectWise.
  @ QuickBooks ▸ the customer ▸ Receive payment
OVER_LIMIT A large project, or a slip in a price or quantity.
  @ Set up QuickBooks Online ▸ Checks ▸ Limit of one document
SAME_TWICE An invoice was copied, or two agreements bill the same.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ both invoices
CHANGED_SINCE_LISTED Somebody reopened and corrected it meanwhile.
  @ Create Invoice Batch ▸ Refresh (F5)
CUSTOMER_UNLINKED The company is written otherwise in QuickBooks and carries no account id there.
  @ Set up QuickBooks Online ▸ Links ▸ Customers
CUSTOMER_AMBIGUOUS A customer was entered twice, or a sub-customer carries the same account id.
  @ Set up QuickBooks Online ▸ Links ▸ Customers
CUSTOMER_NOT_FOUND A new company of ConnectWise, and customers are not created here.
  @ Set up QuickBooks Online ▸ Contacts ▸ Missing customers
CUSTOMER_INACTIVE The customer was made inactive in QuickBooks.
  @ QuickBooks ▸ Customers ▸ Include inactive ▸ Make active
CUSTOMER_CURRENCY The customer was entered with another currency, which QuickBooks cannot change.
  @ QuickBooks ▸ Customers ▸ a second customer of the home currency
CUSTOMER_WITHOUT_ACCOUNT_ID The company was created without an account id.
  @ ConnectWise ▸ the company ▸ Finance ▸ Account
CREDIT_FOR_NEW_CUSTOMER The customer exists under another name, or its invoices were never sent.
  @ Set up QuickBooks Online ▸ Links ▸ Customers
CUSTOMER_WILL_BE_CREATED A new company of ConnectWise.
  @ Set up QuickBooks Online ▸ Links ▸ Customers
EXEMPTION_REASON_MISSING The customer is exempt, and ConnectWise keeps no reason that QuickBooks takes.
  @ QuickBooks ▸ Customers ▸ the customer ▸ Tax info
NAME_TAKEN_BY_VENDOR The company is bought from as well as sold to.
  @ Set up QuickBooks Online ▸ Contacts ▸ Append account name
NAME_TAKEN_BY_EMPLOYEE An employee is billed as a customer.
  @ Set up QuickBooks Online ▸ Contacts ▸ Append account name
NAME_TAKEN_TWICE Two companies or products of ConnectWise have one name.
  @ ConnectWise ▸ Companies (or Product Catalog) ▸ one of the two
NAME_NOT_POSSIBLE A name that is too long, or holds a colon or line break.
  @ ConnectWise ▸ the company's or product's name
PARENT_MISSING The name has a colon, which makes it a sub-record.
  @ QuickBooks ▸ Customers (or Classes) ▸ the parent
LINK_BROKEN The linked record was merged or deleted in QuickBooks, or the company was reset.
  @ Set up QuickBooks Online ▸ Links
CREATION_NOT_APPROVED The company asks before anything is created.
  @ Create Invoice Batch ▸ Preview ▸ Will be created
BILL_TO_DIFFERS Another company pays for this one.
  @ ConnectWise ▸ the company ▸ Finance ▸ Bill to
ITEM_WILL_BE_CREATED The item is sold for the first time.
  @ Set up QuickBooks Online ▸ Links ▸ Products and services
ITEM_NOT_FOUND The item is sold for the first time, and items are not created here.
  @ Set up QuickBooks Online ▸ Products ▸ Missing products and services
ITEM_INACTIVE The item was made inactive in QuickBooks.
  @ QuickBooks ▸ Products and services ▸ Include inactive ▸ Make active
ITEM_AMBIGUOUS Items of one name stand in several categories.
  @ Set up QuickBooks Online ▸ Links ▸ Products and services
ITEM_NOT_SELLABLE A category or bundle of QuickBooks has the name of a product.
  @ Set up QuickBooks Online ▸ Links ▸ Products and services
ITEM_ACCOUNT_DIFFERS The item and the GL mapping name different income accounts.
  @ QuickBooks ▸ Products and services ▸ the item ▸ Income account
ITEM_OF_OTHER_CLASS The item posts to an account of another kind than the GL mapping says.
  @ QuickBooks ▸ Products and services ▸ the item ▸ Income account
DEFERRED_ITEM_ELSEWHERE The item of down payments posts to income, or to another liability.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts ▸ Product ID
DOWN_PAYMENT_ITEM_MISSING The first down payment, and items are not created here.
  @ QuickBooks ▸ Products and services ▸ New ▸ Service
ITEM_OF_TWO_ACCOUNTS One product is mapped to two accounts.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts
DEFERRED_NOT_LIABILITY The GL mapping of down payments names an income account.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts ▸ Down payment
ACCOUNT_MISSING A new GL account of ConnectWise was not made in QuickBooks, or has another number there.
  @ QuickBooks ▸ Chart of accounts ▸ New
ACCOUNT_INACTIVE The account was made inactive in QuickBooks.
  @ QuickBooks ▸ Chart of accounts ▸ Include inactive ▸ Make active
ACCOUNT_AMBIGUOUS Two accounts were given one number.
  @ QuickBooks ▸ Chart of accounts ▸ Edit ▸ Account number
ACCOUNT_TYPE_UNUSUAL A write-off, or a GL mapping to the wrong account.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts
ACCOUNT_HOLDS_NO_ITEM The GL mapping names a bank, receivables or payables account.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts
INVENTORY_LINE The item is kept in stock in QuickBooks.
  @ Set up QuickBooks Online ▸ Products ▸ Stock is kept in QuickBooks
INVENTORY_BEFORE_START Stock-keeping was begun after the invoice's date.
  @ QuickBooks ▸ Products and services ▸ the item ▸ Starting value
INVENTORY_QUANTITY ConnectWise rounded the price of a stock item.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ the line's price
STOCK_ITEM_MISSING A stock item is sold that QuickBooks does not have.
  @ QuickBooks ▸ Products and services ▸ New ▸ Inventory
TAX_WITHOUT_TAXABLE_LINE The taxable flag of the line was taken away after the tax was calculated.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ the line ▸ Taxable
TAX_BASE_PARTIAL A cap, or a state that taxes part of the amount.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ Tax Code ▸ Levels
TAX_LEVELS_PARTIAL A product is exempt from some levels of the tax code.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ Tax Code ▸ Exemptions
TAX_AGENCY_MISSING The first sale into a state.
  @ QuickBooks ▸ Taxes ▸ Sales tax settings ▸ Add agency
TAX_AGENCY_UNSURE The agency's name in QuickBooks names no state.
  @ Set up QuickBooks Online ▸ Links ▸ Tax agencies
TAX_CODE_UNMAPPED A new tax code of ConnectWise.
  @ Set up QuickBooks Online ▸ Links ▸ Tax codes
TAX_CODE_INACTIVE A rate ended and its code was made inactive.
  @ QuickBooks ▸ Taxes ▸ Sales tax settings
TAX_RATES_DIFFER A rate was changed on one side only.
  @ Set up QuickBooks Online ▸ Links ▸ Tax codes
SALES_TAX_OFF Sales tax was never set up in QuickBooks.
  @ QuickBooks ▸ Taxes ▸ Set up sales tax
COUNTRY_NOT_SUPPORTED The company was created for another country.
  @ QuickBooks ▸ Account and settings ▸ Company
SHIP_TO_MISSING The ship-to site of the company has no address.
  @ ConnectWise ▸ the company ▸ Sites
TOO_MANY_LINES A Detailed invoice with very many time entries.
  @ Create Invoice Batch ▸ Invoice Summary
EXEMPT_ONLY_IN_CONNECTWISE The exemption was not entered in QuickBooks.
  @ QuickBooks ▸ Customers ▸ the customer ▸ Tax info
EXEMPT_ONLY_IN_QUICKBOOKS The exemption ended, or the wrong customer is linked.
  @ QuickBooks ▸ Customers ▸ the customer ▸ Tax info
EXEMPT_CODE_UNUSABLE The code was made inactive in QuickBooks, or got a rate.
  @ Set up QuickBooks Online ▸ Taxes ▸ Exempt tax code
AVALARA_IGNORED Avalara calculates the tax in ConnectWise, and QuickBooks is to calculate it as well.
  @ Set up QuickBooks Online ▸ Taxes ▸ Sales tax
TAX_AS_LINE The company sends sales tax as a line.
  @ Set up QuickBooks Online ▸ Taxes ▸ Sales tax
PERIOD_CLOSED The invoice was finished after the books were closed.
  @ Create Invoice Batch ▸ the finding ▸ Post on another date
POSTED_ON The user chose another date.
  @ Create Invoice Batch ▸ the finding
EARLIER_FISCAL_YEAR The invoice was finished after the year ended.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Accounting
LONG_AGO The invoice was left open for long, or carries a wrong date.
  @ Set up QuickBooks Online ▸ Checks ▸ Days back that are long ago
FUTURE_DATE An invoice was made in advance.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ Date
NEXT_MONTH An invoice for the next month was made in advance.
  @ Create Invoice Batch ▸ Dated through
DUE_DATE_DIFFERS The term of the same name is set up otherwise in QuickBooks.
  @ QuickBooks ▸ All lists ▸ Terms
TERM_MISSING A term of ConnectWise is not set up in QuickBooks.
  @ QuickBooks ▸ All lists ▸ Terms ▸ New
TERM_INACTIVE The term was made inactive in QuickBooks.
  @ QuickBooks ▸ All lists ▸ Terms ▸ Include inactive
DUE_BEFORE_DATE The invoice's date was changed and its due date was not.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ Due date
TERM_WILL_BE_CREATED A term of ConnectWise is used for the first time.
  @ Set up QuickBooks Online ▸ Links ▸ Terms
RECEIVABLES_DIFFER The GL mapping of receivables names another account than QuickBooks uses.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts ▸ AR
CURRENCY The company is billed in a foreign currency.
  @ ConnectWise ▸ the company ▸ Finance ▸ Currency
CLASS_MISSING One GL mapping has no class segment.
  @ ConnectWise ▸ System ▸ Setup Tables ▸ GL Accounts
CLASSES_DIFFER QuickBooks keeps one class per document.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Categories
CLASS_NOT_TRACKED Class tracking is off in QuickBooks, or needs a larger plan.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Categories
CLASS_NOT_FOUND A new class segment of ConnectWise, and classes are not created here.
  @ Set up QuickBooks Online ▸ Links ▸ Classes
CLASS_WILL_BE_CREATED A class is used for the first time.
  @ Set up QuickBooks Online ▸ Links ▸ Classes
DEPARTMENT_NOT_FOUND A new segment of ConnectWise, and QuickBooks Locations are not created here.
  @ Set up QuickBooks Online ▸ Links ▸ QuickBooks Locations
DEPARTMENT_WILL_BE_CREATED A QuickBooks Location is used for the first time.
  @ Set up QuickBooks Online ▸ Links ▸ QuickBooks Locations
RECORD_INACTIVE The class or QuickBooks Location was made inactive.
  @ QuickBooks ▸ All lists ▸ Classes (or Locations) ▸ Include inactive
TEXT_CUT Long notes of a time entry at the Summary Detailed.
  @ Create Invoice Batch ▸ Invoice Summary
TEXT_CHARACTERS A text was pasted from another program.
  @ ConnectWise ▸ the ticket's or product's text
EMAIL_NOT_VALID Several addresses, or a typing error.
  @ ConnectWise ▸ the company ▸ Finance ▸ Invoice e-mail
INTERNAL_NOTE ConnectWise puts the internal note of a billable time entry into the Detailed text.
  @ Set up QuickBooks Online ▸ Sales ▸ Leave out internal notes
PO_NUMBER_LONG The customer's PO number is longer than QuickBooks' field.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ PO number
NUMBER_TOO_LONG The prefix and ConnectWise's number are too long together.
  @ Set up QuickBooks Online ▸ Company ▸ Prefix of numbers
NUMBER_TWICE A number was typed by hand in ConnectWise.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ Number
NUMBERS_OFF The company never turned on its own numbers.
  @ QuickBooks ▸ Account and settings ▸ Sales ▸ Custom transaction numbers
NUMBER_PREFIXED A prefix is set for the company.
  @ Set up QuickBooks Online ▸ Company ▸ Prefix of numbers
ADOPTED It was sent before, here or from another computer, and not marked.
  @ The invoice's card (Ctrl+G)
CHANGED_AFTER_SENDING It was taken out of its batch and corrected in ConnectWise, or edited in QuickBooks.
  @ Create Invoice Batch ▸ the finding ▸ Replace
LEFT_AS_IT_IS The user chose to leave QuickBooks as it is.
  @ The invoice's card (Ctrl+G)
NUMBER_TAKEN A document was entered by hand under this number.
  @ QuickBooks ▸ the other document
NUMBER_USED_BY_US Two invoices of ConnectWise had this number, one after the other.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice ▸ Number
ALREADY_IN_QUICKBOOKS Another program, or somebody by hand, entered it.
  @ Create Invoice Batch ▸ the finding ▸ It is the same one
LOOKS_ALIKE It was entered by hand under another number.
  @ Create Invoice Batch ▸ the finding
SEVERAL_DOCUMENTS The document was copied in QuickBooks, mark and all.
  @ QuickBooks ▸ the documents that are named
IN_ANOTHER_COMPANY It was sent to the other company by mistake, or ought to be.
  @ The batch of the other company ▸ Take back
OUTCOME_UNKNOWN No answer came back from QuickBooks.
  @ The batch's page ▸ Check again
NEEDS_CHECK_OPEN An earlier batch waits for a decision on it.
  @ The batch's page ▸ the invoice
NO_LONGER_UNPOSTED Somebody reopened it, or another program batched it.
  @ ConnectWise ▸ Finance ▸ Invoices ▸ the invoice
CHANGED_SINCE_PREVIEW Somebody reopened and corrected it after the preview.
  @ Create Invoice Batch ▸ Preview
APPEARED_SINCE_PREVIEW Another computer sent it, or somebody entered it, after the preview.
  @ Create Invoice Batch ▸ Preview
RECORD_MISSING A customer, item or class could not be created.
  @ Set up QuickBooks Online ▸ Links
REFUSED What QuickBooks names in its own words; the code stands at the invoice's Raw answer.
  @ The batch's page ▸ the invoice ▸ Raw answer
STOPPED A side could not be reached, or its sign-in was lost.
  @ The batch's page ▸ Continue
CANCELLED The user cancelled the batch.
  @ The batch's page ▸ Continue
TAX_HELD QuickBooks did not keep the first tax that it would have calculated otherwise.
  @ Set up QuickBooks Online ▸ Taxes ▸ Sales tax
GONE Somebody deleted or voided it in QuickBooks.
  @ QuickBooks ▸ Audit log
NEEDS_CHECK QuickBooks stored another figure than ConnectWise exported.
  @ The batch's page ▸ the invoice ▸ Sent and received
CHANGED_IN_CONNECTWISE Somebody corrected it while it was being sent.
  @ The batch's page ▸ the invoice
OUTCOME_UNCLEAR Two programs sent it at once, or the document was copied.
  @ QuickBooks ▸ the documents that are named
NOT_ARRIVED The connection was lost before the request reached QuickBooks.
  @ The batch's page ▸ Retry
SECOND_DOCUMENT A request that was given up was carried out late, after the invoice was sent again.
  @ QuickBooks ▸ the documents that are named
ARRIVED_LATE A request that was given up was carried out late.
  @ The batch's page ▸ the invoice
NOT_MARKED ConnectWise refused the batch: a right is missing, or a record is in another batch.
  @ ConnectWise ▸ Finance ▸ Accounting interface
TAKEN_BACK The user took it back.
  @ The batch's page
NOT_RELEASED ConnectWise refused to delete the batch, or its right is missing.
  @ ConnectWise ▸ Finance ▸ Accounting interface ▸ Batches
MARKED_BY_HAND The user marked it as already in QuickBooks.
  @ The invoice's card (Ctrl+G)
SIGN_IN_LOST The company was disconnected in QuickBooks, or the sign-in ended.
  @ Set up QuickBooks Online ▸ the company ▸ Reconnect
KEYS_REFUSED The API member's keys were deleted or the member is inactive.
  @ ConnectWise ▸ System ▸ Members ▸ API Members ▸ API Keys
SUBSCRIPTION_ENDED The card on file was refused, or a trial is over.
  @ QuickBooks ▸ Account and settings ▸ Billing and subscription
"""


def _rows() -> dict[str, tuple[str, str]]:
    lines = TABLE.strip().splitlines()
    found = {}
    for head, place in zip(lines[::2], lines[1::2], strict=True):
        code, _, cause = head.partition(" ")
        found[code] = (cause, place.removeprefix("  @ "))
    return found


CAUSES: dict[str, tuple[str, str]] = _rows()
"""By code: the most likely cause and the exact place."""
