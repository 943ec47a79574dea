"""The certificate of the batch that the page shows, on paper or as PDF; and the card of its invoice."""

from __future__ import annotations

from functools import partial

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.correcting_page import CorrectingPage
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import Build, PagePaper
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec

CERTIFICATE_COMMANDS = (
    CommandSpec("certificate", "Certificate as PDF…", "Batch", "", 4, button="Certificate…"),
    CommandSpec("invoice-card", "Invoice Card", "Batch", "", 4),
    CommandSpec("print-certificate", "Print Certificate…", "Batch", "", 4),
)


def begin_certifying(services: Services, page: CorrectingPage) -> PagePaper:
    """Once, when the page is built. A batch that runs has no certificate yet."""

    def name() -> str:
        return f"Certificate of batch {page.picture.number}" if page.picture is not None else "Certificate"

    def build() -> Build | None:
        picture = page.picture
        if picture is None or picture.running:
            page.say("A batch has its certificate when it has ended.")
            return None
        return partial(_paper, services, picture.number)

    def open_card() -> None:
        picture, chosen = page.picture, page.chosen_invoices()
        if picture is not None and chosen:
            page.open_page("card", picture.invoices[chosen[0]].number)

    paper = PagePaper(services, page, name, build, page.say)
    page.handle("invoice-card", open_card)
    page.handle("certificate", paper.save)
    page.handle("print-certificate", paper.print)
    return paper


def _paper(services: Services, number: BatchNumber) -> Paper:
    from mobius_desktop.ui.paper.certificate import certificate_paper  # noqa: PLC0415 - when wanted

    return certificate_paper(services.program.tying.certificate(number))
