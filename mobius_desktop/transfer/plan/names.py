"""Names as QuickBooks compares them, and how much two customers' names are alike."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_LEGAL = frozenset(
    (
        *("inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "co", "company", "corp"),
        *("corporation", "pa", "pc", "plc", "pllc", "gmbh", "ag", "the"),
    )
)
LONGEST_NAME = 100
"""What QuickBooks' window takes, though its API says more for some lists."""
REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of characters: QuickBooks answers 2040 or 2010 to a text that holds one."""
_DELETED = " (deleted)"


def plain_name(text: str) -> str:
    """The name to be created: curly quotes made straight, spaces collapsed."""
    return " ".join(text.translate(_QUOTES).split())


def folded(text: str) -> str:
    """The key under which QuickBooks holds a name unique: trimmed, without regard to case."""
    name = " ".join(text.split()).casefold()
    return name.removesuffix(_DELETED)


def same_name(text: str) -> str:
    """The key of a name whose quotes may have been typed either way."""
    return folded(plain_name(text))


def name_problem(name: str) -> str:
    """Why QuickBooks would refuse the name; empty when it is fine."""
    if not name:
        return "it is empty"
    if len(name) > LONGEST_NAME:
        return f"it has {len(name)} characters, QuickBooks takes {LONGEST_NAME}"
    if any(sign in name for sign in ":\t\n"):
        return "it holds a colon or a line break"
    if REFUSED.search(name):
        return "it holds a character that cannot be printed"
    return ""


def alike(first: str, second: str) -> float:
    """How much two names of companies are alike, 0 to 1, judged with and without their legal forms.

    Curly quotes, `&` against "and", case and punctuation make no difference; a legal form that only one of
    them has costs a few points, since Smith Inc. and Smith LLC may be two firms."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - heavy, and only unlinked customers need it

    (long_first, core_first), (long_second, core_second) = _compared(first), _compared(second)
    return round((fuzz.ratio(long_first, long_second) + fuzz.ratio(core_first, core_second)) / 200, 2)


@lru_cache(maxsize=20_000)
def _compared(name: str) -> tuple[str, str]:
    """The name with and without its legal form, as it is compared."""
    words = _words(name)
    return " ".join(words), " ".join(_core(words))


def _words(name: str) -> list[str]:
    text = name.translate(_QUOTES).casefold().replace("&", " and ").replace("'", "")
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)  # P.A. is one word
    return re.sub(r"[^\w]+", " ", text).split()


def _core(words: list[str]) -> list[str]:
    return [word for word in words if word not in _LEGAL] or words
