"""The window: menus, navigation, one page in front with its header and action bar, status bar."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from mobius_desktop.ui.shell.action_bar import ActionBar
from mobius_desktop.ui.shell.collecting import Collector
from mobius_desktop.ui.shell.commands import Commands
from mobius_desktop.ui.shell.header import PageHeader
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import NavEntry
from mobius_desktop.ui.shell.nav_view import NavPanel
from mobius_desktop.ui.shell.notices import Banner, BannerContent, BannerKind, DemoStrip, Toast
from mobius_desktop.ui.shell.page import Crumb, Page, Room, ToastContent
from mobius_desktop.ui.shell.panes import next_pane
from mobius_desktop.ui.shell.router import PageEntry, Router
from mobius_desktop.ui.shell.status_bar import StatusBar
from mobius_desktop.ui.theme import TEXT_SIZES, Scheme, theme

#: Window sizes of ui rules, at the base font.
WIDE, LOW = 1340, 600
SMALLEST = (960, 460)
_FIRST_SIZE = (1366, 768)
_TITLE_BAR, _TO_TAKE_HOLD_OF = 24, 120


class MainWindow(QMainWindow):
    """The shell. Pages are added by whoever composes the program, with their services inside."""

    #: A step of the flow in front was clicked (index).
    stepped = Signal(int)
    #: The user wants to close; connect and call `refuse_close()` to ask first.
    closing = Signal()

    def __init__(self, memory: Memory | None = None, title: str = "Mobius Desktop") -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.memory = memory or Memory(None)
        self._subject = ""
        self._restore_look()
        self.commands = Commands(self, self.menuBar())
        self.nav = NavPanel()
        self.banner = Banner()
        self.demo_strip = DemoStrip()
        self.status = StatusBar()
        self.header = PageHeader(self.commands)
        self.action_bar = ActionBar()
        stack = QStackedWidget()
        stack.setObjectName("pages")
        self.router = Router(stack)
        self._room = Room()
        self._close_refused = False
        self.collector = Collector(self)
        self._toast: Toast | None = None
        self._rail_opened = False
        self._lay_out(stack)
        self._connect()
        self._add_view_choices()
        self._answer_own_commands()
        self._restore_geometry()
        self.setMinimumSize(*SMALLEST)
        self._arrange()

    # For whoever composes the program

    def add_page(self, entry: PageEntry, nav: NavEntry | None = None) -> None:
        """Let the window know a page, its commands, and its entry in the navigation."""
        self.router.add(entry)
        self.commands.declare(entry.page_class.COMMANDS)
        if nav is not None:
            self.nav.model.add(nav)
            if nav.parent:
                self.nav.tree.expand(self.nav.model.index_of(nav.parent))

    def add_nav(self, nav: NavEntry, *, before: str = "") -> None:
        """An entry without a page of its own (a group), or one more entry for a page (a company)."""
        self.nav.model.add(nav, before=before)
        if nav.parent:
            self.nav.tree.expand(self.nav.model.index_of(nav.parent))

    def go(self, key: str, argument: object = None) -> bool:
        """Show a page."""
        return self.router.go(key, argument)

    def set_banner(self, kind: BannerKind, content: BannerContent | None) -> None:
        """Let a banner hold, or no longer."""
        self.banner.set(kind, content)

    def toast(self, text: str, button: str = "", slot: object = None) -> None:
        """Say something that is no loss if missed."""
        self._on_page_toasted(ToastContent(text, button, slot if callable(slot) else None))

    def refuse_close(self) -> None:
        """Called while `closing` is emitted: the window stays open."""
        self._close_refused = True

    # Building

    def _lay_out(self, stack: QStackedWidget) -> None:
        right = QWidget()
        right.setObjectName("pageArea")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.banner, 0), (self.header, 0), (stack, 1), (self.action_bar, 0)):
            column.addWidget(widget, stretch)
        self.action_bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        middle.addWidget(right, 1)
        central = QWidget()
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.demo_strip)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.nav.chosen.connect(self._on_nav_chosen)
        self.nav.about_wanted.connect(self._on_about_wanted)
        self.header.crumb_chosen.connect(self._on_crumb_chosen)
        self.header.stepped.connect(self.stepped)
        self.router.arrived.connect(self._on_router_arrived)
        theme().changed.connect(self._arrange)
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setObjectName(str(number))
            shortcut.activated.connect(self._on_number_activated)

    def _add_view_choices(self) -> None:
        schemes, sizes = QMenu("The&me", self), QMenu("Text Si&ze", self)
        self._schemes, self._sizes = QActionGroup(self), QActionGroup(self)
        for scheme in Scheme:
            self._add_choice(schemes, self._schemes, scheme.value, scheme, scheme is theme().scheme)
        for size in TEXT_SIZES:
            self._add_choice(sizes, self._sizes, f"{size} %", size, size == theme().text_size)
        self._schemes.triggered.connect(self._on_scheme_triggered)
        self._sizes.triggered.connect(self._on_size_triggered)
        self.commands.add_choices("View", schemes, 2)
        self.commands.add_choices("View", sizes, 3)

    def _add_choice(self, menu: QMenu, group: QActionGroup, text: str, data: object, on: bool) -> None:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setChecked(on)
        action.setData(data)
        group.addAction(action)
        menu.addAction(action)

    def _answer_own_commands(self) -> None:
        for command, slot in {
            "close": self.close,
            "back": self.router.back,
            "forward": self.router.forward,
            "next-pane": self._on_next_pane,
            "previous-pane": self._on_previous_pane,
            "larger": self._on_larger,
            "smaller": self._on_smaller,
            "normal-size": self._on_normal_size,
            "primary": self.action_bar.do_primary,
        }.items():
            self.commands.answer_always(command, slot)

    # What the page in front states

    @Slot(object)
    def _on_router_arrived(self, page: Page) -> None:
        if not page.property("followed"):
            page.setProperty("followed", True)
            page.header_changed.connect(self._show_header)
            page.actions_changed.connect(self._show_actions)
            page.commands_changed.connect(self._show_commands)
            page.status_changed.connect(self._show_status)
            page.toasted.connect(self._on_page_toasted)
            page.room = self._room
            page.arranged(self._room)
        elif page.room != self._room:
            page.room = self._room
            page.arranged(self._room)
        own = self.router.own_nav_key()
        self.nav.set_page(own if self.nav.model.has(own) else self.router.nav_key())
        self._show_header()
        self._show_actions()
        self._show_commands()
        self._show_status()

    def _is_in_front(self) -> bool:
        sender = self.sender()
        return not isinstance(sender, Page) or sender is self.router.page()

    @Slot()
    def _show_header(self) -> None:
        page = self.router.page()
        if page is not None and self._is_in_front():
            self.header.show_header(page.header(), page.header_widgets())
            self._show_title(page.header().title)

    def _show_title(self, page: str) -> None:
        self.setWindowTitle(" – ".join(filter(None, (page, self._subject, "Mobius Desktop"))))

    def set_subject(self, subject: str) -> None:
        """What the whole window is about, where that is not the user's own record."""
        self._subject = subject
        page = self.router.page()
        self._show_title(page.header().title if page is not None else "")

    @Slot()
    def _show_actions(self) -> None:
        page = self.router.page()
        if page is not None and self._is_in_front():
            self.action_bar.show_content(page.actions_content(), page.action_extra())

    @Slot()
    def _show_commands(self) -> None:
        page = self.router.page()
        if page is not None and self._is_in_front():
            self.commands.answer(page.handlers())
            self.commands.action("back").setEnabled(self.router.may_step(-1))
            self.commands.action("forward").setEnabled(self.router.may_step(1))

    @Slot()
    def _show_status(self) -> None:
        page = self.router.page()
        if page is not None and self._is_in_front():
            self.status.set_text(page.status())

    @Slot(object)
    def _on_page_toasted(self, content: ToastContent) -> None:
        if self._toast is not None:
            self._toast.close()
        self._toast = Toast(self, content)
        self._toast.destroyed.connect(self._on_toast_destroyed)

    @Slot()
    def _on_toast_destroyed(self) -> None:
        self._toast = None

    # Going about

    @Slot(str)
    def _on_nav_chosen(self, key: str) -> None:
        page, _, argument = key.partition(":")
        self.go(page, argument or None)

    @Slot(object)
    def _on_crumb_chosen(self, crumb: Crumb) -> None:
        self.go(crumb.page, crumb.argument)

    @Slot()
    def _on_about_wanted(self) -> None:
        action = self.commands.action("about")
        if action.isEnabled():
            action.trigger()

    @Slot()
    def _on_number_activated(self) -> None:
        keys = self.nav.model.keys_in_order()
        place = int(self.sender().objectName()) - 1
        if place < len(keys):
            self._on_nav_chosen(keys[place])

    def panes(self) -> list[QWidget]:
        """What F6 visits, in order."""
        page = self.router.page()
        return [self.nav.tree, *(page.panes() if page is not None else ()), self.action_bar]

    @Slot()
    def _on_next_pane(self) -> None:
        self._visit(next_pane(self.panes(), 1))

    @Slot()
    def _on_previous_pane(self) -> None:
        self._visit(next_pane(self.panes(), -1))

    def _visit(self, pane: QWidget | None) -> None:
        if pane is self.nav.tree and self.nav.is_rail():
            self._rail_opened = True
            self.nav.set_rail(False)
        elif self._rail_opened:
            self._rail_opened = False
            self.nav.set_rail(self._room.narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody wanted: the page's filter, else back. It never cancels a batch."""
        if event.key() == Qt.Key.Key_Escape:
            page = self.router.page()
            if page is None or not page.escaped():
                self.router.back()
            return
        super().keyPressEvent(event)

    # Sizes and looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rail or navigation, low or not."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        m = theme().metrics
        room = Room(
            narrow=self.width() < round(WIDE * m.vertical), low=self.height() < round(LOW * m.vertical)
        )
        self.nav.set_rail(room.narrow and not self._rail_opened)
        if room != self._room:
            self._room = room
            page = self.router.page()
            if page is not None:
                page.room = room
                page.arranged(room)

    def room(self) -> Room:
        """How much room there is."""
        return self._room

    @Slot(QAction)
    def _on_scheme_triggered(self, action: QAction) -> None:
        theme().set_scheme(action.data())
        self.memory.keep("look/theme", theme().scheme.value)

    @Slot(QAction)
    def _on_size_triggered(self, action: QAction) -> None:
        self._set_text_size(action.data())

    @Slot()
    def _on_larger(self) -> None:
        theme().step_text_size(1)
        self._set_text_size(theme().text_size)

    @Slot()
    def _on_smaller(self) -> None:
        theme().step_text_size(-1)
        self._set_text_size(theme().text_size)

    @Slot()
    def _on_normal_size(self) -> None:
        self._set_text_size(100)

    def _set_text_size(self, percent: int) -> None:
        theme().set_text_size(percent)
        self.memory.keep("look/text-size", percent)
        for action in self._sizes.actions():
            action.setChecked(action.data() == percent)

    def _restore_look(self) -> None:
        names = {s.value: s for s in Scheme}
        theme().set_scheme(names.get(self.memory.text("look/theme"), theme().scheme))
        percent = self.memory.number("look/text-size", theme().text_size)
        if percent in TEXT_SIZES:
            theme().set_text_size(percent)

    def _restore_geometry(self) -> None:
        screen = self.screen().availableSize()
        self.resize(min(_FIRST_SIZE[0], screen.width()), min(_FIRST_SIZE[1], screen.height()))
        geometry = self.memory.data("window/geometry")
        if geometry is not None and self.restoreGeometry(geometry):
            self._return_to_a_screen()

    def _return_to_a_screen(self) -> None:
        """The screen of last time may be gone: the bar to take hold of lies on one that is there."""
        frame, room = self.frameGeometry(), self.screen().availableGeometry()
        bar = QRect(frame.left(), frame.top(), frame.width(), _TITLE_BAR)
        reached = (one.availableGeometry().intersected(bar).width() for one in QGuiApplication.screens())
        if not self.isMaximized() and max(reached, default=0) < _TO_TAKE_HOLD_OF:
            self.resize(min(self.width(), room.width()), min(self.height(), room.height()))
            self.move(room.topLeft())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever wants to be asked, then remember the window."""
        self._close_refused = False
        self.closing.emit()
        page = self.router.page()
        if self._close_refused or (page is not None and not page.may_leave()):
            event.ignore()
            return
        self.collector.stop()
        self.memory.keep("window/geometry", self.saveGeometry())
        self.memory.flush()
        event.accept()
