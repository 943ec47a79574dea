"""ConnectWise's errors. Form: see `entries`."""

from __future__ import annotations

TABLE = """
# What was asked
InvalidObject refused connectwise: Object is invalid
    ConnectWise refused this: {detail}
  ? A field that its own rules ask for is missing or wrong; ConnectWise checks the whole record each time.
  @ ConnectWise ▸ the record that is named
  → Put right what ConnectWise names, then try again. Nothing was changed.
MissingRequiredField refused connectwise: Required field missing
    ConnectWise misses a field: {detail}
  ? The record was made before the field became required.
  @ ConnectWise ▸ the record that is named
  → Complete the field in ConnectWise, then try again. Nothing was changed.
ObjectExists refused here: Object exists
    ConnectWise has a batch with this identifier already. Nothing was changed.
  ? An earlier attempt arrived although its answer was lost.
  @ ConnectWise ▸ Finance ▸ Accounting interface ▸ Batches
  → Nothing to do: the program looks for the batch and uses it.
OutOfRange refused connectwise: Out of range
    A value lies outside of what ConnectWise takes: {detail}
  ? A year, number or amount that is too small or too large.
  @ ConnectWise ▸ the record that is named
  → Correct the value in ConnectWise, then try again. Nothing was changed.
InvalidEnum refused program: Value not known
    ConnectWise does not know a value that was sent: {detail}
  ? Another version of ConnectWise than the program was made for.
  @ ConnectWise ▸ Help ▸ About
  → This is a fault of the program: save a support bundle.
ApiFindCondition refused program: Question not understood
    ConnectWise could not read a question of the program: {detail}
  ? Another version of ConnectWise than the program was made for.
  @ ConnectWise ▸ Help ▸ About
  → This is a fault of the program: save a support bundle.
NotFound refused connectwise: Not found
    ConnectWise does not have this record (any more): {detail}
  ? It was deleted, or the API member's level hides it.
  @ ConnectWise ▸ System ▸ Members ▸ API Members ▸ Level
  → Refresh the list.
# Keys, rights and the way there
Unauthorized,UserNotAuthenticated sign-in connectwise: Keys refused
    ConnectWise refused the keys.
  ? They were deleted, belong to another company ID, or the member is inactive.
  @ ConnectWise ▸ System ▸ Members ▸ API Members ▸ API Keys; here: Set up ConnectWise PSA
  → Make new keys in ConnectWise and enter them under Set up ConnectWise PSA.
Security right-missing connectwise: Permission missing
    The API member may not do this: {detail}
  ? Its security role lacks a right.
  @ ConnectWise ▸ System ▸ Security Roles ▸ the member's role
  → Allow what is named; the list of rights is in Set up ConnectWise PSA.
SSL-required sign-in here: SSL is required
    ConnectWise's API is reached under another address.
  ? The address of the cloud's window was entered instead of its API: api-na, api-eu, api-au.
  @ Set up ConnectWise PSA ▸ Site
  → Enter the API's address as the site.
CannotRoute sign-in here: Cannot route
    ConnectWise does not know this site, company ID or client ID.
  ? A mistyped company ID (upper and lower case count), a client ID that is not registered, or another site.
  @ Set up ConnectWise PSA; developer.connectwise.com ▸ Client IDs
  → Check all three under Set up ConnectWise PSA.
clientId sign-in here: Client ID missing
    ConnectWise does not know the client ID.
  ? It was mistyped, or is registered for another product.
  @ developer.connectwise.com ▸ Client IDs; here: Set up ConnectWise PSA
  → Enter the client ID again.
# Pauses and the service itself
ConnectWiseAPI throttled connectwise: Too many requests
    ConnectWise asks for a pause.
  ? This program and others together asked more than 1,000 times in a minute. The keys are fine.
  @ Nothing to change; other programs that use the same API
  → Wait a minute. The program goes on by itself.
ConnectWiseApi uncertain connectwise: Timeout
    ConnectWise could not answer in time, so what became of this is not known.
  ? Its database was busy.
  @ status.connectwise.com says whether ConnectWise has a problem
  → Wait a few minutes. The program looks first and then repeats it.
# Answers without a code
HTTP-400 refused program: Bad request
    ConnectWise refused this without saying why.
  ? Another version of ConnectWise, or a proxy that changed the request.
  @ The network's proxy; Set up ConnectWise PSA
  → Test the connection under Set up ConnectWise PSA. If it stays, save a support bundle.
HTTP-401 sign-in connectwise: Not signed in
    ConnectWise refused the keys.
  ? They were deleted or belong to another company ID.
  @ ConnectWise ▸ System ▸ Members ▸ API Members ▸ API Keys; here: Set up ConnectWise PSA
  → Make new keys in ConnectWise and enter them under Set up ConnectWise PSA.
HTTP-403 right-missing connectwise: Not allowed
    The API member may not do this.
  ? Its security role lacks a right.
  @ ConnectWise ▸ System ▸ Security Roles ▸ the member's role
  → Compare the role with the list in Set up ConnectWise PSA.
HTTP-404 sign-in here: Address not found
    ConnectWise answered as if there were no such address: wrong keys look the same in its cloud.
  ? Wrong keys, another company ID, or another site.
  @ Set up ConnectWise PSA
  → Check site, company ID and keys under Set up ConnectWise PSA.
HTTP-405,HTTP-415 refused program: Request not taken
    ConnectWise does not take a request of this form.
  ? Another version of ConnectWise than the program was made for.
  @ ConnectWise ▸ Help ▸ About
  → This is a fault of the program: save a support bundle.
HTTP-409 refused connectwise: In use
    ConnectWise is using this record just now. Nothing was changed.
  ? Somebody has it open, or another program writes it.
  @ ConnectWise ▸ the record
  → Close it in ConnectWise, then try again.
HTTP-429 throttled connectwise: Too many requests
    ConnectWise asks for a pause.
  ? This program and others together asked too often. The keys are fine.
  @ Nothing to change
  → Wait a minute. The program goes on by itself.
HTTP-500,HTTP-502,HTTP-503,HTTP-504 uncertain connectwise: Server error
    ConnectWise could not answer just now, so what became of this is not known.
  ? A fault inside ConnectWise, or of the way to it.
  @ status.connectwise.com says whether ConnectWise has a problem
  → Wait a few minutes. The program looks first and then repeats it.
"""
