"""What a page is to the window. Pages are layout: they say what they show and need; the shell draws the rest.

A page never reaches into the window. It states its header, its action bar and the commands it answers, and
emits signals when it wants to go elsewhere or to say something. Its services come with its constructor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from mobius_desktop.ui.shell.commands import CommandSpec

#: Buttons that the action bar has room for.
MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb before a title; a click goes there."""

    text: str
    page: str
    argument: object = None


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a flow. Done ones can be clicked until `locked`, when sending has started."""

    names: tuple[str, ...]
    current: int
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What stands over a page: title, chip (a state word), one line of context, page's own commands."""

    title: str
    chip: str = ""
    chip_text: str = ""
    context: str = ""
    crumbs: tuple[Crumb, ...] = ()
    steps: Steps | None = None
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the action bar. The last one given is the primary action, if `primary` is set.

    `why` says why it is disabled, as its tool tip; the sentence of the bar should say it too.
    """

    text: str
    slot: Callable[[], object]
    primary: bool = False
    enabled: bool = True
    sign: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link after the action bar's sentence."""

    text: str
    slot: Callable[[], object]


@dataclass(frozen=True, slots=True)
class ActionBarContent:
    """The action bar: one sentence (bold between double stars), a link, at most three buttons."""

    sentence: str = ""
    sign: str = ""
    sign_colour: str = "text2"
    link: Link | None = None
    actions: tuple[Action, ...] = ()

    def __post_init__(self) -> None:
        if len(self.actions) > MOST_BUTTONS:
            raise ValueError("The action bar has room for three buttons")
        if any(a.primary for a in self.actions[:-1]):
            raise ValueError("The primary action stands last")


@dataclass(frozen=True, slots=True)
class Room:
    """How much room the window leaves: `narrow` below 1340 wide, `low` below 600 high."""

    narrow: bool = False
    low: bool = False


@dataclass(frozen=True, slots=True)
class ToastContent:
    """A message that is no loss if missed; never an error."""

    text: str
    button: str = ""
    slot: Callable[[], object] | None = None


class Page(QWidget):
    """Base of all pages."""

    #: Commands of this kind of page beyond the shared ones; they stand in the menus at all times.
    COMMANDS: ClassVar[tuple[CommandSpec, ...]] = ()
    #: File name of the page's help below `resources/help/`, without `.html`.
    HELP: ClassVar[str] = "index"

    header_changed = Signal()
    actions_changed = Signal()
    commands_changed = Signal()
    #: Nav key and argument of the page to open instead.
    left_for = Signal(str, object)
    went_back = Signal()
    toasted = Signal(object)
    #: The status bar's left text while this page is shown.
    status_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._header = Header("")
        self._actions = ActionBarContent()
        self._extra: QWidget | None = None
        self._header_widgets: tuple[QWidget, ...] = ()
        self._handlers: dict[str, Callable[[], object]] = {}
        self._forbidden: set[str] = set()
        self._status = ""
        self.room = Room()

    # What the page states

    def set_header(self, header: Header) -> None:
        """State title, chip, context, steps."""
        if header != self._header:
            self._header = header
            self.setAccessibleName(header.title)
            self.header_changed.emit()

    def set_header_widgets(self, *widgets: QWidget) -> None:
        """Widgets of the page's own at the right of the header, once, in the constructor.

        They are never without a parent: one that is shown then would be a window of its own."""
        shelf = QWidget(self)
        shelf.hide()
        for widget in widgets:
            widget.setParent(shelf)
        self._header_widgets = widgets

    def set_actions(self, content: ActionBarContent) -> None:
        """State the action bar. Cheap to call often: buttons are changed in place."""
        if content != self._actions:
            self._actions = content
            self.actions_changed.emit()

    def set_action_extra(self, widget: QWidget) -> None:
        """A widget left of the action bar's buttons (a tick box), once, in the constructor."""
        widget.setParent(self)
        self._extra = widget

    def handle(self, command: str, slot: Callable[[], object]) -> None:
        """Answer a command while this page is shown."""
        self._handlers[command] = slot
        self.commands_changed.emit()

    def allow(self, command: str, allowed: bool) -> None:
        """Whether an answered command applies just now."""
        before = set(self._forbidden)
        (self._forbidden.discard if allowed else self._forbidden.add)(command)
        if before != self._forbidden:
            self.commands_changed.emit()

    def set_status(self, text: str) -> None:
        """What was read and when, for the status bar."""
        self._status = text
        self.status_changed.emit()

    def open_page(self, key: str, argument: object = None) -> None:
        """Ask the window for another page."""
        self.left_for.emit(key, argument)

    def toast(self, text: str, button: str = "", slot: Callable[[], object] | None = None) -> None:
        """Say something that is no loss if missed."""
        self.toasted.emit(ToastContent(text, button, slot))

    @Slot(object)
    def tell_exported(self, file: object) -> None:
        """Say which file an export has written."""
        self.toast(f"Exported to {file}.")

    # What pages override

    def activated(self, argument: object = None) -> None:
        """The page is shown now; `argument` is what it was opened with (a batch number, a filter)."""

    def deactivated(self) -> None:
        """Another page is shown now."""

    def arranged(self, room: Room) -> None:
        """The window's size class changed, or is told for the first time."""

    def panes(self) -> Sequence[QWidget]:
        """What F6 visits between navigation and action bar, in reading order."""
        return ()

    def escaped(self) -> bool:
        """Esc: clear the filter, fold what is open. False if there was nothing: the window goes back."""
        return False

    def may_leave(self) -> bool:
        """False while unsaved changes want an answer; the page asks inline."""
        return True

    # What the shell reads

    def header(self) -> Header:
        """The header as stated last."""
        return self._header

    def header_widgets(self) -> tuple[QWidget, ...]:
        """Widgets for the header."""
        return self._header_widgets

    def actions_content(self) -> ActionBarContent:
        """The action bar as stated last."""
        return self._actions

    def action_extra(self) -> QWidget | None:
        """The widget beside the action bar's buttons."""
        return self._extra

    def status(self) -> str:
        """The status bar's text."""
        return self._status

    def handlers(self) -> dict[str, Callable[[], object]]:
        """The commands that apply now, and what they do."""
        return {c: slot for c, slot in self._handlers.items() if c not in self._forbidden}
