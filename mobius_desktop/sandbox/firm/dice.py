"""Chance that repeats itself: everything invented about the firm comes from a seed and a purpose.

One purpose never disturbs another, so adding a customer does not change an invoice.
"""

from __future__ import annotations

import random


def dice(seed: int, purpose: str) -> random.Random:
    """A generator that gives the same throws for the same seed and purpose on every machine."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - invents a firm, keeps no secret
