"""Certificate and proof list of the batch that is shown, on paper or as PDF; and its invoice's card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.ui.pages.batch.correcting_page import CorrectingPage
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import PagePaper
from mobius_desktop.ui.paper.work import Build
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.commands import CommandSpec

CERTIFICATE_COMMANDS = (
    CommandSpec("certificate", "Certificate as PDF…", "Batch", "", 4, button="Certificate…"),
    CommandSpec("invoice-card", "Invoice Card", "Batch", "", 4),
    CommandSpec("print-certificate", "Print Certificate…", "Batch", "", 4),
)


def begin_certifying(services: Services, page: CorrectingPage) -> tuple[PagePaper, PagePaper]:
    """Once, when the page is built: certificate and proof list. A batch that runs has none yet."""

    def paper(title: str, made: Callable[[Services, BatchNumber], Paper]) -> PagePaper:
        def name() -> str:
            return f"{title} of batch {page.picture.number}" if page.picture is not None else title

        def build() -> Build | None:
            picture = page.picture
            if picture is None or picture.running:
                page.say(f"A batch has its {title.lower()} when it has ended.")
                return None
            return partial(made, services, picture.number)

        return PagePaper(services, page, name, build, page.say)

    def open_card() -> None:
        picture, chosen = page.picture, page.chosen_invoices()
        if picture is not None and chosen:
            page.open_page("card", picture.invoices[chosen[0]].number)

    certificate, proof = paper("Certificate", _certificate), paper("Proof list", _proof_list)
    page.handle("invoice-card", open_card)
    page.handle("certificate", certificate.save)
    page.handle("print-certificate", certificate.print)
    page.handle("save-proof", proof.save)
    page.handle("print-proof", proof.print)
    return certificate, proof


def _certificate(services: Services, number: BatchNumber) -> Paper:
    from mobius_desktop.ui.paper.certificate import certificate_paper  # noqa: PLC0415 - when wanted

    return certificate_paper(services.program.tying.certificate(number))


def _proof_list(services: Services, number: BatchNumber) -> Paper:
    from mobius_desktop.ui.paper.proof_list import proof_list_paper  # noqa: PLC0415 - when wanted

    return proof_list_paper(services.program.tying.certificate(number))
