"""The firm's customers: those of the sample invoices, and around them as many as a real firm has."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Literal

from mobius_desktop.sandbox.firm.dice import dice

InQuickBooks = Literal["linked", "missing", "inactive", "similar", "vendor"]
"""linked: CompanyName is the account id; similar: only the name is alike; vendor: the name is a vendor's."""


@dataclass(frozen=True, slots=True)
class Address:
    """A site's address. `region` is the two-letter subdivision code."""

    line1: str
    city: str
    region: str
    postal_code: str
    country: str = "United States"


@dataclass(frozen=True, slots=True)
class Customer:
    """A company of ConnectWise that is billed. `id` is its record id there, `account` its account id."""

    id: int
    account: str
    name: str
    address: Address
    location_id: int
    tax_code: str
    email: str
    phone: str
    state: InQuickBooks = "linked"
    quickbooks_name: str = ""
    """Its DisplayName in QuickBooks where that is not its name."""
    kind: str = "Customer"
    currency: str = "USD"

    @property
    def identifier(self) -> str:
        """ConnectWise's short name, at most 25 characters."""
        return re.sub(r"[^A-Za-z0-9]", "", self.name.title())[:20] + self.account[-3:]


TAMPA, AUSTIN, PORTLAND = 2, 3, 4
LOCATIONS: dict[int, str] = {TAMPA: "Tampa", AUSTIN: "Austin", PORTLAND: "Portland"}
FIRST_ID = 250
HOW_MANY = 300

SAVANNAH = Address("27 Bay Street", "Savannah", "GA", "31401")
"""Where the hotel of the sample has its second site."""


def _fl(line1: str, postal_code: str = "33602") -> Address:
    return Address(line1, "Tampa", "FL", postal_code)


_NAMED: tuple[tuple[str, str, Address, str, InQuickBooks], ...] = (
    ("ACM001", "Acme Manufacturing LLC", _fl("100 Industrial Way", "33607"), "FL-Hills", "linked"),
    ("BAY002", "Bayside Dental Group, P.A.", _fl("2400 Bayshore Boulevard", "33629"), "FL-Hills", "linked"),
    ("OMA003", "O'Malley & Sons Plumbing, Inc.", _fl("815 Platt Street", "33606"), "FL-Hills", "similar"),
    (
        "LSO004",
        "Lone Star Orthopedics",
        Address("1201 Red River Street", "Austin", "TX", "78701"),
        "TX-Austin",
        "linked",
    ),
    ("CAF006", "Café Très Bon, LLC", _fl("19 Howard Avenue", "33606"), "FL-Hills", "missing"),
    ("PAL007", "Palmetto Holdings LLC", _fl("4 Harbour Place"), "FL-Hills", "linked"),
    ("PAL008", "Palmetto Marina", _fl("600 Channelside Drive"), "FL-Hills", "missing"),
    ("NWC009", "Northwind Clinic", _fl("3100 Swann Avenue", "33609"), "FL-Hills", "linked"),
    ("DIS010", "Distro One Inc.", _fl("5501 Adamo Drive", "33619"), "FL-Hills", "vendor"),
    ("CAS011", "Cascade Timber Co.", Address("890 Front Avenue", "Portland", "OR", "97209"), "", "linked"),
    (
        "MLL012",
        "Maple Leaf Logistics Ltd.",
        Address("77 Queens Quay West", "Toronto", "ON", "M5J 2N5", "Canada"),
        "",
        "linked",
    ),
    ("SUN013", "Suncoast Realty, LLC", _fl("1 Beach Drive", "33611"), "FL-Hills", "inactive"),
    ("GSH014", "Gulf Shores Hotel", _fl("702 Harbour Island Boulevard"), "FL-Hills", "linked"),
    (
        "CRR005",
        "City of Round Rock",
        Address("221 East Main Avenue", "Round Rock", "TX", "78664"),
        "Exempt",
        "linked",
    ),
)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_FIRST = _listed(
    "Harborview|Riverbend|Cypress|Magnolia|Bluewater|Sandhill|Heron|Osprey|Coral|Lighthouse|Seagrass|Ironwood|"
    "Summit|Keystone|Redbud|Hickory|Longleaf|Stonebridge|Meridian|Beacon|Crescent|Driftwood|Evergreen|"
    "Foxglove|Granite|Highland|Juniper|Kingfisher|Larkspur|Mesquite|Oakhurst|Pinecrest|Quarry|Rosewood|"
    "Silverlake|Timberline|Umbra|Vista|Westbrook|Yellowstone|Amberwood|Brookfield|Clearwell|Dunes|Eastgate"
)
_TRADES = _listed(
    "Family Dentistry|Pediatrics|Physical Therapy|Eye Care|Veterinary Hospital|Title & Escrow|Law Offices|"
    "Accounting Group|Wealth Advisors|Insurance Agency|Architects|Engineering|Construction|Roofing|"
    "Heating & Air|Electric|Landscaping|Property Management|Realty Partners|Freight|Machine Works|"
    "Packaging|Cabinetry|Foods|Brewing|Bakery|Catering|Inn & Suites|Fitness|Day School|Community Church|"
    "Senior Living|Pharmacy|Laboratories|Printing|Auto Group|Boat Works|Nursery|Security|Credit Union"
)
_ENDINGS = ("", "", ", LLC", ", Inc.", " Co.", ", P.A.", ", LLP")
_STREETS = _listed(
    "Main Street|Oak Avenue|Commerce Drive|Lake Road|Park Boulevard|Second Avenue|Mill Lane|Market Street"
)
_CITIES: dict[int, tuple[tuple[str, str, str], ...]] = {
    TAMPA: (
        ("Tampa", "FL", "33602"),
        ("Brandon", "FL", "33511"),
        ("Riverview", "FL", "33578"),
        ("Plant City", "FL", "33563"),
    ),
    AUSTIN: (("Austin", "TX", "78704"), ("Austin", "TX", "78757")),
    PORTLAND: (("Portland", "OR", "97204"), ("Beaverton", "OR", "97005"), ("Salem", "OR", "97301")),
}
_TAX = {TAMPA: "FL-Hills", AUSTIN: "TX-Austin", PORTLAND: ""}


