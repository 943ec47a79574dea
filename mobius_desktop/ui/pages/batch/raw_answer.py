"""What went over the wire for one invoice, as text to read and to copy: request, answer, what its codes mean.

Secrets and e-mail addresses are taken out, so that it can be given to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mobius_desktop.diagnostics.redactor import redactor
from mobius_desktop.domain.catalogue import UNKNOWN, Entry, explain
from mobius_desktop.domain.journal import AttemptRow
from mobius_desktop.history.history import readable
from mobius_desktop.ui.components.moments import day_and_clock

SIDES = {"quickbooks": "QuickBooks", "connectwise": "ConnectWise"}
_TID = {"quickbooks": "intuit_tid", "connectwise": "x-cw-request-id"}
_CODE = re.compile(r"(?i)[\"<\s]code\"?\s*[:=]\s*\"?(\w+)\"?")


def raw_text(attempts: Sequence[AttemptRow]) -> str:
    """Every request and its answer, the latest last."""
    return redactor.text("\n\n".join("\n".join(_told(one)) for one in attempts))


def _told(one: AttemptRow) -> Iterator[str]:
    prepared = one.prepared
    side = SIDES.get(prepared.side, prepared.side)
    yield f"{side}, {prepared.operation}, {day_and_clock(one.sent_at)}, status {one.status or 'none'}"
    if one.tid:
        yield f"{_TID.get(prepared.side, 'tid')} {one.tid}"
    for entry in meanings(one):
        said = entry.said(entry.code if not entry.side else "…")
        yield f"{entry.code}: {said} {entry.cause} {entry.fix} Sending again: {entry.retry}"
    yield f"Request: {prepared.method} {prepared.path}"
    if prepared.request_id and prepared.request_id not in prepared.path:
        yield f"requestid {prepared.request_id}"
    if prepared.body:
        yield readable(prepared.body)
    yield "Answer:"
    yield readable(one.answer_body) or "No answer."


def meanings(one: AttemptRow) -> tuple[Entry, ...]:
    """What the catalogue knows of the codes in an answer; of its status where there is none."""
    text = one.answer_body.decode("utf-8", "replace")
    codes = dict.fromkeys(_CODE.findall(text)) if one.status >= 400 or "ault" in text else {}
    side = one.prepared.side
    found = [entry for code in codes for entry in _of_side(code, side) or [replace(UNKNOWN, code=code)]]
    if not found and one.status >= 400:
        found = _of_side(f"HTTP {one.status}", side)
    return tuple(found)


def _of_side(code: str, side: str) -> list[Entry]:
    return [entry for entry in explain(code) if entry.side == side]
