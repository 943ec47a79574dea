"""The invoice card: one invoice's whole life over all batches, as a line of what happened when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mobius_desktop.domain.archive import Archive, DocumentHistory, Hold, JudgementRow, MarkRow
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.quickbooks import DocumentLife
from mobius_desktop.history.overrides import cause_of, word_of

_RENAMED = re.compile(r"-V\d$")
"""What a take back appends to the number of a document that it leaves void, so that the number is free."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to an invoice."""

    at: dt.datetime
    text: str
    batch: BatchNumber | None = None


@dataclass(frozen=True, slots=True)
class InvoiceCard:
    """One invoice over all batches."""

    billing_log_id: BillingLogId
    number: str
    appearances: tuple[InvoiceRow, ...]
    documents: tuple[DocumentHistory, ...]
    marks: tuple[MarkRow, ...]
    judgements: tuple[JudgementRow, ...]
    hold: Hold | None
    moments: tuple[Moment, ...]
    """Oldest first."""


def card_of(archive: Archive, billing_log_id: BillingLogId) -> InvoiceCard:
    """The card of an invoice that some batch held."""
    appearances = archive.appearances(billing_log_id)
    documents = archive.documents(billing_log_id)
    marks = archive.marks(billing_log_id)
    judgements = archive.judgement_history(billing_log_id)
    hold = archive.holds().get(billing_log_id)
    moments = [
        *_batches(archive, appearances),
        *(moment for document in documents for moment in _document(document)),
        *(
            Moment(mark.at, f"Marked as batched in ConnectWise ({mark.identifier})", mark.batch)
            for mark in marks
        ),
        *(
            Moment(mark.released_at, f"Unposted again in ConnectWise ({mark.identifier})", mark.batch)
            for mark in marks
            if mark.released_at is not None
        ),
        *(Moment(word.at, _said(word)) for word in judgements),
    ]
    if hold is not None:
        moments.append(Moment(hold.at, f"Held by {hold.user}: {hold.reason}"))
    return InvoiceCard(
        billing_log_id=billing_log_id,
        number=appearances[-1].number if appearances else "",
        appearances=appearances,
        documents=documents,
        marks=marks,
        judgements=judgements,
        hold=hold,
        moments=tuple(sorted(moments, key=lambda moment: moment.at)),
    )


def _batches(archive: Archive, appearances: tuple[InvoiceRow, ...]) -> list[Moment]:
    """What each batch made of the invoice, at the moment when it last said so."""
    moments = []
    for row in appearances:
        actions = archive.actions(row.batch, f"invoice:{row.billing_log_id}")
        changed = [action.changed_at for action in actions if action.changed_at is not None]
        batch = archive.batch(row.batch)
        if batch is not None:
            at = max(changed, default=batch.started_at)
            said = f" {row.message}" if row.message else ""
            moments.append(Moment(at, f"Batch {row.batch}: {row.state.value}.{said}", row.batch))
    return moments


def _document(document: DocumentHistory) -> list[Moment]:
    last = document.number
    first = last if document.life is DocumentLife.LIVE else _RENAMED.sub("", last)
    kind, ident = document.ref.kind.value, f"(Id {document.ref.id})"
    seen = f"In QuickBooks as {kind} {first} {ident}"
    moments = [Moment(document.first_seen_at, seen, document.batch)]
    if document.life is not DocumentLife.LIVE:
        gone = f"{kind} {last} {ident} is {document.life.value} in QuickBooks"
        moments.append(Moment(document.seen_at, gone))
    return moments


def _said(word: JudgementRow) -> str:
    """`Marked OK by dana: The item posts elsewhere. Agreed with the accountant.`"""
    about = cause_of(word.code, word.verdict, word.value)
    parts = [f"{word_of(word.code, word.verdict)} by {word.user}", about]
    return f"{': '.join(part for part in parts if part)}. {word.reason}".rstrip(". ") + "."
