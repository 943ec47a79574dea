"""A page's own paper: printed, or kept as PDF. It is built in the background from what the record holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mobius_desktop.ui.paper.work import Build, PaperWork
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Page


class PagePaper(PaperWork):
    """One for a page, which says in a toast where the file lies."""

    def __init__(
        self,
        services: Services,
        page: Page,
        name: Callable[[], str],
        build: Callable[[], Build | None],
        said: Callable[[str], object],
    ) -> None:
        def kept(file: Path) -> None:
            page.toast(f"Saved as {file}.")

        super().__init__(page, services.hub, name, build, said=said, kept=kept)
        self._services = services

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._services.ask(lambda _: work(), done, self.on_failed, name="paper")
