"""One window of a user on a data folder: a second start learns who has it, where that one does not answer."""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager
from pathlib import Path

from mobius_desktop.store.lock import NamedLock
from mobius_desktop.wiring.clock import ProgramClock


def hold_window(folder: Path) -> AbstractContextManager[None]:
    """Held while the window is open. Raises InUse. Other users of the folder have windows of their own: they
    read, and the company's lock tells them who sends."""
    user = "".join(letter if letter.isalnum() else "-" for letter in getpass.getuser())
    lock = NamedLock(
        folder,
        f"window-{user}",
        f"The window on {folder}",
        ProgramClock(),
        program="Mobius Desktop",
        advice="It does not answer. End it, then start again.",
    )
    return lock.held()
