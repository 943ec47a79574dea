"""500 labelled pairs of names: a firm as QuickBooks has it, and as ConnectWise writes it. All are invented.

Beside the right customer of each there are near-duplicates: sister firms, other trades of the same name,
other numbers, one letter apart. Beside the 500 there are firms that QuickBooks does not have, but for such
neighbours.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

SEED = 41_100
PAIRS = 500
STRANGERS = 60
LIMITS = (41, 100)
"""Programs before QuickBooks Online cut names at 41 characters, QuickBooks Online's window at 100."""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in text.split(","))


def _pairs(text: str) -> dict[str, str]:
    return {one.split()[0]: one.split()[1] for one in _listed(text)}


_FIRST = _listed(
    """
    Amberwood, Bayside, Bellweather, Blue Heron, Brightwater, Calusa, Cedar Sound, Coral Ridge,
    Crestline, Cypress Point, Dogwood, Eagle Bluff, Eastgate, Elmhurst, Fairhaven, Fox Hollow, Glenrock,
    Granite Peak, Gulf Coast, Harborview, Hawthorne, Heartland, Hillcrest, Ironwood, Juniper Street,
    Kestrel, Lakeside, Larkspur, Lone Pine, Magnolia, Maple Leaf, Meridian, Mill Creek, Northgate,
    Oakmont, Old Mill, Palmetto, Pelican Bay, Pine Ridge, Quail Run, Red Rock, Riverbend, Rosewood,
    Saint Clair, Sandpiper, Seven Oaks, Shoreline, Silver Lake, Stonebridge, Summit, Sunrise,
    Tall Timbers, Three Rivers, Tideline, Twin Lakes, Valley Forge, Walnut Grove, Westfield, White Pine,
    Wildwood, Windermere, Mount Airy, Café Lumière, Peña Blanca
    """
)
_PEOPLE = _listed(
    """
    Abernathy, Barlowe, Castellan, Delacroix, Eastman, Fairchild, Garrison, Hollander, Iverson,
    Jorgenson, Kowalczyk, Lindqvist, MacAllister, Northcott, O'Malley, Pennington, Quillen, Rothwell,
    Stavros, Thackeray, Underhill, Vandermeer, Whitcombe, Yarborough, D'Angelo, O'Hara
    """
)
_TRADES = _listed(
    """
    Dental Group, Family Dentistry, Orthopedics, Veterinary Hospital, Animal Clinic, Physical Therapy,
    Manufacturing, Precision Machining, Plumbing, Electrical Contractors, Construction, Roofing,
    Property Management, Realty, Title and Escrow, Insurance Agency, Wealth Management, Credit Union,
    Law Group, Accounting Services, Engineering Associates, Architects, Design Studio, Logistics,
    Freight Systems, Marine Supply, Lumber, Timber, Landscaping, Nursery, Catering, Bakery, Brewing,
    Coffee Roasters, Hotel, Resort and Spa, Fitness Center, Community Church, Academy, Charter School,
    Public Library, Printing, Media Group, Software Technologies, Solar Installers, Pharmacy,
    Medical Center, Home Health Services, Senior Living, Staffing Solutions, Auto Body
    """
)
_FORMS = ("Inc.", "LLC", "Corp.", "Ltd.", "Co.", "P.A.", "PLLC", "LLP", "", "")
_SPELLED = {
    "Inc.": ("Incorporated", "INC", "inc"),
    "LLC": ("L.L.C.", "llc", "Limited Liability Company"),
    "Corp.": ("Corporation", "Corp"),
    "Ltd.": ("Limited", "LTD"),
    "Co.": ("Company", "Co"),
    "P.A.": ("PA", "Professional Association"),
    "PLLC": ("P.L.L.C.",),
    "LLP": ("L.L.P.",),
}
_SHORT = _pairs(
    """
    Manufacturing Mfg, Services Svcs, Associates Assoc, Management Mgmt, Group Grp, Center Ctr,
    Saint St., Mount Mt., Technologies Tech, Construction Constr., Engineering Eng., Insurance Ins.,
    Contractors Contr, Electrical Elec, Hospital Hosp, Medical Med, Property Prop, Accounting Acctg,
    Systems Sys, Street St, Veterinary Vet, Physical Phys, Landscaping Lndscpg, Community Comm
    """
)
_CURLY = str.maketrans({"'": "\u2019"})


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm in parts."""

    name: str
    trade: str
    form: str

    def text(self, form: str | None = None) -> str:
        """`Bayside Dental Group, Inc.`"""
        ending = self.form if form is None else form
        return f"{self.name} {self.trade}, {ending}" if ending else f"{self.name} {self.trade}"


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair. `right` is None for a firm that QuickBooks does not have."""

    connectwise: str
    right: str | None
    change: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The pairs, and every customer of QuickBooks: the right ones and their near-duplicates."""

    pairs: tuple[Pair, ...]
    strangers: tuple[Pair, ...]
    quickbooks: tuple[str, ...]


def labelled_set(seed: int = SEED, pairs: int = PAIRS, strangers: int = STRANGERS) -> LabelledSet:
    """The same set for the same seed, on every machine."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, no secret
    firms = _firms(dice, pairs + strangers)
    known, unknown = firms[:pairs], firms[pairs:]
    held: dict[str, None] = {}
    made: list[Pair] = []
    for place, firm in enumerate(known):
        change = _CHANGES[place % len(_CHANGES)]
        theirs, ours = change(dice, firm)
        held[theirs] = None
        made.append(Pair(ours, theirs, change.__name__.strip("_").replace("_", " ")))
    taken = {firm.text("") for firm in firms}
    decoys = [(firm, _decoy(dice, firm, place)) for place, firm in enumerate(firms)]
    held |= {decoy.text(): None for _, decoy in decoys if decoy.text("") not in taken}
    for firm in unknown:
        other = dice.choice([form for form in _SPELLED if form != firm.form])
        if firm.form:  # Smith LLC is not Smith Inc.
            held[firm.text(other)] = None
    alone = [Pair(firm.text(), None, "not in QuickBooks") for firm in unknown]
    names = list(held)
    dice.shuffle(names)
    return LabelledSet(tuple(made), tuple(alone), tuple(names))


