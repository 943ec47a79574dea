"""What the installation may use. A locked control stays visible, is disabled and says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mobius_desktop.domain.options import CompanyOptions, ServiceItemSource, Summary


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
DETAILED_LOCKED = "Needs Detailed: Lite or Standard edition."
LOCKS = frozenset({LOCATION_LOCKED, SUMMARY_LOCKED, COMPANIES_LOCKED, DETAILED_LOCKED})
"""The sentences beside a locked control; *About editions* stands after each."""


def as_allowed(options: CompanyOptions, capabilities: Capabilities) -> CompanyOptions:
    """The configuration as an edition uses it. What is kept stays as it is: a larger edition finds it again.

    An option that would force Detailed gives way where Detailed is locked: it never widens an edition."""
    source = options.service_item_source
    if source.needs_detailed and not capabilities.allows(Summary.DETAILED):
        source = ServiceItemSource.SERVICE_GL_ACCOUNT
    wanted = options.invoice_export_detail
    return replace(
        options,
        service_item_source=source,
        invoice_export_detail=wanted if capabilities.allows(wanted) else Summary.DEFAULT,
        location_id=options.location_id if capabilities.location_filter else None,
    )
