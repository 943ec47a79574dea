"""What people type or paste: characters that come along unseen, and numbers as they write them."""

from __future__ import annotations

import re
from decimal import Decimal

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Zero-width space, non-joiner, joiner, word joiner and byte order mark: no blanks to Python, and no one sees
them."""


def trimmed(text: str) -> str:
    """Without blanks around it, non-breaking ones too, and without characters that have no width."""
    return text.translate(_UNSEEN).strip()


def without_blanks(text: str) -> str:
    """The same without any blank or line break inside: for keys, tokens and addresses, which hold none."""
    return "".join(text.translate(_UNSEEN).split())


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])", re.ASCII)
_AMOUNT = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{0,2})?|\.\d{1,2})", re.ASCII)


def ungrouped(text: str) -> str:
    """The same with `10,501` written as `10501`. A comma that parts no thousands stays: `1,5` is no 15."""
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), text)


def typed_amount(text: str) -> Decimal | None:
    """An amount as it was typed, to the cent; None where it is none, or could be meant in two ways: `1,5`.

    An empty text is zero."""
    bare = ungrouped(trimmed(text))
    if not bare:
        return Decimal("0.00")
    return Decimal(bare).quantize(Decimal("0.01")) if _AMOUNT.fullmatch(bare) else None
