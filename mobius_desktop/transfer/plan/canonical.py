"""The canonical form of a document: what its requestid is made of."""

from __future__ import annotations

from mobius_desktop.domain.document import Document, NewRecord


def canonical_form(subject: Document | NewRecord) -> str:
    """One text for one content, whichever machine, user, version or moment made it."""
    raise NotImplementedError


def canonical_hash(subject: Document | NewRecord) -> str:
    """SHA-256 of the canonical form, in hex."""
    raise NotImplementedError
