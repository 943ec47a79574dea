"""QuickBooks' faults 100 to 5030: signing in, requests, references, limits. Form: see `entries`."""

from __future__ import annotations

TABLE = """
# Signing in and the service itself
100,110 sign-in quickbooks: Authentication error
    QuickBooks no longer accepts the sign-in of this company.
  ? The sign-in ended: it was not used for 100 days, or was revoked inside QuickBooks.
  @ QuickBooks ▸ Apps ▸ My apps; here: Set up QuickBooks Online ▸ the company
  → Reconnect the company.
120 sign-in quickbooks: Authorization failure
    QuickBooks no longer lets the person who connected this company in.
  ? That person left the company or is no longer an administrator.
  @ QuickBooks ▸ Manage users; here: Set up QuickBooks Online ▸ the company
  → Reconnect as someone who is an administrator of the company.
130 uncertain intuit: Wrong cluster
    QuickBooks could not work just now, so what became of this is not known.
  ? Intuit moved the company to another of its servers.
  @ Nothing to change: status.developer.intuit.com says whether Intuit has a problem
  → Wait a few minutes. The program looks first and then repeats the same request.
140 uncertain quickbooks: Company locked out
    QuickBooks could not work just now, so what became of this is not known.
  ? The company is locked: somebody condenses, imports or restores it.
  @ QuickBooks ▸ open the company and see what it says
  → Wait until the company is open again. The program looks first and then repeats the same request.
150 uncertain intuit: Company under maintenance
    QuickBooks could not work just now, so what became of this is not known.
  ? Intuit maintains the company's data.
  @ Nothing to change: status.developer.intuit.com says whether Intuit has a problem
  → Wait a few minutes. The program looks first and then repeats the same request.
500 refused program: Unsupported operation
    QuickBooks does not support this: {detail}
  ? The program asked for something that this kind of company does not have, or sent a text in no UTF-8.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
600 uncertain intuit: Duplicate request id
    QuickBooks is still busy with an earlier attempt of the same request.
  ? The first attempt got no answer in time and is still being carried out.
  @ Nothing to change
  → Wait. The program looks whether the document is there before it does anything else.
# Records that are gone or cannot be linked
610 refused quickbooks: Object not found
    Something this document refers to is inactive or was deleted in QuickBooks.
  ? A customer, item, account or term was made inactive after the lists were read.
  @ QuickBooks ▸ the list ▸ Include inactive; here: Set up QuickBooks Online ▸ Links
  → Read the QuickBooks lists again, then make it active there or link another.
620 refused quickbooks: Transaction cannot be linked
    QuickBooks cannot link these two transactions: {detail}
  ? They belong to different customers, or one of them was deleted.
  @ QuickBooks ▸ the two transactions
  → Look at both in QuickBooks and correct the customer of one.
630 refused quickbooks: Duplicate object
    QuickBooks has this record already: {detail}
  ? Somebody made it a moment ago, or another program did.
  @ QuickBooks ▸ the list it belongs to
  → Read the QuickBooks lists again and link to what is there.
700 refused quickbooks: Invalid parent
    The record that this one belongs under does not exist or cannot be a parent: {detail}
  ? The parent was made inactive or is of another kind.
  @ QuickBooks ▸ the list ▸ the parent
  → Create the parent in QuickBooks, or link another record.
800 refused quickbooks: Cannot be deleted
    QuickBooks does not delete this, because something else depends on it: {detail}
  ? A payment, credit or deposit is linked to it.
  @ QuickBooks ▸ the document ▸ what is linked to it
  → Unlink in QuickBooks what depends on it.
900 refused quickbooks: Parent cannot be child
    A record cannot belong under one of its own sub-records: {detail}
  ? Two records of a list name each other as parents.
  @ QuickBooks ▸ the list
  → Correct the parent in QuickBooks.
1000,1010,1020 refused quickbooks: Operation failed
    QuickBooks could not carry this out: {detail}
  ? A rule of the company that QuickBooks does not name; often a record that was changed meanwhile.
  @ QuickBooks ▸ the document or record, entered by hand to see what QuickBooks says
  → Put right what QuickBooks names, then send it again.
1040 refused program: Batch size exceeded
    Too many questions were asked at once: {detail}
  ? More than 30 questions in one request.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
1050 refused program: Invalid content type
    QuickBooks did not take the form of what was sent: {detail}
  ? Something between this computer and QuickBooks rewrote the request.
  @ The network's proxy
  → This is a fault of the program or of the network: save a support bundle.
# Fields of a request
2000 refused program: Invalid object
    QuickBooks does not know the kind of record that was sent: {detail}
  ? The program asked for a kind of record that this edition of QuickBooks does not have.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2010 refused program: Invalid or unsupported property
    QuickBooks does not know a field that was sent: {detail}
  ? A text with broken characters, or a field that this edition does not have.
  @ Nothing to change in QuickBooks; ConnectWise ▸ the invoice, if a text looks broken
  → This is a fault of the program: save a support bundle.
2020 refused quickbooks: Required parameter missing
    QuickBooks misses something: {detail}
  ? The company asks for a field that is empty here, such as an account of an item.
  @ What QuickBooks names: the item, account or customer of the document
  → Complete it in QuickBooks, then send it again.
2030 refused program: Invalid id
    An id that was sent cannot be one: {detail}
  ? The company was reset, or a link leads to another company's record.
  @ Set up QuickBooks Online ▸ Links
  → Read the QuickBooks lists again and check the links.
2040 refused connectwise: Invalid string
    A text has characters that QuickBooks does not take: {detail}
  ? A name holds a colon, a tab or a line break.
  @ ConnectWise ▸ the company, product or text that is named
  → Change the text in ConnectWise.
2050 refused connectwise: String too long
    A text is too long for QuickBooks: {detail}
  ? A name, number or message is longer than its field.
  @ ConnectWise ▸ the company, product or text that is named
  → Shorten it in ConnectWise.
2060,2070 refused program: Invalid date
    QuickBooks does not take a date: {detail}
  ? A date outside of what QuickBooks keeps.
  @ ConnectWise ▸ the invoice's date and due date
  → Correct the date in ConnectWise. If it is right there, save a support bundle.
2080,2090 refused program: Invalid number
    QuickBooks does not take a number: {detail}
  ? A quantity or price is larger than QuickBooks keeps.
  @ ConnectWise ▸ the line's quantity and price
  → Correct the line in ConnectWise. If it is right there, save a support bundle.
2100,2110 refused program: Invalid decimal
    QuickBooks does not take an amount: {detail}
  ? More decimals than QuickBooks keeps, or an amount that is too large.
  @ ConnectWise ▸ the line's price
  → Correct the line in ConnectWise. If it is right there, save a support bundle.
2120 refused program: Invalid type
    A value that was sent has the wrong form: {detail}
  ? A field of another edition of QuickBooks.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2130 refused program: Invalid request id
    QuickBooks does not take the name of the request: {detail}
  ? The name is longer than 50 characters.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2140,2150,2160 refused program: Invalid amount, percent or quantity
    QuickBooks does not take a figure: {detail}
  ? A figure outside of what QuickBooks keeps.
  @ ConnectWise ▸ the line that is named
  → Correct the line in ConnectWise. If it is right there, save a support bundle.
2170 refused program: Invalid enumeration
    QuickBooks does not know a value that was sent: {detail}
  ? A choice that this edition of QuickBooks does not have.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2180,2190,2240 refused program: Value out of range
    A value lies outside of what QuickBooks takes: {detail}
  ? A figure or date that is too small or too large.
  @ ConnectWise ▸ the line that is named
  → Correct it in ConnectWise. If it is right there, save a support bundle.
2200 refused program: Invalid address of the web
    QuickBooks does not take a web address: {detail}
  ? A web address without http.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2210 refused connectwise: Invalid e-mail
    QuickBooks does not take the e-mail address.
  ? The invoice e-mail holds several addresses, a space or a name.
  @ ConnectWise ▸ the company ▸ Finance ▸ Invoice e-mail
  → Correct the customer's invoice e-mail in ConnectWise.
2220 refused quickbooks: Invalid currency
    QuickBooks does not take the currency: {detail}
  ? Multicurrency is off, or the customer is kept in another currency.
  @ QuickBooks ▸ Account and settings ▸ Advanced ▸ Currency; the customer
  → Link a customer of the same currency, or enter the document by hand.
2230 refused program: Invalid yes or no
    QuickBooks does not take a choice: {detail}
  ? A choice was sent in the wrong form.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
2250,2260,2270,2280 refused program: Part of the document missing
    A part that QuickBooks needs is missing: {detail}
  ? The document has no lines, or a line lacks its kind or tax.
  @ ConnectWise ▸ the invoice's lines
  → This is a fault of the program: save a support bundle.
2290 refused connectwise: Negative amount
    QuickBooks takes no amount below zero here: {detail}
  ? The document comes to less than nothing.
  @ ConnectWise ▸ the invoice's lines
  → Correct the invoice in ConnectWise, or bill it as a credit memo.
2300 refused connectwise: Debits and credits differ
    Debits and credits do not come to the same: {detail}
  ? An entry whose lines do not add up.
  @ ConnectWise ▸ the invoice's accounting entries
  → Reopen and close the invoice in ConnectWise. If it stays, save a support bundle.
2500 refused quickbooks: Invalid reference
    This document refers to something QuickBooks does not have (any more): {detail}
  ? A record was deleted, merged or made inactive, or an item is a category.
  @ QuickBooks ▸ the list ▸ Include inactive; here: Set up QuickBooks Online ▸ Links
  → Read the QuickBooks lists again, then link another.
2600 refused program: Conflicting elements
    Two things that were sent exclude each other: {detail}
  ? A setting of the company that was changed while the batch ran.
  @ QuickBooks ▸ Account and settings
  → Read the QuickBooks lists again and send it once more. If it stays, save a support bundle.
3000 refused quickbooks: Invalid custom field
    QuickBooks does not take a custom field: {detail}
  ? A custom field was removed or renamed.
  @ QuickBooks ▸ Custom fields
  → Put the field back, or leave it out.
# Pauses, keys and rights
3001 throttled intuit: Too many requests
    QuickBooks asks for a pause.
  ? This program and others together asked more than 500 times in a minute. The sign-in is fine.
  @ Nothing to change; other programs that use the same company
  → Wait a minute. The program goes on by itself.
3100 sign-in quickbooks: Application not authorized
    QuickBooks does not let this program into the company: keys of another kind (sandbox or production),
    another company, or rights that were taken away.
  ? Production keys with a sandbox company, or the other way round.
  @ developer.intuit.com ▸ the app ▸ Keys; here: Set up QuickBooks Online ▸ the company
  → Reconnect the company as an administrator.
3200 expired quickbooks: Authentication failed
    QuickBooks no longer accepts the sign-in of this company.
  ? The hour of the access is over, and it could not be renewed.
  @ Set up QuickBooks Online ▸ the company
  → Reconnect the company.
3201,3202 sign-in quickbooks: Authorization revoked
    QuickBooks no longer accepts the sign-in of this company.
  ? Somebody disconnected the program inside QuickBooks.
  @ QuickBooks ▸ Apps ▸ My apps; here: Set up QuickBooks Online ▸ the company
  → Reconnect the company.
4000,4001 refused program: Question not understood
    QuickBooks could not read a question of the program: {detail}
  ? A name with characters that the question did not protect.
  @ Nothing to change in QuickBooks
  → This is a fault of the program: save a support bundle.
4002 uncertain intuit: Question not answered
    QuickBooks could not work just now, so what became of this is not known.
  ? QuickBooks could not finish a question in time.
  @ Nothing to change: status.developer.intuit.com says whether Intuit has a problem
  → Wait a few minutes. The program looks first and then repeats the same request.
# Changes at the same time, and what the plan allows
5000 refused program: Deprecated field
    A field that was sent is no longer taken: {detail}
  ? Intuit changed QuickBooks; this version of the program is too old.
  @ Nothing to change in QuickBooks
  → Update the program. If it is the newest, save a support bundle.
5010 refused quickbooks: Stale object
    Someone else changed this document in QuickBooks at the same time.
  ? A colleague, a bank rule or another program saved it a moment before.
  @ QuickBooks ▸ the document ▸ Audit history
  → Look at it there, then try again.
5020 refused quickbooks: Permission denied
    The company's QuickBooks plan or the user's rights do not allow this: {detail}
  ? Classes, Locations or another feature need a larger plan, or the user is limited.
  @ QuickBooks ▸ Account and settings ▸ Billing; Manage users
  → In QuickBooks: check the plan and the rights of the person who connected the company.
5030 refused quickbooks: Feature not supported
    The company's QuickBooks plan does not have this: {detail}
  ? The feature is part of a larger plan.
  @ QuickBooks ▸ Account and settings ▸ Billing
  → Turn the option off here, or change the plan.
"""
