"""From ConnectWise's errors to a bookkeeper's sentences: what happened and the next step."""

from __future__ import annotations

from mobius_desktop.connectwise import wire
from mobius_desktop.domain.errors import Fault, Known, RemoteRefused, RightMissing, SignInLost, Throttled
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.transport.channel import Reply
from mobius_desktop.transport.decode import decode

SIDE = "connectwise"
NAME = "ConnectWise"
REQUEST_TIMEOUT = 408
"""A server or gateway waited too long: whether the request was done is not known."""

KEYS_REFUSED = (
    "ConnectWise refused the keys. They may be swapped, deleted, or belong to another company ID."
    " Check them under Set up ConnectWise PSA."
)
NOT_ROUTED = (
    "ConnectWise does not know this site, company ID or client ID. Check all three under Set up"
    " ConnectWise PSA."
)
HTTPS_REQUIRED = (
    "ConnectWise answered that its API is reached under another address (cloud sites: api-na, api-eu,"
    " api-au). Check the site under Set up ConnectWise PSA."
)

_PLACE = "In ConnectWise: System ▸ Security Roles ▸ the member's role ▸ "

_RIGHTS: tuple[tuple[str, str, str, str], ...] = (
    # method, part of the path, what may not be done, where it is allowed
    ("POST", "/finance/accounting/batches", "create batches", "Finance ▸ Accounting Interface: allow Add."),
    ("DELETE", "/finance/accounting/", "delete batches", "Finance ▸ Accounting Interface: allow Delete."),
    (
        "POST",
        "/finance/accounting/export",
        "export invoices for accounting",
        "Finance ▸ Accounting Interface: allow Inquire and Add.",
    ),
    (
        "GET",
        "/finance/accountingPackageSetup",
        "read the accounting package's setup",
        "System ▸ Table Setup: allow Inquire with access to General Ledger/Accounting Package.",
    ),
    (
        "GET",
        "/finance/glAccounts",
        "read the GL accounts",
        "System ▸ Table Setup: allow Inquire with access to General Ledger/GL Accounts.",
    ),
    (
        "GET",
        "/finance/taxCodes",
        "read the tax codes",
        "System ▸ Table Setup: allow Inquire with access to Invoicing/Tax code.",
    ),
    (
        "GET",
        "/finance/accounting/",
        "read unposted invoices and batches",
        "Finance ▸ Accounting Interface: allow Inquire.",
    ),
    ("GET", "/finance/invoices", "read invoices", "Finance ▸ Invoicing: allow Inquire."),
    ("GET", "/company/companies", "read companies", "Companies ▸ Company Maintenance: allow Inquire."),
    ("GET", "/company/contacts", "read contacts", "Companies ▸ Contacts: allow Inquire."),
    ("GET", "/system/locations", "read locations", "System ▸ Table Setup: allow Inquire."),
    ("GET", "/time/entries", "read time entries", "Time & Expense ▸ Time Entry: allow Inquire."),
    ("GET", "/system/members", "read members", "System ▸ Member Maintenance: allow Inquire."),
)


def right_missing(method: str, path: str) -> str:
    """Which right is missing for this call, and where it is given."""
    for wanted, part, what, place in _RIGHTS:
        if method == wanted and part in path:
            return f"The API member may not {what}. {_PLACE}{place}"
    return f"The API member lacks a permission. {_PLACE}compare it with the list in Set up ConnectWise PSA."


def error_of(reply: Reply) -> wire.ErrorBody | None:
    """The error body; None for the gateway's plain text and HTML."""
    try:
        found = decode(reply.body, wire.ErrorBody)
    except ValueError:
        return None
    return found if found.code or found.error or found.message else None


def judge(reply: Reply) -> Trouble | None:
    """What stands against an answer, as far as a retry depends on it."""
    if reply.status == 429:
        return Trouble.THROTTLED
    if reply.status >= 500:
        return Trouble.SERVER_ERROR
    if 300 <= reply.status < 400 or reply.status == REQUEST_TIMEOUT:
        return Trouble.NO_ANSWER
    if reply.status >= 400:
        return Trouble.REFUSED
    return None


def faults_of(reply: Reply) -> tuple[Fault, ...]:
    """ConnectWise's own words, for the record."""
    body = error_of(reply)
    if body is None:
        return (Fault("", reply.body[:200].decode("utf-8", "replace"), status=reply.status, tid=reply.tid),)
    first = Fault(body.code or body.error or "", body.message or "", status=reply.status, tid=reply.tid)
    more = tuple(
        Fault(one.code or "", one.message or "", element=one.field or "", status=reply.status, tid=reply.tid)
        for one in body.errors or ()
    )
    return (first, *more)


def refusal(reply: Reply, method: str, path: str) -> Known:
    """The error of a refused call."""
    faults = faults_of(reply)
    plain = "" if error_of(reply) else reply.body[:500].decode("utf-8", "replace").lower()
    said = faults[0].message
    if reply.status == 429:
        return Throttled(
            "ConnectWise asks for a pause. Try again in a minute.",
            seconds=reply.retry_after or 60.0,
            side=SIDE,
            faults=faults,
        )
    if "ssl is required" in said.lower():
        return SignInLost(HTTPS_REQUIRED, side=SIDE, faults=faults)
    if "cannot route" in plain or "clientid" in (plain + said).lower().replace(" ", ""):
        return SignInLost(NOT_ROUTED, side=SIDE, faults=faults)
    if reply.status == 401 or "UserNotAuthenticated" in said:
        return SignInLost(KEYS_REFUSED, side=SIDE, faults=faults)
    if reply.status == 403:
        return RightMissing(right_missing(method, path), side=SIDE, faults=faults)
    if reply.status == 404 and not is_not_found(reply):
        # The cloud answers wrong keys like this, too.
        return SignInLost(KEYS_REFUSED, side=SIDE, faults=faults)
    return RemoteRefused(_in_its_words(faults), side=SIDE, faults=faults)


def is_not_found(reply: Reply) -> bool:
    """Whether a 404 speaks of the record asked for, by its id. Wrong keys are answered with 404, too."""
    body = error_of(reply)
    if reply.status != 404 or body is None:
        return False
    said = (body.message or "").lower()
    return "not found" in said and any(sign.isdigit() for sign in said)


def is_existing_identifier(faults: tuple[Fault, ...]) -> bool:
    """Whether a batch was refused because its identifier exists already."""
    return any(
        fault.code == "ObjectExists" or ("already" in fault.message.lower() and "identifier" in _text(fault))
        for fault in faults
    )


def _text(fault: Fault) -> str:
    return f"{fault.message} {fault.element}".lower()


def _in_its_words(faults: tuple[Fault, ...]) -> str:
    if is_existing_identifier(faults):
        return "ConnectWise has a batch with this identifier already. Nothing was changed."
    told = [fault.message for fault in (faults[1:] or faults) if fault.message]
    if not told:
        return "ConnectWise refused this without a reason. Nothing was changed."
    return f"ConnectWise refused this: {' '.join(told)} Nothing was changed."
