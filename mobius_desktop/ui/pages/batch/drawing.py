"""Puts a batch's picture into the page's parts, whole or only what changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mobius_desktop.domain.archive import LastTime
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow, LogRow
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.states import BatchState, Section
from mobius_desktop.domain.totals import currency_of
from mobius_desktop.history.picture import BatchPicture, Changed
from mobius_desktop.ui.components.announce import announce
from mobius_desktop.ui.components.cards import CardMaker, CauseCard, CauseContent
from mobius_desktop.ui.components.moments import day_and_clock
from mobius_desktop.ui.pages.batch.body import INVOICES, NEXT, BatchBody
from mobius_desktop.ui.pages.batch.causes import (
    NOTHING_LEFT,
    Credit,
    Verbs,
    cause_content,
    causes_of,
    credits_to_apply,
    cured_content,
    done_since,
    interrupted_content,
    is_open,
)
from mobius_desktop.ui.pages.batch.configuration import option_rows
from mobius_desktop.ui.pages.batch.credits_card import CreditsCard
from mobius_desktop.ui.pages.batch.rows import ordered
from mobius_desktop.ui.pages.batch.telling import (
    Counts,
    control_line,
    figures_of,
    progress_parts,
    progress_sentence,
    section_rows,
    short_control,
    taken_back,
    time_left,
    undo_parts,
    undo_sentence,
)
from mobius_desktop.ui.tables.folding import fold, terms_of
from mobius_desktop.ui.tables.placeholder import Notice

_INVOICE = "invoice:"
#: So many cards are made at once; they fill the window.
_NO_ROWS = Notice("This batch holds no invoices.", "info")


@dataclass(slots=True)
class _Pace:
    """Since when the page has watched a run, and how far it was then: what *time left* is made of."""

    number: BatchNumber
    settled: int
    since: float = field(default_factory=time.monotonic)
    quarters: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the batch stands, beside its picture: whether it runs here, and what later batches did."""

    running: bool
    last_times: Mapping[BillingLogId, LastTime]
    verbs: Verbs
    options: CompanyOptions | None = None
    """The configuration that it was run with, once it was read."""


