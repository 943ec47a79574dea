"""Sites of companies: which address a bill goes to and where goods are shipped."""

from __future__ import annotations

from dataclasses import dataclass, field

from mobius_desktop.sandbox.firm.customers import SAVANNAH, Address, Customer

FIRST_ID = 1000
SECOND_OFFSET = 5000


@dataclass(slots=True)
class Sites:
    """Site ids by company id. Every company has a main site; a hotel has a second one in Georgia."""

    main: dict[int, int] = field(default_factory=dict)
    second: dict[int, int] = field(default_factory=dict)
    addresses: dict[int, Address] = field(default_factory=dict)

    def ship_site(self, customer: Customer, *, foreign: bool) -> int:
        return self.second[customer.id] if foreign else self.main[customer.id]


def sites_of(everybody: dict[str, Customer], abroad: frozenset[str] = frozenset({"GSH014"})) -> Sites:
    """The sites of all customers; those named in `abroad` have a second one."""
    sites = Sites()
    for position, customer in enumerate(everybody.values()):
        sites.main[customer.id] = FIRST_ID + position
        sites.addresses[FIRST_ID + position] = customer.address
        if customer.account in abroad:
            sites.second[customer.id] = FIRST_ID + SECOND_OFFSET + position
            sites.addresses[FIRST_ID + SECOND_OFFSET + position] = SAVANNAH
    return sites
