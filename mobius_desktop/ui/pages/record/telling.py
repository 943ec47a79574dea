"""The sentences of Record and backup: pure, from what is known of the file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from mobius_desktop.domain.evidence import Verdict
from mobius_desktop.domain.keeping import BackupFound, BackupNote, RecordFacts, Trimmed
from mobius_desktop.ui.components.cards import CauseContent
from mobius_desktop.ui.components.moments import day_text, moment_text
from mobius_desktop.ui.components.question import QuestionContent

OUTSIDE = (
    "Verified are every entry with its time and order, every stored request, answer and snapshot, and the "
    "tables that the screens read. Outside the chain, and not evidence: the lists last read from ConnectWise "
    "and QuickBooks, connections and settings, column layouts, the search index."
)
AGAINST = (
    "Whoever holds the file could write all of it anew, and no chain shows that. An older backup does, and "
    "so does the count and hash that a certificate prints."
)
TRIM = (
    "Requests, answers and snapshots take most of the room. Older ones can be removed: every entry, its "
    "amounts and its hash stay, so that the record can still be verified."
)
SYNCED = (
    "The data folder lies in a folder of {}. It may copy the record in the middle of a write, or bring an "
    "older one back. Close the program and move the data folder out of it."
)


def size_text(size: int) -> str:
    """`840 KB`, `12.4 MB`, `1.3 GB`."""
    if size < 2**20:
        return f"{max(1, round(size / 2**10)):,} KB"
    return f"{size / 2**20:,.1f} MB" if size < 2**30 else f"{size / 2**30:,.1f} GB"


def context_line(facts: RecordFacts, today: dt.date) -> str:
    """How much there is since when, and how large it is."""
    noun = "batch" if facts.batches == 1 else "batches"
    since = ""
    if facts.since is not None:
        day = day_text(facts.since.astimezone().date(), today)
        since = f" since {day[:1].lower() + day[1:] if day in {'Today', 'Yesterday'} else day}"
    return f"{facts.batches:,} {noun}{since} · {facts.entries:,} entries · {size_text(facts.size)}"


def verified_sentence(facts: RecordFacts, today: dt.date) -> str:
    """What the last verification said, and when it was."""
    last = facts.verified
    if last is None:
        return "The record has not been verified yet."
    when = moment_text(last.at, today)
    if not last.intact:
        return f"{last.sentence} Verified {_lower(when)}."
    return f"The record is unchanged since it was written. Verified {_lower(when)}."


def verdict_content(verdict: Verdict) -> CauseContent:
    """The result of a verification as a card."""
    return CauseContent(
        "Finished" if verdict.intact else "ERROR",
        verdict.sentence,
        "" if verdict.intact else "Save the report, and restore a backup from before if you need to go on.",
        raw="\n".join(verdict.report()),
    )


def backup_sentence(facts: RecordFacts, today: dt.date) -> str:
    """The last good copy, or that there is none."""
    last = facts.backup
    if last is None:
        return "There is no copy of this record yet."
    same = "It holds all of the record." if last.head == facts.head else "The record went on since."
    return f"Last good copy: {_lower(moment_text(last.at, today))}, {last.path}. {same}"


def suggested_copy(facts: RecordFacts | None, today: dt.date) -> Path:
    """Where the next copy goes unless another place is chosen: beside the last one, named by the day."""
    last = facts.backup if facts is not None else None
    folder = Path(last.path).parent if last is not None else Path.home()
    return folder / f"Mobius record {today.isoformat()}.db"


def copied_sentence(note: BackupNote) -> str:
    """A copy was made and checked."""
    return f"Copied to {Path(note.path).name} and checked: it is whole."


def restore_question(found: BackupFound, record: str) -> QuestionContent:
    """Before the record's place is taken by a copy."""
    return QuestionContent(
        f"Restore {Path(found.path).name}?",
        f"The copy is whole. {found.consequence} The present record is kept in the folder “backups” beside "
        f"{Path(record).name}. The program closes its window and opens it again.",
        "Keep the present record",
        "Restore",
    )


def trim_question(years: int) -> QuestionContent:
    """Before old requests and answers go."""
    age = "1 year" if years == 1 else f"{years} years"
    return QuestionContent(
        f"Remove requests, answers and snapshots older than {age}?",
        "What was sent and what came back can then no longer be shown line by line for those batches. "
        "Amounts, states, messages, log and hashes stay. It cannot be taken back, except from a backup.",
        "Keep them",
        "Remove them",
    )


def trimmed_sentence(trimmed: Trimmed, today: dt.date) -> str:
    """What a trim has done."""
    if not trimmed.count:
        return "Nothing is that old."
    day = day_text(trimmed.before.astimezone().date(), today)
    return f"{trimmed.count:,} removed from before {day}: {size_text(trimmed.bytes)}. Every entry stays."


def _lower(when: str) -> str:
    return when[:1].lower() + when[1:] if when.startswith(("Today", "Yesterday")) else when