def customers(seed: int, how_many: int = HOW_MANY) -> dict[str, Customer]:
    """All customers by account id, the named ones first."""
    chance = dice(seed, "customers")
    found = {customer.account: customer for customer in _named(chance)}
    pairs = [(first, trade) for first in _FIRST for trade in _TRADES]
    chance.shuffle(pairs)
    for first, trade in pairs[: how_many - len(found)]:
        customer = _invented(chance, FIRST_ID + len(found), first, trade)
        found[customer.account] = customer
    return found


def _named(chance: random.Random) -> list[Customer]:
    made = []
    for position, (account, name, address, tax_code, state) in enumerate(_NAMED):
        region = address.region
        made.append(
            Customer(
                FIRST_ID + position,
                account,
                name,
                address,
                {"TX": AUSTIN, "OR": PORTLAND}.get(region, TAMPA),
                tax_code,
                _email(name),
                _phone(chance),
                state,
                "O’Malley and Sons Plumbing" if account == "OMA003" else "",
                "Government" if account == "CRR005" else "Customer",
                "CAD" if account == "MLL012" else "USD",
            )
        )
    return made


def _invented(chance: random.Random, record: int, first: str, trade: str) -> Customer:
    location = chance.choices((TAMPA, AUSTIN, PORTLAND), (6, 3, 2))[0]
    city, region, postal_code = chance.choice(_CITIES[location])
    number = record - FIRST_ID + 1
    name = f"{first} {trade}{chance.choice(_ENDINGS)}"
    state: InQuickBooks = "linked"
    other_name = ""
    if number % 25 == 0:
        state, other_name = "similar", f"{first} {trade.replace('&', 'and')}"
    elif number % 60 == 7:
        state = "missing"
    return Customer(
        record,
        f"{first[:3].upper()}{number:03d}",
        name,
        Address(f"{chance.randint(11, 9800)} {chance.choice(_STREETS)}", city, region, postal_code),
        location,
        _TAX[location],
        _email(name),
        _phone(chance),
        state,
        other_name,
    )


def _email(name: str) -> str:
    plain = name.translate(str.maketrans("éè", "ee"))
    domain = re.sub(r"(llc|inc|pa|llp|ltd|co)$", "", re.sub(r"[^a-z0-9]", "", plain.lower()))
    return f"ap@{domain}.example"


def _phone(chance: random.Random) -> str:
    return f"(813) 555-{chance.randint(100, 199):04d}"
