"""The panel beside the table: the chosen invoice and its document as a diff, why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from mobius_desktop.domain.tie_out import TieRow
from mobius_desktop.history.tie_out.telling import explanation_text
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.flow_row import FlowRow
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel
from mobius_desktop.ui.pages.tie_out.rows import (
    SIDE_COLUMNS,
    SideRow,
    side_differs,
    side_key,
    side_rows,
    state_of,
)
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.tables.rows_model import RowsModel
from mobius_desktop.ui.tables.table_view import TableView
from mobius_desktop.ui.theme import FontRole, theme

_WIDTH, _SLIM, _NARROW = 330, 284, 262


class SidePanel(QFrame):
    """Shows one row; the page acts."""

    def __init__(
        self,
        memory: Memory,
        *,
        explain: Callable[[], object],
        withdraw: Callable[[], object],
        open_card: Callable[[], object],
        open_document: Callable[[], object],
        open_in_connectwise: Callable[[], object],
        send: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName("Chosen difference")
        self.model: RowsModel[SideRow] = RowsModel(SIDE_COLUMNS, key=side_key, problem=side_differs)
        self.view = TableView(self.model, "Invoice and document", memory)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self._narrow = self._slim = False
        self._sign = SignLabel()
        self._title = Label("", FontRole.CARD_TITLE)
        self._kind = Label("", ink="text2", wrap=True)
        self._hint = Label("", ink="text2", wrap=True)
        self._said = RichLabel("", wrap=True)
        self.explain = Button("E&xplain…", clicked=explain)
        self.withdraw = Button("&Withdraw", clicked=withdraw)
        self.send = Button("&Send it…", clicked=send)
        self.document = Button("Open in &QuickBooks", "link", clicked=open_document)
        self.connectwise = Button("Open in ConnectWise", "link", clicked=open_in_connectwise)
        self.card = Button("&Invoice card", "link", clicked=open_card)
        self._lay_out()
        theme().changed.connect(self._follow)
        self._follow()
        self.show_row(None, "")

    def _lay_out(self) -> None:
        m = theme().metrics
        column = QVBoxLayout(self)
        column.setContentsMargins(m.v(12), m.v(10), m.v(12), m.v(10))
        column.setSpacing(m.v(6))
        head = QHBoxLayout()
        head.setSpacing(m.v(8))
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        column.addWidget(self._kind)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint)
        column.addWidget(self._said)
        verbs = QHBoxLayout()
        verbs.setSpacing(m.v(8))
        for button in (self.explain, self.withdraw, self.send):
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(verbs)
        links = FlowRow(m.v(12))
        for button in (self.card, self.document, self.connectwise):
            links.add(button)
        column.addWidget(links)

    def arrange(self, *, narrow: bool, slim: bool = False) -> None:
        """In a narrow window the table keeps its money columns in sight; `slim` leaves it some more room."""
        self._narrow, self._slim = narrow, slim
        self.view.columns.set_narrow(narrow)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        m = theme().metrics
        self.setFixedWidth(m.h(_NARROW if self._narrow else _SLIM if self._slim else _WIDTH))
        self.view.setMinimumHeight(m.head + 2 * m.row)

    def show_row(self, row: TieRow | None, address: str, *, changes: bool = True) -> None:
        """Another row; `address` is where its document is found in the browser, if anywhere. Without
        `changes` the record is only looked at."""
        self.model.set_rows(side_rows(row) if row is not None else ())
        for widget in (self._sign, self._hint, self._said):
            widget.setVisible(row is not None)
        self._title.setText(row.number or "No number" if row is not None else "")
        self._kind.setText(row.kind.value if row is not None else "Choose a row to see both sides.")
        if row is not None:
            self._sign.set_state(state_of(row))
            self._hint.setText(row.hint)
            self._hint.setVisible(bool(row.hint))
            said = explanation_text(row)
            self._said.set_sentence(f"**Explained:** {said}" if said else "")
            self._said.setVisible(bool(said))
        by_user = row is not None and row.explanation is not None and bool(row.explanation.user)
        self.explain.setVisible(changes and row is not None and row.open)
        self.withdraw.setVisible(changes and by_user)
        self.send.setVisible(changes and row is not None and _can_be_sent(row))
        self.document.setVisible(bool(address))
        self.card.setVisible(row is not None and row.billing_log_id is not None)

    def show_connectwise(self, why: str | None) -> None:
        """Whether the invoice can be looked up in ConnectWise, and why not; None: there is no invoice."""
        self.connectwise.setVisible(why is not None)
        self.connectwise.setEnabled(not why)
        self.connectwise.setToolTip(why or "")


def _can_be_sent(row: TieRow) -> bool:
    """Missing in QuickBooks, and ConnectWise still has it in the unposted list."""
    ours = row.connectwise
    return row.open and row.quickbooks is None and ours is not None and ours.status == "unposted"
