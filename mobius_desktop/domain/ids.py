"""Ids as types of their own: ConnectWise's invoice ids and GL ids are both ints, never to be mixed up."""

from __future__ import annotations

from typing import NewType

BillingLogId = NewType("BillingLogId", int)
"""The stable id of a ConnectWise invoice (`/finance/invoices` id)."""

GlEntryId = NewType("GlEntryId", int)
"""A GL record of ConnectWise; changes when an invoice is reopened and closed again."""

ConnectWiseId = NewType("ConnectWiseId", int)
"""The record id of a ConnectWise list record (company, site, location, term …)."""

ConnectWiseBatchId = NewType("ConnectWiseBatchId", int)

QuickBooksId = NewType("QuickBooksId", str)
"""The `Id` of a QuickBooks entity. Unique within its entity only."""

RealmId = NewType("RealmId", str)
"""The id of a QuickBooks Online company."""

BatchNumber = NewType("BatchNumber", int)
"""Our own running number of a batch, as the user reads it."""

RequestId = NewType("RequestId", str)
"""QuickBooks' idempotency key: 32 hex digits, unique within a company over all requests."""

ActionId = NewType("ActionId", str)
"""`<batch number>/<section>/<subject>`: one thing done for one subject inside a section."""

RecordKey = NewType("RecordKey", str)
"""ConnectWise's name of a list record that QuickBooks must have: `customer:ACM001`, `item:CAT6-10`."""