def _firms(dice: random.Random, count: int) -> list[Firm]:
    """Firms that differ in more than their legal form."""
    found: dict[str, Firm] = {}
    while len(found) < count:
        name = dice.choice((*_FIRST, *_FIRST, *_PEOPLE, f"{dice.choice(_PEOPLE)} & {dice.choice(_PEOPLE)}"))
        trade = dice.choice(_TRADES)
        found.setdefault(f"{name} {trade}", Firm(name, trade, dice.choice(_FORMS)))
    return list(found.values())


def _decoy(dice: random.Random, firm: Firm, place: int) -> Firm:
    """Another firm that looks much like it."""
    match place % 6:
        case 0:
            other = dice.choice([trade for trade in _TRADES if trade != firm.trade])
            return Firm(firm.name, other, firm.form)
        case 1:
            other = dice.choice([name for name in _FIRST if name != firm.name])
            return Firm(other, firm.trade, firm.form)
        case 2:
            return Firm(f"North {firm.name}", firm.trade, firm.form)
        case 3:
            return Firm(_one_letter_apart(firm.name), firm.trade, firm.form)
        case 4:
            more = dice.choice(("II", "Holdings", "Foundation"))
            return Firm(firm.name, f"{firm.trade} {more}", firm.form)
        case _:
            return Firm(firm.name, f"{firm.trade} #{place % 40 + 2}", "")


_NEIGHBOURS = {
    "a": "e",
    "e": "a",
    "i": "y",
    "o": "a",
    "n": "m",
    "m": "n",
    "l": "r",
    "r": "l",
    "t": "d",
    "s": "z",
}


def _one_letter_apart(name: str) -> str:
    """Another family's name: `Jorgensan`."""
    for place in range(len(name) - 2, 0, -1):
        if name[place] in _NEIGHBOURS:
            return name[:place] + _NEIGHBOURS[name[place]] + name[place + 1 :]
    return f"{name}e"


# -- how ConnectWise's name differs: QuickBooks' name, ConnectWise's name -----------------------------------

Change = Callable[[random.Random, Firm], tuple[str, str]]


def _legal_form_dropped(dice: random.Random, firm: Firm) -> tuple[str, str]:
    full = firm.text(firm.form or "LLC")
    return (full, firm.text("")) if dice.random() < 0.5 else (firm.text(""), full)


def _legal_form_spelled(dice: random.Random, firm: Firm) -> tuple[str, str]:
    form = firm.form or "Inc."
    return firm.text(form), firm.text(dice.choice(_SPELLED[form])).replace(",", "")


def _ampersand(dice: random.Random, firm: Firm) -> tuple[str, str]:
    second = dice.choice(("Sons", "Daughters", "Partners"))
    made = Firm(f"{firm.name} & {second}", firm.trade, firm.form).text()
    return made, made.replace("&", "and") if dice.random() < 0.5 else made.replace(" & ", "&")


