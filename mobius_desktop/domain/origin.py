"""Whose invoice a document is: the origin, the marker in PrivateNote and the requestid.

Rules: docs/vendor-rules.md, *Exactly once*.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from urllib.parse import urlsplit

from mobius_desktop.domain.ids import BillingLogId, RealmId, RequestId

_NAMESPACE = uuid.UUID("6f6a63f0-3a0a-5c7e-9d6c-52a9d1f0b6d1")
_MARKER = re.compile(r"\[CW-(\d+)-([0-9a-f]{4})(?:-(\d+))?\]")


def origin_of(company_id: str, api_host: str) -> str:
    """`<company id>@<API host without port>`, lower case; frozen at set-up."""
    host = urlsplit(api_host if "//" in api_host else f"//{api_host}").hostname or ""
    return f"{company_id}@{host}".lower()


def origin_hex(origin: str) -> str:
    """The first four hex digits of the origin's SHA-256: `gulfline@127.0.0.1` gives `cc70`."""
    return hashlib.sha256(origin.encode()).hexdigest()[:4]


def marker(billing_log_id: BillingLogId, origin: str, series: int = 0) -> str:
    """The marker in brackets: `[CW-6002-cc70]`, from series 1 on `[CW-6002-cc70-1]`."""
    tail = f"-{series}" if series else ""
    return f"[CW-{billing_log_id}-{origin_hex(origin)}{tail}]"


def markers_in(note: str) -> tuple[tuple[BillingLogId, str, int], ...]:
    """Every marker anywhere in a note, as (billingLogId, origin's four hex, series)."""
    return tuple(
        (BillingLogId(int(number)), hex4, int(series or 0)) for number, hex4, series in _MARKER.findall(note)
    )


def is_ours(note: str, billing_log_id: BillingLogId, origin: str) -> bool:
    """Whether the note carries our marker for this invoice, of any series."""
    return any(found == billing_log_id and hex4 == origin_hex(origin) for found, hex4, _ in markers_in(note))


def request_id(
    *,
    realm: RealmId,
    entity: str,
    origin: str,
    key: str,
    operation: str,
    content_hash: str,
    series: int = 0,
) -> RequestId:
    """32 hex digits: the same request always has the same id, another content or series another one.

    `key` is the billingLogId of an invoice, or the record key of a list record."""
    name = "|".join((realm, entity, origin, key, operation, content_hash, str(series)))
    return RequestId(uuid.uuid5(_NAMESPACE, name).hex)
