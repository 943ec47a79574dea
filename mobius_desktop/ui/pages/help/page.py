"""Help: the topics at the left, the chosen one at the right. Everything is read from this computer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QUrl, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QTextBrowser, QVBoxLayout, QWidget

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.ui.pages.help.topics import Topic, matching, read_topics
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Header, Page, Room
from mobius_desktop.ui.theme import theme

_LIST_WIDTH, _NARROW_LIST_WIDTH = 260, 190


class HelpPage(Page):
    """A list that can be searched, and the topic."""

    HELP = "index"

    def __init__(self, services: Services) -> None:
        super().__init__()
        m = theme().metrics
        self._topics = read_topics(resource_path("help"))
        self._listed: tuple[Topic, ...] = self._topics
        self._shown: Topic | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the help")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.titles = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self.titles)
        self.list.setAccessibleName("Help topics")
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Help topic")
        self.text.setOpenLinks(False)  # nothing is fetched from anywhere
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(m.gap)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(m.margin, 0, m.margin, m.gap)
        row.setSpacing(m.gap)
        row.addWidget(self._side)
        row.addWidget(self.text, 1)
        self.arranged(Room())
        self._fill("")
        self.search.textChanged.connect(self._on_search_changed)
        self.list.selectionModel().currentChanged.connect(self._on_topic_changed)
        self.text.anchorClicked.connect(self._on_link_clicked)
        self.handle("filter", self.search.setFocus)
        self.set_header(Header("Help", context="Read from this computer; no network is needed."))
        bundle = Action("&Save support bundle…", services.support_wanted.emit)
        words = "**F1** on any page opens that page's help. Alt+Left goes back."
        self.set_actions(ActionBarContent(words, actions=(bundle,)))
        self.show_topic("index")

    def activated(self, argument: object = None) -> None:
        """Opened with a topic's name, perhaps with a word to find in it (`troubleshooting#REFUSED`), or as it
        was left. What is typed next is searched for."""
        self.search.setFocus()
        if isinstance(argument, str) and argument:
            self.search.clear()
            name, _, place = argument.partition("#")
            self.show_topic(name)
            if place:
                self._find(place)

    def arranged(self, room: Room) -> None:
        """The list gives way in a narrow window."""
        self._side.setFixedWidth(theme().metrics.v(_NARROW_LIST_WIDTH if room.narrow else _LIST_WIDTH))

    def panes(self) -> Sequence[QWidget]:
        """Search, list, topic."""
        return (self.search, self.list, self.text)

    def escaped(self) -> bool:
        """Clear the search; False if there was none."""
        if not self.search.text():
            return False
        self.search.clear()
        return True

    def topic(self) -> Topic | None:
        """The topic shown."""
        return self._shown

    def show_topic(self, name: str) -> None:
        """Show a topic of the list; one that is not there shows the first."""
        place = next((at for at, one in enumerate(self._listed) if one.name == name), 0)
        self.list.setCurrentIndex(self.titles.index(place))

    def _fill(self, wanted: str) -> None:
        self._listed = matching(self._topics, wanted)
        self.titles.setStringList([one.title for one in self._listed])
        found = len(self._listed)
        self.set_status(f"{found} {'topic' if found == 1 else 'topics'}")

    @Slot(str)
    def _on_search_changed(self, wanted: str) -> None:
        before = self._shown
        self._fill(wanted)
        if not self._listed:
            self._shown = None
            self.text.setPlainText("No topic holds all these words.")
            return
        self.show_topic(before.name if before and not wanted else self._listed[0].name)
        self._find(wanted)

    def _find(self, wanted: str) -> None:
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        words = wanted.split()
        if words and not self.text.find(wanted.strip()):
            self.text.find(words[0])

    @Slot(QModelIndex, QModelIndex)
    def _on_topic_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not current.isValid():
            return
        self._shown = self._listed[current.row()]
        self.text.setMarkdown(self._shown.text)
        self._find(self.search.text())

    @Slot(QUrl)
    def _on_link_clicked(self, link: QUrl) -> None:
        """Links between topics are followed; there are no others."""
        self.show_topic(PurePosixPath(link.path()).stem)
