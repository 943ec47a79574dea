"""What nobody could verify on a real ConnectWise, and the answers to play (docs/unverified.md)."""

from __future__ import annotations

from mobius_desktop.sandbox.control import Switch, Switches


def connectwise_switches() -> Switches:
    return Switches(
        Switch(
            "duplicate_identifier", "How is a second batch of the same identifier refused?", ("400", "409")
        ),
        Switch(
            "already_batched",
            "What does POST batches do with an id that is in a batch already?",
            ("refused", "ignored"),
        ),
        Switch(
            "unknown_record", "What does POST batches do with an id it does not know?", ("refused", "ignored")
        ),
        Switch(
            "batch_answer", "What is the body of the 201 of POST batches?", ("posted_records", "empty_export")
        ),
        Switch(
            "delete_closed_batch", "How is the deletion of a closed batch refused?", ("400", "403", "409")
        ),
        Switch("closed_batches", "Does the list still show a batch that was closed?", ("listed", "hidden")),
        Switch(
            "rows_without_id",
            "What is the id of an unposted invoice that has no GL entry?",
            ("omitted", "zero"),
        ),
        Switch(
            "credit_memo_header",
            "Which sign does a credit memo's header total have in the GL export?",
            ("negative", "positive"),
        ),
        Switch(
            "credit_payment_type", "What is the type code of a payment row that applies a credit?", ("C", "A")
        ),
        Switch(
            "export_company",
            "Whom does `company` of an exported transaction name when the bill-to is another?",
            ("bill_to", "served"),
        ),
        Switch("customer_po", "Is the customer's PO in the GL export?", ("absent", "purchaseOrder")),
        Switch("bad_keys", "What do keys that are not known get?", ("401", "404", "cannot_route")),
        Switch("missing_client_id", "What does a request without clientId get?", ("400", "401", "403")),
        Switch("system_info", "Does /system/info ask for keys?", ("keys", "open")),
        Switch(
            "unknown_company", "What does companyinfo say of a company it does not know?", ("null", "404")
        ),
        Switch("is_cloud", "Is IsCloud of companyinfo a boolean or text?", ("boolean", "text")),
        Switch(
            "api_members",
            "Does /system/members list API members, and say their level?",
            ("with_level", "without_level", "left_out"),
        ),
        Switch(
            "long_query", "What becomes of a query longer than 2,048 characters?", ("refused", "accepted")
        ),
    )
