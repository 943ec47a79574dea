"""The page header: breadcrumb, title, chip, one line of context, the steps of a flow, page's own commands."""

from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.chip import Chip
from mobius_desktop.ui.components.labels import Label
from mobius_desktop.ui.shell.commands import CommandAction, Commands
from mobius_desktop.ui.shell.page import Crumb, Header, Steps
from mobius_desktop.ui.theme import FontRole, signs, theme

_SIGNS = {"export": "export", "print": "print", "refresh": "refresh", "check-setup": "check-setup"}


class CrumbButton(Button):
    """A breadcrumb in the title's size."""

    chosen = Signal(object)

    def __init__(self, crumb: Crumb) -> None:
        self._crumb = crumb
        super().__init__(crumb.text, "crumb", role=FontRole.TITLE_PLAIN, clicked=self._choose)
        self.setAccessibleName(crumb.text)

    def _frame(self) -> int:
        """What the button takes beside its text."""
        return super().sizeHint().width() - self._width_of(self.text())

    def _width_of(self, text: str) -> int:
        """Rounded up: on a scaled screen a text may be wider by a part of a pixel, and would be shortened."""
        return ceil(QFontMetricsF(self.font()).horizontalAdvance(text))

    def sizeHint(self) -> QSize:
        """Room for all of the text, also while it is shortened."""
        width = self._frame() + self._width_of(self._crumb.text)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters where there is no room."""
        width = self._frame() + self._width_of(f"{self._crumb.text[:6]}…")
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text with dots rather than cut it."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style takes another width, also where the button keeps its own."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._shorten()

    def _shorten(self) -> None:
        room = self.width() - self._frame()
        whole = self.width() >= self.sizeHint().width()
        elided = self.fontMetrics().elidedText(self._crumb.text, Qt.TextElideMode.ElideRight, room)
        shown = self._crumb.text if whole else elided
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._crumb.text if shown != self._crumb.text else "")

    def _choose(self) -> None:
        self.chosen.emit(self._crumb)


class StepButton(QAbstractButton):
    """One step: a ring with its number, filled when current, a tick when done."""

    def __init__(self, number: int, name: str, state: str) -> None:
        super().__init__()
        self._number, self._state = number, state
        self.setText(name)
        self.setAccessibleName(f"Step {number}, {name}, {state}")
        clickable = state == "done"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.setEnabled(state != "locked")
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ring and name."""
        m = theme().metrics
        width = QFontMetrics(theme().font(FontRole.BOLD)).horizontalAdvance(self.text())
        return QSize(m.v(18) + m.v(8) + width, m.v(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring, number and name."""
        del event
        t, m = theme(), theme().metrics
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = m.v(18)
        ring = QRectF(0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        current = self._state == "current"
        if self._state in ("done", "locked"):
            at = 0, (self.height() - m.icon) / 2
            signs.paint(painter, "done", t.tokens.colour("done"), at, m.icon)
        else:
            painter.setPen(t.colour("accent" if current else "edge"))
            painter.setBrush(t.colour("accent") if current else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring)
            painter.setPen(t.colour("on_accent" if current else "text2"))
            painter.setFont(t.font(FontRole.BADGE))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(t.font(FontRole.BOLD if current else FontRole.TEXT))
        painter.setPen(t.colour("text" if current else "text2"))
        name = QRectF(side + m.v(6), 0, self.width() - side - m.v(6), self.height())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(t.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


class StepLine(QWidget):
    """The short line between two steps."""

    def sizeHint(self) -> QSize:
        """A dash."""
        return QSize(theme().metrics.v(20), theme().metrics.v(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline in the middle."""
        del event
        painter = QPainter(self)
        painter.fillRect(0, self.height() // 2, self.width(), 1, theme().colour("line2"))
        painter.end()


class StepHeader(QWidget):
    """The steps of a flow."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Steps")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().metrics.v(8))
        self._steps: Steps | None = None
        self._buttons: list[StepButton] = []

    def set_steps(self, steps: Steps | None) -> None:
        """Show the steps, or nothing."""
        self.setVisible(steps is not None)
        if steps == self._steps:
            return
        self._steps = steps
        clear(self._row)
        self._buttons = []
        for index, name in enumerate(steps.names if steps else ()):
            if index:
                self._row.addWidget(StepLine())
            state = "current" if steps and index == steps.current else "to come"
            if steps and index < steps.current:
                state = "locked" if steps.locked else "done"
            button = StepButton(index + 1, name, state)
            button.clicked.connect(self._on_button_clicked)
            self._buttons.append(button)
            self._row.addWidget(button)

    @Slot()
    def _on_button_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, StepButton) and self._steps:
            index = self._buttons.index(sender)
            if index < self._steps.current and not self._steps.locked:
                self.stepped.emit(index)


class PageHeader(QWidget):
    """One header for all pages; it shows what the page in front states."""

    crumb_chosen = Signal(object)
    stepped = Signal(int)

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.setObjectName("pageHeader")
        self._commands = commands
        m = theme().metrics
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(m.v(8))
        self._title = Label("", FontRole.TITLE)
        self._chip = Chip()
        self._context = Label("", ink="text2")
        self._context.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._steps = StepHeader()
        self._steps.stepped.connect(self.stepped)
        self._right = QHBoxLayout()
        self._right.setSpacing(m.gap)
        self._foreign: tuple[QWidget, ...] = ()
        self._shelf = QWidget(self)
        """Keeps the widgets of pages that are not shown: without a parent they would be windows."""
        self._shelf.hide()
        self._header = Header("")
        top = QHBoxLayout()
        top.setSpacing(m.v(12))
        top.addLayout(self._crumbs)
        top.addWidget(self._title)
        top.addWidget(self._chip)
        top.addStretch(1)
        top.addWidget(self._steps)
        top.addLayout(self._right)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(m.margin, m.v(12), m.margin, m.v(10))
        whole.setSpacing(m.v(2))
        whole.addLayout(top)
        whole.addWidget(self._context)

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def show_header(self, header: Header, widgets: tuple[QWidget, ...]) -> None:
        """Show what a page states."""
        self._title.setText(header.title)
        self._chip.set_state(header.chip, header.chip_text)
        self._context.setText(header.context)
        self._context.setToolTip(header.context)
        self._context.setVisible(bool(header.context))
        self._steps.set_steps(header.steps)
        if header.crumbs != self._header.crumbs:
            self._show_crumbs(header.crumbs)
        if header.commands != self._header.commands or widgets != self._foreign:
            self._show_right(header.commands, widgets)
        self._header = header

    def _show_crumbs(self, crumbs: tuple[Crumb, ...]) -> None:
        clear(self._crumbs)
        for crumb in crumbs:
            button = CrumbButton(crumb)
            button.chosen.connect(self.crumb_chosen)
            self._crumbs.addWidget(button)
            self._crumbs.addWidget(Label("›", FontRole.TITLE_PLAIN, "text2"))

    def _show_right(self, commands: tuple[str, ...], widgets: tuple[QWidget, ...]) -> None:
        for widget in self._foreign:
            self._right.removeWidget(widget)
            widget.setParent(self._shelf)
        clear(self._right)
        for widget in widgets:
            self._right.addWidget(widget)
            widget.show()
        self._foreign = widgets
        for command in commands:
            action = self._commands.action(command)
            self._right.addWidget(CommandButton(action, _SIGNS.get(command, "")))


class CommandButton(Button):
    """A header button that does what a menu command does, and is enabled when that is."""

    def __init__(self, action: CommandAction, sign: str) -> None:
        text = action.spec.button or action.spec.text
        super().__init__(text.replace("&", ""), sign=sign)
        self._action = action
        self.setToolTip(action.shortcut().toString())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    @Slot()
    def _on_action_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())


def clear(layout: QLayout) -> None:
    """Take all widgets of our own out of a layout and let them go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
