"""What Batch Status is opened with: a batch's number, perhaps with what was searched for in the list."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.ids import BatchNumber


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """A batch, and the words that found it: the page opens on the first invoice that has them."""

    number: BatchNumber
    search: str = ""


def place_of(argument: object) -> BatchPlace | None:
    """The place that a link, the navigation (as text) or the list of batches names."""
    if isinstance(argument, BatchPlace):
        return argument
    if isinstance(argument, int):
        return BatchPlace(BatchNumber(argument))
    if isinstance(argument, str) and argument.isdecimal():
        return BatchPlace(BatchNumber(int(argument)))
    return None
