"""Invoice card: what happened to one invoice over all batches, the document as sent, what can be done now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.quickbooks import DocumentLife
from mobius_desktop.history.card import InvoiceCard, Moment
from mobius_desktop.transfer.correct.values import CorrectionReport
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.labels import RichLabel
from mobius_desktop.ui.components.moments import moment_text
from mobius_desktop.ui.components.question import QuestionContent, ask
from mobius_desktop.ui.opening.browser import OpenAddress, open_in_browser
from mobius_desktop.ui.opening.connectwise import COMMAND, ConnectWiseDoor
from mobius_desktop.ui.opening.quickbooks import document_address
from mobius_desktop.ui.pages.batch.corrections import Corrections
from mobius_desktop.ui.pages.batch.detail_rows import DIFF_COLUMNS, diff_bar, diff_key, differs, is_added
from mobius_desktop.ui.pages.batch.document_diff import DiffRow
from mobius_desktop.ui.pages.batch.impact import ImpactPanel
from mobius_desktop.ui.pages.batch.run_control import BUSY, OFFLINE
from mobius_desktop.ui.pages.batch.verbs import Chooser
from mobius_desktop.ui.pages.card.reading import CardRead, read_card
from mobius_desktop.ui.paper.content import Paper
from mobius_desktop.ui.paper.from_page import PagePaper
from mobius_desktop.ui.paper.work import Build
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page, Room
from mobius_desktop.ui.tables.columns import Column, date_text
from mobius_desktop.ui.tables.panel import TablePanel
from mobius_desktop.ui.tables.placeholder import Notice
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.theme import theme
from mobius_desktop.workers.hub import Job

_LEFT = 440


def _moment_key(row: Moment) -> tuple[dt.datetime, str]:
    return row.at, row.text


def moment_columns(today: Callable[[], dt.date]) -> tuple[Column[Moment], ...]:
    """The timeline's columns; the day of a moment is told from `today`."""
    return (
        Column(
            "at", "When", lambda row: moment_text(row.at, today()), sample="Wed, Nov 18, 12:44 PM",
            sort=lambda row: row.at, written=lambda row: row.at,
        ),
        Column("what", "What happened", lambda row: row.text, sample="In QuickBooks", stretch=1,
               tip=lambda row: row.text),
        Column("batch", "Batch", lambda row: str(row.batch) if row.batch else "", sample="1234",
               sort=lambda row: row.batch or 0),
    )  # fmt: skip


