"""Select Invoices: the options, the checklist, and the check of its rows in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mobius_desktop.domain.archive import Hold, LastTime
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan
from mobius_desktop.transfer.batch import BatchRequest, UnpostedList
from mobius_desktop.ui.components.buttons import Button, SplitButton
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.notice_strip import NoticeStrip
from mobius_desktop.ui.flows.invoice_batch import InvoiceBatchFlow
from mobius_desktop.ui.pages.invoice_batch.checklist import Listed, closed_through, gone_sentence, listed
from mobius_desktop.ui.pages.invoice_batch.date_strips import DateStrips
from mobius_desktop.ui.pages.invoice_batch.dated import DatedStrip
from mobius_desktop.ui.pages.invoice_batch.holding import ask_for_hold, still_held
from mobius_desktop.ui.pages.invoice_batch.options_card import OptionsCard
from mobius_desktop.ui.pages.invoice_batch.row_menu import RowMenu
from mobius_desktop.ui.pages.invoice_batch.select_menus import Selecting
from mobius_desktop.ui.pages.invoice_batch.select_rows import (
    COLUMNS,
    HELD,
    SelectRow,
    bar_of,
    has_problem,
    id_of,
    is_greyed,
    may_tick,
    rows_of,
    spoken,
    tabs,
    totals_lines,
)
from mobius_desktop.ui.pages.invoice_batch.tab_picker import TabPicker
from mobius_desktop.ui.pages.invoice_batch.ticked_dates import money_of
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.tab_row import Tab
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

Holds = dict[BillingLogId, Hold]
LastTimes = dict[BillingLogId, LastTime]

MOST_CHECKED = 600
"""Rows that are checked in the background by themselves; more are checked by the preview."""


class SelectView(QWidget):
    """The first step. The page asks it for what is ticked; it asks nobody before a run."""

    changed = Signal()
    """Rows, ticks or loading changed: the action bar's sentence and counts follow."""
    failed = Signal(object)
    """The list could not be read: the Known error (None when it could)."""
    mark_wanted = Signal()
    """The highlighted rows are to be marked as already in QuickBooks."""

    def __init__(self, services: Services, flow: InvoiceBatchFlow) -> None:
        super().__init__()
        self._services, self._flow = services, flow
        self._read: UnpostedList | None = None
        self._plans: dict[BillingLogId, InvoicePlan] = {}
        self._holds: Holds = {}
        self._last_times: LastTimes = {}
        self._listing: Job | None = None
        self._checking: Job | None = None
        self._last: UnpostedList | None = None
        self._asked: object = None
        self.problem: Known | None = None
        self._closed: dt.date | None = None
        self.options = OptionsCard(flow)
        self.model: RowsModel[SelectRow] = RowsModel(
            COLUMNS,
            key=id_of,
            may_tick=may_tick,
            problem=has_problem,
            bar=bar_of,
            greyed=is_greyed,
            name=spoken,
        )
        self.panel = TablePanel(
            self.model,
            "Unposted invoices",
            memory=services.memory,
            tabs=tabs(self.model.ticks.has),
            placeholder="Number, customer, amount (Ctrl+F)",
            totals=self._totals,
            file_name="Unposted invoices",
            hub=services.hub,
        )
        assert self.panel.tabs is not None  # noqa: S101 - they were given
        self.selecting = Selecting(self.panel.view)
        self.dates = DateStrips(self.model, lambda: self._closed)
        self.dated = DatedStrip(self.model)
        self.left = NoticeStrip()
        self._strips = (self.dated, self.left, self.dates.closed, self.dates.months)
        self._tabs = self.panel.tabs
        self._tabs.tip_of = self._tip_of
        self.picker = TabPicker(self._tabs)
        self.row_menu = RowMenu(services, self)
        self._add_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().metrics.gap)
        column.addWidget(self.options)
        for strip in self._strips:
            column.addWidget(strip)
        column.addWidget(self.panel, 1)
        self.model.ticks_changed.connect(self._on_model_ticks_changed)

    def _add_buttons(self) -> None:
        select, deselect = QMenu(self), QMenu(self)
        for text, slot in (
            *self.selecting.select_entries(),
            ("Hol&d highlighted…", self.hold),
            ("&Release highlighted", self.release),
            ("&Mark highlighted as already in QuickBooks…", self.mark_wanted.emit),
        ):
            select.addAction(text, slot)
        for text, slot in self.selecting.deselect_entries():
            deselect.addAction(text, slot)
        self._buttons: tuple[QWidget, ...] = (
            SplitButton("&Select", select, clicked=self.select),
            SplitButton("&Deselect", deselect, clicked=self.deselect),
            Button("&Refresh", sign="refresh", clicked=self.refresh),
        )
        for button in self._buttons:
            self.panel.add_left(button)
        self.panel.add_left(self.picker)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs become a list box where they do not fit beside the buttons."""
        super().resizeEvent(event)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        m = theme().metrics
        taken = sum(button.sizeHint().width() + m.v(8) for button in self._buttons)
        icons = 2 * m.v(36) + m.v(32)
        left = self.width() - taken - icons - self._tabs.sizeHint().width()
        fits = left >= m.h(110)
        self.panel.filter_box.setMaximumWidth(left if fits else m.h(400))
        self.picker.take_over(not fits)

    # What the page asks

    def set_low(self, low: bool) -> None:
        """In a low window the action bar says what the strips say."""
        for strip in self._strips:
            strip.set_low(low)

    def said(self) -> str:
        """What the strips say, where they have no room."""
        return " ".join(one.short() for one in self._strips if one.sentence() and one.isHidden())

    @property
    def loading(self) -> bool:
        """Whether the list is being read."""
        return self._listing is not None

    @property
    def read_list(self) -> UnpostedList | None:
        """The list as it was read last."""
        return self._read

    @property
    def read_at(self) -> dt.datetime | None:
        """When the rows that are shown were read."""
        read = self._read or self._last
        return read.read_at if read is not None else None

    def ticked(self) -> list[SelectRow]:
        """The ticked rows in the table's order, shown or not."""
        return self.model.ticked()

    def refresh(self) -> None:
        """Read the list again; ticks, order and filter stay, and older rows until the new ones are whole."""
        company = self._flow.company
        if company is None:
            self.panel.set_empty(Notice("No QuickBooks company is connected yet.", "plug"))
            return
        for job in (self._listing, self._checking):
            if job is not None:
                job.forget()
        self._checking = None
        location, through = self._flow.location_id, self._flow.effective_through
        before = self._read if self._asked == (company.realm, location, through) else None
        self._asked = company.realm, location, through

        def work(job: Job) -> Listed:
            program = self._services.program
            read = program.list_unposted(company.realm, location, through, job.report, job.stop)
            return listed(program.archive, company.realm, read, before)

        self._listing = self._services.ask(
            work, self._on_list_read, self._on_list_failed, self._on_list_progress, name="unposted list"
        )
        self.panel.set_loading("Reading invoices")
        self.changed.emit()

    def show_last(self) -> None:
        """The list as it was last read, from the record: readable offline, and until a new one is whole."""
        archive, wanted = self._services.program.archive, self._flow.location_id
        company = self._flow.company

        def work(job: Job) -> Listed | None:
            del job
            kept = archive.cached_unposted()
            if kept is None:
                return None
            found = tuple(
                one for one in kept.invoices if wanted is None or (one.location and one.location.id == wanted)
            )
            realm = company.realm if company is not None else None
            read = UnpostedList(found, kept.read_at, noted=kept.noted, settled=kept.settled)
            return listed(archive, realm, read)

        self._services.ask(work, self._on_last_read, name="last unposted list")

    def _on_last_read(self, found: Listed | None) -> None:
        if self._read is not None:
            return
        if found is None:
            if self._services.program.offline:
                self.panel.set_empty(Notice("The unposted list was never read on this computer.", "offline"))
            return
        self._last, self._holds, self._last_times = found.read, found.holds, found.last_times
        self._closed = found.closed_through
        self._show_rows()
        self.model.set_dimmed(True)
        self.changed.emit()

    def select(self) -> None:
        """Tick the shown rows that can be sent."""
        self.selecting.ready()

    def deselect(self) -> None:
        """Untick the shown rows."""
        self.model.tick_shown(False)

    def hold(self) -> None:
        """Hold the highlighted rows back, with a reason."""
        rows = [row for row in self.panel.view.highlighted() if row.standing != HELD]
        asked = ask_for_hold(self, rows) if rows else None
        if asked is not None:
            reason, until = asked
            self.model.tick(rows, False)
            self._change_holds(rows, reason, until)

    def release(self) -> None:
        """Let the highlighted held rows go."""
        rows = [row for row in self.panel.view.highlighted() if row.standing == HELD]
        if rows:
            self._change_holds(rows, "", None)

    def _change_holds(self, rows: Sequence[SelectRow], reason: str, until: dt.date | None) -> None:
        program, ids = self._services.program, [row.id for row in rows]

        def work(job: Job) -> Holds:
            del job
            program.hold(ids, reason, until)
            return program.archive.holds()

        self._services.ask(work, self._on_holds_changed, name="hold")

    def _on_holds_changed(self, holds: Holds) -> None:
        self._holds = holds
        self._show_rows()
        self.changed.emit()

    def take_plan(self, plan: BatchPlan) -> None:
        """Findings of a plan that was made of these rows, here or by the preview."""
        self._plans.update({one.invoice.billing_log_id: one for one in plan.invoices})
        self._show_rows()

    def forget_ticks(self) -> None:
        """The rows that were sent are no longer ticked."""
        self.model.untick_everything()

    # Reading

    def _on_list_progress(self, counts: list[int]) -> None:
        self.panel.set_loading(f"Reading invoices, {counts[-1]:,} so far")

    def _on_list_read(self, found: Listed) -> None:
        read, self._holds, self._last_times = found.read, found.holds, found.last_times
        self._closed = found.closed_through
        self._listing = None
        self.problem = None
        ticked = {row.invoice.number for row in self.model.ticked()}
        self._read = read
        self._plans = {}
        self._show_rows()
        left = gone_sentence(found.gone, ticked)
        dismiss = (CardButton("Dismiss", self._on_left_read),)
        self.left.say(left, "INFO", dismiss, f"{len(found.gone):,} left the list." if left else "")
        self._services.unposted_read.emit()
        self._services.set_connection(connectwise=SideState("Connected", answered_at=read.read_at))
        self.failed.emit(None)
        self._check_rows(read)
        self.changed.emit()

    def _on_list_failed(self, error: Known) -> None:
        self._listing = None
        self.problem = error
        self.panel.set_error(Notice(error.sentence, "failed", "bad", (("Try again", self.refresh),)))
        self._services.set_connection(connectwise=SideState("Not connected", error.sentence))
        self.failed.emit(error)
        self.changed.emit()

    def _on_left_read(self) -> None:
        self.left.say("")

    def _check_rows(self, read: UnpostedList) -> None:
        """Plan the listed rows in the background, so that the page knows what can be sent."""
        company = self._flow.company
        offered = read.offered
        if company is None or not offered or len(offered) > MOST_CHECKED:
            return
        request = BatchRequest(
            ids=tuple(one.billing_log_id for one in offered),
            summary=self._flow.effective_summary,
            through=self._flow.effective_through,
            listed=offered,
        )

        def work(job: Job) -> tuple[BatchPlan, dt.date | None]:
            program = self._services.program
            plan = program.plan(company.realm, request, job.report, job.stop)
            return plan, closed_through(program.archive, company.realm)

        self._checking = self._services.ask(
            work, self._on_rows_checked, self._on_check_failed, name="check of the list"
        )

    def _on_rows_checked(self, checked: tuple[BatchPlan, dt.date | None]) -> None:
        plan, self._closed = checked
        self._checking = None
        self._services.set_connection(quickbooks=SideState("Connected", answered_at=plan.planned_at))
        self.take_plan(plan)
        self.dates.follow()
        self.changed.emit()

    def _on_check_failed(self, error: Known) -> None:
        self._checking = None
        self._services.set_connection(quickbooks=SideState("Not connected", error.sentence))
        self.options.say(f"The rows could not be checked yet: {error.sentence}")
        self.changed.emit()

    @property
    def checking(self) -> bool:
        """Whether the rows are being checked."""
        return self._checking is not None

    def _show_rows(self) -> None:
        read = self._read or self._last
        if read is None:
            return
        rows = rows_of(
            read,
            self._plans,
            still_held(self._holds, self._services.program.today()),
            self._last_times,
            only_recorded=self._read is None,
        )
        self.panel.set_empty(Notice(self._nothing(), "done", "done", (("Refresh", self.refresh),)))
        self.panel.set_rows(rows)
        columns = self.panel.view.columns
        columns.offer("last-time", any(row.last_time is not None for row in rows))
        self.picker.follow()
        self._fit_tabs()

    def _nothing(self) -> str:
        where = self._flow.location_choice().value
        at = "" if self._flow.location_id is None else f" for {where}"
        return f"Nothing to send. ConnectWise has no unposted invoices{at}."

    def _tip_of(self, tab: Tab) -> str:
        """Count and money of a tab's rows."""
        rows = [row for row in self.model.rows_of_tabs() if tab.passes is None or tab.passes(row)]
        noun = "invoice" if len(rows) == 1 else "invoices"
        return f"{tab.text}: {len(rows):,} {noun}, {money_of(rows)}"

    def _totals(self) -> list[TotalsLine]:
        return totals_lines(self.model.ticked(), self.model.shown(), len(self.model.rows()))

    # Ticking

    @Slot()
    def _on_model_ticks_changed(self) -> None:
        self._flow.ticked = tuple(row.id for row in self.model.ticked())
        self._tabs.set_count("ticked", len(self._flow.ticked))
        self.picker.follow()
        self._fit_tabs()
        if self._tabs.key() == "ticked":
            self.model.refilter()
        self.dates.follow()
        self.changed.emit()
