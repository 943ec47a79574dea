"""Forgiving search: case, accents, `#`, `INV` and thousands separators do not matter."""

import re
import unicodedata
from functools import lru_cache

# The last group may still be being typed: "10,5" on the way to "10,537".
_SEPARATED = re.compile(r"(?<=\d)[,'\u00a0\u202f](?=\d{1,3}(?!\d))")
_PREFIX = re.compile(r"^(?:invoice|inv)?[\s.#:-]*(?=\d)")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def terms_of(query: str) -> tuple[str, ...]:
    """What a row must contain, all of it, for a query as typed."""
    folded = _SEPARATED.sub("", fold(query).strip())
    folded = _PREFIX.sub("", folded)
    if folded.startswith("(") and folded.endswith(")"):
        folded = "-" + folded[1:-1]
    return tuple(term.lstrip("#") for term in folded.split() if term.lstrip("#"))
