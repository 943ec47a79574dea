"""What nobody could verify on the real QuickBooks, with each answer the sandbox can play.

The first answer is the default. `docs/unverified.md` says what hangs on each.
"""

from __future__ import annotations

from mobius_desktop.sandbox.control.world import Switch, Switches

HOURS = {"forever": None, "24_hours": 24, "1_hour": 1}
"""Answers of `requestid_life`, in hours."""


_PRICE_ANSWERS = ("stored", "rounded", "refused")


def quickbooks_switches() -> Switches:
    return Switches(
        # Tax
        Switch(
            "ast_override",
            "Does automated sales tax keep a TotalTax that we send?",
            ("honour", "ignore", "need_flag"),
        ),
        Switch(
            "override_without_agency",
            "Is a sent tax kept where the company has no agency for the ship-to region?",
            ("dropped", "kept"),
        ),
        Switch(
            "exemption_reason",
            "Does automated tax need a reason to make a customer exempt?",
            ("needed", "optional"),
        ),
        Switch("manual_override", "Does manual sales tax keep a sent TotalTax?", ("computed", "honour")),
        # requestid
        Switch("requestid_stores_faults", "Is a Fault repeated under its requestid?", ("yes", "no")),
        Switch("requestid_life", "How long is a requestid remembered?", tuple(HOURS)),
        Switch(
            "requestid_running",
            "What does a second request get while the first with the same requestid is still running?",
            ("fault_600", "wait"),
        ),
        Switch(
            "requestid_parked",
            "What does a replay get while the first request is parked?",
            ("executes", "fault_600"),
        ),
        Switch("batch_replay", "What does a replayed batch item get?", ("stored", "fault_6000")),
        # Documents
        Switch(
            "duplicate_numbers",
            "Does the company refuse a document number that is in use?",
            ("refused", "refused_across_types", "allowed"),
        ),
        Switch("voided_number", "Does a void document keep its number taken?", ("kept", "freed")),
        Switch(
            "number_when_automatic",
            "Is a sent DocNumber stored when custom transaction numbers are off?",
            ("stored", "ignored"),
        ),
        Switch(
            "linking_changes_invoice",
            "Does linking a payment raise the SyncToken of the invoice?",
            ("yes", "no"),
        ),
        Switch("delete_linked", "May a document with a payment be deleted?", ("refused", "unlinks")),
        Switch(
            "address_after_update",
            "Do the parts of an address stay where they were sent when a document is updated?",
            ("as_sent", "in_lines"),
        ),
        Switch("long_unit_price", "What becomes of a price of more than five decimals?", _PRICE_ANSWERS),
        Switch("class_when_off", "What becomes of a class while tracking is off?", ("ignored", "refused")),
        # References
        Switch("inactive_reference", "Which code has a reference to an inactive record?", ("610", "2500")),
        Switch("inactive_customer", "Which code has a document for an inactive customer?", ("6250", "610")),
        Switch("display_name_length", "How long may a DisplayName be?", ("500", "100")),
        # Query
        Switch("query_non_ascii", "Does the query parser take every character?", ("accepted", "fault_4000")),
        Switch("query_page", "What does MAXRESULTS over 1000 do?", ("capped", "refused")),
        Switch("query_short_pages", "Are pages as long as asked?", ("full", "short")),
        # Transport
        Switch("throttle", "Are the documented limits enforced?", ("on", "off")),
        Switch("throttle_answer", "Which body has a 429?", ("json", "xml", "xml_403")),
        Switch("gzip", "Are answers compressed when the client takes it?", ("off", "on")),
        Switch("batch_order", "In which order do batch answers come?", ("as_sent", "reversed")),
        # OAuth
        Switch("refresh_rotation", "When does the refresh token change?", ("24_hours", "each", "never")),
        Switch(
            "concurrent_refresh",
            "What becomes of two refreshes at once?",
            ("revokes", "second_refused", "allowed"),
        ),
        Switch("code_reuse", "What does a second exchange of a code do?", ("refused", "revokes")),
    )
