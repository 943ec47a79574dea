"""What the page *Check set-up* asks of the program."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.checkup import CheckResult, CheckupReport
from mobius_desktop.domain.ids import RealmId


class CheckingUp(Protocol):
    """Called from a job only; `check` needs a network and writes nothing on it."""

    def last(self, realm: RealmId) -> CheckupReport | None:
        """The last result of a company."""
        ...

    def check(
        self,
        realm: RealmId,
        ticked: Callable[[CheckResult], None],
        stop: StopEvent,
        say: Callable[[str], None] | None = None,
    ) -> CheckupReport:
        """`ticked` hears of each check as it ends, `say` of what is read just now."""
        ...
