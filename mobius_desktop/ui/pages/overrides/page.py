"""Overrides: every decision of a period that set something aside, with who, when, why and the money."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobius_desktop.domain.days import last_month_end, month_of
from mobius_desktop.domain.errors import Known
from mobius_desktop.history.overrides import CERTIFIED, Override
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.pages.tie_out.period_card import PeriodCard
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import PagePaper
from mobius_desktop.ui.paper.work import Build
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import ActionBarContent, Crumb, Header, Page, Room
from mobius_desktop.ui.tables.columns import Column, Kind
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.totals_bar import TotalsLine
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_ZERO = Decimal("0.00")


def override_key(row: Override) -> tuple[dt.datetime, str, str, str]:
    """What names a decision."""
    return row.at, row.number, row.what, row.about


def override_columns(today: Callable[[], dt.date]) -> tuple[Column[Override], ...]:
    """The columns; the day of a moment is told from `today`."""
    return (
        Column(
            "at", "When", lambda row: moment_text(row.at, today()), sample="Wed, Nov 18, 12:44 PM",
            sort=lambda row: row.at, written=lambda row: row.at,
        ),
        Column("user", "Who", lambda row: row.user, sample="alexandra"),
        Column("what", "What", lambda row: row.what, sample="Marked without sending", bold=True),
        Column("number", "Number", lambda row: row.number, sample="AG-10501"),
        Column("customer", "Customer", lambda row: row.customer, sample="Dovetail", stretch=1, narrow=False),
        Column("about", "About", lambda row: row.about, sample="Item posts elsewhere", stretch=2, ink="text2",
               narrow=False, tip=lambda row: row.about),
        Column("reason", "Why", lambda row: row.reason, sample="Agreed with the accountant", stretch=2,
               tip=lambda row: row.reason),
        Column("amount", "Money", lambda row: row.amount, Kind.MONEY, sample="(18,000.00)"),
        Column("currency", "Currency", lambda row: row.currency, sample="USD", shown=False),
    )  # fmt: skip


class OverridesPage(Page):
    """Layout; the rows come from the record, without a network."""

    HELP = "overrides"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._problem = ""
        self.period = PeriodCard(services, companies=False)
        today = services.program.today()
        self.period.choose_period(month_of(last_month_end(today)), today)
        self.model: RowsModel[Override] = RowsModel(
            override_columns(services.program.today), key=override_key
        )
        self.panel = TablePanel(
            self.model,
            "Overrides",
            memory=services.memory,
            totals=self._totals,
            file_name="Overrides",
            hub=services.hub,
        )
        self.panel.set_empty(Notice("Nothing was set aside in this time.", "done"))
        self.paper = PagePaper(services, self, self._paper_name, self._paper, self._on_failed_to_write)
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(8))
        column.addWidget(self.period)
        column.addWidget(self.panel, 1)
        self.period.changed.connect(self.read)
        self.panel.view.opened.connect(self._on_opened)
        self.panel.exported.connect(self.tell_exported)
        self.panel.export_failed.connect(self._on_failed_to_write)
        for command, slot in {
            **self.panel.commands(),
            "refresh": self.read,
            "print": self.paper.print,
            "save-pdf": self.paper.save,
        }.items():
            self.handle(command, slot)
        self._show()

    def activated(self, argument: object = None) -> None:
        """Reads the record anew."""
        del argument
        self.read()

    def arranged(self, room: Room) -> None:
        """Fewer columns, compact rows."""
        self.panel.arrange(narrow=room.narrow, low=room.low)
        self.period.set_low(room.low)

    def panes(self) -> Sequence[QWidget]:
        """Period and table."""
        return (self.period, self.panel.view)

    def escaped(self) -> bool:
        """Esc clears the filter."""
        return self.panel.clear_filter()

    @Slot()
    def read(self) -> None:
        """The decisions of the period."""
        first, last = self.period.period()

        def work(job: Job) -> tuple[Override, ...]:
            del job
            return self._services.program.tying.overrides(first, last)

        self._problem = ""
        self._services.ask(work, self._on_read, self._on_failed, name="overrides")

    def _on_read(self, found: tuple[Override, ...]) -> None:
        self.panel.set_rows(sorted(found, key=lambda row: row.at, reverse=True))
        self._show()

    def _on_failed(self, error: Known) -> None:
        self._problem = f"The record could not be read: {error.sentence} Nothing was changed."
        self._show()

    def _totals(self) -> list[TotalsLine]:
        amounts: dict[str, list[Decimal]] = defaultdict(list)
        for row in self.model.shown():
            if row.what != CERTIFIED:
                amounts[row.currency].append(row.amount or _ZERO)
        if not amounts:
            return [TotalsLine("Shown 0", bold=True)]
        return [
            TotalsLine(f"Shown {len(mine):,} {code}".strip(), {"amount": sum(mine, _ZERO)}, bold=True)
            for code, mine in sorted(amounts.items())
        ]

    def _paper_name(self) -> str:
        first, last = self.period.period()
        return f"Overrides {first} to {last}"

    def _paper(self) -> Build:
        rows, days, narrowed = tuple(self.model.shown()), self.period.period(), self.panel.filter_shown()
        return partial(_paper_of, self._services, rows, days, narrowed)

    def _show(self) -> None:
        self.set_header(
            Header(
                "Overrides",
                context=f"{self.period.text()} · kept on this computer, readable without a network",
                crumbs=(Crumb("Review Existing Batches", "review"),),
                commands=("export", "save-pdf", "print"),
            )
        )
        counts = Counter(row.what for row in self.model.rows())
        said = " · ".join(f"{what} {count:,}" for what, count in counts.most_common(5))
        self.set_actions(ActionBarContent(self._problem or said or "Nothing was set aside in this time."))
        self.allow("export", bool(self.model.rowCount()))
        self.allow("print", bool(self.model.rowCount()))
        self.allow("save-pdf", bool(self.model.rowCount()))
        count = len(self.model.rows())
        self.set_status(f"{count:,} decision" if count == 1 else f"{count:,} decisions")

    @Slot(object)
    def _on_opened(self, row: Override) -> None:
        if row.what == CERTIFIED:
            self.open_page("month")
        elif row.number:
            self.open_page("card", row.number)

    @Slot(str)
    def _on_failed_to_write(self, sentence: str) -> None:
        self._problem = sentence
        self._show()


def _paper_of(
    services: Services, rows: Sequence[Override], days: tuple[dt.date, dt.date], narrowed: str
) -> Paper:
    from mobius_desktop.ui.paper.overrides import overrides_paper  # noqa: PLC0415 - when wanted

    return overrides_paper(rows, days, services.program.tying.head(), narrowed=narrowed)
