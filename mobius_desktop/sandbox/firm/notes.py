"""What technicians write into tickets and time entries of the firm."""

from __future__ import annotations

TICKETS = (
    "Replace failed access switch",
    "Printer will not scan to mail",
    "New starter: account and laptop",
    "Backup job reports warnings",
    "Slow line to the branch office",
    "Move desk phones to the second floor",
    "Quarterly firmware updates",
    "Mailbox full",
    "Wi-Fi drops in the conference room",
    "Restore a deleted folder",
)
SHORT = (
    "Found the cause, fixed it and tested with the customer.",
    "Worked remotely; confirmed by phone.",
    "On site. Replaced the part and updated the documentation.",
    "Checked the logs, adjusted the schedule and watched one full run.",
)
LONG = (
    "Checked the point of sale in the bar: it loses its connection when the coffee machine starts.",
    "Measured the line, moved the outlet to another circuit and labelled both ends.",
    "Updated the terminal, the receipt printer and the kitchen display one after another.",
    "Ran ten test orders, from the terrace too, and compared the totals with the day's report.",
    "Wrote down the steps for the morning shift and left a printed copy at the till.",
)


def long_note(length: int, sentences: tuple[str, ...]) -> str:
    """A note of exactly that many characters, numbered so that no two sentences are the same."""
    parts: list[str] = []
    size = 0
    while size < length:
        part = f"{len(parts) + 1}. {sentences[len(parts) % len(sentences)]} "
        parts.append(part)
        size += len(part)
    return "".join(parts)[: length - 1] + "."
