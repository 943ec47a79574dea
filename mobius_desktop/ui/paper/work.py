"""A paper that is asked for: printed, or kept as PDF. It is built and written in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.workers.hub import Hub, Job

Build = Callable[[], Paper]
"""Called in a job; it touches no widget."""
Gather = Callable[[Callable[[], object]], None]
"""Calls back once all rows that belong on the paper are there."""


def at_once(then: Callable[[], object]) -> None:
    """All is there already."""
    then()


class PaperWork:
    """One for a table or a page.

    `build` gives what to call in the background, or None where there is nothing to print. `said` hears why
    there is no paper, `kept` which file was written. Without a hub all is done at once."""

    def __init__(
        self,
        parent: QWidget,
        hub: Hub | None,
        name: Callable[[], str],
        build: Callable[[], Build | None],
        *,
        said: Callable[[str], object],
        kept: Callable[[Path], object],
    ) -> None:
        self._parent, self._hub, self._name, self._build = parent, hub, name, build
        self._said, self._kept = said, kept
        self.gather: Gather = at_once

    def print(self) -> None:
        """Ask for a printer, once the paper is there."""
        self.gather(self._print)

    def _print(self) -> None:
        build = self._build()
        if build is not None:
            self._run(build, self._on_built)

    def _on_built(self, paper: Paper) -> None:
        from mobius_desktop.ui.paper.keeping import print_paper  # noqa: PLC0415 - when wanted

        trouble = print_paper(self._parent, paper)
        if trouble:
            self._said(trouble)

    def save(self) -> None:
        """Ask for a file and write it."""
        from mobius_desktop.ui.paper.keeping import ask_for_pdf  # noqa: PLC0415 - when wanted

        if self._build() is None:
            return
        file = ask_for_pdf(self._parent, self._name())
        if file is not None:
            self.gather(partial(self.save_to, file))

    def save_to(self, file: Path) -> None:
        """Write it; `kept` or `said` tells how it ended."""
        build = self._build()
        if build is None:
            return

        def work() -> Path | str:
            from mobius_desktop.ui.paper.pdf import write_pdf  # noqa: PLC0415 - when wanted

            try:
                return write_pdf(build(), file)
            except OSError as error:
                return f"{file.name} could not be written: {error.strerror or error}."

        self._run(work, self._on_saved)

    def _on_saved(self, ended: Path | str) -> None:
        if isinstance(ended, Path):
            self._kept(ended)
        else:
            self._said(ended)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._hub is not None:
            self._hub.start(Job(lambda _: work(), done=done, failed=self.on_failed, name="paper"))
            return
        try:
            made = work()
        except Known as error:
            self.on_failed(error)
        else:
            done(made)

    def on_failed(self, error: Known) -> None:
        """The paper could not be built."""
        self._said(error.sentence)
