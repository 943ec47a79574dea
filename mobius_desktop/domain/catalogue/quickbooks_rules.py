"""QuickBooks' faults from 6000 on: rules of the books. Form: see `entries`."""

from __future__ import annotations

TABLE = """
# Rules of the books
6000 refused quickbooks: Business validation
    QuickBooks' rules do not allow this: {detail}
  ? What QuickBooks says in its own words after this sentence.
  @ QuickBooks ▸ the document, entered by hand to see what QuickBooks says
  → Put right what QuickBooks names, then send it again.
6010 refused quickbooks: Account type missing
    An account lacks its type: {detail}
  ? The account was imported without a type.
  @ QuickBooks ▸ Chart of accounts ▸ the account
  → Give the account its type in QuickBooks.
6020,6030 refused program: Request too large
    What was sent is too large, or its size was not said: {detail}
  ? A document with very many lines or a very long text, or a proxy that changed the request.
  @ ConnectWise ▸ the invoice; the network's proxy
  → Choose a shorter Invoice Summary. If it stays, save a support bundle.
6040,6041,6050 refused program: Attachment refused
    QuickBooks did not take an attachment: {detail}
  ? A kind of file that QuickBooks does not keep.
  @ Nothing to change: this program attaches nothing
  → This is a fault of the program: save a support bundle.
6060 refused quickbooks: Date of opening balance
    The date of an opening balance is missing: {detail}
  ? A record with a balance to begin with has no date for it.
  @ QuickBooks ▸ the customer or account
  → Complete the date in QuickBooks.
6070 refused program: Amount is not quantity × price
    QuickBooks computes another amount from quantity and price: {detail}
  ? A price with more decimals than QuickBooks keeps.
  @ ConnectWise ▸ the line that is named
  → This is a fault of the program: save a support bundle.
6080 refused connectwise: No name
    A record has no name: {detail}
  ? The company or product has an empty name.
  @ ConnectWise ▸ the company or product
  → Enter the name in ConnectWise.
6090 refused connectwise: Discount without amount
    A discount has neither amount nor percentage: {detail}
  ? A discount row of nothing.
  @ ConnectWise ▸ the invoice's discount
  → Correct the discount in ConnectWise.
6100 refused program: Tax code of a line
    A line has a tax code that is not TAX or NON: {detail}
  ? A company of another country.
  @ QuickBooks ▸ Account and settings ▸ Company
  → This is a fault of the program: save a support bundle.
6110,6120,6460 refused quickbooks: Payment account
    The document is bound to a payment that QuickBooks Payments has processed: {detail}
  ? A card or bank payment of this document was processed or deposited.
  @ QuickBooks ▸ the document ▸ its payment
  → Undo the payment in QuickBooks first.
6130 refused quickbooks: Bill with parent
    Whether a customer is billed with its parent cannot be changed: {detail}
  ? A sub-customer has open transactions.
  @ QuickBooks ▸ the customer ▸ Bill with parent
  → Leave it as it is in QuickBooks.
6140 duplicate-number quickbooks: Duplicate document number
    QuickBooks already has a document with this number: {detail}
  ? It was entered by hand, by another program, or by this one from another computer.
  @ QuickBooks ▸ the other document; here: the invoice's card
  → Look at the other document.
6150 refused quickbooks: Parent missing
    A sub-record was sent without the record that it belongs under: {detail}
  ? The parent is gone.
  @ QuickBooks ▸ the list
  → Create the parent in QuickBooks, or link another record.
6160,6230 refused here: Invalid tax code
    QuickBooks does not take the tax code: {detail}
  ? The linked tax code was made inactive, or belongs to custom rates.
  @ Set up QuickBooks Online ▸ Links ▸ Tax codes
  → Link another tax code.
6170 refused quickbooks: Tax not applicable
    QuickBooks takes no tax on this document: {detail}
  ? The company's way of tax is set to not applicable.
  @ QuickBooks ▸ Taxes
  → Turn on sales tax in QuickBooks, or send tax as a line.
6180 refused quickbooks: More than five levels
    A record lies more than five levels deep: {detail}
  ? Parents of parents.
  @ QuickBooks ▸ the list
  → Move the parent up in QuickBooks.
6190 subscription quickbooks: Invalid company status
    QuickBooks reports that the subscription of this company has ended or has a billing problem.
  ? The card on file was refused, or a trial is over.
  @ QuickBooks ▸ Account and settings ▸ Billing and subscription
  → Nothing more is sent to it until that is settled with Intuit.
6200,6210 refused quickbooks: Account period closed
    The books are closed for this date.
  ? The closing date was set or moved since the preview.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Accounting; here: Post on another date
  → Post it on a day after the closing date, or open the period in QuickBooks.
6220 refused quickbooks: Balance left
    Something with a balance cannot be deleted or made inactive: {detail}
  ? The customer or account still has open transactions.
  @ QuickBooks ▸ the customer or account
  → Settle the balance in QuickBooks first.
6240 refused here: Duplicate name
    The name is already in use in QuickBooks, perhaps by a vendor, an employee or something inactive.
  ? Customers, vendors and employees share one set of names, inactive ones included.
  @ QuickBooks ▸ Customers, Vendors, Employees ▸ Include inactive; here: Set up QuickBooks Online ▸ Links
  → Link to what is there, or create it under another name.
6250 refused quickbooks: Invalid customer
    The customer is inactive in QuickBooks or was deleted.
  ? It was made inactive or merged after the lists were read.
  @ QuickBooks ▸ Customers ▸ Include inactive; here: Set up QuickBooks Online ▸ Links
  → Make it active there, or link another customer.
6270 refused quickbooks: Before the start of stock-keeping
    The document is dated before the start date of an inventory item.
  ? The item's stock is kept from a later day on.
  @ QuickBooks ▸ Products and services ▸ the item ▸ Starting value
  → Change the item's start date in QuickBooks, or the invoice's date in ConnectWise.
6280 refused quickbooks: Unbilled charges
    The customer has charges that are not billed yet: {detail}
  ? Delayed charges wait on this customer.
  @ QuickBooks ▸ the customer ▸ Unbilled
  → Bill or delete them in QuickBooks.
6290,6300,6310,6320,6330,6340,6350,6360,6370,6380,6390 refused program: Time activity
    QuickBooks did not take a time activity: {detail}
  ? A time sheet's employee, customer or rate is missing.
  @ Nothing to change: this program sends no time activities
  → This is a fault of the program: save a support bundle.
6400 refused quickbooks: Linked purchase
    A purchase is linked to this: {detail}
  ? A billable expense stands on the document.
  @ QuickBooks ▸ the document ▸ the linked purchase
  → Unlink it in QuickBooks first.
6420 refused connectwise: E-mail address needed
    QuickBooks is to e-mail the document and has no address for it.
  ? The invoice e-mail of the company is empty or was left out because it is not valid.
  @ ConnectWise ▸ the company ▸ Finance ▸ Invoice e-mail; here: the option E-mail from QuickBooks
  → Enter the address in ConnectWise, or turn e-mailing off in the options.
6430 refused connectwise: Invalid type of account
    An account has a type that cannot be used here: {detail}
  ? A GL mapping names a bank, receivables or payables account.
  @ ConnectWise ▸ Setup Tables ▸ GL Accounts; QuickBooks ▸ Chart of accounts
  → Choose another account.
6440 refused connectwise: Line without item or account
    A line has neither item nor account: {detail}
  ? A GL mapping without an account.
  @ ConnectWise ▸ Setup Tables ▸ GL Accounts
  → Complete the GL mapping in ConnectWise, then reopen and close the invoice.
6450 refused quickbooks: Void not possible
    QuickBooks does not void this: it has been settled.
  ? The payment behind it was settled by the bank.
  @ QuickBooks ▸ the document ▸ its payment
  → Correct it by a credit memo.
6470 refused quickbooks: Tax liability or rate
    QuickBooks does not take the tax: {detail}
  ? A rate or agency was changed or ended.
  @ QuickBooks ▸ Taxes
  → Check the rate in QuickBooks, or link another tax code.
6480 refused quickbooks: Matched with the bank
    This is matched with a bank transaction.
  ? A payment of the document was matched in the bank feed.
  @ QuickBooks ▸ Bank transactions ▸ Categorized
  → Undo the match in QuickBooks first.
6520 refused connectwise: Quantity missing
    A line of an inventory item has no quantity: {detail}
  ? The line carries an amount only.
  @ ConnectWise ▸ the line's quantity
  → Enter the quantity in ConnectWise.
6530 refused program: Card number
    QuickBooks refuses card numbers in plain text: {detail}
  ? A text of the invoice looks like a card number.
  @ ConnectWise ▸ the texts of the invoice
  → Take the number out of the text in ConnectWise.
6540 refused quickbooks: Part of a deposit
    This is part of a deposit.
  ? The payment of the document was deposited.
  @ QuickBooks ▸ the deposit
  → Take it out of the deposit in QuickBooks first.
6560 refused program: Customer missing
    The document has no customer.
  ? The customer could not be created before the document.
  @ Set up QuickBooks Online ▸ Links
  → This is a fault of the program: save a support bundle.
# The service itself
10000 uncertain intuit: Application error
    QuickBooks could not work just now, so what became of this is not known.
  ? A fault inside QuickBooks.
  @ Nothing to change: status.developer.intuit.com says whether Intuit has a problem
  → Wait a few minutes. The program looks first and then repeats the same request.
10100 refused program: Result too large
    QuickBooks had too much to tell at once: {detail}
  ? A very long list.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
10200 refused quickbooks: Company reset
    The QuickBooks company was reset: what was linked before no longer holds.
  ? Somebody purged the company's data.
  @ QuickBooks ▸ Audit log; here: Set up QuickBooks Online ▸ Links
  → Read the QuickBooks lists again and check the links.
# Answers without a fault
HTTP-400 refused program: Bad request
    QuickBooks refused this without saying why.
  ? Something between this computer and QuickBooks changed the request.
  @ The network's proxy
  → Try again. If it stays, save a support bundle.
HTTP-401 expired quickbooks: Not signed in
    QuickBooks no longer accepts the sign-in of this company.
  ? The hour of the access is over, and it could not be renewed.
  @ Set up QuickBooks Online ▸ the company
  → Reconnect the company.
HTTP-403 sign-in quickbooks: Not allowed
    QuickBooks does not let this program into the company.
  ? Keys of another kind, another company, or rights that were taken away.
  @ Set up QuickBooks Online ▸ the company
  → Reconnect the company as an administrator.
HTTP-404 refused program: Address not found
    QuickBooks does not know the address that was asked.
  ? A wrong company id, or a proxy that answers in QuickBooks' place.
  @ Set up QuickBooks Online ▸ the company; the network's proxy
  → Test the connection in Set up QuickBooks Online.
HTTP-413 refused program: Request too large
    What was sent is too large for QuickBooks or for a proxy before it.
  ? A document with very many lines or a very long text.
  @ ConnectWise ▸ the invoice; the network's proxy
  → Choose a shorter Invoice Summary.
HTTP-429 throttled intuit: Too many requests
    QuickBooks asks for a pause.
  ? This program and others together asked too often. The sign-in is fine.
  @ Nothing to change
  → Wait a minute. The program goes on by itself.
HTTP-500,HTTP-502,HTTP-503,HTTP-504 uncertain intuit: Server error
    QuickBooks could not work just now, so what became of this is not known.
  ? A fault inside QuickBooks, or of the way to it.
  @ Nothing to change: status.developer.intuit.com says whether Intuit has a problem
  → Wait a few minutes. The program looks first and then repeats the same request.
invalid_grant sign-in quickbooks: Sign-in ended
    QuickBooks no longer renews the sign-in of this company.
  ? It was not used for 100 days, was revoked, or another copy of it was used.
  @ QuickBooks ▸ Apps ▸ My apps; here: Set up QuickBooks Online ▸ the company
  → Reconnect the company.
invalid_client sign-in here: Keys refused
    Intuit does not know the keys of the app.
  ? The secret was made anew on Intuit's page, or belongs to the other kind of keys.
  @ developer.intuit.com ▸ the app ▸ Keys; here: Set up QuickBooks Online ▸ Intuit keys
  → Enter the keys of the app again.
"""
