"""The states of the US, as addresses and the names of tax agencies write them."""

from __future__ import annotations

import re

STATES: dict[str, str] = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
_BY_NAME = {name.casefold(): code for code, name in STATES.items()}
_LONGEST_FIRST = sorted(STATES.items(), key=lambda pair: -len(pair[1]))


def state_code(region: str) -> str:
    """`FL` for "FL", "fl" or "Florida"; the text itself, in capitals, where it is no state."""
    text = " ".join(region.split()).rstrip(".")
    return _BY_NAME.get(text.casefold(), text.upper())


def states_named(text: str) -> frozenset[str]:
    """The states that a name speaks of: "Georgia Department of Revenue" gives GA, "West Virginia …" only WV.

    Two-letter codes count as words of their own in capitals, but not those that are English words too."""
    found, rest = set(), f" {text} "
    for code, name in _LONGEST_FIRST:
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        if pattern.search(rest):
            found.add(code)
            rest = pattern.sub(" ", rest)
    words = set(re.findall(r"(?<!\w)[A-Z]{2}(?!\w)", rest)) - {"OR", "IN", "ME", "HI", "OK", "OH"}
    return frozenset(found | (words & STATES.keys()))
