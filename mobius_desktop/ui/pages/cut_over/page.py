"""Cut-over: old unposted invoices are marked as already in QuickBooks before the first batch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.cut_over import CutOverRow
from mobius_desktop.domain.days import last_month_end
from mobius_desktop.domain.errors import Cancelled, Known
from mobius_desktop.domain.ids import RealmId
from mobius_desktop.transfer.correct.values import CorrectionReport
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.date_field import DateField
from mobius_desktop.ui.components.labels import Label, RichLabel
from mobius_desktop.ui.correcting.decisions import Decisions
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.pages.cut_over.rows import (
    cut_over_columns,
    cut_over_tabs,
    cut_over_totals,
    in_order,
    is_open,
    row_key,
    spoken,
)
from mobius_desktop.ui.pages.invoice_batch.tab_picker import TabPicker
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Page, Room
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_WHAT = (
    "Invoices that another tool, or a person, put into QuickBooks before this program came are still unposted"
    " in ConnectWise. What is ticked is batched there **without being sent**. Ticked by itself is only what"
    " QuickBooks has with the same number, the same customer and the same total."
)
_NONE = "Nothing old waits: ConnectWise has no unposted invoice dated up to this day."
_OFFLINE = "You are working offline. Looking needs a network."


class CutOverPage(Page):
    """Opened with a realm; without one, with the default company."""

    HELP = "cut-over"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.realm: RealmId | None = None
        self._job: Job | None = None
        self._read = False
        self._said = ""
        program = services.program
        self.through = DateField(last_month_end(program.today()), "Dated through", today=program.today)
        self.look_again = Button("&Refresh", sign="refresh", clicked=self.refresh)
        self.model: RowsModel[CutOverRow] = RowsModel(
            cut_over_columns(), key=row_key, may_tick=_may_tick, problem=is_open, name=spoken
        )
        self.panel = TablePanel(
            self.model,
            "Old unposted invoices",
            memory=services.memory,
            tabs=cut_over_tabs(),
            totals=self._totals,
            file_name="Cut-over",
            hub=services.hub,
        )
        assert self.panel.tabs is not None  # noqa: S101 - given above
        self.picker = TabPicker(self.panel.tabs)
        self.decisions = Decisions(services, self, self._hindrance, "The list is read again.")
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        m = theme().metrics
        label = Label("Dated &through", ink="text2")
        label.setBuddy(self.through)
        for widget in (label, self.through, self.picker):
            self.panel.add_left(widget)
        self.set_header_widgets(self.look_again)
        self.panel.set_empty(Notice(_NONE, "done"))
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(8))
        self._what = RichLabel(_WHAT, "text2", wrap=True)
        column.addWidget(self._what)
        column.addWidget(self.panel, 1)

    def _connect(self) -> None:
        self.through.changed.connect(self._on_through_changed)
        self.model.ticks_changed.connect(self._show)
        self.panel.exported.connect(self.tell_exported)
        self.panel.export_failed.connect(self._say)
        self.decisions.said.connect(self._say)
        self.decisions.ended.connect(self._on_marked)
        self._services.batch_started.connect(self._on_run_changed)
        self._services.batch_ended.connect(self._on_run_changed)
        self._services.batch_failed.connect(self._on_run_failed)
        self.handle("refresh", self.refresh)
        for command, slot in self.panel.commands().items():
            self.handle(command, slot)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """The list is read when the page is first opened, or for another company."""
        realms = [one.realm for one in self._services.program.companies()]
        wanted = RealmId(argument) if isinstance(argument, str) and argument in realms else self.realm
        if wanted not in realms:
            wanted = realms[0] if realms else None
        if wanted != self.realm:
            self.realm, self._read, self._said = wanted, False, ""
            self.panel.set_rows([])
        if not self._read:
            self.refresh()
        self._show()

    def arranged(self, room: Room) -> None:
        """In a low window the explanation gives its room to the table."""
        self.panel.arrange(narrow=room.narrow, low=room.low)
        self._what.setVisible(not room.low)

    def panes(self) -> Sequence[QWidget]:
        """The table."""
        return (self.panel.view,)

    def escaped(self) -> bool:
        """Esc clears the filter."""
        return self.panel.clear_filter()

    # Looking

    @Slot()
    def refresh(self) -> None:
        """F5: read ConnectWise's list and look in QuickBooks."""
        realm, through = self.realm, self.through.date()
        if realm is None or self._job is not None or self._hindrance():
            self._show()
            return

        def work(job: Job) -> tuple[CutOverRow, ...]:
            return self._services.program.beginning.old_invoices(realm, through, job.report, job.stop)

        self._said = ""
        self.panel.set_loading("Reading both sides")
        self._job = self._services.ask(
            work, self._on_read, self._on_read_failed, self._on_progress, name="cut-over"
        )
        self._show()

    def cancel(self) -> None:
        """End the look; nothing is marked."""
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, counts: list[int]) -> None:
        self.panel.set_loading(f"Looking in QuickBooks, {counts[-1]:,} numbers so far")

    def _on_read(self, rows: tuple[CutOverRow, ...]) -> None:
        self._job, self._read = None, True
        self.panel.set_rows(in_order(rows))
        self.model.tick_only([row for row in rows if row.ticked])
        found = sum(row.ticked for row in rows)
        announce(self, f"{len(rows):,} old invoices, {found:,} found in QuickBooks")
        self._show()

    def _on_read_failed(self, error: Known) -> None:
        self._job = None
        self._said = error.sentence
        if not isinstance(error, Cancelled):
            again = (("Try again", self.refresh),)
            self.panel.set_error(Notice(error.sentence, "failed", "bad", buttons=again))
        else:
            self.panel.set_loading("")
        self._show()

    # Marking

    def mark(self) -> None:
        """Ask for the reason, then batch what is ticked in ConnectWise without sending it."""
        ticked = self.model.ticked()
        if self.realm is not None and ticked:
            self.decisions.mark(Subject(self.realm), [row_key(row) for row in ticked])

    def finish(self) -> None:
        """Nothing old is left: the step is done."""
        realm = self.realm
        if realm is None:
            return

        def work(job: Job) -> None:
            del job
            self._services.program.beginning.finish_cut_over(realm)

        def done(nothing: None) -> None:
            del nothing
            self.open_page("dashboard")

        self._services.ask(work, done, self._on_finish_failed, name="cut-over done")

    def _on_finish_failed(self, error: Known) -> None:
        self._say(error.sentence)

    @Slot(object)
    def _on_marked(self, report: CorrectionReport) -> None:
        realm = self.realm
        if realm is not None and report.batches:
            beginning = self._services.program.beginning

            def work(job: Job) -> None:
                del job
                beginning.finish_cut_over(realm)

            self._services.ask(work, _nothing, self._on_finish_failed, name="cut-over done")
        self._read = False
        self.refresh()
        self._say(report.sentence)

    @Slot(object)
    def _on_run_changed(self, number: object) -> None:
        del number
        self._show()

    @Slot(object)
    def _on_run_failed(self, error: Known) -> None:
        self._say(error.sentence)

    # Showing

    def _totals(self) -> list[TotalsLine]:
        return cut_over_totals(self.model.ticked(), self.model.shown())

    def _hindrance(self) -> str:
        program = self._services.program
        if program.offline:
            return _OFFLINE
        if program.connectwise_setup() is None:
            return "ConnectWise PSA is not set up yet."
        return "A batch is running." if self._services.running else ""

    @Slot()
    def _show(self) -> None:
        companies = self._services.program.companies()
        name = next((one.name for one in companies if one.realm == self.realm), "no company yet")
        context = f"Old unposted invoices that {name} already has"
        crumbs = (Crumb("Dashboard", "dashboard"),)
        self.set_header(Header("Cut-over", context=context, crumbs=crumbs))
        why = self._hindrance()
        self.look_again.setEnabled(not why and self._job is None and self.realm is not None)
        self.allow("refresh", self.look_again.isEnabled())
        if self._job is not None:
            self.set_actions(
                ActionBarContent("Looking in both systems.", actions=(Action("&Cancel", self.cancel),))
            )
            return
        count = len(self.model.ticked())
        none = "Tick what QuickBooks already has." if not count else ""
        noun = "invoice" if count == 1 else "invoices"
        act = Action(
            f"&Mark {count:,} {noun} as already there…",
            self.mark,
            primary=True,
            enabled=not why and bool(count),
            why=why or none,
        )
        finish = Action("&Nothing old is left", self.finish, enabled=self.realm is not None)
        sentence = self._said or why or "Nothing is sent, and nothing in QuickBooks is changed."
        self.set_actions(ActionBarContent(sentence, actions=(finish, act)))

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._said = sentence
        self._show()

    @Slot(object)
    def _on_through_changed(self, date: object) -> None:
        del date
        self._read = False
        self.refresh()


def _nothing(result: None) -> None:
    """The step counts as done; nothing here changes by it."""


def _may_tick(row: CutOverRow) -> bool:
    del row
    return True
