"""Which page is in front, how one gets to another, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from mobius_desktop.ui.shell.page import Page

_MOST_PLACES = 50


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page the window knows: built by `make` on the first visit.

    `nav` is the navigation entry that is marked while it is shown; empty means the page's own key.
    """

    key: str
    make: Callable[[], Page]
    page_class: type[Page] = Page
    nav: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it was opened with."""

    key: str
    argument: object = None


@dataclass(slots=True)
class _Trail:
    """Places visited, with the one in front."""

    places: list[Place] = field(default_factory=list)
    at: int = -1

    def go(self, place: Place) -> None:
        """Visit; what lay ahead is dropped."""
        if self.at >= 0 and self.places[self.at] == place:
            return
        del self.places[self.at + 1 :]
        self.places.append(place)
        del self.places[:-_MOST_PLACES]
        self.at = len(self.places) - 1


class Router(QObject):
    """Builds pages on first visit and keeps the trail."""

    #: The page now in front.
    arrived = Signal(object)

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._entries: dict[str, PageEntry] = {}
        self._pages: dict[str, Page] = {}
        self._trail = _Trail()
        self._front: Page | None = None
        self._front_key = ""

    def add(self, entry: PageEntry) -> None:
        """Let the window know a page."""
        self._entries[entry.key] = entry

    def has(self, key: str) -> bool:
        """Whether the key is a page's."""
        return key in self._entries

    def page(self) -> Page | None:
        """The page in front."""
        return self._front

    def key(self) -> str:
        """The key of the page in front."""
        return self._front_key

    def nav_key(self) -> str:
        """The navigation entry to mark."""
        entry = self._entries.get(self._front_key)
        return (entry.nav or entry.key) if entry else ""

    def own_nav_key(self) -> str:
        """The entry of just this place (`batch:214`), where the navigation has one."""
        place = self._trail.places[self._trail.at] if self._trail.places else Place("")
        return f"{place.key}:{place.argument}"

    def built(self, key: str) -> Page | None:
        """A page that has been visited, or built ahead."""
        return self._pages.get(key)

    def build(self, key: str) -> Page:
        """The page, made now if it has not been visited; it is not shown."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._entries[key].make()
            page.left_for.connect(self._on_page_left_for)
            page.went_back.connect(self.back)
            self._stack.addWidget(page)
        return page

    def go(self, key: str, argument: object = None) -> bool:
        """Show a page; False if the page in front wants to be asked first."""
        if self._front is not None and key != self._front_key and not self._front.may_leave():
            return False
        self._trail.go(Place(key, argument))
        self._show(key, argument)
        return True

    @Slot()
    def back(self) -> None:
        """The place before this one."""
        self._step(-1)

    @Slot()
    def forward(self) -> None:
        """The place that was left by going back."""
        self._step(1)

    def may_step(self, step: int) -> bool:
        """Whether there is a place to go back or forward to."""
        return 0 <= self._trail.at + step < len(self._trail.places)

    def _step(self, step: int) -> None:
        if not self.may_step(step):
            return
        if self._front is not None and not self._front.may_leave():
            return
        self._trail.at += step
        place = self._trail.places[self._trail.at]
        self._show(place.key, place.argument)

    def _show(self, key: str, argument: object) -> None:
        page = self.build(key)
        if self._front is not None and self._front is not page:
            self._front.deactivated()
        self._front, self._front_key = page, key
        self._stack.setCurrentWidget(page)
        self.arrived.emit(page)
        page.activated(argument)

    @Slot(str, object)
    def _on_page_left_for(self, key: str, argument: object) -> None:
        self.go(key, argument)
