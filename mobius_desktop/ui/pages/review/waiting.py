"""A verb that needs every batch, held until the last one is read: what it waits for is shown, with Cancel."""

from __future__ import annotations

from collections.abc import Callable

from mobius_desktop.ui.components.work_bar import WorkBar

CANCELLED = "Cancelled before all batches were read. Nothing was written or printed."
GIVEN_UP = "Other batches were asked for meanwhile, so nothing was written or printed. Begin it again."


class Waiting:
    """One for the page; its `bar` stands over the table. `said` hears why nothing came of it."""

    def __init__(self, said: Callable[[str], object]) -> None:
        self._said = said
        self._then: Callable[[], object] | None = None
        self.bar = WorkBar(self.cancel)

    def hold(self, then: Callable[[], object]) -> None:
        """Wait with this; it takes the place of what waited before."""
        self._then = then
        self.bar.begin("Reading all batches")

    def show_progress(self, done: int, whole: int) -> None:
        """So far it has been read."""
        self.bar.show_progress(done, whole)

    def go_on(self) -> None:
        """All is read: do what waited."""
        then = self._end()
        if then is not None:
            then()

    def cancel(self) -> None:
        """The user waits no longer. Reading goes on: the page needs it too."""
        if self._end() is not None:
            self._said(CANCELLED)

    def give_up(self) -> None:
        """It was asked for other rows."""
        if self._end() is not None:
            self._said(GIVEN_UP)

    def forget(self) -> None:
        """The list could not be read; the page says so."""
        self._end()

    def _end(self) -> Callable[[], object] | None:
        then, self._then = self._then, None
        self.bar.end()
        return then
