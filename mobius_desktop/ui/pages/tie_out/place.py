"""Where a comparison is shown: company, period, and perhaps the tab."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mobius_desktop.domain.ids import RealmId


@dataclass(frozen=True, slots=True)
class TiePlace:
    """What the Tie-out and Month pages are opened with."""

    realm: RealmId
    first: dt.date
    last: dt.date
    tab: str = ""
