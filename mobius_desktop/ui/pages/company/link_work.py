"""What is done with links: linked, unlinked, kept apart, created, written to a file and read from one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.creatable import why_not_created
from mobius_desktop.transfer.linking.importing import LinkImport
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow
from mobius_desktop.transfer.linking.words import KIND_NOUNS, KIND_WORDS
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.pages.company.import_panel import ImportPanel
from mobius_desktop.ui.pages.company.jobs import CompanyJobs, Loaded
from mobius_desktop.ui.pages.company.kind_links import KindLinks
from mobius_desktop.ui.pages.company.links_view import LinksView
from mobius_desktop.ui.services import Services

_FILES = "CSV file (*.csv)"


class LinkWork(QObject):
    """Runs one job at a time; the page shows what it says."""

    said = Signal(str)
    loaded = Signal(object)
    """`Loaded`: the links as they stand now."""
    importing = Signal()
    """What a file would change is to be shown."""
    written = Signal(object)

    def __init__(
        self, services: Services, links: LinksView, on_tabs: Collection[KindLinks], page: QWidget
    ) -> None:
        super().__init__(page)
        self._jobs = CompanyJobs(services, self._on_failed)
        self._links, self._on_tabs, self._page = links, on_tabs, page
        self.books: CompanyBooks | None = None
        """Both sides, as the page shows them."""
        self.busy = False
        self.import_panel = ImportPanel(services.memory, services.hub)
        links.link_wanted.connect(self._on_link_wanted)
        for one in on_tabs:
            one.link_wanted.connect(self._on_link_wanted)
        links.another_wanted.connect(self._on_another_wanted)
        links.create_wanted.connect(self._on_create_wanted)

    # Linking

    @Slot(object)
    def _on_link_wanted(self, choices: list[LinkChoice]) -> None:
        made = sum(one.quickbooks_id is not None for one in choices)
        said = f"{choices[0].name} is linked." if made == 1 else f"{made:,} records are linked."
        if not made:
            said = f"{choices[0].name} is not linked any more."
        self._link(choices, said)

    def _link(self, choices: list[LinkChoice], said: str) -> None:
        books = self.books
        if books is not None and not self.busy:
            self._jobs.link(books.realm, choices, self._done(said))

    @Slot(object)
    def _on_another_wanted(self, row: LinkRow) -> None:
        books = self.books
        if books is None or self.busy:
            return
        content = QuestionContent(
            f"Is {row.name} another customer?",
            f"A batch may then create it beside **{row.quickbooks_name}**. This is said for its"
            f" {row.invoices:,} unposted invoices and kept in the record.",
            "Go back",
            "It is another",
            reason="Reason",
        )
        meant, reason = ask(self._page, content)
        if meant:
            said = f"{row.name} is kept apart. A batch may create it."
            self._jobs.say_another(books, row, reason, self._done(said))

    # Creating

    @Slot(object)
    def _on_create_wanted(self, row: LinkRow) -> None:
        books = self.books
        if books is None or self.busy:
            return
        why = why_not_created(books.options, row)
        if why or row.new is None:
            self.said.emit(why)
            return
        if ask(self._page, _creation_question(row))[0]:
            self.said.emit(f"Creating {row.name} in QuickBooks.")
            self._jobs.create(books, row, self._done(""), self.said.emit)

    # As a file

    @Slot()
    def export_links(self) -> None:
        """Ask for a file and write the links of the shown kind to it."""
        start = str(Path.home() / f"Links {KIND_WORDS[self._links.kind]}.csv")
        chosen, _ = QFileDialog.getSaveFileName(self._page, "Export links", start, _FILES)
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, file: Path) -> None:
        """Write the links of the shown kind."""
        if self.books is not None:
            self._jobs.write_links(self.books, self._links.kind, file, self.written.emit)

    @Slot()
    def import_links(self) -> None:
        """Ask for a file and show what it would change."""
        start = str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self._page, "Import links", start, _FILES)
        if chosen:
            self.import_from(Path(chosen))

    def import_from(self, file: Path) -> None:
        """Show what a file of the shown kind would change."""

        def show(found: LinkImport) -> None:
            self.import_panel.open(found, file.name)
            self.importing.emit()

        if self.books is not None and not self.busy:
            self._jobs.read_links(self.books, self._links.kind, file, show)

    @Slot()
    def change_as_imported(self) -> None:
        """Change what is shown."""
        found = self.import_panel.shown
        if found is not None:
            self.import_panel.close_list()
            self._link([one.choice for one in found.changes], f"Changed from the file: {found.sentence}")

    # Jobs

    def _done(self, said: str) -> Callable[[Loaded], None]:
        """Locks until the job is done; what to do then."""

        def done(loaded: Loaded) -> None:
            self._set_busy(busy=False)
            self.loaded.emit(loaded)
            if said:
                self.said.emit(said)

        self._set_busy(busy=True)
        return done

    def _on_failed(self, error: Known) -> None:
        self._set_busy(busy=False)
        self.said.emit(error.sentence)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self._links.lock(locked=busy)
        for one in self._on_tabs:
            one.lock(locked=busy)


def _creation_question(row: LinkRow) -> QuestionContent:
    record = row.new
    noun = KIND_NOUNS[row.kind]
    facts = []
    if record is not None and record.account:
        facts.append(f"It posts to account **{record.account}**.")
    if record is not None and record.parent_name:
        facts.append(f"It stands below **{record.parent_name}**.")
    if record is not None and record.due_days is not None:
        facts.append(f"It is due after **{record.due_days}** days.")
    name = record.ref.name if record is not None else row.name
    return QuestionContent(
        f"Create the {noun} “{name}” in QuickBooks?",
        " ".join([*facts, "It is linked at once, and written down in the record."]),
        "Go back",
        "Create it",
    )
