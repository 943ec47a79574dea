"""What the company pages ask of the program: options and links, and both sides as they were last read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.events import LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import BillingLogId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.importing import ImportedConfiguration, LinkImport
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow


class Configuring(Protocol):
    """Options and links of the companies. Called from a job only; `read` alone needs a network."""

    def books(self, realm: RealmId) -> CompanyBooks | None:
        """Both sides as they were last read."""
        ...

    def read(self, realm: RealmId, progress: Callable[[int], None], stop: StopEvent) -> CompanyBooks: ...

    def link(self, realm: RealmId, choices: Sequence[LinkChoice]) -> None: ...

    def say_another(self, books: CompanyBooks, key: RecordKey, reason: str) -> int: ...

    def change_options(self, realm: RealmId, options: CompanyOptions) -> None: ...

    def history(self, realm: RealmId) -> tuple[OptionsChanged, ...]: ...

    def link_history(self, realm: RealmId) -> tuple[LinkChanged, ...]: ...

    def tax_proof(self, realm: RealmId) -> tuple[BillingLogId, dt.datetime] | None:
        """The invoice that proved that QuickBooks keeps ConnectWise's tax, and when."""
        ...

    def export_to(self, realm: RealmId, file: Path) -> None: ...

    def import_from(self, realm: RealmId, file: Path) -> ImportedConfiguration: ...

    def create(self, books: CompanyBooks, row: LinkRow, stop: StopEvent) -> str:
        """Create what the row needs in QuickBooks and link it; needs a network."""
        ...

    def export_links(self, books: CompanyBooks, kind: ListKind, file: Path) -> int: ...

    def read_links(self, books: CompanyBooks, kind: ListKind, file: Path) -> LinkImport: ...