class CardPage(Page):
    """Layout. The card is read in the background; corrections run as they do from the batch's page."""

    HELP = "invoice-card"

    def __init__(self, services: Services, open_address: OpenAddress = open_in_browser) -> None:
        super().__init__()
        self._services = services
        self._open_address = open_address
        self._connectwise = ConnectWiseDoor(services, self, open_address)
        self._connectwise.said.connect(self.toast)
        self.read: CardRead | None = None
        self._number = ""
        self._problem = ""
        self._in_front = False
        self.timeline: RowsModel[Moment] = RowsModel(moment_columns(services.program.today), key=_moment_key)
        self.document: RowsModel[DiffRow] = RowsModel(
            DIFF_COLUMNS, key=diff_key, problem=differs, bar=diff_bar, greyed=is_added
        )
        self.moments = self._table(self.timeline, "Timeline")
        self.fields = self._table(self.document, "The document as sent")
        self.note = RichLabel("", wrap=True)
        self._verb_box = QWidget()
        self._verb_row = QHBoxLayout(self._verb_box)
        self._verb_row.setContentsMargins(0, 0, 0, 0)
        self._verb_row.addStretch(1)
        self._buttons: list[Button] = []
        self._body = QWidget()
        self.impact = ImpactPanel(services.memory, services.hub)
        self.impact.hide()
        self.corrections = Corrections(services, self, self.impact, self.why_not)
        self.paper = PagePaper(services, self, self._paper_name, self._paper, self._on_said)
        self._lay_out()
        self._connect()
        self._show()

    def _paper_name(self) -> str:
        return f"Invoice {self._number}"

    def _paper(self) -> Build | None:
        read = self.read
        if read is None or read.card is None:
            return None
        fields = read.detail.diff() if read.detail is not None else []
        return partial(_paper_of, self._services, read.card, fields)

    def _table(self, model: RowsModel[Moment] | RowsModel[DiffRow], name: str) -> TablePanel:
        services = self._services
        return TablePanel(model, name, memory=services.memory, file_name=name, hub=services.hub)

    def _lay_out(self) -> None:
        m = theme().metrics
        tables = QHBoxLayout()
        tables.setSpacing(m.gap)
        tables.addWidget(self.moments)
        tables.addWidget(self.fields, 1)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(m.v(8))
        inner.addWidget(self.note)
        inner.addWidget(self._verb_box)
        inner.addLayout(tables, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, 0, m.margin, m.gap)
        column.setSpacing(m.v(8))
        column.addWidget(self._body, 1)
        column.addWidget(self.impact, 1)
        theme().changed.connect(self._follow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.moments.setFixedWidth(theme().metrics.h(_LEFT))

    def _connect(self) -> None:
        self.moments.view.opened.connect(self._on_moment_opened)
        self.corrections.said.connect(self._on_said)
        self.corrections.turned.connect(self._on_turned)
        self.corrections.decided.connect(self.refresh)
        self.corrections.batch_wanted.connect(self._on_batch_wanted)
        self._services.batch_ended.connect(self._on_batch_ended)
        self._services.corrected.connect(self._on_corrected)
        for command, slot in {
            **self.moments.commands(),
            "refresh": self.refresh,
            "print": self.paper.print,
            "save-pdf": self.paper.save,
            COMMAND: self._on_open_in_connectwise,
        }.items():
            self.handle(command, slot)
        for table in (self.moments, self.fields, self.impact.panel):
            table.exported.connect(self.tell_exported)
            table.export_failed.connect(self._on_said)

    # The page's life

    def activated(self, argument: object = None) -> None:
        """Shows the invoice with a number."""
        self._in_front = True
        if isinstance(argument, str) and argument != self._number:
            self._number = argument
            self.corrections.forget()
            self._on_turned()
        self._problem = ""
        self.refresh()

    def deactivated(self) -> None:
        """Another page is shown."""
        self._in_front = False

    def arranged(self, room: Room) -> None:
        """Fewer columns, compact rows."""
        for table in (self.moments, self.fields):
            table.arrange(narrow=room.narrow, low=room.low)

    def panes(self) -> Sequence[QWidget]:
        """Timeline and document."""
        return (self.moments.view, self.fields.view)

    def escaped(self) -> bool:
        """Esc closes the list before a correction."""
        return self.corrections.close_list()

    @Slot()
    def refresh(self) -> None:
        """Read the record again."""
        archive, number = self._services.program.archive, self._number

        def work(job: Job) -> CardRead:
            del job
            return read_card(archive, number)

        self._services.ask(work, self._on_read, self._on_failed, name="invoice card")

    def _on_read(self, read: CardRead) -> None:
        self.read = read
        self.moments.set_empty(Notice("No batch has held it.", "history"))
        self.moments.set_rows(read.card.moments if read.card is not None else ())
        detail = read.detail
        self.fields.set_empty(Notice("Nothing was sent.", "invoice"))
        self.fields.set_rows(detail.diff() if detail is not None else ())
        self._show_verbs()
        self.allow(COMMAND, self._named() is not None and not self._connectwise.why_not())
        self._show()

    def _on_failed(self, error: Known) -> None:
        self._problem = f"The record could not be read: {error.sentence} Nothing was changed."
        self._show()

    def why_not(self) -> str:
        """Why nothing can be done just now."""
        if self._services.program.offline:
            return OFFLINE
        return BUSY if self._services.running else ""

    # What can be done

    def verbs(self) -> tuple[CardButton, ...]:
        """What applies to the invoice as its latest batch left it, and where it is found."""
        read = self.read
        if read is None:
            return ()
        if self._services.program.review_only:
            return self._in_connectwise()
        verbs: tuple[CardButton, ...] = ()
        if read.picture is not None and read.row is not None and not read.picture.running:
            row = read.picture.invoices.get(read.row.billing_log_id)
            if row is not None:
                verbs = Chooser(read.picture, self.corrections, self.why_not()).of_row(row)
        if read.unposted is not None:
            why = self.why_not()
            verbs += (CardButton("Send it…", self._on_send, enabled=not why, why=why), self._hold_verb())
        if self._address():
            verbs += (CardButton("Open in QuickBooks", self._on_open_document),)
        return verbs + self._in_connectwise()

    def _in_connectwise(self) -> tuple[CardButton, ...]:
        named = self._named()
        return (self._connectwise.verb(*named),) if named is not None else ()

    def _named(self) -> tuple[str, BillingLogId] | None:
        """The invoice that is shown."""
        read = self.read
        row = (read.row or read.unposted) if read is not None else None
        return (row.number, row.billing_log_id) if row is not None else None

    def _on_open_in_connectwise(self) -> None:
        named = self._named()
        if named is not None:
            self._connectwise.open(*named)

    def _hold_verb(self) -> CardButton:
        """Holding is the record's alone: it needs no network."""
        card = self.read.card if self.read is not None else None
        if card is not None and card.hold is not None:
            return CardButton("End the hold", self._on_hold_ended)
        return CardButton("Hold…", self._on_hold)

    def _show_verbs(self) -> None:
        for old in self._buttons:
            self._verb_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for place, verb in enumerate(self.verbs()):
            button = Button(verb.text, clicked=verb.slot)
            button.setEnabled(verb.enabled)
            button.setToolTip("" if verb.enabled else verb.why)
            self._verb_row.insertWidget(place, button)
            self._buttons.append(button)
        self._verb_box.setVisible(bool(self._buttons))

    def _address(self) -> str:
        read = self.read
        if read is None or read.card is None:
            return ""
        live = [one for one in read.card.documents if one.life is DocumentLife.LIVE]
        return document_address(self._services.program, live[-1].realm, live[-1].ref) if live else ""

    # What the shell draws

    def _show(self) -> None:
        read = self.read
        row = read.row if read is not None else None
        title = f"Invoice {read.number if read is not None else self._number}"
        chip = row.state.value if row is not None else ""
        self.set_header(
            Header(title, chip, context=self._context(), commands=("export", "save-pdf", "print"))
        )
        sentence = (
            self._problem or (row.message if row is not None else "") or self._nothing() or self._last()
        )
        actions: tuple[Action, ...] = ()
        if self.impact.impact is not None:
            self.set_actions(self.impact.bar(self.corrections.close_list, self.why_not()))
            return
        if row is not None:
            actions = (Action(f"&Open batch {row.batch}", self._on_open_batch, primary=True),)
        self.set_actions(ActionBarContent(sentence, actions=actions))
        others = read.others if read is not None else 0
        noun = "Another invoice has" if others == 1 else f"{others:,} other invoices have"
        notes = [f"{noun} had this number too; this is the latest."] if others else []
        if read is not None and read.detail is not None and read.detail.diff_note():
            notes.append(read.detail.diff_note())
        self.note.set_sentence(" ".join(notes))
        self.note.setVisible(bool(notes))

    def _context(self) -> str:
        read = self.read
        row = read.row if read is not None else None
        if row is not None:
            money = f"{amount_text(row.connectwise_total, row.currency)} {row.currency}"
            kind = "credit memo" if row.kind == "CreditMemo" else row.invoice_type.lower()
            return " · ".join(part for part in (row.customer, date_text(row.date), kind, money) if part)
        one = read.unposted if read is not None else None
        if one is not None:
            customer = one.bill_to or one.company
            money = f"{amount_text(one.total, one.currency)} {one.currency}"
            return f"{customer.name if customer else one.account_id} · {date_text(one.date)} · {money}"
        return ""

    def _nothing(self) -> str:
        read = self.read
        if read is not None and read.card is not None:
            return ""
        if read is not None and read.unposted is not None:
            return "No batch has held it yet: it waits in the unposted list."
        return f"No batch of this record has held an invoice {self._number}."

    def _last(self) -> str:
        """What happened last."""
        moments = self.read.card.moments if self.read is not None and self.read.card is not None else ()
        return moments[-1].text if moments else ""

    # Slots

    @Slot(object)
    def _on_moment_opened(self, row: Moment) -> None:
        if row.batch is not None:
            self.open_page("batch", row.batch)

    def _on_open_batch(self) -> None:
        row = self.read.row if self.read is not None else None
        if row is not None:
            self.open_page("batch", row.batch)

    @Slot(object)
    def _on_batch_wanted(self, number: object) -> None:
        self.open_page("batch", number)

    @Slot(object)
    def _on_batch_ended(self, number: object) -> None:
        del number
        if self._in_front:
            self.refresh()

    @Slot(object)
    def _on_corrected(self, report: CorrectionReport) -> None:
        if self._in_front:
            self._on_said(report.sentence)

    @Slot()
    def _on_turned(self) -> None:
        open_now = self.impact.impact is not None
        self._body.setVisible(not open_now)
        self.impact.setVisible(open_now)
        self._show()

    def _on_send(self) -> None:
        self.open_page("invoice-batch", self._number)

    def _on_hold(self) -> None:
        content = QuestionContent(
            f"Hold {self._number}?",
            "It stays in the unposted list and is not sent until the hold ends.",
            "Go back",
            "Hold",
            reason="Why?",
        )
        acted, why = ask(self, content)
        if acted:
            self.hold(why)

    def _on_hold_ended(self) -> None:
        self.hold("")

    def hold(self, why: str) -> None:
        """Hold it, or with no reason end the hold."""
        one = self.read.unposted if self.read is not None else None
        if one is not None:
            self._services.program.hold([one.billing_log_id], why)
            self.refresh()

    def _on_open_document(self) -> None:
        self._open_address(self._address())

    @Slot(str)
    def _on_said(self, sentence: str) -> None:
        self._problem = sentence
        self._show()


def _paper_of(services: Services, card: InvoiceCard, fields: list[DiffRow]) -> Paper:
    from mobius_desktop.ui.paper.months import card_paper  # noqa: PLC0415 - when wanted

    return card_paper(card, fields, services.program.tying.head())
