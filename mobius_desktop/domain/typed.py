"""Text that people copy from a web page or a mail and paste: what comes along with it and cannot be seen."""

from __future__ import annotations

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Zero-width space, non-joiner, joiner, word joiner and byte order mark: no blanks to Python, and no one sees
them."""


def trimmed(text: str) -> str:
    """Without blanks around it, non-breaking ones too, and without characters that have no width."""
    return text.translate(_UNSEEN).strip()


def without_blanks(text: str) -> str:
    """The same without any blank or line break inside: for keys, tokens and addresses, which hold none."""
    return "".join(text.translate(_UNSEEN).split())
