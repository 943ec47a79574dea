"""What the installation may use. A locked control stays visible, is disabled and says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mobius_desktop.domain.options import Summary


class Edition(StrEnum):
    """The three editions; the installer's default is Lite."""

    FREE = "Free"
    LITE = "Lite"
    STANDARD = "Standard"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an edition allows. `companies` is a limit; None means any number."""

    companies: int | None
    location_filter: bool
    summaries: tuple[Summary, ...]

    def allows(self, summary: Summary) -> bool:
        """Whether batches may use this Invoice Summary."""
        return summary in self.summaries


EDITIONS: dict[Edition, Capabilities] = {
    Edition.FREE: Capabilities(companies=1, location_filter=False, summaries=(Summary.DEFAULT,)),
    Edition.LITE: Capabilities(companies=1, location_filter=False, summaries=tuple(Summary)),
    Edition.STANDARD: Capabilities(companies=None, location_filter=True, summaries=tuple(Summary)),
}

LOCATION_LOCKED = "All locations. Choosing one needs the Standard edition."
SUMMARY_LOCKED = "Default. Other summaries need the Lite or Standard edition."
COMPANIES_LOCKED = "One company. More need the Standard edition."
