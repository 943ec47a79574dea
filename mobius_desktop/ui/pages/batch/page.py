"""Batch Status: opens on Submit and shows each invoice arriving; years later the same from the record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.history.picture import BatchPicture, Changed
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.pages.batch.bars import REVIEW, BarVerbs, bar_of, bar_state, header_of
from mobius_desktop.ui.pages.batch.batch_reader import BatchReader
from mobius_desktop.ui.pages.batch.body import INVOICES, BatchBody
from mobius_desktop.ui.pages.batch.certifying import CERTIFICATE_COMMANDS, begin_certifying
from mobius_desktop.ui.pages.batch.correcting_page import CORRECTION_COMMANDS, CorrectingPage
from mobius_desktop.ui.pages.batch.drawing import Drawing, Standing, first_hit
from mobius_desktop.ui.pages.batch.evidence_line import EvidenceLine
from mobius_desktop.ui.pages.batch.invoice_reader import InvoiceReader
from mobius_desktop.ui.pages.batch.place import BatchPlace, place_of
from mobius_desktop.ui.pages.batch.reading import BatchRead
from mobius_desktop.ui.pages.batch.run_control import RunControl
from mobius_desktop.ui.pages.batch.telling import (
    Counts,
    status_text,
)
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import ActionBarContent, Header, Room
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.theme import theme

_CREATE = "invoice-batch"


class BatchPage(CorrectingPage):
    """Shows one batch: the live one from its events, any other from the record."""

    HELP = "batch-status"
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = (
        CommandSpec("cancel-batch", "&Cancel Batch…", "Batch", "", 3),
        CommandSpec("resume-batch", "Send the &Remaining Ones", "Batch", "", 3),
        *CORRECTION_COMMANDS,
        *CERTIFICATE_COMMANDS,
        CommandSpec("legend", "What the &Words Mean", "Help"),
    )

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._place: BatchPlace | None = None
        self._shown = BatchRead(BatchNumber(0))
        self._problem = ""
        self._in_front = False
        self._listed = False
        self.body = BatchBody(services.memory, services.hub)
        self.control = RunControl(services, self)
        self._drawing = Drawing(self.body)
        self._invoice = InvoiceReader(services, self.body.detail, self, self.verbs_of)
        self._verbs = BarVerbs(self.ask_to_cancel, self._on_create, self.resume, self.retry, self.undo)
        self.begin_corrections(services, self.control, self.body)
        self.certificate, self.proof_list = begin_certifying(services, self)
        self.evidence = EvidenceLine(services)
        self._reader = BatchReader(services, self)
        margin = theme().metrics.margin
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 0, margin, theme().metrics.gap)
        column.addWidget(self.impact, 1)
        column.addWidget(self.body, 1)
        column.addWidget(self.evidence)
        self._connect()
        self._answer()

    def _connect(self) -> None:
        body, services = self.body, self._services
        services.batch_started.connect(self._on_batch_started)
        services.batch_progressed.connect(self._on_batch_progressed)
        services.batch_ended.connect(self._on_batch_ended)
        self.control.said.connect(self.say)
        self.control.answered.connect(self._on_answered)
        self.control.resumed.connect(self._on_resumed)
        self.control.looked.connect(self.read_again)
        body.section_chosen.connect(self._on_section_chosen)
        body.panel.view.opened.connect(self._on_row_opened)
        body.detail_toggled.connect(self._place_evidence)
        body.panel.view.current_changed.connect(self._on_current_changed)
        body.panel.view.menu_wanted.connect(self.show_menu)
        body.cards.link_clicked.connect(self.show_invoice)
        for panel in (body.panel, body.records_panel, body.options_panel, self.impact.panel):
            panel.exported.connect(self.tell_exported)
            panel.export_failed.connect(self.say)
        body.detail.closed.connect(self._invoice.forget)
        self._reader.read.connect(self._on_read)
        self._reader.failed.connect(self._on_read_failed)

    def _answer(self) -> None:
        for command in self.body.panel.commands():
            self.handle(command, partial(self._do_in_table, command))
        for command, slot in {
            "refresh": self.refresh,
            "log": self.body.toggle_log,
            "next-tab": self.body.step_part,
            "cancel-batch": self.ask_to_cancel,
            "resume-batch": self.resume,
            "legend": self.body.open_legend,
        }.items():
            self.handle(command, slot)

    # The page's life

    @property
    def picture(self) -> BatchPicture | None:
        """The batch as it is shown."""
        return self._shown.picture

    @property
    def is_live(self) -> bool:
        """Whether the batch shown runs in this program now."""
        live = self._services.live
        return self._services.running and live is not None and live is self.picture

    def activated(self, argument: object = None) -> None:
        """Shows the batch of this number; without one the live one."""
        self._in_front = True
        live = self._services.live
        place = place_of(argument) or self._place or (BatchPlace(live.number) if live else None)
        if place is None:
            self.set_header(Header("Batch Status"))
            self.body.set_running(False)
            self.body.show_part(INVOICES)
            self.body.panel.set_empty(Notice("No batch is open.", "info"))
            return
        fresh = self._place is None or place.number != self._place.number
        self._place = place
        self._listed = isinstance(argument, BatchPlace) or live is None or live.number != place.number
        if fresh:
            self._begin(place)
        if live is not None and live.number == place.number and self._services.running:
            self._show_read(BatchRead(live.number, live), fresh=fresh)
        else:
            self._read()

    def deactivated(self) -> None:
        """Nothing is drawn while another page is shown; the next visit shows all."""
        self._in_front = False
        self._reader.look_again(on=False)

    def arranged(self, room: Room) -> None:
        """Fewer columns; one thing at a time."""
        self.body.arrange(room)
        self._place_evidence()

    @Slot()
    def _place_evidence(self) -> None:
        self.evidence.give_room(not self.room.low and not self.body.detail_open())

    def panes(self) -> Sequence[QWidget]:
        """Sections, then what is in front, the invoice, the log."""
        return (self.impact.panel.view,) if self.impact.impact is not None else self.body.panes()

    def escaped(self) -> bool:
        """Esc goes back from a list, closes the invoice, clears the filter, shows all sections."""
        if self.corrections.close_list():
            return True
        if self.body.detail_open():
            self.body.close_detail()
            return True
        if self.body.table().clear_filter():
            return True
        if self.body.sections.key() and not self.body.sections.following:
            self.body.sections.show_all()
            return True
        return False

    def refresh(self) -> None:
        """F5: read the record again; a live batch needs none and is drawn anew."""
        self._problem = ""
        if self.is_live:
            self._show_read(self._shown, fresh=False)
        else:
            self._read()

    def flush(self) -> None:
        """Read now what waits for the cursor to rest."""
        self._invoice.flush()

    def _begin(self, place: BatchPlace) -> None:
        """Another batch: nothing of the one before stays."""
        self._shown = BatchRead(place.number)
        self._problem = ""
        self._invoice.forget()
        self.corrections.forget()
        self.evidence.show_batch(None)
        self.body.show()
        self._drawing.clear()
        self.set_header(Header(f"Batch {place.number}"))
        self.set_actions(ActionBarContent())

    # Reading

    def _read(self) -> None:
        if self._place is None:
            return
        self._reader.ask(self._place.number)
        if self.picture is None:
            self.body.panel.set_empty(None)
            self.body.panel.set_loading(f"Reading batch {self._place.number}")

    @Slot(object)
    def _on_read(self, read: BatchRead) -> None:
        if read.picture is None:
            sentence = f"There is no batch {read.number} in the record."
            self.body.panel.set_rows(())
            self._show_notice(Notice(sentence, "info", buttons=(("All batches", self._on_review),)))
        else:
            self._show_read(read, fresh=self.picture is None)

    @Slot(object)
    def _on_read_failed(self, error: Known) -> None:
        sentence = f"The record could not be read: {error.sentence} Nothing was changed."
        if self.picture is None:
            self._show_notice(Notice(sentence, "failed", "bad", (("Try again", self.refresh),)))
        else:
            self._problem = sentence
            self.show_bars()

    def _show_notice(self, notice: Notice) -> None:
        self.body.set_running(False)
        self.body.figures.hide()
        self.body.show_part(INVOICES)
        self.body.panel.set_error(notice)
        number = self._place.number if self._place else ""
        self.set_header(Header(f"Batch {number}", crumbs=(REVIEW,)))

    # Drawing

    def _show_read(self, read: BatchRead, *, fresh: bool) -> None:
        self._shown = read
        picture = read.picture
        if picture is None:
            return
        self.body.panel.file_name = f"Batch {picture.number}"
        if not picture.running and not self.is_live:
            self.fixing.show(picture, read.decided)
        self._drawing.draw(picture, self._standing(), fresh=fresh)
        self.show_bars()
        if fresh and self._place is not None and self._place.search:
            hit = first_hit(picture, self._place.search)
            if hit is not None:
                self.show_invoice(hit.billing_log_id)
        if self.body.detail_open() and self._invoice.invoice is not None:
            self._invoice.show(picture, self._invoice.invoice)
        ended = not picture.running and not self.is_live
        self.evidence.show_batch(picture.number if ended else None)
        elsewhere = picture.running and not self.is_live and self._in_front
        self._reader.look_again(on=elsewhere)

    def _standing(self) -> Standing:
        picture = self.picture
        verbs = self.card_verbs(self._shown, self._services, self._on_create)
        running = picture is not None and picture.running
        return Standing(running, self._shown.last_times, verbs, self._shown.options)

    def show_bars(self) -> None:
        """Header, action bar, status bar, and the commands that apply."""
        picture = self.picture
        if picture is None:
            return
        counts = Counts.of(picture.invoices.values())
        live, correcting = self.is_live, self._services.correcting
        self.set_header(header_of(picture, self._services.program.today(), live=live, listed=self._listed))
        state = bar_state(self._shown, self.control, self._problem, live=live, correcting=correcting)
        if self.impact.impact is not None:
            self.set_actions(self.impact.bar(self.corrections.close_list, state.why_not))
        else:
            self.set_actions(bar_of(picture, counts, state, self._verbs))
        self.allow_corrections(failed=state.failed, undoable=state.undoable)
        self.set_status(status_text(picture, counts, live=live))
        self.allow("cancel-batch", live and not state.cancelling)
        self.allow("resume-batch", state.remaining > 0 and not state.why_not)

    # The live batch

    @Slot(object)
    def _on_batch_started(self, number: BatchNumber) -> None:
        if self._place is not None and number == self._place.number and self._in_front:
            self.activated(self._place)
        elif self._in_front:
            self.show_bars()

    @Slot(object)
    def _on_batch_progressed(self, changed: Changed) -> None:
        live = self._services.live
        if not self._in_front or live is None or self._place is None or live.number != self._place.number:
            return
        if live is not self.picture or not self.body.is_running():
            self._show_read(BatchRead(live.number, live), fresh=True)
            return
        self._drawing.draw_changes(live, changed)
        self.show_bars()
        if self.body.detail_open() and self._invoice.invoice in changed.invoices:
            self._invoice.show(live, self._invoice.invoice)

    @Slot(object)
    def _on_batch_ended(self, number: BatchNumber) -> None:
        live = self._services.live
        if self._place is None or not self._in_front:
            return
        if live is None or number != self._place.number:
            self.refresh()
            return
        self._show_read(BatchRead(live.number, live), fresh=True)
        self._read()  # what was not told by events: the configuration it was run with
        announce(self, self.actions_content().sentence.replace("**", ""), at_once=True)

    def ask_to_cancel(self) -> None:
        """Ask whether to cancel the live batch."""
        if self.picture is not None and self.is_live:
            self.control.ask_to_cancel(self.picture)

    def resume(self) -> None:
        """Send what was not begun."""
        if self.picture is not None and self._shown.remaining():
            self.control.resume(self.picture.number)

    def is_in_front(self) -> bool:
        """Whether the user sees the page."""
        return self._in_front

    def chosen_invoices(self) -> list[BillingLogId]:
        """The highlighted invoices."""
        return [row.billing_log_id for row in self.body.panel.view.highlighted()]

    @Slot()
    def read_again(self) -> None:
        """The record says more than what is shown."""
        if self._in_front:
            self._read()

    @Slot()
    def draw_again(self) -> None:
        """More is known of what is shown."""
        if self._in_front and self.picture is not None:
            self._show_read(self._shown, fresh=False)

    @Slot()
    def _on_answered(self) -> None:
        self.show_bars()
        self.body.table().view.setFocus()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show a sentence in the action bar; empty takes it away."""
        self._problem = sentence
        self.show_bars()

    @Slot(object)
    def _on_resumed(self, number: BatchNumber) -> None:
        self._problem = ""
        if self._in_front:
            self.open_page("batch", number)

    # Rows

    @Slot(object)
    def show_invoice(self, billing_log_id: object) -> None:
        """Bring one invoice of the batch to the front, opened."""
        if self.body.go_to_invoice(billing_log_id):
            self._on_row_opened(self.body.panel.view.current_row())

    @Slot(object)
    def _on_row_opened(self, row: InvoiceRow) -> None:
        if self.picture is not None:
            self.body.open_detail()
            self._invoice.show(self.picture, row.billing_log_id)

    @Slot(object)
    def _on_current_changed(self, row: InvoiceRow | None) -> None:
        if row is not None and self.picture is not None and self.body.detail_open():
            self._invoice.show(self.picture, row.billing_log_id)

    @Slot(str)
    def _on_section_chosen(self, key: str) -> None:
        if self.picture is not None:
            if key:
                self.body.show_part(INVOICES)
            self._drawing.choose_section(self.picture, key)

    def _do_in_table(self, command: str) -> None:
        table = self.impact.panel if self.impact.impact is not None else self.body.table_in_front()
        table.commands()[command]()

    # Elsewhere

    def _on_create(self) -> None:
        self.open_page(_CREATE)

    def _on_review(self) -> None:
        self.open_page("review")