def _typing_error(dice: random.Random, firm: Firm) -> tuple[str, str]:
    name = firm.text()
    place = dice.randrange(2, len(name) - 3)
    while not (name[place].isalpha() and name[place + 1].isalpha()):
        place = dice.randrange(2, len(name) - 3)
    match dice.randrange(3):
        case 0:
            wrong = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        case 1:
            wrong = name[:place] + name[place + 1 :]
        case _:
            wrong = name[:place] + name[place] + name[place:]
    return name, wrong


def _word_order(dice: random.Random, firm: Firm) -> tuple[str, str]:
    del dice
    return firm.text(), f"{firm.trade}, {firm.name}"


def _abbreviation(dice: random.Random, firm: Firm) -> tuple[str, str]:
    long = firm
    if not any(word in firm.text().split() for word in _SHORT):
        long = Firm(
            firm.name, f"{firm.trade} {dice.choice(('Services', 'Associates', 'Management'))}", firm.form
        )
    name = long.text()
    short = re.sub(r"\w+", lambda found: _SHORT.get(found.group(), found.group()), name)
    return (name, short) if dice.random() < 0.5 else (short, name)


def _curly_quotes(dice: random.Random, firm: Firm) -> tuple[str, str]:
    del dice
    name = f"{firm.name}'s" if "'" not in firm.name else firm.name
    made = Firm(name, firm.trade, firm.form).text()
    return made.translate(_CURLY), made


def _article(dice: random.Random, firm: Firm) -> tuple[str, str]:
    the = f"The {firm.text()}" if dice.random() < 0.5 else f"{firm.text('')}, The"
    return firm.text(), the


def _doing_business_as(dice: random.Random, firm: Firm) -> tuple[str, str]:
    owner = f"{dice.choice(_PEOPLE)} Holdings {dice.randrange(2, 90)} LLC"
    word = dice.choice(("dba", "DBA", "d/b/a", "D.B.A."))
    return firm.text(), f"{owner} {word} {firm.text('')}"


def _id_in_parentheses(dice: random.Random, firm: Firm) -> tuple[str, str]:
    letters = re.sub(r"[^A-Z]", "", firm.text().upper())[:3]
    return f"{firm.text()} ({letters}{dice.randrange(1000):03})", firm.text()


def _cut_short(dice: random.Random, firm: Firm) -> tuple[str, str]:
    limit = dice.choice(LIMITS)
    parts = dice.sample(_TRADES, 5)
    long = f"{firm.name} {firm.trade} and {' '.join(parts)} {firm.form}".strip()
    return long[:limit].strip(), long[:140]


def _capitals(dice: random.Random, firm: Firm) -> tuple[str, str]:
    return firm.text(), firm.text().upper() if dice.random() < 0.7 else firm.text().lower()


def _punctuation(dice: random.Random, firm: Firm) -> tuple[str, str]:
    sign = dice.choice(("-", " - ", "/", "  ", ". "))
    return firm.text(), f"{firm.name}{sign}{firm.trade} {firm.form}".replace(",", "").replace(".", "")


def _accents(dice: random.Random, firm: Firm) -> tuple[str, str]:
    word = dice.choice((("Café", "Cafe"), ("Peña", "Pena"), ("Lumière", "Lumiere"), ("Müller", "Muller")))
    made = [Firm(f"{one} {firm.name}", firm.trade, firm.form).text() for one in word]
    return made[0], made[1].replace("é", "e").replace("è", "e").replace("ñ", "n")


def _initials(dice: random.Random, firm: Firm) -> tuple[str, str]:
    first, second = dice.sample("ABCDEHJKLMPRSTW", 2)
    tail = Firm("", f"{firm.name.split()[0]} {firm.trade}", firm.form).text().strip()
    return f"{first}. & {second}. {tail}", f"{first}&{second} {tail}"


def _two_changes(dice: random.Random, firm: Firm) -> tuple[str, str]:
    theirs, ours = _typing_error(dice, firm)
    shorter = ours.replace(",", "").removesuffix(firm.form).strip()
    return f"The {theirs}" if dice.random() < 0.5 else theirs.upper(), shorter


_CHANGES: tuple[Change, ...] = (
    _legal_form_dropped,
    _legal_form_spelled,
    _ampersand,
    _typing_error,
    _word_order,
    _abbreviation,
    _curly_quotes,
    _article,
    _doing_business_as,
    _id_in_parentheses,
    _cut_short,
    _capitals,
    _punctuation,
    _accents,
    _initials,
    _two_changes,
)
