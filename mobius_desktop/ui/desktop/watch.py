"""Watches over the connections: the start, what stops the work, and the banner that leads on from it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from mobius_desktop.domain.connection import clock_sentence
from mobius_desktop.domain.errors import InUse, Known, SignInLost, SubscriptionEnded
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.run_causes import STOPS
from mobius_desktop.domain.updates import UpdateNews
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.batch import RecoveryReport
from mobius_desktop.ui.desktop.stops import OF_CODES, Stop, Way, stop_of
from mobius_desktop.ui.pages.about.updates_card import KnowsUpdates, look_at_start
from mobius_desktop.ui.pages.batch.telling import resumable
from mobius_desktop.ui.services import Services, SideState
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.nav_model import Badge
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.workers.hub import Job

log = logging.getLogger(__name__)

_OF_A_RUN = (BannerKind.DAMAGED_RECORD, BannerKind.LOCKED_BY_ANOTHER, BannerKind.INTERRUPTED)
"""Banners that a batch which starts shows to be over."""
_NOT_SENT = "Not sent: "
_CONNECTED = "Connected"


@runtime_checkable
class KeepsTime(Protocol):
    """A program that compares its clock with the servers'."""

    def clock_apart(self) -> dt.timedelta | None:
        """How far this computer's clock is behind them, where that is too far; asks a server."""
        ...


@runtime_checkable
class HasFolder(Protocol):
    """A program that says where it keeps its data."""

    @property
    def folder(self) -> Path: ...


