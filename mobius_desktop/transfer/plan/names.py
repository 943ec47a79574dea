"""Names as QuickBooks compares them, and what it takes for one."""

from __future__ import annotations

import re

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
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


def without_deleted(name: str) -> str:
    """The name of an inactive record without the word that QuickBooks appends to it."""
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
