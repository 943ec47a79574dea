"""Why an invoice of a batch did not come through once the batch ran: the causes that no plan can foresee.

The causes seen before sending stand in `finding_codes`; a row's `finding_code` is one of either table.
"""

from __future__ import annotations

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import FindingRule
from mobius_desktop.domain.states import Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
TAKEN_BACK = "TAKEN_BACK"
"""The cause of what was sent and has left QuickBooks again by a correction."""

_ROWS = (
    FindingRule(
        "NO_LONGER_UNPOSTED",
        _ERROR,
        "No longer unposted",
        "{number} is no longer unposted in ConnectWise: it was reopened there, or somebody else batched it.",
        "Refresh the list. If it was reopened, close it again in ConnectWise.",
        "connectwise",
    ),
    FindingRule(
        "CHANGED_SINCE_PREVIEW",
        _ERROR,
        "Changed since the preview",
        "{number} changed in ConnectWise since the preview: {before} became {after}.",
        "Preview again and send it then.",
        "select",
    ),
    FindingRule(
        "APPEARED_SINCE_PREVIEW",
        _ERROR,
        "Appeared in QuickBooks meanwhile",
        "QuickBooks has had a document with the number {number} since the preview.",
        "Preview again: it shows whether it is the same one.",
        "select",
    ),
    FindingRule(
        "RECORD_MISSING",
        _ERROR,
        "Something it needs is missing",
        "{number} was not sent: {why}",
        "Create the record in QuickBooks, or link another, then send it again.",
        "links",
    ),
    FindingRule(
        "REFUSED",
        _ERROR,
        "QuickBooks refused it",
        "QuickBooks refused {number}: {why}",
        "Put right what QuickBooks names, then send it again.",
        "quickbooks",
    ),
    FindingRule(
        "STOPPED",
        _ERROR,
        "Sending stopped",
        "{number} was not sent: {why}",
        "Cure what stopped it, then continue. Nothing is lost.",
        "none",
    ),
    FindingRule(
        "SIGN_IN_LOST",
        _ERROR,
        "The QuickBooks sign-in was lost",
        "{number} was not sent: {why}",
        "Reconnect QuickBooks, then continue. Nothing is lost.",
        "none",
    ),
    FindingRule(
        "KEYS_REFUSED",
        _ERROR,
        "ConnectWise refused the keys",
        "{number} was not sent: {why}",
        "Save new keys under Set up ConnectWise PSA, then continue. Nothing is lost.",
        "none",
    ),
    FindingRule(
        "SUBSCRIPTION_ENDED",
        _ERROR,
        "The QuickBooks subscription has ended",
        "{number} was not sent: {why}",
        "Put the subscription right in QuickBooks, then continue. Nothing is lost.",
        "quickbooks",
    ),
    FindingRule(
        "CANCELLED",
        _WARNING,
        "Cancelled",
        "{number} was not sent: the batch was cancelled.",
        "Send the remaining ones when you like. They stay in the list.",
        "select",
    ),
    FindingRule(
        "TAX_HELD",
        _WARNING,
        "Held because of the tax",
        "{number} is held: QuickBooks changed the tax of {other}.",
        "Choose in Set up QuickBooks Online, Taxes, how sales tax is sent, then send it again.",
        "options",
    ),
    FindingRule(
        "GONE",
        _ERROR,
        "Deleted in QuickBooks",
        "The document of {number} was deleted or voided in QuickBooks.",
        "Send it again when that is right.",
        "select",
    ),
    FindingRule(
        "NEEDS_CHECK",
        _WARNING,
        "Differs from ConnectWise",
        "{number} is in QuickBooks, but not as ConnectWise has it. {why}",
        "Accept it as it is, or take it back.",
        "select",
    ),
    FindingRule(
        "CHANGED_IN_CONNECTWISE",
        _WARNING,
        "Changed in ConnectWise while it was sent",
        "{number} is in QuickBooks as it was, and has changed in ConnectWise since. {why}",
        "Take it back and send it again, or leave it as it is.",
        "select",
    ),
    FindingRule(
        "OUTCOME_UNCLEAR",
        _WARNING,
        "More than one could be it",
        "No answer came back for {number}, and QuickBooks holds more than one document that could be it.",
        "Look at them in QuickBooks and say which one it is.",
        "quickbooks",
    ),
    FindingRule(
        "NOT_ARRIVED",
        _ERROR,
        "Did not arrive",
        "No answer had come for {number}, and nothing of it arrived in QuickBooks within a day.",
        "Send it again as ConnectWise has it now.",
        "select",
    ),
    FindingRule(
        "SECOND_DOCUMENT",
        _WARNING,
        "A second document appeared",
        "QuickBooks holds more than one document of {number}: two computers sent it at once, somebody made a "
        "copy, or a request of which no answer had come was carried out late.",
        "Delete the surplus one in QuickBooks. It is looked at again before the next batch.",
        "quickbooks",
    ),
    FindingRule(
        "ARRIVED_LATE",
        _ERROR,
        "Arrived in QuickBooks after all",
        "{number} was not sent or was taken back, and QuickBooks holds a document of it since.",
        "Send it again: it is taken over, not sent a second time. Or delete it in QuickBooks.",
        "select",
    ),
    FindingRule(
        "NOT_MARKED",
        _WARNING,
        "Not marked in ConnectWise",
        "{number} is in QuickBooks, but ConnectWise refused to mark it. {why}",
        "Look at the invoice in ConnectWise, then check again.",
        "connectwise",
    ),
    FindingRule(
        TAKEN_BACK,
        Severity.INFO,
        "Taken back",
        "{number} was taken back: it is gone from QuickBooks and unposted again in ConnectWise. {why}",
        "It can be sent again.",
        "select",
    ),
    FindingRule(
        "NOT_RELEASED",
        _ERROR,
        "Taken back, and still batched",
        "{number} is gone from QuickBooks, and ConnectWise still has it as batched. {why}",
        "Put right what ConnectWise names, then release it in ConnectWise.",
        "connectwise",
    ),
    FindingRule(
        "MARKED_BY_HAND",
        Severity.INFO,
        "Marked without sending",
        "{number} was marked as already in QuickBooks; nothing was sent. {why}",
        "Nothing to do.",
        "none",
    ),
)

RUN_CAUSES: dict[str, FindingRule] = {row.code: row for row in _ROWS}
"""By code. Rows of the status table carry the filled-in sentence themselves."""
EVERY_RULE: dict[str, FindingRule] = {**RULES, **RUN_CAUSES}
"""Every cause there is: seen before sending, or met in the run."""

STOPS = frozenset({"STOPPED", "SIGN_IN_LOST", "KEYS_REFUSED", "SUBSCRIPTION_ENDED"})
"""Causes for which the company's queue stopped: what waits goes on once they are cured."""
NOT_BEGUN = frozenset({"CANCELLED", *STOPS})
"""Why an invoice was not sent that has nothing wrong with it: it only waits."""


def rule_of(code: str) -> FindingRule | None:
    """The rule of a code of either table; None for a code that another version wrote."""
    return EVERY_RULE.get(code)


def stop_code(stop: str, side: str = "quickbooks") -> str:
    """The cause behind an answer's `stop`: `sign-in`, `subscription`, or anything else."""
    if stop == "sign-in":
        return "KEYS_REFUSED" if side == "connectwise" else "SIGN_IN_LOST"
    return "SUBSCRIPTION_ENDED" if stop == "subscription" else "STOPPED"
