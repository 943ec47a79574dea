"""*Fix here* on the page of a batch: what cures a cause, another look at it, and *Retry these N*."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mobius_desktop.domain.archive import JudgementRow
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.domain.states import ActionState
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.choice_row import CardChoice
from mobius_desktop.ui.fixing.controls import Bench, Found
from mobius_desktop.ui.fixing.fixer import Fixed, Fixer
from mobius_desktop.ui.fixing.port import Offered
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.workers.hub import Job

Retry = Callable[[Sequence[BillingLogId]], object]


@dataclass(frozen=True, slots=True)
class FixParts:
    """What a card gets. `cured` when none of its invoices has the cause any more; `note` is what is now."""

    buttons: tuple[CardButton, ...] = ()
    choices: tuple[CardChoice, ...] = ()
    right: CardButton | None = None
    cured: bool = False
    note: str = ""


def retried(row: InvoiceRow) -> bool:
    """Whether *Retry* plans it anew."""
    return row.state is ActionState.FAILED and (row.document is None or row.finding_code == "GONE")


class FixingHere(QObject):
    """One for the page. What was fixed is looked at again by itself; only that, not the whole batch."""

    turned = Signal()
    """There is more to show."""
    said = Signal(str)

    def __init__(self, services: Services, page: Page, why_not: Callable[[], str], retry: Retry) -> None:
        super().__init__(page)
        self._services, self._page, self._why_not, self._retry = services, page, why_not, retry
        self.fixer = Fixer(services, page)
        self.fixer.fixed.connect(self._on_fixed)
        self.fixer.failed.connect(self.said)
        self._picture: BatchPicture | None = None
        self._asked: object = None
        self._offered: Offered = {}
        self._now: dict[BillingLogId, tuple[Finding, ...]] = {}
        self._heeded: dict[BillingLogId, dt.datetime] = {}
        self._looking: Job | None = None
        self._waiting: set[BillingLogId] = set()
        """What was fixed while others were being looked at."""

    def show(self, picture: BatchPicture, decided: Mapping[BillingLogId, JudgementRow]) -> None:
        """The page shows a batch that has ended: find the cures, and look again at what was decided since."""
        ids = tuple(row.billing_log_id for row in picture.invoices.values() if retried(row))
        asked = (picture.number, ids)
        if asked != self._asked:
            self._asked, self._picture = asked, picture
            self._offered, self._now, self._heeded = {}, {}, {one: row.at for one, row in decided.items()}
            self._waiting.clear()
            self._read(picture, ids)
            return
        self._picture = picture
        fresh = [one for one in ids if one in decided and decided[one].at != self._heeded.get(one)]
        self._heeded.update({one: decided[one].at for one in fresh})
        if fresh:
            self.look_again(fresh)

    def _read(self, picture: BatchPicture, ids: Sequence[BillingLogId]) -> None:
        realm, number = picture.realm, picture.number
        if realm is None or not ids:
            return

        def work(job: Job) -> tuple[BatchNumber, Offered]:
            del job
            return number, self._services.program.fixing.for_batch(realm, number, ids)

        self._services.ask(work, self._on_read, self._on_failed, name="cures")

    def _on_read(self, found: tuple[BatchNumber, Offered]) -> None:
        number, offered = found
        if self._picture is not None and number == self._picture.number:
            self._offered = offered
            self.turned.emit()

    @Slot(object)
    def _on_fixed(self, done: Fixed) -> None:
        self.said.emit(done.sentence)
        self.look_again(done.ids)

    def look_again(self, ids: Sequence[BillingLogId]) -> None:
        """Plan these anew from fresh data: is the cause gone?"""
        picture = self._picture
        if picture is None or picture.realm is None or self._why_not():
            return
        if self._looking is not None:
            self._waiting |= set(ids)
            return
        realm, number, wanted = picture.realm, picture.number, tuple(ids)

        def work(job: Job) -> BatchPlan:
            service = self._services.program.corrections(realm)
            return service.retry_preview(number, only=wanted, allow_creation=True, stop=job.stop).plan

        self._looking = self._services.ask(work, self._on_looked, self._on_failed, name="look again")

    def _on_looked(self, plan: BatchPlan) -> None:
        self._looking = None
        if self._picture is not None and plan.realm == self._picture.realm:
            self._now.update({one.invoice.billing_log_id: one.findings for one in plan.invoices})
            self.turned.emit()
        self._go_on()

    def _go_on(self) -> None:
        """Look at what waited."""
        waiting, self._waiting = tuple(self._waiting), set()
        if waiting:
            self.look_again(waiting)

    def _on_failed(self, error: Known) -> None:
        self._looking = None
        self._waiting.clear()
        self.said.emit(error.sentence)

    # What a card gets

    def parts(self, code: str, rows: Sequence[InvoiceRow]) -> FixParts:
        """Of a Failed cause."""
        picture = self._picture
        if picture is None or picture.realm is None:
            return FixParts()
        ids = [row.billing_log_id for row in rows]
        going = [row.billing_log_id for row in rows if retried(row)]
        why = self._why_not()
        right = None
        if going:
            text = "Retry this 1" if len(going) == 1 else f"Retry these {len(going):,}"
            right = CardButton(text, partial(self._retry, going), enabled=not why, why=why)
        if self._cured(code, ids):
            return FixParts(right=right, cured=True, note=self._note(ids))
        open_links = partial(self._page.open_page, "company", f"{picture.realm}:Links")
        bench = Bench(self.fixer, picture.realm, open_links, self._help, why)
        found: Found = [
            one
            for key in ids
            if code not in self._gone(key)
            for one in self._offered.get(key, ())
            if one[0].code == code
        ]
        controls = bench.controls(found)
        again = CardButton("Check again", partial(self._check_again, ids), enabled=not why, why=why)
        buttons = (*controls.buttons, *((again,) if going else ()), bench.help_with(code))
        return FixParts(buttons, controls.choices, right, note=self._note(ids))

    def _gone(self, one: BillingLogId) -> frozenset[str]:
        """The causes that an invoice had in the batch and has no longer."""
        now = self._now.get(one)
        if now is None or self._picture is None:
            return frozenset()
        before = {found.code for found in self._picture.findings.get(one, ())}
        return frozenset(before - {found.code for found in now})

    def _cured(self, code: str, ids: Sequence[BillingLogId]) -> bool:
        return bool(ids) and all(
            one in self._now and code not in {found.code for found in self._now[one]} for one in ids
        )

    def _note(self, ids: Sequence[BillingLogId]) -> str:
        """What was found by the last look: it can go, or what stands in its way now."""
        looked = [self._now[one] for one in ids if one in self._now]
        if not looked:
            return ""
        open_ones = [found for findings in looked for found in findings if found.blocks]
        if open_ones:
            return f"**Now:** {open_ones[0].sentence}"
        return "It can be sent now." if len(looked) == 1 else f"{len(looked):,} of them can be sent now."

    def _check_again(self, ids: Sequence[BillingLogId]) -> None:
        picture = self._picture
        if picture is not None and picture.realm is not None:
            self.fixer.look_again(picture.realm, ids)

    def _help(self, code: str) -> None:
        self._page.open_page("help", f"troubleshooting#{code}")
