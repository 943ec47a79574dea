"""The text of the table of finding codes; `finding_codes` reads it.

Rules in words and their sources: docs/vendor-rules.md.
"""

from __future__ import annotations

# A line with a code, its severity, the place of the cure and a title; then the sentence; after the arrow the
# way to put it right. Fields in braces come from the finding's facts.
TABLE = """
# Amounts, signs and lines
CREDIT_MEMO_POSITIVE ERROR connectwise: Credit memo adds to the debt
    Credit memo {number} adds {amount} to what the customer owes instead of taking it off.
  → Reopen the credit memo in ConnectWise, turn the sign of its lines and close it again.
OUT_OF_BALANCE ERROR connectwise: Does not add up
    {number} does not add up in ConnectWise: {left_name} {left}, {right_name} {right}.
  → Reopen the invoice in ConnectWise and close it again, so that its accounting entries are made anew.
AMOUNT_NOT_EXACT ERROR connectwise: Fraction of a cent
    {number} holds the amount {value}, which is not a whole number of cents.
  → Reopen the invoice in ConnectWise and close it again; if the amount stays, correct its line.
NEGATIVE_AS_CREDIT_MEMO WARNING connectwise: Negative invoice
    {number} is an invoice of {amount}. It is sent as a credit memo of {positive}.
  → Nothing to do if a credit is meant. Otherwise correct the invoice in ConnectWise.
QTY_PRICE_ROUNDED INFO none: Quantity × price was rounded
    Line {line} of {number} is sent as 1 × {amount}: {quantity} × {price} would be {product}. The text keeps
    “{text}”.
  → Nothing to do. ConnectWise showed a rounded price.
GL_TYPE_UNKNOWN WARNING connectwise: Unknown kind of row
    Line {line} of {number} has the kind “{gl_type}”, which is not known. It is sent as an ordinary line of
    {amount} on account {account}.
  → Look at this line in ConnectWise before sending.
GL_TYPE_UNEXPECTED ERROR connectwise: Row that is no sale
    Line {line} of {number}, {amount}, has the kind “{gl_type}”, which does not belong on an invoice.
  → Correct the GL mapping in ConnectWise, then reopen and close the invoice.
NO_LINES INFO none: No lines
    Invoice has no lines - not sent to QuickBooks
  → Nothing to do. It is marked as batched in ConnectWise.
NO_LINES_CANNOT_BE_MARKED INFO none: No lines, cannot be marked
    Invoice has no lines - not sent to QuickBooks
  → Nothing to do. ConnectWise gives no id by which it could be marked; it is noted here only.
NO_GL_ENTRIES ERROR connectwise: No accounting entries
    ConnectWise has no accounting entries for {number}, {amount}.
  → Complete the GL mapping in ConnectWise, then set the invoice's status to open and closed again.
ZERO_TOTAL_WITH_LINES INFO none: Total 0.00 with lines
    {number} comes to 0.00, but its lines move money between accounts. It is sent.
  → Nothing to do.
ZERO_TOTAL_NOTHING_MOVES INFO options: Total 0.00, nothing moves
    {number} comes to 0.00 and moves no money in any account. {what_happens}
  → An option of the company says whether such invoices are sent.
CREDIT_TO_APPLY INFO quickbooks: Credit to apply
    Credit memo {number} of {amount} has to be applied in QuickBooks{to}.
  → Apply it in QuickBooks after the run; Credits to apply lists it.
AUTO_APPLY_CREDIT WARNING quickbooks: QuickBooks applies credits itself
    QuickBooks applies credits automatically: credit memo {number} of {amount} may land on another invoice.
  → Turn off automatic application of credits in QuickBooks ▸ Account and settings ▸ Advanced.
PAID_IN_CONNECTWISE INFO quickbooks: Paid or credited in ConnectWise
    {amount} of {number} is paid or credited in ConnectWise. Payments are not sent.
  → Enter the payment in QuickBooks.
OVER_LIMIT WARNING options: Over the limit of one document
    {number} comes to {amount}, more than the {limit} that the company lets pass without a look.
  → Check the invoice in ConnectWise. The limit is an option of the company.
SAME_TWICE WARNING select: Twice the same
    {number} and {other} bill “{customer}” the same {amount} on the same day, {date}.
  → Check in ConnectWise whether one of the two is a copy.
CHANGED_SINCE_LISTED WARNING select: Changed since the list was read
    {number} changed in ConnectWise since the list was read: {what}. It is taken as it is now.
  → Look at it before sending, or refresh the list.
# Customers
CUSTOMER_UNLINKED ERROR links: Customer not linked
    Customer “{customer}” is not linked to a QuickBooks customer. {number}, {amount}, waits. “{suggestion}” is
    much alike.
  → Link it to “{suggestion}”, choose another, or say that it is another customer.
CUSTOMER_AMBIGUOUS ERROR links: Several customers fit
    “{account}” is the account id of {count} customers in QuickBooks: {customers}. {number}, {amount}, waits.
  → Link the right one.
CUSTOMER_NOT_FOUND ERROR links: Customer not in QuickBooks
    Customer “{customer}” of {number} is not in QuickBooks, and customers are not created here.
  → Create the customer in QuickBooks, link it, or allow creating customers.
CUSTOMER_INACTIVE ERROR quickbooks: Customer inactive
    Customer “{customer}” of {number}, {amount}, is inactive in QuickBooks.
  → Make it active in QuickBooks, or link another.
CUSTOMER_CURRENCY ERROR quickbooks: Customer in another currency
    “{customer}” is kept in {currency} in QuickBooks; {number}, {amount}, is in {home}.
  → Link a customer of QuickBooks that is kept in {home}.
CUSTOMER_WITHOUT_ACCOUNT_ID WARNING connectwise: Customer without an account id
    “{customer}” of {number} has no account id in ConnectWise, so that it is found again by its link only.
  → Enter the account id in ConnectWise ▸ the company's Finance page.
CREDIT_FOR_NEW_CUSTOMER WARNING links: Credit for a new customer
    Credit memo {number} of {amount} is for “{customer}”, who is not a customer in QuickBooks yet: there is
    nothing it could be applied to.
  → Link the customer if it exists under another name.
CUSTOMER_WILL_BE_CREATED WARNING links: New customer
    Customer “{name}” does not exist in QuickBooks and is created for {number}.
  → Link it instead if it exists under another name.
EXEMPTION_REASON_MISSING WARNING quickbooks: Exemption needs a reason
    Customer “{customer}” of {number} is exempt in ConnectWise. QuickBooks wants a reason for that, so it is
    created as taxable.
  → Set the exemption and its reason on the customer in QuickBooks.
NAME_TAKEN_BY_VENDOR ERROR options: Name is a vendor's
    “{customer}” is already a vendor in QuickBooks. A customer needs a different name; {number}, {amount},
    waits.
  → Create it with the account id in its name (Append Account Name), or link another customer.
NAME_TAKEN_BY_EMPLOYEE ERROR options: Name is an employee's
    “{customer}” is already an employee in QuickBooks. A customer needs a different name; {number}, {amount},
    waits.
  → Create it with the account id in its name (Append Account Name), or link another customer.
NAME_TAKEN_TWICE ERROR connectwise: Two records of one name
    “{name}” is needed twice for different records: {first} and {second}. {number} waits.
  → Give one of the two another name in ConnectWise, or link it.
NAME_NOT_POSSIBLE ERROR links: Name not possible
    “{name}” cannot be a name in QuickBooks: {why}. {number} waits.
  → Shorten or correct the name in ConnectWise, or link the record.
PARENT_MISSING ERROR quickbooks: Parent missing
    “{name}” belongs under “{parent}”, which is not in QuickBooks. Parents are not created; {number} waits.
  → Create the parent in QuickBooks, or link the record.
LINK_BROKEN ERROR links: Link leads nowhere
    “{name}” of {number} is linked to a record that QuickBooks no longer has.
  → Link it anew.
CREATION_NOT_APPROVED ERROR select: Creation not approved
    {kind} “{name}” does not exist in QuickBooks and its creation is not approved. {number} waits.
  → Approve what is created in the preview (on the command line: --create), or link it.
BILL_TO_DIFFERS INFO none: Bill-to is another company
    {number} is for {served} and is billed to {customer}.
  → Nothing to do. The served company stands in the first line of the ship-to address.
# Items and accounts
ITEM_WILL_BE_CREATED INFO links: New item
    The item “{name}” does not exist in QuickBooks and is created on account {account} for {number}.
  → Link it instead if it exists under another name.
ITEM_NOT_FOUND ERROR links: Item not in QuickBooks
    The item “{name}” of {number} is not in QuickBooks, and items are not created here.
  → Create the item in QuickBooks, link it, or allow creating items.
ITEM_INACTIVE ERROR quickbooks: Item inactive
    The item “{name}” of {number} is inactive in QuickBooks.
  → Make it active there, or link another.
ITEM_AMBIGUOUS ERROR links: Several items fit
    “{name}” is the name of {count} items in QuickBooks: {items}. {number}, {amount}, waits.
  → Link the right one.
ITEM_NOT_SELLABLE ERROR links: Item cannot be sold
    The item “{name}” of {number} is a {item_type} in QuickBooks and cannot stand on a line.
  → Link an item that is sold.
ITEM_ACCOUNT_DIFFERS WARNING quickbooks: Item posts to another account
    {amount} of {number} would post to another account. ConnectWise says {account}; QuickBooks posts by the
    item {name}, which uses {item_account}.
  → Change the item's account in QuickBooks or the GL mapping in ConnectWise, or link another item.
ITEM_OF_OTHER_CLASS ERROR quickbooks: Item posts to another kind of account
    {amount} of {number} would post to {item_account} ({item_class}), the account of the item {name}.
    ConnectWise says {account} ({account_class}).
  → Change the item's account in QuickBooks, or link another item.
DEFERRED_ITEM_ELSEWHERE ERROR connectwise: Deferred revenue posts elsewhere
    {amount} of deferred revenue of {number} belongs on {account}, but the item {name} posts to
    {item_account}.
  → Give the GL mapping a Product ID of its own in ConnectWise, or change the item's account in QuickBooks.
DOWN_PAYMENT_ITEM_MISSING ERROR quickbooks: Down payment item missing
    The item “{name}”, on which {number} puts {amount} of deferred revenue, is not in QuickBooks, and items
    are not created here.
  → Create it in QuickBooks on account {account}, or allow creating items.
ITEM_OF_TWO_ACCOUNTS ERROR connectwise: New item for two accounts
    The new item “{name}” is created on account {item_account}, but {number} needs it on {account}.
  → Map the item to one account in ConnectWise, or create it in QuickBooks.
DEFERRED_NOT_LIABILITY WARNING connectwise: Deferred revenue is no liability
    {amount} of deferred revenue of {number} posts to {account}, which is no liability.
  → Check the account of deferred revenue in the GL mapping of ConnectWise.
ACCOUNT_MISSING ERROR quickbooks: Account not in QuickBooks
    Account {account} does not exist in QuickBooks. {number} posts {amount} to it.
  → Create the account in QuickBooks, link it to one that exists, or correct the GL mapping. Then refresh.
ACCOUNT_INACTIVE ERROR quickbooks: Account inactive
    Account {account} is inactive in QuickBooks. {number} posts {amount} to it.
  → Make the account active in QuickBooks.
ACCOUNT_AMBIGUOUS ERROR quickbooks: Several accounts of one number
    Account {account} exists {count} times in QuickBooks: {accounts}. {number} posts {amount} to it.
  → Link the right one, or give each account a number of its own in QuickBooks.
ACCOUNT_TYPE_UNUSUAL WARNING connectwise: Unusual kind of account
    {number} posts {amount} to {account}, which is of the kind {account_type}.
  → Nothing to do if that is meant, as when a bad debt is written off.
ACCOUNT_HOLDS_NO_ITEM ERROR connectwise: No item can post there
    {number} posts {amount} to {account}. QuickBooks lets no item post to an account of the kind
    {account_type}.
  → Correct the GL mapping in ConnectWise, then reopen and close the invoice.
INVENTORY_LINE WARNING options: Stock item
    The item {name} of {number} is a stock item in QuickBooks: sending {amount} changes the quantity on hand.
  → Nothing to do if stock is kept in QuickBooks; an option of the company says so.
INVENTORY_BEFORE_START ERROR connectwise: Before the start of stock-keeping
    {number} is dated {date}; QuickBooks keeps stock of {name} from {start} on.
  → Date the invoice later in ConnectWise, or set the item's start date earlier in QuickBooks.
INVENTORY_QUANTITY ERROR connectwise: Quantity of a stock item
    {quantity} × {price} of the stock item {name} is {product}, but {number} says {amount}. Its quantity
    cannot be changed to 1.
  → Correct the price in ConnectWise, so that quantity and price give the amount.
STOCK_ITEM_MISSING ERROR quickbooks: Stock item not in QuickBooks
    The stock item “{name}” of {number} is not in QuickBooks. Stock items are not created here.
  → Create it in QuickBooks with its quantity on hand and start date.
# Sales tax
TAX_WITHOUT_TAXABLE_LINE ERROR connectwise: Tax without a taxable line
    {number} charges {amount} of sales tax, but none of its lines is taxable: QuickBooks would drop the tax.
  → Make the taxed line taxable in ConnectWise, or send tax as a line.
TAX_BASE_PARTIAL WARNING none: Tax on part of the amount
    {number} is taxed on {taxed}, but its taxable lines come to {lines}. The tax of {amount} is sent as
    ConnectWise has it.
  → Nothing to do if a cap or a partial base applies. The comparison shows whether QuickBooks keeps it.
TAX_LEVELS_PARTIAL WARNING none: Taxed at some levels only
    Line {line} of {number} is taxable at some tax levels only. QuickBooks knows taxable or not.
  → Nothing to do if ConnectWise's tax is right. The comparison shows whether QuickBooks keeps it.
TAX_AGENCY_MISSING ERROR quickbooks: No tax agency
    {number} carries {amount} of sales tax for {region}, where QuickBooks has no tax agency.
  → Add the agency in QuickBooks ▸ Taxes, or link it.
TAX_AGENCY_UNSURE WARNING links: Tax agency not recognized
    {number} carries {amount} of sales tax for {region}; no tax agency of QuickBooks names that region.
  → Link the agency that takes the tax of this region.
TAX_CODE_UNMAPPED ERROR links: Tax code not linked
    ConnectWise tax code “{tax_code}” is not linked to a QuickBooks tax code. {number}, tax {amount}, waits.
  → Link the tax code.
TAX_CODE_INACTIVE ERROR quickbooks: Tax code inactive
    QuickBooks' tax code “{name}” is inactive. {number}, tax {amount}, waits.
  → Make it active in QuickBooks, or link another tax code.
TAX_RATES_DIFFER ERROR links: Tax rates differ
    QuickBooks' tax code “{name}” would not give the tax of {number}: {why}.
  → Link another tax code, or correct its rates.
SALES_TAX_OFF ERROR quickbooks: Sales tax is off in QuickBooks
    {number} carries {amount} of sales tax, but sales tax is turned off in QuickBooks.
  → Turn on sales tax in QuickBooks, or send tax as a line.
COUNTRY_NOT_SUPPORTED ERROR none: Company outside the United States
    The QuickBooks company is set up for {country}. Only companies in the United States can be sent to for
    now.
  → Nothing can be done here yet.
SHIP_TO_MISSING ERROR connectwise: Ship-to address missing
    {number} carries {amount} of sales tax but has no ship-to address, which decides the tax agency.
  → Enter the ship-to site's address in ConnectWise.
TOO_MANY_LINES ERROR connectwise: Too many lines for tax
    {number} has {lines} lines; QuickBooks takes at most {limit} on a taxed document.
  → Choose a shorter Invoice Summary, or split the invoice in ConnectWise.
EXEMPT_ONLY_IN_CONNECTWISE WARNING quickbooks: Exempt in ConnectWise only
    {number}, {amount}, is exempt from sales tax in ConnectWise. “{customer}” is taxable in QuickBooks.
  → Set the exemption and its reason on the customer in QuickBooks.
EXEMPT_ONLY_IN_QUICKBOOKS ERROR quickbooks: Exempt in QuickBooks only
    {number} carries {amount} of sales tax, but “{customer}” is exempt in QuickBooks, which would drop it.
  → Make the customer taxable in QuickBooks, or correct the tax in ConnectWise.
EXEMPT_CODE_UNUSABLE ERROR options: Exempt tax code cannot be used
    {number}, {amount}, carries no sales tax, and the company's exempt tax code “{name}” {why}.
  → Choose another exempt tax code on the tab Taxes, or None.
AVALARA_IGNORED WARNING options: Avalara's tax is not sent
    Avalara set {amount} of sales tax on {number}, but QuickBooks is to calculate it.
  → Choose to send ConnectWise's amount.
TAX_AS_LINE WARNING options: Tax as a line
    The sales tax of {number}, {amount}, is sent as a line. QuickBooks' sales tax report will not see it.
  → Nothing to do if that is meant; an option of the company says so.
# Dates, terms, currency
PERIOD_CLOSED ERROR select: Period closed
    Invoice {number}, {amount}, is dated {date}; the books are closed through {closed}.
  → Post it on {next_date}; the due date stays.
POSTED_ON INFO none: Posted on another date
    {number} is dated {date} in ConnectWise and is posted on {posted} by choice. The due date stays.
  → Nothing to do.
EARLIER_FISCAL_YEAR WARNING none: Earlier fiscal year
    {number}, {amount}, is dated {date}, in an earlier fiscal year.
  → Ask whoever closes the books whether it may still be posted there.
LONG_AGO WARNING none: Long ago
    {number}, {amount}, is dated {date}, more than {limit} days back.
  → Check that reports of that month have not been given out yet.
FUTURE_DATE INFO none: Dated ahead
    {number} is dated {date}, after today.
  → Nothing to do if that is meant.
NEXT_MONTH INFO select: Next month
    {number}, {amount}, is dated {date}, in a later month than most of what is ticked.
  → Choose Dated through, if it is not meant for this month.
DUE_DATE_DIFFERS WARNING quickbooks: Due date differs from the term
    {number} is due {due} in ConnectWise; the QuickBooks term “{term}” would give {computed}. {due} is sent.
  → Set up the term “{term}” in QuickBooks as ConnectWise has it.
TERM_MISSING WARNING quickbooks: Term not in QuickBooks
    The term “{term}” of {number} is not in QuickBooks and {why}. The due date {due} is sent without a term.
  → Set up the term in QuickBooks, or link it.
TERM_INACTIVE WARNING quickbooks: Term inactive
    The term “{term}” of {number} is inactive in QuickBooks. The due date {due} is sent without a term.
  → Make the term active in QuickBooks, or link another.
DUE_BEFORE_DATE WARNING connectwise: Due before its date
    {number}, {amount}, is dated {date} and due {due}, before that.
  → Check the due date in ConnectWise.
TERM_WILL_BE_CREATED INFO links: New term
    The term “{name}”, {days} days, does not exist in QuickBooks and is created for {number}.
  → Link it instead if it exists under another name.
RECEIVABLES_DIFFER WARNING connectwise: Other receivables account
    {number}, {amount}, stands on receivables account {account} in ConnectWise; QuickBooks posts to
    {quickbooks_account}.
  → Correct the receivables account in the GL mapping of ConnectWise.
CURRENCY ERROR connectwise: Foreign currency
    {number}, {amount} {currency}, is not in {home}, the currency of the QuickBooks company.
  → Invoices in a foreign currency cannot be sent for now. Enter it in QuickBooks by hand.
# Classes, text, number
CLASS_MISSING WARNING connectwise: Line without class
    {lines} of {number}, {amount} in all, has no class while others of its lines have one.
  → Complete the class in the GL mapping of ConnectWise.
CLASSES_DIFFER WARNING quickbooks: Several classes
    {number} has lines of several classes ({classes}), but QuickBooks keeps one per document. “{chosen}” is
    sent.
  → Turn on classes per line in QuickBooks.
CLASS_NOT_TRACKED INFO quickbooks: QuickBooks keeps no classes
    {number} has classes in ConnectWise ({classes}), but QuickBooks does not track classes. None is sent.
  → Turn on classes in QuickBooks, or turn them off in the options.
CLASS_NOT_FOUND ERROR links: Class not in QuickBooks
    The class “{name}” of {number} is not in QuickBooks, and classes are not created here.
  → Create the class in QuickBooks, link it, or allow creating classes.
CLASS_WILL_BE_CREATED INFO links: New class
    The class “{name}” does not exist in QuickBooks and is created for {number}.
  → Link it instead if it exists under another name.
DEPARTMENT_NOT_FOUND ERROR links: QuickBooks Location missing
    The QuickBooks Location “{name}” of {number} does not exist, and they are not created here.
  → Create it in QuickBooks, link it, or allow creating QuickBooks Locations.
DEPARTMENT_WILL_BE_CREATED INFO links: New QuickBooks Location
    The QuickBooks Location “{name}” does not exist and is created for {number}.
  → Link it instead if it exists under another name.
RECORD_INACTIVE ERROR quickbooks: Inactive in QuickBooks
    {kind} “{name}” of {number} is inactive in QuickBooks.
  → Make it active there, or link another.
TEXT_CUT WARNING select: Text was cut
    The text of {what} of {number} has {length} characters; QuickBooks takes {limit}. Its end is cut.
  → Choose a shorter Invoice Summary if the text matters.
TEXT_CHARACTERS WARNING connectwise: Characters left out
    {what} of {number} holds {count} that QuickBooks does not take. {left}
  → Nothing to do, or correct the text in ConnectWise.
EMAIL_NOT_VALID INFO connectwise: E-mail address not valid
    The invoice e-mail of “{customer}”, “{email}”, is no address that QuickBooks takes. {number} is sent
    without one.
  → Correct the company's invoice e-mail in ConnectWise.
INTERNAL_NOTE WARNING options: Internal note
    The text of line {line} of {number} holds the internal note of a time entry. The customer would read it.
  → Turn on Leave out internal notes, or correct the time entry in ConnectWise.
PO_NUMBER_LONG INFO none: Long PO number
    The PO number “{po_number}” of {number} is longer than the {limit} characters QuickBooks takes. It goes
    into the message to the customer.
  → Nothing to do.
NUMBER_TOO_LONG ERROR options: Number too long
    Number “{sent}” has {length} characters; QuickBooks takes {limit}.
  → Shorten the prefix, or the number in ConnectWise.
NUMBER_TWICE ERROR connectwise: Number given twice
    {number} is the number of {count} of the chosen invoices: {others}. {amount} waits.
  → Renumber all but one of them in ConnectWise.
NUMBERS_OFF ERROR quickbooks: Custom transaction numbers are off
    Custom transaction numbers are off in QuickBooks: ConnectWise's numbers would be replaced.
  → Turn on Custom transaction numbers in QuickBooks ▸ Account and settings ▸ Sales.
NUMBER_PREFIXED WARNING options: Prefix before numbers
    Numbers get the prefix “{prefix}”: QuickBooks goes on counting from them, and customers see them.
  → Leave the prefix empty unless two systems share a range of numbers.
# What QuickBooks already has
ADOPTED INFO none: Already in QuickBooks
    {number}, {amount}, is already in QuickBooks{by} and equal. It is not sent again, only marked.
  → Nothing to do.
CHANGED_AFTER_SENDING ERROR select: Changed after sending
    {number} is in QuickBooks with {quickbooks}; ConnectWise now has {connectwise}. {why}
  → Replace it in QuickBooks, leave QuickBooks as it is, or correct it by a credit memo.
LEFT_AS_IT_IS WARNING none: Left as it is
    {number} stays in QuickBooks with {quickbooks}, while ConnectWise has {connectwise}. It is only marked.
  → Nothing to do.
NUMBER_TAKEN ERROR select: Number is used
    QuickBooks already has {kind} {number}, for {other_customer}, {other_total}. It was not made by this
    program. {amount} waits.
  → Renumber one of the two, or say what it is.
NUMBER_USED_BY_US ERROR select: Number already sent
    QuickBooks already has {kind} {number}, for {other_customer}, {other_total}. This program sent it for
    another ConnectWise invoice (id {other_id}). {amount} waits.
  → Renumber one of the two in ConnectWise.
ALREADY_IN_QUICKBOOKS ERROR select: The same is in QuickBooks
    QuickBooks already has {kind} {number}, for {other_customer}, {other_total}, dated {date}. It was not made
    by this program.
  → Say that it is the same one; then it is only marked.
LOOKS_ALIKE ERROR select: Looks like one in QuickBooks
    QuickBooks has {kind} {other_number} for {other_customer}, {other_total}, dated {date}: the same customer,
    date and total as {number}.
  → Say whether it is the same one or another.
SEVERAL_DOCUMENTS ERROR quickbooks: Several in QuickBooks
    QuickBooks holds {count} documents that carry the mark of {number}.
  → Delete or void all but one in QuickBooks.
IN_ANOTHER_COMPANY ERROR select: In another company
    {number}, {amount}, is in another QuickBooks company: it was sent to {company}.
  → Take it back there first. One invoice goes to one company.
OUTCOME_UNKNOWN ERROR none: Outcome unknown
    Whether {number}, {amount}, arrived in QuickBooks is still being found out.
  → Wait until that is known.
NEEDS_CHECK_OPEN ERROR select: Needs check
    {number}, {amount}, is in QuickBooks but not as ConnectWise has it. It waits for a decision.
  → Accept it as it is, or take it back, on the page of its batch.
"""
