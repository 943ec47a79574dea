"""The cures there are, as values. Each is one decision; the next plan goes by it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from mobius_desktop.domain.ids import QuickBooksId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.rows import Candidate


@dataclass(frozen=True, slots=True)
class LinkCure:
    """Link a ConnectWise record to a QuickBooks record: what is alike first, then whatever there is."""

    kind: ListKind
    key: RecordKey
    name: str
    candidates: tuple[Candidate, ...] = ()
    choices: tuple[tuple[QuickBooksId, str], ...] = ()
    record: RecordKey | None = None
    """Its key in the plan, where that is another one than the link's."""


@dataclass(frozen=True, slots=True)
class OptionCure:
    """A changed option of the company. It concerns every invoice, so `meaning` is said before."""

    verb: str
    meaning: str
    changes: tuple[tuple[str, Any], ...]

    def applied(self, options: CompanyOptions) -> CompanyOptions:
        """The configuration with the change."""
        return dataclasses.replace(options, **dict(self.changes))


Cure = LinkCure | OptionCure
