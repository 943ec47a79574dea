"""How much two names of firms are alike: what people write differently for one, and what tells two apart.

`benchmarks/linking.py` measures it on 500 labelled pairs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

_LEGAL = {
    **dict.fromkeys(("inc", "incorporated"), "inc"),
    **dict.fromkeys(("corp", "corporation"), "corp"),
    **dict.fromkeys(("co", "company"), "co"),
    **dict.fromkeys(("ltd", "limited"), "ltd"),
    **{form: form for form in ("llc", "llp", "lp", "pa", "pc", "plc", "pllc", "gmbh", "ag")},
}
"""Legal forms, each under one spelling."""
_SPELLED_OUT = {
    "limited liability company": "llc",
    "limited liability partnership": "llp",
    "professional association": "pa",
    "professional corporation": "pc",
}
_SHORT = {
    "manufacturing": "mfg",
    "services": "svcs",
    "service": "svcs",
    "svc": "svcs",
    "associates": "assoc",
    "association": "assoc",
    "assn": "assoc",
    "management": "mgmt",
    "group": "grp",
    "center": "ctr",
    "centre": "ctr",
    "saint": "st",
    "street": "st",
    "mount": "mt",
    "technologies": "tech",
    "technology": "tech",
    "construction": "constr",
    "engineering": "eng",
    "engineers": "eng",
    "insurance": "ins",
    "contractors": "contr",
    "contracting": "contr",
    "electrical": "elec",
    "electric": "elec",
    "hospital": "hosp",
    "medical": "med",
    "property": "prop",
    "properties": "prop",
    "accounting": "acctg",
    "systems": "sys",
    "international": "intl",
    "national": "natl",
    "brothers": "bros",
    "university": "univ",
    "department": "dept",
    "development": "dev",
    "distribution": "dist",
    "distributors": "dist",
    "industries": "ind",
    "equipment": "equip",
    "avenue": "ave",
    "boulevard": "blvd",
    "county": "cnty",
    "government": "govt",
}
"""Words that people shorten, each under its short form."""
_ARTICLE = "the"
_ROMAN = frozenset({"ii", "iii", "iv"})
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_TRADING_AS = re.compile(r"\b(?:d\s?[/.]?\s?b\s?[/.]?\s?a|t/a|aka)\b\.?")
_ID = re.compile(r"\s*\((?=[^()\s]*[\d_])[^()\s]*\)\s*$")
"""An account id after the name, as *Append account name* writes it: `(BAY002)`; `(old)` is part of a name."""

ONE_HAS_A_FORM = 0.04
FORMS_DIFFER = 0.08
"""Smith Inc. and Smith LLC may be two firms."""
OTHER_ORDER = 0.03
OTHER_FIGURES = 0.06
CUT_SHORT = 0.95
TRADES_AS = 0.91
"""One of two names of a firm is the other's only one: worth a look, never sure."""
SHORTEST_CUT = 31
"""Programs cut names at 31 characters or more; a shorter beginning is another name."""
_COMMON_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is compared."""

    text: str
    """Its words without legal form, article and account id, shortened."""
    ordered: str
    """The same words in the order of the alphabet."""
    words: frozenset[str]
    forms: frozenset[str]
    figures: tuple[str, ...]
    length: int
    """Of the name as it was written."""
    parts: tuple[_Name, ...] = ()
    """The names before and after "doing business as"."""


def alike(first: str, second: str) -> float:
    """How much two names are alike, 0 to 1.

    Case, punctuation, accents, curly quotes, `&` against "and", usual abbreviations, an article and an
    account id in parentheses make no difference. A legal form that only one of them has, another order of the
    words and other figures cost a few points each."""
    if first == second:
        return 1.0
    return round(_alike(_read(first), _read(second)), 2)


def spelled_alike(first: str, second: str) -> bool:
    """Whether two names are the same but for how people write names: no letter and no figure differs, and no
    legal form contradicts another. Two firms of one town differ by less than this often enough."""
    one, other = _read(first), _read(second)
    if one.forms and other.forms and one.forms != other.forms:
        return False
    same = one.ordered == other.ordered or one.text.replace(" ", "") == other.text.replace(" ", "")
    return same and bool(one.text)


def _alike(one: _Name, other: _Name) -> float:
    best = _plainly(one, other)
    if not one.parts and not other.parts:
        return best
    for parts, whole in ((one.parts, other), (other.parts, one)):
        for part in parts:
            best = max(best, _plainly(part, whole) * TRADES_AS)
    return best


def _plainly(one: _Name, other: _Name) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - heavy, and only unlinked customers need it

    much = fuzz.ratio(one.text, other.text) / 100
    common = len(one.words & other.words)
    if much < 1 and common and common >= _COMMON_WORDS * max(len(one.words), len(other.words)):
        much = max(much, fuzz.ratio(one.ordered, other.ordered) / 100 - OTHER_ORDER)
    if _cut_short(one, other) or _cut_short(other, one):
        much = max(much, CUT_SHORT)
    if one.forms != other.forms:
        much -= FORMS_DIFFER if one.forms and other.forms else ONE_HAS_A_FORM
    if one.figures != other.figures:
        much -= OTHER_FIGURES
    return max(much, 0.0)


def _cut_short(short: _Name, long: _Name) -> bool:
    whole, begun = long.text, short.text
    return short.length >= SHORTEST_CUT and len(begun) < len(whole) and whole.startswith(begun)


@lru_cache(maxsize=20_000)
def _read(name: str) -> _Name:
    text = unicodedata.normalize("NFKD", _ID.sub("", name).translate(_QUOTES).casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    parts = [part for part in _TRADING_AS.split(text) if part.strip(" ,.-")]
    whole = _name(" ".join(parts), len(name))
    if len(parts) < 2:
        return whole
    return replace(whole, parts=tuple(_name(part, len(part)) for part in parts))


def _name(text: str, length: int) -> _Name:
    text = text.replace("&", " and ").replace("'", "")
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)  # P.A. is one word
    text = re.sub(r"[^\w]+", " ", text).strip()
    for spelled, form in _SPELLED_OUT.items():
        text = text.replace(spelled, form)
    every = text.split()
    core = [_SHORT.get(word, word) for word in every if word not in _LEGAL and word != _ARTICLE]
    forms = frozenset(_LEGAL[word] for word in every if word in _LEGAL) if core else frozenset()
    words = core or every
    ordered = sorted(words)
    figures = tuple(word for word in ordered if word.isdigit() or word in _ROMAN)
    return _Name(" ".join(words), " ".join(ordered), frozenset(words), forms, figures, length)