class Watch(QObject):
    """One for the window."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services, self._window, self._program = services, window, services.program
        self._waiting: tuple[BatchNumber, int] | None = None
        """The batch that a lost sign-in has stopped, and how many of its invoices wait."""
        services.connections_changed.connect(self._on_connections_changed)
        services.companies_changed.connect(self._on_companies_changed)
        services.batch_started.connect(self._on_batch_started)
        services.batch_ended.connect(self._on_batch_ended)
        services.batch_failed.connect(self._on_batch_failed)
        services.stopped.connect(self.show_stop)

    # The start

    def connect_sides(self) -> None:
        """Connect and finish what an earlier program had begun."""
        self._window.set_banner(BannerKind.OFFLINE, None)
        self._services.ask(
            self._work_connect,
            self._on_connected,
            self._on_connect_failed,
            self._on_recovering,
            name="connect",
        )

    def _on_recovering(self, groups: list[object]) -> None:
        """An earlier program had left something open: it may take a while."""
        del groups
        sentence = "The program stopped in the middle of a batch. What was on the way is being finished."
        self._window.set_banner(BannerKind.INTERRUPTED, BannerContent(sentence))

    def _work_connect(self, job: Job) -> tuple[RecoveryReport, dt.timedelta | None]:
        self._program.connect()
        report = self._program.recover(job.report)
        apart = self._program.clock_apart() if isinstance(self._program, KeepsTime) else None
        return report, apart

    def _on_connected(self, found: tuple[RecoveryReport, dt.timedelta | None]) -> None:
        report, apart = found
        now = self._program.now()
        connectwise, quickbooks = self._program.connectwise_setup(), self._program.companies()
        self._services.set_connection(
            connectwise=SideState("Connected", answered_at=now) if connectwise else SideState("Not checked"),
            quickbooks=SideState("Connected", answered_at=now) if quickbooks else SideState("Not checked"),
        )
        self._services.companies_changed.emit()
        self.count_unposted()
        self._tell(report)
        self._show_clock(apart)
        self._look_for_updates()

    def _tell(self, report: RecoveryReport) -> None:
        """What a recovery found: its trouble as a stop, else as news."""
        self._services.keep_recovery(report)
        stop = stop_of(report.failure) if report.failure is not None else None
        self._window.set_banner(BannerKind.INTERRUPTED, None)
        if stop is not None and report.failure is not None:
            self.show_stop(report.failure)
        elif not report.nothing:
            self._window.set_banner(
                BannerKind.INTERRUPTED,
                BannerContent(report.sentence, Way.SHOW, self._show_interrupted(report)),
            )
        if not report.nothing:
            self._services.recovered.emit(report)

    def _show_interrupted(self, report: RecoveryReport) -> Callable[[], object]:
        numbers = [*report.interrupted, *(one.batch for one in (*report.invoices, *report.second_looks))]

        def show() -> None:
            self._window.set_banner(BannerKind.INTERRUPTED, None)
            if numbers:
                self._window.go("batch", numbers[0])

        return show

    def _on_connect_failed(self, error: Known) -> None:
        log.warning("The start could not connect: %s", error.sentence)
        side = SideState("Not connected", error.sentence)
        quickbooks_only = error.side == "quickbooks"
        self._services.set_connection(connectwise=None if quickbooks_only else side, quickbooks=side)
        self._services.companies_changed.emit()
        if stop_of(error) is None:
            sentence = f"**Not connected.** {error.sentence}"
            content = BannerContent(sentence, "Try to connect", self.connect_sides)
            self._window.set_banner(BannerKind.OFFLINE, content)

    def _show_clock(self, apart: dt.timedelta | None) -> None:
        """A clock that is wrong is said; the servers' time is used."""
        if apart is None:
            self._window.set_banner(BannerKind.CLOCK, None)
            return
        dismiss = partial(self._window.set_banner, BannerKind.CLOCK, None)
        self._window.set_banner(BannerKind.CLOCK, BannerContent(clock_sentence(apart), "OK", dismiss))

    def _look_for_updates(self) -> None:
        """Only where it is switched on: nothing goes over a network otherwise."""
        program = self._program
        if not isinstance(program, KnowsUpdates) or not program.updates.on:
            return

        def work(job: Job) -> UpdateNews | None:
            del job
            return look_at_start(program.updates)

        self._services.ask(work, self._show_update, name="look for updates")

    def _show_update(self, news: UpdateNews | None) -> None:
        if news is None:
            return
        about = partial(self._window.go, "about")
        self._window.set_banner(BannerKind.UPDATE, BannerContent(news.sentence, "Show", about))

    def count_unposted(self) -> None:
        """Read the default company's list once, so that the Dashboard knows what waits."""
        companies = self._program.companies()
        if not companies or self._window.router.key() == "invoice-batch":
            return
        realm = companies[0].realm

        def work(job: Job) -> None:
            self._program.list_unposted(realm, None, None, job.report, job.stop)

        def done(_none: None) -> None:
            self._services.unposted_read.emit()

        self._services.ask(work, done, self._on_count_failed, name="count")

    def _on_count_failed(self, error: Known) -> None:
        log.warning("The unposted list could not be read: %s", error.sentence)

    @Slot()
    def _on_connections_changed(self) -> None:
        self.show_connections()
        if {self._services.connectwise.state, self._services.quickbooks.state} == {_CONNECTED}:
            self._on_companies_changed()

    def show_connections(self) -> None:
        """The status bar and the navigation say how both sides are."""
        if self._program.offline:
            return
        for side, name, state in (
            ("connectwise", "ConnectWise PSA", self._services.connectwise),
            ("quickbooks", "QuickBooks Online", self._services.quickbooks),
        ):
            words = state.state.lower() if state.state in {_CONNECTED, "Not connected"} else "not checked"
            self._window.status.set_connection(side, state.state, f"{name} {words}")
            self._window.nav.model.set_badge(side, Badge.needs(state.state, says=words))

    # What stops the work

    @Slot(object)
    def show_stop(self, error: Known) -> None:
        """A banner with the way on, for what no page can cure by itself."""
        stop = stop_of(error)
        if stop is not None:
            self._set(stop, error.sentence)
        if isinstance(error, InUse):
            self._services.set_in_use(error)
        if isinstance(error, SignInLost | SubscriptionEnded):
            self._set_lost(error.side, error.sentence)

    def _set_lost(self, side: str, sentence: str) -> None:
        """The status bar and the navigation say it too, until that side answers again."""
        lost = SideState("Not connected", sentence)
        if side == "connectwise":
            self._services.set_connection(connectwise=lost)
        else:
            self._services.set_connection(quickbooks=lost)

    def _set(self, stop: Stop, sentence: str, batch: BatchNumber | None = None) -> None:
        ways = [(way, self._walk(way, stop.kind, batch)) for way in stop.ways]
        first, second = (*ways, ("", None), ("", None))[:2]
        self._window.set_banner(stop.kind, BannerContent(sentence, *first, *second))

    def _walk(self, way: Way, kind: BannerKind, batch: BatchNumber | None) -> Callable[[], object]:
        if way is Way.TRY_AGAIN:
            return partial(self._try_again, kind)
        if way is Way.FOLDER:
            return self._open_folder
        if way is Way.SHOW:
            return partial(self._window.go, "batch", batch)
        return partial(self._window.go, "connectwise" if way is Way.KEYS else "quickbooks")

    def _try_again(self, kind: BannerKind) -> None:
        self._window.set_banner(kind, None)
        self._services.set_in_use(None)
        self._services.ask(self._work_recover, self._tell, self._on_try_failed, name="try again")

    def _work_recover(self, job: Job) -> RecoveryReport:
        return self._program.recover(job.report)

    def _on_try_failed(self, error: Known) -> None:
        if stop_of(error) is None:
            self._window.set_banner(BannerKind.OFFLINE, BannerContent(error.sentence, "", None))

    def _open_folder(self) -> None:
        if isinstance(self._program, HasFolder):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._program.folder)))

    @Slot(object)
    def _on_batch_started(self, number: BatchNumber) -> None:
        del number
        self._waiting = None
        self._services.set_in_use(None)
        for kind in _OF_A_RUN:
            self._window.set_banner(kind, None)

    @Slot(object)
    def _on_batch_ended(self, number: BatchNumber) -> None:
        del number
        live = self._services.live
        if live is not None:
            self._tell_of_stop(live)

    def _tell_of_stop(self, live: BatchPicture) -> None:
        """The queue stopped with work left: one sentence, and how many wait."""
        stopped = [row for row in live.invoices.values() if row.finding_code in STOPS]
        if not stopped:
            self._window.set_banner(BannerKind.SIGN_IN_LOST, None)
            return
        waiting = sum(resumable(row) for row in live.invoices.values())
        wait = "1 invoice waits" if waiting == 1 else f"{waiting:,} invoices wait"
        sentence = f"{stopped[0].message.removeprefix(_NOT_SENT)} {wait}; nothing is lost."
        self._waiting = (live.number, waiting)
        code = stopped[0].finding_code
        self._set(OF_CODES[code], sentence, live.number)
        if code != "STOPPED":
            self._set_lost("connectwise" if code == "KEYS_REFUSED" else "quickbooks", sentence)

    @Slot()
    def _on_companies_changed(self) -> None:
        """Signed in again: what had been stopped is offered, and nothing goes on by itself."""
        if self._window.banner.holds(BannerKind.SIGN_IN_LOST):
            self._window.set_banner(BannerKind.SIGN_IN_LOST, None)
            if self._waiting is not None:
                number, count = self._waiting
                wait = "1 invoice" if count == 1 else f"{count:,} invoices"
                content = BannerContent(
                    f"{wait} of batch {number} can go on now.",
                    f"Continue with {count:,}",
                    partial(self._continue, number),
                )
                self._window.set_banner(BannerKind.INTERRUPTED, content)

    def _continue(self, number: BatchNumber) -> None:
        self._window.set_banner(BannerKind.INTERRUPTED, None)
        self._services.resume(number)

    @Slot(object)
    def _on_batch_failed(self, error: Known) -> None:
        log.warning("A batch could not go on: %s", error.sentence)
        if stop_of(error) is not None:
            self.show_stop(error)
        else:
            self._window.set_banner(BannerKind.INTERRUPTED, BannerContent(error.sentence))
