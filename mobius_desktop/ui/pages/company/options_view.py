"""The option tabs: one form a tab at the left, the live sample invoice at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.domain.connectwise import Location
from mobius_desktop.domain.editions import EDITIONS, Edition, as_allowed
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkRow
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.pages.company.company_cards import CompanyCards
from mobius_desktop.ui.pages.company.effects import effect_rows
from mobius_desktop.ui.pages.company.example import example_customer
from mobius_desktop.ui.pages.company.kind_links import ITEMS, TAX_CODES, KindLinks
from mobius_desktop.ui.pages.company.option_form import OptionForm
from mobius_desktop.ui.pages.company.option_locks import Surroundings
from mobius_desktop.ui.pages.company.option_specs import COMPANY, PRODUCTS, TABS, TAXES, specs_of
from mobius_desktop.ui.pages.company.sample_rows import SampleRow, sample_rows
from mobius_desktop.ui.pages.company.sample_view import SampleView
from mobius_desktop.ui.shell.page import Room
from mobius_desktop.ui.theme import theme

_WIDEST = 560
_NOTHING_READ = "A sample is shown once both sides were read. Choose Refresh (F5)."
_NO_SAMPLE = "ConnectWise has no unposted invoice that could stand as a sample."

UNCHANGED = "The sample invoices stay as they are."


class OptionsView(QWidget):
    """Holds the options as edited. Saving is the page's."""

    changed = Signal()
    about_wanted = Signal()
    """*About editions* was clicked beside a locked option."""

    def __init__(self, edition: Edition, locations: tuple[Location, ...]) -> None:
        super().__init__()
        self._tab = TABS[0]
        self._edition, self._locations = edition, locations
        self._books: CompanyBooks | None = None
        self._customer = ("", "")
        self._sample: BillingLogId | None = None
        self.saved = CompanyOptions()
        self.edited = CompanyOptions()
        self.cards = CompanyCards()
        self.links = {TAXES: KindLinks(TAX_CODES), PRODUCTS: KindLinks(ITEMS)}
        """By tab."""
        around = self.surroundings()
        self.forms = {tab: OptionForm(specs_of(tab), around) for tab in TABS}
        self.sample = SampleView()
        self._stack = QStackedWidget()
        m = theme().metrics
        for tab, form in self.forms.items():
            self._stack.addWidget(self._page(tab, form))
            form.edited.connect(self._on_form_edited)
            form.about_wanted.connect(self.about_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(m.margin, 0, m.margin, m.gap)
        row.setSpacing(m.gap)
        row.addWidget(self._stack, 3)
        row.addWidget(self.sample, 2)
        self.sample.other_wanted.connect(self._on_other_wanted)
        self._show()

    def _page(self, tab: str, form: OptionForm) -> QScrollArea:
        m = theme().metrics
        frame, column = titled_card(tab)
        column.addWidget(form)
        inner = QWidget()
        inner.setObjectName("scrolled")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, m.v(4), 0)
        whole.setSpacing(m.gap)
        whole.addWidget(frame)
        if tab == COMPANY:
            whole.addWidget(self.cards)
        if tab in self.links:
            whole.addWidget(self.links[tab])
        whole.addStretch(1)
        inner.setMaximumWidth(m.h(_WIDEST) * 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        return scroll

    # For the page

    @property
    def dirty(self) -> bool:
        """Whether something is edited and not saved."""
        return self.edited != self.saved or bool(self.problem())

    def problem(self) -> str:
        """Why what is typed cannot be saved."""
        return next((why for form in self.forms.values() if (why := form.problem())), "")

    def show_options(self, saved: CompanyOptions) -> None:
        """The configuration as it is kept; what was edited is given up."""
        self.saved = self.edited = saved
        self._show()

    def show_edition(self, edition: Edition) -> None:
        """Lock and unlock as another edition does. Values stay: what is locked is kept."""
        self._edition = edition
        self._show(anew=False)

    def show_books(self, books: CompanyBooks | None, rows: Sequence[LinkRow] = ()) -> None:
        """What the options are seen against; `rows` are its links."""
        self._books = books
        self._customer = example_customer(books, rows) if books is not None else ("", "")
        ids = books.sample_ids() if books is not None else ()
        if self._sample not in ids:
            self._sample = ids[0] if ids else None
        self._show(anew=False)

    def edit(self, options: CompanyOptions) -> None:
        """Options that come from a file: to be looked at, then saved."""
        self.edited = options
        self._show()
        self.changed.emit()

    def choose_tab(self, tab: str) -> None:
        """Show the options of a tab."""
        self._stack.setCurrentIndex(TABS.index(tab))
        self._tab = tab
        self._show_sample()

    def arrange(self, room: Room) -> None:
        """In a narrow window the sample takes half."""
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setStretch(0, 1 if room.narrow else 3)
            layout.setStretch(1, 1 if room.narrow else 2)

    def panes(self) -> Sequence[QWidget]:
        """What F6 visits."""
        return (self._stack, self.sample)

    # Showing

    def surroundings(self) -> Surroundings:
        """What locks the options, and what their choices are taken from."""
        lists = self._books.lists if self._books is not None else None
        return Surroundings(
            self.edited,
            self._edition,
            lists.preferences if lists is not None else None,
            lists.tax_codes if lists is not None else (),
            self._locations,
            self._customer,
        )

    def _show(self, *, anew: bool = True) -> None:
        around = self.surroundings()
        for form in self.forms.values():
            form.show_options(around, anew=anew)
        self._show_sample()

    def _show_sample(self) -> None:
        if self._books is None or self._sample is None:
            self.sample.show_sentence(_NOTHING_READ if self._books is None else _NO_SAMPLE)
            self.sample.other.setEnabled(False)
            return
        self.sample.other.setEnabled(len(self._books.sample_ids()) > 1)
        rows = self._rows_of(self._sample, self.edited)
        if not rows:
            self.sample.show_sentence(_NO_SAMPLE)
            return
        effects = effect_rows(specs_of(self._tab), self.surroundings())
        self.sample.show_rows((self._sample, self._tab), (*effects, *self._elsewhere(rows), *rows))

    def _rows_of(self, invoice: BillingLogId, options: CompanyOptions) -> tuple[SampleRow, ...]:
        books = self._books
        allowed = as_allowed(options, EDITIONS[self._edition])
        plan = books.sample(invoice, allowed) if books is not None else None
        return sample_rows(plan, books.lists.tax_codes) if books is not None and plan is not None else ()

    def _elsewhere(self, rows: tuple[SampleRow, ...]) -> tuple[SampleRow, ...]:
        """Where what is edited changes nothing on this invoice: which other one it would change."""
        books, sample = self._books, self._sample
        if books is None or sample is None or self.edited == self.saved:
            return ()
        if rows != self._rows_of(sample, self.saved):
            return ()
        others = (one for one in books.sample_ids() if one != sample)
        changed = next(
            (one for one in others if self._rows_of(one, self.edited) != self._rows_of(one, self.saved)), None
        )
        if changed is None:
            return (SampleRow("unchanged", UNCHANGED, quiet=True),)
        number = next(one.number for one in books.sales.invoices if one.billing_log_id == changed)
        text = f"This invoice stays as it is; {number} would change. Choose it with Other invoice…"
        return (SampleRow("unchanged", text, quiet=True),)

    def choose_sample(self, invoice: BillingLogId) -> None:
        """Another invoice."""
        self._sample = invoice
        self._show_sample()

    @Slot()
    def _on_form_edited(self) -> None:
        edited = self.edited
        for form in self.forms.values():
            edited = form.take(edited)
        self.edited = edited
        self._show(anew=False)
        self.changed.emit()

    @Slot()
    def _on_other_wanted(self) -> None:
        if self._books is None:
            return
        menu = QMenu(self)
        named = {one.billing_log_id: one for one in self._books.sales.invoices}
        for key in self._books.sample_ids():
            company = named[key].bill_to or named[key].company
            action = QAction(f"{named[key].number}  {company.name if company else ''}", menu)
            action.setData(key)
            menu.addAction(action)
        menu.triggered.connect(self._on_sample_chosen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.sample.other.mapToGlobal(QPoint(0, self.sample.other.height())))

    @Slot(QAction)
    def _on_sample_chosen(self, action: QAction) -> None:
        self.choose_sample(BillingLogId(int(action.data())))
