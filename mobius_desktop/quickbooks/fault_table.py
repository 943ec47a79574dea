"""From QuickBooks' error codes to sentences: what happened and what to do, in a bookkeeper's words.

One row a code. `{detail}` is QuickBooks' own explanation without its preamble.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a fault proves, and who can do something about it."""

    REFUSED = "refused"
    SIGN_IN = "sign-in"
    SUBSCRIPTION = "subscription"
    THROTTLED = "throttled"
    BUSY = "busy"
    EXPIRED = "expired"
    UNCERTAIN = "uncertain"
    """Nothing is proven: look, never repeat blindly."""
    DUPLICATE_NUMBER = "duplicate number"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A code's meaning, its sentence, and the fix."""

    meaning: Meaning
    sentence: str
    fix: str = ""


_SIGN_IN = FaultRow(
    Meaning.SIGN_IN, "QuickBooks no longer accepts the sign-in of this company.", "Reconnect the company."
)
_SERVER = FaultRow(
    Meaning.UNCERTAIN, "QuickBooks could not work just now, so what became of this is not known."
)
_OURS = "This is a fault of the program: save a support bundle."

FAULTS: dict[str, FaultRow] = {
    "100": _SIGN_IN,
    "110": _SIGN_IN,
    "120": FaultRow(
        Meaning.SIGN_IN,
        "QuickBooks no longer lets the person who connected this company in.",
        "Reconnect as someone who is an administrator of the company.",
    ),
    "130": _SERVER,
    "140": _SERVER,
    "150": _SERVER,
    "500": FaultRow(Meaning.REFUSED, "QuickBooks does not support this: {detail}", _OURS),
    "600": FaultRow(
        Meaning.UNCERTAIN, "QuickBooks is still busy with an earlier attempt of the same request."
    ),
    "610": FaultRow(
        Meaning.REFUSED,
        "Something this document refers to is inactive or was deleted in QuickBooks.",
        "Read the QuickBooks lists again, then make it active there or link another.",
    ),
    "620": FaultRow(Meaning.REFUSED, "QuickBooks cannot link these two transactions: {detail}"),
    "2010": FaultRow(Meaning.REFUSED, "QuickBooks does not know a field that was sent: {detail}", _OURS),
    "2020": FaultRow(Meaning.REFUSED, "QuickBooks misses something: {detail}"),
    "2040": FaultRow(
        Meaning.REFUSED,
        "A text has characters that QuickBooks does not take: {detail}",
        "Change the text in ConnectWise.",
    ),
    "2050": FaultRow(
        Meaning.REFUSED, "A text is too long for QuickBooks: {detail}", "Shorten it in ConnectWise."
    ),
    "2170": FaultRow(Meaning.REFUSED, "QuickBooks does not know a value that was sent: {detail}", _OURS),
    "2210": FaultRow(
        Meaning.REFUSED,
        "QuickBooks does not take the e-mail address.",
        "Correct the customer's invoice e-mail in ConnectWise.",
    ),
    "2500": FaultRow(
        Meaning.REFUSED,
        "This document refers to something QuickBooks does not have (any more): {detail}",
        "Read the QuickBooks lists again, then link another.",
    ),
    "3001": FaultRow(Meaning.THROTTLED, "QuickBooks asks for a pause."),
    "3100": FaultRow(
        Meaning.SIGN_IN,
        "QuickBooks does not let this program into the company: keys of another kind (sandbox or"
        " production), another company, or rights that were taken away.",
        "Reconnect the company as an administrator.",
    ),
    "3200": FaultRow(
        Meaning.EXPIRED, "QuickBooks no longer accepts the sign-in of this company.", "Reconnect the company."
    ),
    "3201": _SIGN_IN,
    "3202": _SIGN_IN,
    "4000": FaultRow(Meaning.REFUSED, "QuickBooks could not read a question of the program: {detail}", _OURS),
    "4001": FaultRow(Meaning.REFUSED, "QuickBooks could not read a question of the program: {detail}", _OURS),
    "4002": _SERVER,
    "5010": FaultRow(
        Meaning.REFUSED,
        "Someone else changed this document in QuickBooks at the same time.",
        "Look at it there, then try again.",
    ),
    "5020": FaultRow(
        Meaning.REFUSED,
        "The company's QuickBooks plan or the user's rights do not allow this: {detail}",
        "In QuickBooks: check the plan and the rights of the person who connected the company.",
    ),
    "5030": FaultRow(Meaning.REFUSED, "The company's QuickBooks plan does not have this: {detail}"),
    "6000": FaultRow(Meaning.REFUSED, "QuickBooks' rules do not allow this: {detail}"),
    "6070": FaultRow(
        Meaning.REFUSED, "QuickBooks computes another amount from quantity and price: {detail}", _OURS
    ),
    "6100": FaultRow(Meaning.REFUSED, "A line has a tax code that is not TAX or NON: {detail}", _OURS),
    "6140": FaultRow(
        Meaning.DUPLICATE_NUMBER,
        "QuickBooks already has a document with this number: {detail}",
        "Look at the other document.",
    ),
    "6160": FaultRow(
        Meaning.REFUSED, "QuickBooks does not take the tax code: {detail}", "Link another tax code."
    ),
    "6190": FaultRow(
        Meaning.SUBSCRIPTION,
        "QuickBooks reports that the subscription of this company has ended or has a billing problem.",
        "Nothing more is sent to it until that is settled with Intuit.",
    ),
    "6200": FaultRow(
        Meaning.REFUSED,
        "The books are closed for this date.",
        "Post it on a day after the closing date, or open the period in QuickBooks.",
    ),
    "6210": FaultRow(
        Meaning.REFUSED,
        "The books are closed for this date.",
        "Post it on a day after the closing date, or open the period in QuickBooks.",
    ),
    "6230": FaultRow(
        Meaning.REFUSED, "QuickBooks does not take the tax code: {detail}", "Link another tax code."
    ),
    "6240": FaultRow(
        Meaning.REFUSED,
        "The name is already in use in QuickBooks, perhaps by a vendor, an employee or something inactive.",
        "Link to what is there, or create it under another name.",
    ),
    "6250": FaultRow(
        Meaning.REFUSED,
        "The customer is inactive in QuickBooks or was deleted.",
        "Make it active there, or link another customer.",
    ),
    "6270": FaultRow(
        Meaning.REFUSED,
        "The document is dated before the start date of an inventory item.",
        "Change the item's start date in QuickBooks, or the invoice's date in ConnectWise.",
    ),
    "6430": FaultRow(
        Meaning.REFUSED, "An account has a type that cannot be used here: {detail}", "Choose another account."
    ),
    "6450": FaultRow(Meaning.REFUSED, "QuickBooks does not void this: it has been settled."),
    "6480": FaultRow(
        Meaning.REFUSED, "This is matched with a bank transaction.", "Undo the match in QuickBooks first."
    ),
    "6540": FaultRow(
        Meaning.REFUSED, "This is part of a deposit.", "Take it out of the deposit in QuickBooks first."
    ),
    "6560": FaultRow(Meaning.REFUSED, "The document has no customer.", _OURS),
    "10000": _SERVER,
    "10200": FaultRow(
        Meaning.REFUSED,
        "The QuickBooks company was reset: what was linked before no longer holds.",
        "Read the QuickBooks lists again and check the links.",
    ),
}

OTHER = FaultRow(Meaning.REFUSED, "QuickBooks refused this: {detail}")

BUSY_TEXTS = (
    "You can only add or edit one name at a time",
    "You can only add or edit one product or service at a time",
)
"""6000 with one of these: another write to the list was under way; nothing was written."""

UNCERTAIN_TEXTS = ("An unexpected error occurred while accessing or saving your data",)
"""6000 with one of these has been seen as the answer to a repeated request that had succeeded."""
