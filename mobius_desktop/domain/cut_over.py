"""Cut-over: old unposted invoices beside what QuickBooks holds of them, before the first batch is sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.quickbooks import FoundDocument


class CutOverState(StrEnum):
    """What QuickBooks holds under the number of an old invoice."""

    FOUND = "Found"
    """Number, bill-to and total agree."""
    DIFFERS = "Differs"
    """The number is there; something else is not the same."""
    NOT_FOUND = "Not found"


@dataclass(frozen=True, slots=True)
class CutOverRow:
    """One old unposted invoice. Only what is FOUND is ticked by itself."""

    invoice: UnpostedInvoice
    state: CutOverState
    document: FoundDocument | None = None
    differs: tuple[str, ...] = ()
    """What is not the same, in words: `total 95.00`, `customer “Bayside Dental Group”`."""

    @property
    def ticked(self) -> bool:
        """Whether it is marked unless somebody says no."""
        return self.state is CutOverState.FOUND


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a company has come on the way to its first batch."""

    customers_there: bool | None = None
    """The answer to “Does QuickBooks already have your customers?”; None before it was given."""
    checked: bool = False
    """*Check set-up* was made, and could read both systems."""
    half_checked: bool = False
    """It was made, and could read one of them only."""
    errors: int = 0
    """Causes that it found in the way."""
    links_read: bool = False
    """Both sides were read for the links."""
    customers_open: int = 0
    """Customers of unposted invoices that want somebody. Not counted once batches were made: the preview of
    each asks for its own."""
    customers_to_link: int = 0
    """Those of them that a link can settle: QuickBooks has a customer that may be the one."""
    cut_over: bool = False
    """Old invoices were marked, or somebody said that there are none."""
