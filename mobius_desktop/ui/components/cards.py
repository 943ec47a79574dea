"""Cards for findings and errors: each says what happened, to which invoices and money, and ends in a verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.choice_row import CardChoice, ChoiceRow
from mobius_desktop.ui.components.flow_row import FlowRow
from mobius_desktop.ui.components.labels import Label, RichLabel, SignLabel, card, rich
from mobius_desktop.ui.theme import FontRole, look_of, theme

_MOST_LINKS = 8
_AT_ONCE = 1
"""Cards made in one turn of the window."""
CardMaker = Callable[[], QWidget]


@dataclass(frozen=True, slots=True)
class CardButton:
    """A verb of a card. `kind` is `plain`, `link` or `primary`; disabled ones say why."""

    text: str
    slot: Callable[[], object]
    kind: str = "plain"
    enabled: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class CauseContent:
    """One cause.

    `state` is a severity or a state word; `links` are (text, key) of its invoices; `choices` are records to
    choose in place; `right` stands alone at the right edge (*Retry these 3*); `more` unfolds under *More
    about this*, `raw` below it in fixed font.
    """

    state: str
    title: str
    sentence: str = ""
    links: tuple[tuple[str, object], ...] = ()
    after_links: str = ""
    buttons: tuple[CardButton, ...] = ()
    right: CardButton | None = None
    more: tuple[tuple[str, str], ...] = ()
    raw: str = ""
    choices: tuple[CardChoice, ...] = ()
    code: str = ""
    """By which `CardList.show_card` finds it."""


class CauseCard(QFrame):
    """A findings card or, with what it unfolds, an error card. Tab reaches every control in it."""

    link_clicked = Signal(object)

    def __init__(self, content: CauseContent, control: QWidget | None = None) -> None:
        super().__init__()
        self.content = content
        self.setProperty("card", "true")
        look = look_of(content.state)
        self._tone = look.tone.value
        self.setAccessibleName(f"{content.state}: {content.title}")
        m = theme().metrics
        self._column = QVBoxLayout()
        self._column.setSpacing(m.v(4))
        title = Label(content.title, FontRole.BOLD, wrap=True)
        self._column.addWidget(title)
        if content.sentence or content.links or content.after_links:
            self._column.addWidget(self._sentence_row(content))
        self.choices = [ChoiceRow(one) for one in content.choices]
        for choice in self.choices:
            self._column.addWidget(choice)
        if content.buttons or content.right or control or content.more or content.raw:
            self._column.addSpacing(m.v(4))
            self._column.addLayout(self._button_row(content, control))
        self._more: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(m.v(16), m.v(9), m.v(12), m.v(9))
        row.setSpacing(m.v(10))
        sign = SignLabel(look.sign, self._tone, px=16, says=content.state)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)

    def _sentence_row(self, content: CauseContent) -> QWidget:
        if not content.links:
            return RichLabel(content.sentence, "text2", wrap=True)
        label = LinksLabel(content.sentence, content.links, content.after_links)
        label.chosen.connect(self.link_clicked)
        return label

    def _button_row(self, content: CauseContent, control: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().metrics.v(8))
        # Wrapping: the verbs of a card must never make it wider than the list it stands in.
        verbs = FlowRow(theme().metrics.v(8))
        if control is not None:
            verbs.add(control)
        for button in content.buttons:
            verbs.add(_button(button))
        if content.more or content.raw:
            self._more_button = Button("More about this", "link", clicked=self.toggle_more)
            verbs.add(self._more_button)
        row.addWidget(verbs, 1)
        if content.right is not None:
            row.addWidget(_button(content.right))
        return row

    def _more_part(self, content: CauseContent) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, theme().metrics.v(4), 0, 0)
        column.setSpacing(theme().metrics.v(3))
        for name, text in content.more:
            column.addWidget(RichLabel(f"**{name}**  {text}", "text2", wrap=True))
        if content.raw:
            raw = QPlainTextEdit(content.raw)
            raw.setReadOnly(True)
            raw.setFont(theme().font(FontRole.FIXED))
            raw.setAccessibleName("Raw answer")
            raw.setMaximumHeight(theme().metrics.v(140))
            column.addWidget(raw)
            column.addWidget(
                Button("Copy", sign="copy", clicked=self._copy_raw), 0, Qt.AlignmentFlag.AlignLeft
            )
        part.hide()
        return part

    def toggle_more(self) -> None:
        """Unfold or fold what there is to know. It is made when first wanted: there may be many cards."""
        if self._more is None and (self.content.more or self.content.raw):
            self._more = self._more_part(self.content)
            self._column.addWidget(self._more)
        if self._more is not None:
            shown = self._more.isHidden()
            self._more.setVisible(shown)
            self._more_button.setText("Less about this" if shown else "More about this")

    def _copy_raw(self) -> None:
        QApplication.clipboard().setText(self.content.raw)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The state's bar at the left edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, theme().metrics.v(4), self.height(), theme().colour(self._tone))
        painter.end()


class LinksLabel(Label):
    """A sentence with links in it: `3 invoices: 48219, 48220 and 48221, 1,013.38 USD.` Tab reaches each."""

    chosen = Signal(object)
    _html = ""

    def __init__(self, before: str, links: tuple[tuple[str, object], ...], after: str = "") -> None:
        super().__init__("", ink="text2", wrap=True)
        self._keys = [key for _, key in links]
        shown = [
            f'<a href="{i}" style="text-decoration:none">{rich(t)}</a>' for i, (t, _) in enumerate(links)
        ]
        hidden = len(links) - _MOST_LINKS
        joined = ", ".join(shown[:_MOST_LINKS]) + (f" and {hidden:,} more" if hidden > 0 else "")
        gap = "" if not after or after[0] in ",.;:" else " "
        self.setTextFormat(Qt.TextFormat.RichText)
        self._html = f"{rich(before)} {joined}{gap}{rich(after)}"
        self.setText(self._html)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        texts = ", ".join(text for text, _ in links[:_MOST_LINKS])
        self.setAccessibleName(f"{before} {texts}{gap}{after}".replace("**", ""))
        self.linkActivated.connect(self._on_link_activated)

    @Slot()
    def _follow(self) -> None:
        super()._follow()
        if self._html:  # links keep the colour that they were written in
            self.setText("")
            self.setText(self._html)

    @Slot(str)
    def _on_link_activated(self, place: str) -> None:
        self.chosen.emit(self._keys[int(place)])


def _button(content: CardButton) -> Button:
    button = Button(content.text, content.kind, clicked=content.slot)
    button.setEnabled(content.enabled)
    if not content.enabled:
        button.setToolTip(content.why)
    return button


class CardList(QScrollArea):
    """Cards one under another; causes are few, so they are real widgets."""

    link_clicked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        m = theme().metrics
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(m.v(11), m.v(10), m.v(11), m.v(10))
        self._column.setSpacing(m.v(8))
        self._column.addStretch(1)
        self.setWidget(self._inner)
        self._cards: list[QWidget] = []
        self._causes: list[CauseContent] | None = None
        self._waiting: list[CardMaker] = []
        self._feeder = QTimer(self)
        self._feeder.setInterval(0)
        self._feeder.timeout.connect(self._on_feeder_timeout)
        self._place = 0
        """Where the list stood before its cards were made anew: it goes back there as they come."""
        self._focused = -1
        """Place of the card that held the focus before its cards were made anew."""
        self.verticalScrollBar().actionTriggered.connect(self._on_bar_moved)
        self.verticalScrollBar().rangeChanged.connect(self._go_back)
        # The style gives buttons their size when they are first shown, after the heights were worked out.
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)

    def set_cards(self, makers: Sequence[CardMaker]) -> None:
        """Show other cards: the first few now, each other in a turn of its own.

        Making widgets is what a window has least time for; many at once would hold it."""
        self._causes = None
        self._place = self.verticalScrollBar().value() if makers else 0
        self._keep_focus()
        for old in self._cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = []
        self._waiting = list(makers)
        self._make(_AT_ONCE)
        if self._waiting:
            self._feeder.start()

    @Slot()
    def _on_feeder_timeout(self) -> None:
        self._make(1)
        if not self._waiting:
            self._feeder.stop()

    def _make(self, count: int) -> None:
        made, self._waiting = self._waiting[:count], self._waiting[count:]
        for maker in made:
            self._add_card(maker())

    def _add_card(self, card: QWidget) -> None:
        """One more at the end."""
        self._column.insertWidget(len(self._cards), card)
        self._cards.append(card)
        self._settling.start()
        if isinstance(card, CauseCard):
            card.link_clicked.connect(self.link_clicked)
        if len(self._cards) - 1 == self._focused:
            self._give_focus(card)

    def _keep_focus(self) -> None:
        """Cards that go take the focus with them: it waits on the list for the card in the same place."""
        held = QApplication.focusWidget()
        if held is None or not self._inner.isAncestorOf(held):
            return
        self._focused = next((n for n, one in enumerate(self._cards) if one.isAncestorOf(held)), -1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_focus(self, card: QWidget) -> None:
        """Unless the user has gone elsewhere meanwhile."""
        self._focused = -1
        first = next((one for one in card.findChildren(QPushButton) if one.isEnabled()), None)
        if first is not None and self.hasFocus():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Heights are worked out anew with the sizes that the style gives."""
        super().showEvent(event)
        self._settling.start()

    @Slot()
    def _settle(self) -> None:
        self._column.invalidate()
        self._column.activate()
        self._go_back()

    @Slot()
    def _go_back(self) -> None:
        """As far as there is room once all cards are there. The bar knows the old length for a while."""
        bar = self.verticalScrollBar()
        room = min(self._column.sizeHint().height() - self.viewport().height(), bar.maximum())
        if self._place and not self._waiting and room > 0:
            bar.setValue(min(self._place, room))
            if room >= self._place:
                self._place = 0

    @Slot()
    def _on_bar_moved(self) -> None:
        """The user goes elsewhere."""
        self._place = 0

    def set_causes(self, causes: list[CauseContent]) -> None:
        """Show causes, without controls of their own; nothing is rebuilt when they are as before."""
        if self._causes != causes:
            self.set_cards([partial(CauseCard, one) for one in causes])
            self._causes = list(causes)

    def show_card(self, code: str) -> None:
        """Scroll to the card of a code, and put the focus into it."""
        cards = self.cards()
        found = next((c for c in cards if isinstance(c, CauseCard) and c.content.code == code), None)
        if found is None:
            return
        self._inner.adjustSize()
        self.ensureWidgetVisible(found)
        first = next((one for one in found.findChildren(QPushButton) if one.isEnabled()), None)
        target = found.choices[0].box if found.choices else first
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def cards(self) -> list[QWidget]:
        """The cards from top to bottom, all of them."""
        self._make(len(self._waiting))
        return list(self._cards)


def titled_card(title: str, *, link: Button | None = None) -> tuple[QFrame, QVBoxLayout]:
    """A card with a title, perhaps a link at its right, and the column for its content."""
    frame = card()
    m = theme().metrics
    column = QVBoxLayout(frame)
    column.setContentsMargins(m.inside, m.v(12), m.inside, m.v(12))
    column.setSpacing(m.v(6))
    head = QHBoxLayout()
    head.addWidget(Label(title, FontRole.CARD_TITLE))
    head.addStretch(1)
    if link is not None:
        head.addWidget(link)
    column.addLayout(head)
    return frame, column
