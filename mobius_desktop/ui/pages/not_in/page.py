"""Did Not Go In: the invoices that their latest batch left open, over all batches, by their cause."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.history.dashboard import Cause, causes_of
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.notice_strip import NoticeStrip
from mobius_desktop.ui.pages.batch.place import BatchPlace
from mobius_desktop.ui.pages.not_in.place import NotInPlace
from mobius_desktop.ui.pages.not_in.rows import (
    COLUMNS,
    NotInRow,
    not_in_rows,
    not_in_totals,
    row_bar,
    row_key,
    spoken,
)
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Page, Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_NOTHING = "No batch has left an invoice open."


class NotInPage(Page):
    """Layout; the rows come from the record, and are those that the Dashboard counts."""

    HELP = "dashboard"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._place: NotInPlace | None = None
        self._problem = ""
        self._in_front = False
        self.model: RowsModel[NotInRow] = RowsModel(COLUMNS, key=row_key, bar=row_bar, name=spoken)
        self.panel = TablePanel(
            self.model,
            "Did not go in",
            memory=services.memory,
            placeholder="Number, customer, amount (Ctrl+F)",
            totals=self._totals,
            file_name="Did not go in",
            hub=services.hub,
        )
        self.panel.set_empty(Notice(_NOTHING, "done", "done"))
        self.strip = NoticeStrip()
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.gap)
        column.addWidget(self.strip)
        column.addWidget(self.panel, 1)
        self.panel.view.opened.connect(self._on_opened)
        self.panel.view.current_changed.connect(self._on_current_changed)
        self.panel.exported.connect(self.tell_exported)
        self.panel.export_failed.connect(self._on_export_failed)
        services.batch_ended.connect(self._on_batch_ended)
        for command, slot in {**self.panel.commands(), "refresh": self.read}.items():
            self.handle(command, slot)
        self._show()

    def activated(self, argument: object = None) -> None:
        """Reads the record anew; a `NotInPlace` shows its causes only, without one all are shown."""
        self._in_front = True
        self._place = argument if isinstance(argument, NotInPlace) else None
        self._narrow()
        self.read()

    def deactivated(self) -> None:
        """Nothing is read while another page is shown."""
        self._in_front = False

    def arranged(self, room: Room) -> None:
        """Fewer columns, compact rows."""
        self.panel.arrange(narrow=room.narrow, low=room.low)
        self.strip.set_low(room.low)
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """The table."""
        return (self.panel.view,)

    def escaped(self) -> bool:
        """Esc clears the filter, then shows all causes."""
        if self.panel.clear_filter():
            return True
        narrowed = self._place is not None
        self._on_show_all()
        return narrowed

    @Slot()
    def read(self) -> None:
        """What the latest batches left open."""
        archive = self._services.program.archive

        def work(job: Job) -> tuple[Cause, ...]:
            del job
            return causes_of(archive.open_invoices())

        self._problem = ""
        self._services.ask(work, self._on_read, self._on_failed, name="what did not go in")

    def _on_read(self, causes: tuple[Cause, ...]) -> None:
        self.panel.set_rows(not_in_rows(causes))
        if not self.panel.view.currentIndex().isValid() and self.model.rowCount():
            self.panel.view.go_to_line(0)
            self.panel.view.setFocus()  # Enter opens what is marked
        self._show()

    def _on_failed(self, error: Known) -> None:
        self._problem = f"The record could not be read: {error.sentence} Nothing was changed."
        self._show()

    def _narrow(self) -> None:
        """The strip says what is left out; the rows that the Dashboard's figure counted stay."""
        place = self._place
        if place is None:
            self.model.narrow_rows(None)
            self.strip.say("")
            return
        self.model.narrow_rows(lambda row: row.cause in place.causes)
        which = "this cause is" if len(place.causes) == 1 else "these causes are"
        sentence = f"Only {which} shown: {place.words}."
        self.strip.say(sentence, "INFO", (CardButton("Show all", self._on_show_all),))

    def _on_show_all(self) -> None:
        self._place = None
        self._narrow()
        self._show()

    def _totals(self) -> list[TotalsLine]:
        return not_in_totals(self.model.shown(), len(self.model.rows()))

    def _show(self) -> None:
        self.set_header(
            Header(
                "Did not go in",
                context="What the last batches left open · read from this computer",
                crumbs=(Crumb("Dashboard", "dashboard"),),
                commands=("export",),
            )
        )
        row = self._current()
        said = self._problem or (
            self.strip.short() if self.strip.sentence() and self.strip.isHidden() else ""
        )
        if row is None:
            self.set_actions(ActionBarContent(said))
        else:
            one = row.invoice
            sentence = said or f"**{one.number}**: {one.message or row.cause_words}"
            open_it = Action(f"&Open batch {one.batch}", self._on_open, primary=True)
            self.set_actions(ActionBarContent(sentence, actions=(open_it,)))
        shown, whole = self.model.rowCount(), len(self.model.rows())
        noun = "invoice" if whole == 1 else "invoices"
        self.set_status(f"{whole:,} {noun}" if shown == whole else f"{shown:,} of {whole:,} {noun} shown")
        self.allow("export", bool(shown))

    def _current(self) -> NotInRow | None:
        row = self.panel.view.current_row()
        return row if isinstance(row, NotInRow) else None

    @Slot(object)
    def _on_current_changed(self, row: object) -> None:
        del row
        self._show()

    @Slot(object)
    def _on_opened(self, row: NotInRow) -> None:
        """The batch, at the invoice: there stands what to do about it."""
        self.open_page("batch", BatchPlace(row.invoice.batch, row.invoice.number))

    def _on_open(self) -> None:
        row = self._current()
        if row is not None:
            self._on_opened(row)

    @Slot(object)
    def _on_batch_ended(self, number: object) -> None:
        del number
        if self._in_front:
            self.read()

    @Slot(str)
    def _on_export_failed(self, sentence: str) -> None:
        self._problem = sentence
        self._show()
