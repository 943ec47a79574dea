"""Why a correction is refused: from a cause's code to the sentence that the user reads, in one table."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "UNKNOWN_HERE": "{number} is not in this record: no batch of this program sent or marked it.",
    "ELSEWHERE": "{number} is in another QuickBooks company: choose that company first.",
    "SEVERAL_DOCUMENTS": "{number} has {count} documents in QuickBooks. Leave one there, then try again.",
    "BEING_LOOKED_UP": "What became of {number} is still being looked up. Check again first.",
    "LINKED": "{number} stays: {what} is on it in QuickBooks. Unlink it there first.",
    "PARTLY_PAID": "{number} stays: of {total} only {balance} is open in QuickBooks.",
    "EDITED": "{number} stays: it was changed in QuickBooks since it was sent ({fields}).",
    "PERIOD_CLOSED": "{number} stays: it is dated {date}, and the books are closed through {closed}.",
    "CREDIT_MEMO_VOID": "{number} is a credit memo: QuickBooks lets it be deleted, not voided.",
    "BATCH_CLOSED": "{number} stays: its batch {identifier} is closed in ConnectWise.",
    "BATCH_HOLDS_OTHERS": "{number} stays: its batch {identifier} in ConnectWise holds other records, too.",
    "OTHER_BATCH": (
        "{number} stays: ConnectWise holds it in a batch that this program did not make, or that it cannot "
        "see. Unbatch it in ConnectWise first."
    ),
    "STILL_THERE": "{number} is in QuickBooks, {total}. Take it back instead of releasing it.",
    "NOTHING_THERE": "{number} is neither in QuickBooks nor batched in ConnectWise: nothing to take back.",
    "NOT_UNPOSTED": "{number} is not in ConnectWise's unposted list.",
    "NOTHING_TO_REPLACE": "QuickBooks holds {number} as ConnectWise has it: nothing to replace.",
    "NOT_IN_QUICKBOOKS": "QuickBooks does not hold {number}: it can be sent as it is.",
    "WOULD_NOT_GO": "{number} would be taken back and could not be sent again: {why}",
    "NOT_TO_ACCEPT": "{number} waits for no decision that could be accepted.",
    "GONE_SINCE": "{number} is no longer in QuickBooks: take it back or send it again.",
    "CHANGED_SINCE": "{number} changed since you looked: look at it again.",
    "SENT_BY_US": "{number} was sent by this program. Accept it or take it back instead.",
    "NOT_THE_QUESTION": "{number} was not changed after sending: there is nothing to leave as it is.",
}


def reason(code: str, **facts: str) -> str:
    """The sentence of a cause, filled in."""
    return REASONS[code].format(**facts)
