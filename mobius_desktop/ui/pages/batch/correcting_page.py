"""What the page of a batch has of corrections: the list before one, its commands, and its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.states import ActionState
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.correct.values import CorrectionReport, Mode
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.correcting.subject import Subject
from mobius_desktop.ui.opening.connectwise import COMMAND
from mobius_desktop.ui.pages.batch.causes import Verbs
from mobius_desktop.ui.pages.batch.corrections import Corrections
from mobius_desktop.ui.pages.batch.elsewhere import Elsewhere
from mobius_desktop.ui.pages.batch.fixing_here import FixingHere
from mobius_desktop.ui.pages.batch.impact import ImpactPanel
from mobius_desktop.ui.pages.batch.reading import BatchRead
from mobius_desktop.ui.pages.batch.rows import in_quickbooks
from mobius_desktop.ui.pages.batch.run_control import RunControl
from mobius_desktop.ui.pages.batch.verbs import Chooser
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.ui.tables.row_menu import show_row_menu

CORRECTION_COMMANDS = (
    CommandSpec("retry-batch", "Re&try What Failed", "Batch", "", 3),
    CommandSpec("undo-batch", "&Undo Batch…", "Batch", "", 3),
    CommandSpec("take-back", "Take &Back Highlighted Invoices…", "Batch", "", 3),
)


class CorrectingPage(Page):
    """Base of Batch Status. The page says what is shown; this asks, runs, and says what came of it."""

    impact: ImpactPanel
    corrections: Corrections
    fixing: FixingHere
    control: RunControl
    elsewhere: Elsewhere
    _shown_body: QWidget

    def begin_corrections(self, services: Services, control: RunControl, body: QWidget) -> None:
        """Once, when the page is built."""
        self._shown_body = body
        self.impact = ImpactPanel(services.memory, services.hub)
        self.corrections = Corrections(services, self, self.impact, control.why_not)
        self.corrections.said.connect(self._on_correction_said)
        self.corrections.turned.connect(self._on_turned)
        self.corrections.decided.connect(self.read_again)
        self.corrections.batch_wanted.connect(self._on_batch_wanted)
        self.elsewhere = Elsewhere(services, self)
        self.fixing = FixingHere(services, self, control.why_not, self.retry_these)
        self.fixing.said.connect(self._on_correction_said)
        self.fixing.turned.connect(self.draw_again)
        services.corrected.connect(self._on_corrected)
        self.handle("retry-batch", self.retry)
        self.handle("undo-batch", self.undo)
        self.handle("take-back", self.take_back)
        self.handle(COMMAND, self.open_in_connectwise)

    # What the page gives

    @property
    def picture(self) -> BatchPicture | None:
        """The batch as it is shown."""
        raise NotImplementedError

    def is_in_front(self) -> bool:
        """Whether the user sees the page."""
        raise NotImplementedError

    def chosen_invoices(self) -> list[BillingLogId]:
        """The highlighted invoices."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Show a sentence in the action bar; empty takes it away."""
        raise NotImplementedError

    def show_bars(self) -> None:
        """Draw header and action bar."""
        raise NotImplementedError

    @Slot()
    def read_again(self) -> None:
        """The record says more than what is shown."""
        raise NotImplementedError

    @Slot()
    def draw_again(self) -> None:
        """More is known of what is shown."""
        raise NotImplementedError

    # Verbs

    def retry(self) -> None:
        """Look at what failed from fresh data; the list is shown before anything is sent."""
        if self.picture is not None:
            self.control.following = True
            self.corrections.retry(Subject.of(self.picture))

    def retry_these(self, ids: Sequence[BillingLogId]) -> None:
        """The same for the invoices of one cause: exactly these are sent."""
        if self.picture is not None:
            self.control.following = True
            self.corrections.retry(Subject.of(self.picture), ids)

    def undo(self) -> None:
        """Look at what of the batch can be taken back."""
        if self.picture is not None:
            self.corrections.undo(Subject.of(self.picture))

    def take_back(self) -> None:
        """The same for the highlighted invoices."""
        rows = self._to_take_back()
        if not rows:
            self.say("Highlight invoices that are in QuickBooks; then they can be taken back.")
        elif self.picture is not None:
            differ = all(row.state is ActionState.NEEDS_CHECK for row in rows)
            mode = Mode.SEND_AGAIN if differ else Mode.FOR_GOOD
            ids = [row.billing_log_id for row in rows]
            self.corrections.undo(Subject.of(self.picture), ids, mode)

    def open_in_connectwise(self) -> None:
        """The customer of the first highlighted invoice."""
        row = next((row for row in self._chosen_rows()), None)
        if row is not None:
            self.elsewhere.connectwise.open(row.number, row.billing_log_id)

    def show_menu(self, row: InvoiceRow, place: QPoint) -> None:
        """The commands of a row of the table."""
        show_row_menu(self, place, (self.elsewhere.card(row), *self.verbs_of(row)))

    def _chosen_rows(self) -> list[InvoiceRow]:
        invoices = self.picture.invoices if self.picture is not None else {}
        return [invoices[one] for one in self.chosen_invoices() if one in invoices]

    def _to_take_back(self) -> list[InvoiceRow]:
        """The highlighted invoices that are in QuickBooks."""
        return [row for row in self._chosen_rows() if in_quickbooks(row)]

    def chooser(self) -> Chooser | None:
        """Makes the buttons of cards and of the invoice's pane."""
        if self.picture is None or self.control.review_only:
            return None
        return Chooser(self.picture, self.corrections, self.control.why_not())

    def card_verbs(self, read: BatchRead, services: Services, open_list: Callable[[], object]) -> Verbs:
        """What the buttons of the cards do."""
        return Verbs(
            self.show_invoice,
            open_list,
            self.control.check_again,
            self.control.why_not(),
            self.chooser(),
            read.decided,
            review_only=self.control.review_only,
            recovered=tuple(one for one in services.recovery.invoices if one.batch == read.number),
            resume=None if self.control.review_only else self.resume,
            remaining=read.remaining(),
            go=self.open_page,
            fixing=None if self.control.review_only else self.fixing,
            in_connectwise=self.elsewhere.connectwise,
        )

    def resume(self) -> None:
        """Send what was not begun."""
        raise NotImplementedError

    def show_invoice(self, billing_log_id: object) -> None:
        """Bring one invoice to the front."""
        raise NotImplementedError

    def verbs_of(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        """What can be done to one invoice now."""
        picture = self.picture
        if picture is None:
            return ()
        return (*self._corrections_of(row), *self.elsewhere.verbs(picture, row))

    def _corrections_of(self, row: InvoiceRow) -> tuple[CardButton, ...]:
        chooser = self.chooser()
        if chooser is None or self.picture is None or self.picture.running:
            return ()
        if row.state is ActionState.CHECKING:
            why = self.control.why_not()
            return (CardButton("Check again", self.control.check_again, enabled=not why, why=why),)
        return chooser.of_row(row)

    def allow_corrections(self, *, failed: int, undoable: int) -> None:
        """Which of the commands apply."""
        able = not self.control.why_not()
        self.allow("retry-batch", able and failed > 0)
        self.allow("undo-batch", able and undoable > 0)
        self.allow("take-back", able and undoable > 0)
        self.allow(COMMAND, not self.elsewhere.connectwise.why_not())

    @Slot(object)
    def _on_batch_wanted(self, number: BatchNumber) -> None:
        self.open_page("batch", number)

    # What came of it

    @Slot(str)
    def _on_correction_said(self, sentence: str) -> None:
        self.say(sentence)

    @Slot()
    def _on_turned(self) -> None:
        self._shown_body.setVisible(self.impact.impact is None)
        self.show_bars()

    @Slot(object)
    def _on_corrected(self, report: CorrectionReport) -> None:
        if not self.is_in_front() or self.picture is None:
            return
        if report.batches and report.batches[-1] > self.picture.number:
            self.open_page("batch", report.batches[-1])
        self.say(report.sentence)
