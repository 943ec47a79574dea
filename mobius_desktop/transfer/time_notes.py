"""Reads the internal notes behind a Detailed export, which mixes them into a row's text without a label."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from mobius_desktop.domain.connectwise import GlRow, GlTransaction
from mobius_desktop.domain.errors import RemoteRefused, RightMissing
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseId
from mobius_desktop.domain.ports import ConnectWise

_log = logging.getLogger(__name__)


def with_internal_notes(
    connectwise: ConnectWise, export: Mapping[BillingLogId, GlTransaction]
) -> dict[BillingLogId, GlTransaction]:
    """The export with the note of each time entry beside its row.

    A role that may not read time entries leaves the rows as they are: then a note is known by its place in
    the text alone. Raises what else ConnectWise may answer with."""
    entries = {
        row.time_entry_id for one in export.values() for row in one.rows if row.time_entry_id is not None
    }
    if not entries:
        return dict(export)
    try:
        notes = connectwise.internal_notes(sorted(entries))
    except (RightMissing, RemoteRefused) as error:
        _log.warning("time entries could not be read, internal notes are guessed: %s", error.sentence)
        return dict(export)
    return {
        key: replace(one, rows=tuple(_noted(row, notes) for row in one.rows)) for key, one in export.items()
    }


def _noted(row: GlRow, notes: Mapping[ConnectWiseId, str]) -> GlRow:
    if row.time_entry_id is None or row.time_entry_id not in notes:
        return row
    return replace(row, internal_note=notes[row.time_entry_id], time_entry_read=True)