class Drawing(QObject):
    """Draws into one body. Cheap to call ten times a second."""

    def __init__(self, body: BatchBody) -> None:
        super().__init__(body)
        self._body = body
        self._pace: _Pace | None = None
        self._log_lines = 0
        self._section = ""
        self._needs = 0
        self._cards: tuple[tuple[CauseContent, ...], tuple[Credit, ...]] | None = None

    def clear(self) -> None:
        """Another batch: nothing of the one before stays."""
        body = self._body
        self._pace = None
        self._log_lines = 0
        self._section = ""
        self._cards = None
        body.detail.hide()
        body.panel.clear_filter()
        body.sections.forget_choice()
        body.set_sections([])
        body.show_records(None)
        body.set_section_ids(None)
        body.panel.set_rows(())
        body.cards.set_cards([])
        for part in (NEXT, INVOICES):
            body.tabs.set_count(part, 0)
        for pane in (body.log, body.log_page):
            pane.set_lines([])

    # Whole

    def draw(self, picture: BatchPicture, standing: Standing, *, fresh: bool) -> None:
        """All of it. `fresh` chooses the part that is in front."""
        body = self._body
        running = standing.running
        if body.is_running() and not running:
            self._section = ""
        if fresh and body.panel.tabs is not None:
            body.panel.tabs.choose("all")
        body.begun = picture.started_at.astimezone().date() if picture.started_at else None
        body.panel.set_empty(None if running else _NO_ROWS)
        body.set_running(running)
        body.panel.set_rows(ordered(picture.invoices.values(), problems_first=not running))
        body.set_sections(section_rows(picture))
        self.choose_section(picture, self._section)
        self._draw_log(picture)
        if running:
            self.draw_progress(picture)
            return
        rows = tuple(picture.invoices.values())
        currency = currency_of(rows)
        body.figures.show_figures(
            figures_of(rows), control_line(rows, currency), short_control(rows, currency)
        )
        self._draw_cards(picture, standing)
        body.options.set_rows(option_rows(standing.options))
        body.tabs.set_count(INVOICES, len(rows))
        if fresh:
            body.show_part(NEXT if self._needs and not body.detail_open() else INVOICES)

    # Changes

    def draw_changes(self, picture: BatchPicture, changed: Changed) -> None:
        """What the latest events changed while it runs."""
        body = self._body
        known = [picture.invoices[one] for one in changed.invoices if one in picture.invoices]
        body.panel.update_rows(known)
        if changed.sections:
            body.set_sections(section_rows(picture))
            if self._section:
                self.choose_section(picture, self._section)
        if changed.log:
            self._draw_log(picture)
        self.draw_progress(picture)

    def draw_progress(self, picture: BatchPicture) -> None:
        """The bar, its legend and the time left; a quarter done is announced."""
        if picture.state is BatchState.UNDOING:
            done, whole = taken_back(picture)
            self._body.progress.show_progress(undo_sentence(done, whole), "", undo_parts(done, whole), whole)
            return
        counts = Counts.of(picture.invoices.values())
        pace = self._pace
        if pace is None or pace.number != picture.number:
            pace = self._pace = _Pace(picture.number, counts.settled)
        left = ""
        sentence = "Writing down the batch"
        if picture.invoices:
            since = time.monotonic() - pace.since
            left = time_left(counts.settled - pace.settled, counts.to_send - pace.settled, since)
            sentence = progress_sentence(counts)
        self._body.progress.show_progress(sentence, left, progress_parts(counts), counts.to_send)
        quarters = 4 * counts.settled // counts.to_send if counts.to_send else 0
        if quarters > pace.quarters:
            pace.quarters = quarters
            announce(self._body.progress, f"{counts.settled:,} of {counts.to_send:,} are done")

    def _draw_log(self, picture: BatchPicture) -> None:
        lines = [log_line(row) for row in picture.log[self._log_lines :]]
        self._log_lines = len(picture.log)
        self._body.log.add_lines(lines)
        self._body.log_page.add_lines(lines)

    # Sections

    def choose_section(self, picture: BatchPicture, key: str) -> None:
        """Show the invoices of a section, or its records where no invoice belongs to it; empty shows all."""
        self._section = key
        body = self._body
        if not key:
            body.set_section_ids(None)
            body.show_records(None)
            return
        section = Section[key]
        actions = [one for one in picture.actions.values() if one.section is section]
        subjects = [one.subject for one in actions if one.subject.startswith(_INVOICE)]
        if subjects:
            body.set_section_ids(frozenset(BillingLogId(int(one.removeprefix(_INVOICE))) for one in subjects))
            body.show_records(None)
        else:
            body.show_records(actions)

    # What to do next

    def _draw_cards(self, picture: BatchPicture, standing: Standing) -> None:
        currency = currency_of(tuple(picture.invoices.values()))
        cured = done_since(picture, standing.last_times)
        causes = causes_of(picture, cured)
        contents = [cause_content(one, standing.verbs) for one in causes if is_open(one)]
        stopped = interrupted_content(picture, standing.verbs)
        if picture.state is BatchState.INTERRUPTED:
            contents.insert(0, stopped)
        credits_due = credits_to_apply(picture)
        after = [cause_content(one, standing.verbs) for one in causes if not is_open(one)]
        after += [cured_content(picture, cured)] if cured else []
        if standing.verbs.recovered and picture.state is not BatchState.INTERRUPTED:
            after.insert(0, stopped)
        if not contents and not credits_due:
            after.insert(0, NOTHING_LEFT)
        made = (tuple(contents + after), tuple(credits_due))
        self._needs = len(contents) + bool(credits_due)
        self._body.tabs.set_count(NEXT, self._needs)
        if made == self._cards:
            return
        self._cards = made
        makers: list[CardMaker] = [partial(CauseCard, one) for one in contents]
        if credits_due:
            makers.append(partial(self._credits_card, credits_due, currency))
        makers += [partial(CauseCard, one) for one in after]
        self._body.cards.set_cards(makers)

    def _credits_card(self, credits_due: list[Credit], currency: str) -> QWidget:
        card = CreditsCard(credits_due, currency)
        card.chosen.connect(self._body.cards.link_clicked)
        return card


def log_line(row: LogRow) -> str:
    """A line of the log: when, and what. With the day: lines are added years later, and are copied."""
    return f"{day_and_clock(row.at)}  {row.text}"


def first_hit(picture: BatchPicture, search: str) -> InvoiceRow | None:
    """The first invoice of the batch that has the words of a search."""
    terms = terms_of(search)
    if not terms:
        return None
    for row in ordered(picture.invoices.values(), problems_first=False):
        text = fold(
            " ".join((row.number, row.customer, row.account_id, row.message, f"{row.connectwise_total:f}"))
        )
        if all(term in text for term in terms):
            return row
    return None
