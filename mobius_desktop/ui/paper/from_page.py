"""A page's own paper: printed, or kept as PDF. It is built in the background from what the record holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from mobius_desktop.domain.errors import Known
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Page
from mobius_desktop.workers.hub import Job

Build = Callable[[], Paper]
"""Called in a job; it touches no widget."""


class PagePaper(QObject):
    """One for a page. `build` gives what to call in the background; None where there is nothing to print."""

    def __init__(
        self,
        services: Services,
        page: Page,
        name: Callable[[], str],
        build: Callable[[], Build | None],
        said: Callable[[str], object],
    ) -> None:
        super().__init__(page)
        self._services, self._page, self._name, self._build, self._said = services, page, name, build, said

    def print(self) -> None:
        """Ask for a printer, once the paper is there."""
        build = self._build()
        if build is not None:
            self._services.ask(lambda _: build(), self._on_built, self._on_failed, name="paper")

    def _on_built(self, paper: Paper) -> None:
        from mobius_desktop.ui.paper.keeping import print_paper  # noqa: PLC0415 - when wanted

        trouble = print_paper(self._page, paper)
        if trouble:
            self._said(trouble)

    def save(self) -> None:
        """Ask for a file and write it."""
        from mobius_desktop.ui.paper.keeping import ask_for_pdf  # noqa: PLC0415 - when wanted

        if self._build() is None:
            return
        file = ask_for_pdf(self._page, self._name())
        if file is not None:
            self.save_to(file)

    def save_to(self, file: Path) -> None:
        """Write it in the background; the page says how it ended."""
        build = self._build()
        if build is None:
            return

        def work(job: Job) -> Path | str:
            from mobius_desktop.ui.paper.pdf import write_pdf  # noqa: PLC0415 - when wanted

            del job
            try:
                return write_pdf(build(), file)
            except OSError as error:
                return f"{file.name} could not be written: {error.strerror or error}."

        self._services.ask(work, self._on_saved, self._on_failed, name="paper")

    def _on_saved(self, ended: Path | str) -> None:
        if isinstance(ended, Path):
            self._page.toast(f"Saved as {ended}.")
        else:
            self._said(ended)

    def _on_failed(self, error: Known) -> None:
        self._said(error.sentence)
