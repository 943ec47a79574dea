"""The navigation: one tree painted two ways, open or as a rail of signs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, SignLabel, paint_elided
from mobius_desktop.ui.components.turning import turning
from mobius_desktop.ui.shell.nav_model import BADGE_ROLE, ENTRY_ROLE, KEY_ROLE, Badge, NavEntry, NavModel
from mobius_desktop.ui.theme import FontRole, signs, theme

Index = QModelIndex | QPersistentModelIndex


class NavDelegate(QStyledItemDelegate):
    """Paints an entry, open or as a rail."""

    rail = False
    page_key = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All entries are equally high."""
        del option, index
        return QSize(0, theme().metrics.nav_item)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, bar, sign, text, badge, chevron."""
        t, m = theme(), theme().metrics
        entry: NavEntry = index.data(ENTRY_ROLE)
        here = entry.key == self.page_key
        rect = QRect(option.rect)
        ground = rect.adjusted(m.v(6), 1, -m.v(6), -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        state = option.state
        if here:
            painter.setBrush(t.colour("nav_sel"))
            painter.drawRoundedRect(QRectF(ground), 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(t.colour("hover"))
            painter.drawRoundedRect(QRectF(ground), 4, 4)
        if here:
            painter.fillRect(
                QRect(ground.left(), ground.top() + 4, m.v(3), ground.height() - 8), t.colour("accent")
            )
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(t.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = "accent" if here else "text2"
        badge: Badge | None = index.data(BADGE_ROLE)
        top = rect.top() + (rect.height() - m.icon) / 2
        if self.rail:
            signs.paint(painter, entry.sign, t.tokens.colour(ink), ((rect.width() - m.icon) / 2, top), m.icon)
            if badge:
                self._paint_rail_badge(painter, rect, badge, here)
            return
        left = m.v(16) + (m.v(16) if index.parent().isValid() else 0)
        signs.paint(painter, entry.sign, t.tokens.colour(ink), (left, top), m.icon)
        right = self._paint_right(painter, rect, index, badge, here)
        painter.setFont(t.font(FontRole.BOLD if here else FontRole.TEXT))
        painter.setPen(t.colour("text"))
        text = QRect(left + m.icon + m.v(7), rect.top(), 0, rect.height())
        text.setRight(right - m.v(4))
        paint_elided(painter, text, entry_text(index))

    def _paint_right(
        self, painter: QPainter, rect: QRect, index: Index, badge: Badge | None, here: bool
    ) -> int:
        """Chevron or badge; returns where the text must end."""
        t, m = theme(), theme().metrics
        right = rect.right() - m.v(12)
        middle = rect.top() + rect.height() / 2
        if index.model().hasChildren(index):
            tree, place = self.parent(), index.model().index(index.row(), 0, index.parent())
            opened = isinstance(tree, QTreeView) and tree.isExpanded(place)
            name = "chevron-down" if opened else "chevron-right"
            at = right - m.sign, middle - m.sign / 2
            signs.paint(painter, name, t.tokens.colour("text2"), at, m.sign)
            right -= m.sign + m.v(4)
        if badge is None:
            return right
        font = t.font(FontRole.BADGE)
        width = QFontMetrics(font).horizontalAdvance(badge.text)
        painter.setFont(font)
        if badge.sign:
            ink = badge.tone.value if badge.tone else "text2"
            painter.setPen(t.colour(ink))
            count = QRect(right - width, rect.top(), width, rect.height())
            painter.drawText(count, Qt.AlignmentFlag.AlignVCenter, badge.text)
            left = right - width - (m.v(5) if badge.text else 0) - m.sign
            angle = turning().angle if badge.sign == "running" else 0
            at = left, middle - m.sign / 2
            signs.paint(painter, badge.sign, t.tokens.colour(ink), at, m.sign, angle=angle)
            return round(left)
        badge_pill = QRectF(right - width - m.v(14), middle - m.v(9), width + m.v(14), m.v(18))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("accent" if here else "line2"))
        painter.drawRoundedRect(badge_pill, badge_pill.height() / 2, badge_pill.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(t.colour("on_accent" if here else "text"))
        painter.drawText(badge_pill, Qt.AlignmentFlag.AlignCenter, badge.text)
        return round(badge_pill.left())

    def _paint_rail_badge(self, painter: QPainter, rect: QRect, badge: Badge, here: bool) -> None:
        t, m = theme(), theme().metrics
        if badge.sign:
            size = m.v(11)
            at = rect.width() - size - m.v(5), rect.top() + m.v(2)
            ink = t.tokens.colour(badge.tone.value if badge.tone else "text2")
            angle = turning().angle if badge.sign == "running" else 0
            signs.paint(painter, badge.sign, ink, at, size, angle=angle)
            return
        painter.setFont(t.font(FontRole.BADGE))
        text = badge.text if len(badge.text) < 4 else "…"
        width = QFontMetrics(t.font(FontRole.BADGE)).horizontalAdvance(text) + m.v(6)
        pill = QRectF(rect.width() - width - m.v(2), rect.top() + m.v(1), width, m.v(14))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.colour("accent" if here else "line2"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(t.colour("on_accent" if here else "text"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def entry_text(index: Index) -> str:
    """The entry's text as it is now (a batch's may change)."""
    return str(index.data(Qt.ItemDataRole.DisplayRole))


class NavTree(QTreeView):
    """The tree itself. Arrow keys move, Enter or Space or a click opens."""

    chosen = Signal(str)

    def __init__(self, model: NavModel) -> None:
        super().__init__()
        self.setObjectName("navTree")
        self.setAccessibleName("Navigation")
        self.setModel(model)
        self.painter_of_entries = NavDelegate(self)
        self.setItemDelegate(self.painter_of_entries)
        self.setHeaderHidden(True)
        self.setMinimumWidth(1)
        self.header().setMinimumSectionSize(8)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setStretchLastSection(False)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        turning().watch(self)

    def is_turning(self) -> bool:
        """Whether a running batch stands in the navigation."""
        model = self.model()
        if not isinstance(model, NavModel):
            return False
        badges = [model.index_of(k).data(BADGE_ROLE) for k in model.keys_in_order()]
        return any(b is not None and b.sign == "running" for b in badges)

    def update(self, *args: object) -> None:
        """Repaint; a scroll area must be asked for its viewport."""
        if args:
            super().update(*args)
        else:
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A hidden head does not follow the width by itself."""
        super().resizeEvent(event)
        self.header().resizeSection(0, self.viewport().width())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens; on the chevron it only folds."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        edge = self.viewport().width() - theme().metrics.v(30)
        on_chevron = event.position().x() > edge and not self.painter_of_entries.rail
        if index.model().hasChildren(index) and on_chevron:
            self.setExpanded(index, not self.isExpanded(index))
            return
        self._open(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the entry under the cursor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry: NavEntry = index.data(ENTRY_ROLE)
        if entry.expands_only:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.chosen.emit(index.data(KEY_ROLE))


class NavPanel(QWidget):
    """The tree with who and which edition below it."""

    chosen = Signal(str)
    about_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = NavModel(self)
        self.tree = NavTree(self.model)
        self.tree.chosen.connect(self.chosen)
        self._who = Label("", ink="text2")
        self._edition = Label("", ink="text2")
        self._about = Button("About", "link", clicked=self.about_wanted.emit)
        self._foot = QWidget()
        self._foot.setObjectName("navFoot")
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._person, self._star = SignLabel("person", "text2", px=14), SignLabel("star", "text2", px=14)
        foot = QVBoxLayout(self._foot)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._person)
        first.addWidget(self._who, 1)
        second.addWidget(self._star)
        second.addWidget(self._edition, 1)
        second.addWidget(self._about)
        foot.addLayout(first)
        foot.addLayout(second)
        self._lines = (first, second)
        whole = QVBoxLayout(self)
        m = theme().metrics
        whole.setContentsMargins(0, m.v(8), 1, 0)
        whole.setSpacing(0)
        whole.addWidget(self.tree, 1)
        whole.addWidget(self._foot)
        self._rail = False
        self._follow()
        theme().changed.connect(self._follow)

    def set_identity(self, who: str, edition: str) -> None:
        """User and machine, and the edition, at the foot."""
        self._who.setText(who)
        self._edition.setText(edition)
        self._person.setToolTip(who)
        self._star.setToolTip(edition)

    def set_rail(self, rail: bool) -> None:
        """Show signs only, or signs and words."""
        self._rail = rail
        self._follow()

    def is_rail(self) -> bool:
        """Whether only signs are shown."""
        return self._rail

    def set_page(self, key: str) -> None:
        """Mark the entry of the page in front."""
        self.tree.painter_of_entries.page_key = key
        index = self.model.index_of(key)
        if index.isValid():
            self.tree.expand(index.parent())
        self.tree.setCurrentIndex(index)  # none, where the page stands in no place of the navigation
        self.tree.viewport().update()

    @Slot()
    def _follow(self) -> None:
        m = theme().metrics
        self.tree.painter_of_entries.rail = self._rail
        self.setFixedWidth(m.rail_width if self._rail else m.nav_width)
        for widget in (self._who, self._edition, self._about):
            widget.setVisible(not self._rail)
        side = 0 if self._rail else m.v(17)
        layout = self._foot.layout()
        if layout is not None:
            layout.setContentsMargins(side, m.v(6), m.v(10) if not self._rail else 0, m.v(6))
            layout.setSpacing(m.v(2))
        for line in self._lines:
            line.setSpacing(m.v(6))
        self.tree.doItemsLayout()
