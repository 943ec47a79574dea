"""Whether a preview still shows what is there: its age, and what changed in ConnectWise since."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.plan import BatchPlan
from mobius_desktop.ui.services import Services
from mobius_desktop.workers.hub import Job

OLD_AFTER = dt.timedelta(minutes=10)
_TICK_MS = 30_000
_LOOK_EVERY = 2
"""ConnectWise is asked at every second tick."""
_MOST_NAMED = 5


class Freshness(QObject):
    """Watches one plan. ConnectWise is asked for the rows of the plan only, once a minute."""

    turned = Signal()
    """The sentence changed."""

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._plan: BatchPlan | None = None
        self._since = services.program.now()
        self._looking: Job | None = None
        self._ticks = 0
        self.sentence = ""
        """Why the preview is to be made again; empty while it stands."""
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, plan: BatchPlan) -> None:
        """A new preview is shown."""
        self.stop()
        self._plan = plan
        self._since = self._services.program.now()
        self._ticks = 0
        self._timer.start()

    def stop(self) -> None:
        """No preview is shown."""
        if self._looking is not None:
            self._looking.forget()
            self._looking = None
        self._plan = None
        self._timer.stop()
        self._say("")

    @Slot()
    def look(self) -> None:
        """Look at the clock, and now and then at ConnectWise."""
        plan = self._plan
        if plan is None:
            return
        age = self._services.program.now() - self._since
        if age >= OLD_AFTER:
            self._timer.stop()
            minutes = int(age.total_seconds() // 60)
            self._say(f"This preview is {minutes} minutes old.")
            return
        self._ticks += 1
        if self._ticks % _LOOK_EVERY == 0:
            self.ask_connectwise()

    def ask_connectwise(self) -> None:
        """Compare the plan's rows with ConnectWise's of now."""
        plan = self._plan
        if plan is None or self._looking is not None:
            return

        def work(job: Job) -> tuple[str, ...]:
            del job
            return self._services.program.fixing.outdated(plan)

        self._looking = self._services.ask(work, self._on_looked, self._on_look_failed, name="freshness")

    def _on_looked(self, numbers: tuple[str, ...]) -> None:
        self._looking = None
        if numbers:
            self._timer.stop()
            self._say(_changed(numbers))

    def _on_look_failed(self, error: Known) -> None:
        """The run looks again before it sends: a silent side is no reason to stop here."""
        del error
        self._looking = None

    def _say(self, sentence: str) -> None:
        if sentence != self.sentence:
            self.sentence = sentence
            self.turned.emit()


def _changed(numbers: tuple[str, ...]) -> str:
    count = len(numbers)
    noun = "invoice" if count == 1 else "invoices"
    named = ", ".join(numbers[:_MOST_NAMED]) + (" and more" if count > _MOST_NAMED else "")
    return f"{count:,} {noun} changed in ConnectWise since the preview: {named}."
