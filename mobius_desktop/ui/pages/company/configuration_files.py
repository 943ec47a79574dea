"""A company's configuration out to a file and in from one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.transfer.linking.importing import NOTHING_CHANGED, ImportedConfiguration, ImpossibleOption
from mobius_desktop.transfer.linking.rows import LinkChoice
from mobius_desktop.ui.pages.company.jobs import CompanyJobs
from mobius_desktop.ui.pages.company.option_specs import possible_values, spec_of

_FILES = "Configuration (*.json)"


class ConfigurationFiles(QObject):
    """Asks for files and has them written and read; the page shows what came."""

    written = Signal(object)
    came = Signal(object, str)
    """Options that were read, and the sentence for them."""
    told = Signal(str)
    """Why a file could not be read."""

    def __init__(self, jobs: CompanyJobs, page: QWidget) -> None:
        super().__init__(page)
        self._jobs, self._page = jobs, page
        self.company: QuickBooksSetup | None = None
        """Whose configuration it is."""
        self.links: tuple[LinkChoice, ...] = ()
        """Links of an imported configuration, made when it is saved."""

    @property
    def _realm(self) -> RealmId | None:
        return self.company.realm if self.company is not None else None

    @Slot()
    def ask_to_export(self) -> None:
        """Ask for a file and write options and links to it."""
        if self.company is None:
            return
        start = str(Path.home() / f"{self.company.name}.json")
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Export configuration", start, _FILES)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, file: Path) -> None:
        """Write options and links."""
        if self._realm is not None:
            self._jobs.write_file(self._realm, file, self.written.emit)

    @Slot()
    def ask_to_import(self) -> None:
        """Ask for a file and show its options, to be saved or discarded."""
        start = str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self._page, "Import configuration", start, _FILES)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, file: Path) -> None:
        """The options of a file are shown as edited ones: nothing is changed before they are saved."""

        def done(found: ImportedConfiguration) -> None:
            self.links = found.links
            next_step = "Look at the options, then save them."
            if found.same:
                next_step = "Nothing would change: its options are those that are set."
            words = (f"{file.name} was read. {next_step}", found.note)
            self.came.emit(found.options, " ".join(words).strip())

        def failed(error: Known) -> None:
            self.told.emit(impossible_text(error) if isinstance(error, ImpossibleOption) else error.sentence)

        if self._realm is not None:
            self._jobs.read_file(self._realm, file, done, failed)


def impossible_text(error: ImpossibleOption) -> str:
    """What the file says of which option, and what it may say."""
    spec = spec_of(error.option)
    wrong = f"“{error.value}” in the file cannot be the value of {spec.label}"
    return f"{wrong}: it can be {possible_values(spec)}. {NOTHING_CHANGED}"
