"""One QuickBooks company: its options, tab by tab, with a live sample, and its links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.survey import why_not
from mobius_desktop.transfer.plan.number import check_setup
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.pages.company.bars import UNSAVED, header_of, link_bar, save_bar
from mobius_desktop.ui.pages.company.change_rows import changes_of
from mobius_desktop.ui.pages.company.configuration_files import ConfigurationFiles
from mobius_desktop.ui.pages.company.jobs import CompanyJobs, Loaded
from mobius_desktop.ui.pages.company.link_work import LinkWork
from mobius_desktop.ui.pages.company.links_view import LinksView
from mobius_desktop.ui.pages.company.option_specs import TABS
from mobius_desktop.ui.pages.company.options_view import OptionsView
from mobius_desktop.ui.pages.company.reading import BothSides
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import ActionBarContent, Header, Page, Room
from mobius_desktop.ui.tables.columns import date_text
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.tab_row import Tab, TabRow
from mobius_desktop.ui.theme import theme

LINKS = "Links"


class CompanyPage(Page):
    """Tabs over options and links. Opened with a realm; without one, with the default company."""

    HELP = "quickbooks"
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = (
        CommandSpec("export-configuration", "E&xport Configuration…", "Tools"),
        CommandSpec("import-configuration", "I&mport Configuration…", "Tools"),
        CommandSpec("create-record", "&Create in QuickBooks…", "Edit", "Ctrl+N", 3),
    )

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        program = services.program
        self._jobs = CompanyJobs(services, self._on_failed)
        self.realm: RealmId | None = None
        self._sides = BothSides(services, self._jobs, self)
        self._writing = False
        self._books: CompanyBooks | None = None
        self._said = ""
        self._asked = False
        self.files = ConfigurationFiles(self._jobs, self)
        self.tabs = TabRow([Tab(one, one) for one in (*TABS, LINKS)], "Parts of the configuration")
        self.options = OptionsView(program.edition, program.locations())
        self.links = LinksView(services.memory, services.hub)
        self.work = LinkWork(services, self.links, self.options.links.values(), self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.options)
        self._stack.addWidget(self.links)
        self._stack.addWidget(self.work.import_panel)
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.v(8))
        bar = QVBoxLayout()
        bar.setContentsMargins(m.margin, 0, m.margin, 0)
        bar.addWidget(self.tabs)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self._sides.came.connect(self._take)
        self._sides.told.connect(self.links.panel.set_loading)
        self._sides.failed.connect(self._on_read_failed)
        self.options.changed.connect(self._show)
        for one in self.options.links.values():
            one.links_wanted.connect(partial(self._show_links_of, one.words.kind))
        self.options.about_wanted.connect(self._on_about)
        self._services.edition_changed.connect(self._on_edition_changed)
        self.options.cards.reconnect_wanted.connect(self._on_reconnect)
        self.options.cards.default_wanted.connect(self._on_default)
        self.options.cards.export_wanted.connect(self.files.ask_to_export)
        self.options.cards.import_wanted.connect(self.files.ask_to_import)
        self.files.written.connect(self._on_exported)
        self.files.told.connect(self._on_told)
        self.files.came.connect(self._on_configuration_came)
        self.links.changed.connect(self._show)
        self.work.loaded.connect(self._on_links_loaded)
        self.work.said.connect(self._on_links_said)
        self.work.importing.connect(self._on_importing)
        self.work.written.connect(self._on_exported)
        self.links.panel.exported.connect(self._on_exported)
        self.links.panel.export_failed.connect(self._on_told)
        self._services.companies_changed.connect(self._show)
        self.handle("refresh", self.refresh)
        self.handle("save", self.save)
        self.handle("next-tab", self.tabs.step)
        self.handle("export-configuration", self.files.ask_to_export)
        self.handle("import-configuration", self.files.ask_to_import)
        self.handle("create-record", self.links.create_current)
        for command, slot in self.links.commands().items():
            if command != "next-tab":
                self.handle(command, slot)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Opened with a realm; with a tab too; with the kind of links, or the name of a record, or both:
        `9130:Links:Account:40100`, parted by colons."""
        words = argument.split(":", 3) if isinstance(argument, str) else []
        realm, tab, kind, record = (*words, "", "", "", "")[:4]
        companies = self._services.program.companies()
        wanted = RealmId(realm) if realm else companies[0].realm if companies else None
        if wanted != self.realm and self._changed:
            self._asked = True
            self._show()
            return
        if wanted != self.realm:
            self.realm, self._books, self._said = wanted, None, ""
            self.work.books, self.files.links = None, ()
            self.links.forget()
            self._show_options()
        if tab in (*TABS, LINKS):
            self.tabs.choose(tab)
        if kind:
            self.links.choose_kind(ListKind(kind))
        if record:
            self.links.choose_record(record, ListKind(kind) if kind else None)
        self._show()
        self._sides.load(self.realm, then_read=True)

    def arranged(self, room: Room) -> None:
        """Fewer columns in a narrow window."""
        self.links.arrange(room)
        self.options.arrange(room)

    def panes(self) -> Sequence[QWidget]:
        """Tabs, then what is shown."""
        if self._importing:
            return (self.tabs, self.work.import_panel.panel.view)
        if self._on_links:
            return (self.tabs, self.links.kind_table, self.links.panel.view, self.links.candidates)
        return (self.tabs, *self.options.panes())

    def escaped(self) -> bool:
        """Esc leaves what a file would change, or clears the filter."""
        if self._importing:
            self._on_import_left()
            return True
        return self._on_links and self.links.panel.clear_filter()

    def may_leave(self) -> bool:
        """Unsaved changes want an answer first, here in the page."""
        if not self._changed:
            return True
        self._asked = True
        self._show()
        announce(self, UNSAVED.replace("*", ""), at_once=True)
        return False

    @property
    def _on_links(self) -> bool:
        return self.tabs.key() == LINKS

    @property
    def _changed(self) -> bool:
        """Whether something waits to be saved."""
        return self.options.dirty or bool(self.files.links)

    @property
    def _importing(self) -> bool:
        return self._stack.currentWidget() is self.work.import_panel

    def _setup(self) -> QuickBooksSetup | None:
        companies = self._services.program.companies()
        return next((one for one in companies if one.realm == self.realm), None)

    # Reading

    @Slot()
    def refresh(self) -> None:
        """F5: read both sides anew."""
        self._sides.refresh(self.realm)

    @Slot(object, object)
    def _take(self, realm: RealmId, loaded: Loaded) -> None:
        if realm != self.realm:
            return
        self._books = self.work.books = loaded.books
        self.options.show_books(loaded.books, loaded.rows)
        self._show_cards(loaded)
        if loaded.books is not None:
            self.links.show_survey(loaded.books, loaded.rows)
            self._show_links_on_tabs(loaded.books)
            self._services.links_counted.emit(realm, self.links.open_count)
        self._show()

    def _show_cards(self, loaded: Loaded) -> None:
        setup, books = self._setup(), loaded.books
        if setup is None:
            return
        program = self._services.program
        findings = check_setup(self.options.saved, books.lists) if books is not None else ()
        self.options.cards.show_company(
            CompanyRow(setup, program.now()),
            books.lists if books is not None else None,
            findings,
            changes_of(*loaded.history, self.options.surroundings(), books.lists if books else None),
            proof=loaded.proof,
        )

    def _show_links_on_tabs(self, books: CompanyBooks) -> None:
        for one in self.options.links.values():
            kind = one.words.kind
            rows, choices = self.links.rows_of(kind), self.links.choices_of(kind)
            one.show_rows(rows, choices, why_not=why_not(books, kind))

    def _on_failed(self, error: Known) -> None:
        self._writing = False
        self._said = error.sentence
        self._show()

    @Slot(object)
    def _on_read_failed(self, error: Known) -> None:
        retry = (("Try again", self.refresh),)
        self.links.panel.set_error(Notice(error.sentence, "failed", "bad", buttons=retry))
        self._on_failed(error)

    # Options

    def _show_options(self) -> None:
        if self.realm is not None:
            self.options.show_books(None)
            self.options.show_options(self._services.program.options(self.realm))

    @Slot()
    def save(self) -> None:
        """Ctrl+S."""
        realm, options = self.realm, self.options.edited
        if realm is None or not self._changed or self.options.problem() or self._writing:
            return

        def done(nothing: None) -> None:
            del nothing
            self._writing, self._asked, self.files.links = False, False, ()
            self.options.saved = options
            self._said = "Saved. The next batch uses it."
            announce(self, self._said)
            self._show()
            self._sides.load(self.realm, then_read=False)

        self._writing = True
        self._jobs.save(realm, options, self.files.links, done)

    @Slot()
    def discard(self) -> None:
        """Back to what is saved."""
        self._asked, self._said, self.files.links = False, "", ()
        self.options.show_options(self.options.saved)
        self._show()

    @Slot(object, str)
    def _on_configuration_came(self, options: CompanyOptions, said: str) -> None:
        self._said = said
        self.options.edit(options)
        self._show()

    # Links

    @Slot()
    def _on_importing(self) -> None:
        self._said = ""
        self._stack.setCurrentWidget(self.work.import_panel)
        self._show()

    @Slot()
    def _on_import_left(self) -> None:
        self.work.import_panel.close_list()
        self._stack.setCurrentWidget(self.links)
        self.links.panel.view.setFocus()
        self._show()

    @Slot()
    def _on_import_meant(self) -> None:
        self.work.change_as_imported()
        self._on_import_left()

    @Slot(object)
    def _on_links_loaded(self, loaded: Loaded) -> None:
        if loaded.books is not None:
            self._take(loaded.books.realm, loaded)

    @Slot(str)
    def _on_links_said(self, sentence: str) -> None:
        announce(self, sentence)
        self._on_told(sentence)

    # Showing

    @Slot()
    def _show(self) -> None:
        setup = self.files.company = self._setup()
        self.allow("save", self._changed and not self.options.problem())
        self.allow("create-record", self._on_links and not self._importing)
        if setup is None:
            self.set_header(Header("QuickBooks company", context="This company is not connected any more."))
            self.set_actions(ActionBarContent("Open Set up QuickBooks Online to connect a company."))
            return
        self.set_header(header_of(CompanyRow(setup, self._services.program.now())))
        self.tabs.set_count(LINKS, self.links.open_count, "Records that want somebody")
        if self._books is not None:
            read_at = self._books.sales.read_at.astimezone()
            self.set_status(f"Lists read from both systems {date_text(read_at.date())} {read_at:%H:%M}")
        self._show_bar()

    def _show_bar(self) -> None:
        if self._importing:
            self.set_actions(self.work.import_panel.bar(self._on_import_left, self._on_import_meant))
            return
        if self._on_links and not self._changed:
            work = self.work
            files = {"import_links": work.import_links, "export_links": work.export_links}
            self.set_actions(link_bar(self.links, self._said, busy=work.busy, **files))
            return
        bar = save_bar(
            self.options,
            self._said,
            asked=self._asked,
            links=len(self.files.links),
            discard=self.discard,
            save=self.save,
        )
        self.set_actions(bar)

    # Slots

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        self.work.import_panel.close_list()
        self._stack.setCurrentWidget(self.links if key == LINKS else self.options)
        if key != LINKS:
            self.options.choose_tab(key)
        self._said = ""
        self._show()

    @Slot()
    def _on_reconnect(self) -> None:
        self.open_page("quickbooks", self.realm)

    def _on_default(self) -> None:
        realm, program = self.realm, self._services.program
        if realm is not None:
            self._services.ask(
                lambda _: program.setting_up.make_default(realm),
                self._on_default_made,
                self._on_read_failed,
                name="default company",
            )

    def _on_default_made(self, _: object) -> None:
        self._services.companies_changed.emit()
        self.activated(self.realm)

    def _show_links_of(self, kind: ListKind) -> None:
        self.tabs.choose(LINKS)
        self.links.choose_kind(kind)

    @Slot()
    def _on_about(self) -> None:
        self.open_page("about")

    @Slot()
    def _on_edition_changed(self) -> None:
        self.options.show_edition(self._services.program.edition)

    @Slot(object)
    def _on_exported(self, file: Path) -> None:
        self.toast(f"{file.name} was written.")

    @Slot(str)
    def _on_told(self, sentence: str) -> None:
        self._said = sentence
        self._show()
