"""What the navigation holds: two levels of entries, each with a sign and perhaps a badge."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from mobius_desktop.ui.theme import Tone, look_of

KEY_ROLE = Qt.ItemDataRole.UserRole + 1
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 2
BADGE_ROLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry. With `expands_only` it opens no page, it shows its children."""

    key: str
    text: str
    sign: str
    parent: str = ""
    expands_only: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A grey count waits; sign and count need the user; a sign alone is a connection's state.

    `says` is for screen readers: "1 needs attention", "38 waiting", "connected".
    """

    text: str = ""
    sign: str = ""
    tone: Tone | None = None
    says: str = ""

    @classmethod
    def waiting(cls, count: int) -> "Badge | None":
        """How many wait; none, no badge."""
        return cls(text=f"{count:,}", says=f"{count:,} waiting") if count else None

    @classmethod
    def needs(cls, state: str, count: int = 0, says: str = "") -> "Badge":
        """The sign of a state word, with a count when there is one."""
        look = look_of(state)
        text = f"{count:,}" if count else ""
        return cls(text, look.sign, look.tone, says or (f"{count} need attention" if count else state))

    @classmethod
    def progress(cls, done: int, total: int) -> "Badge":
        """A running batch."""
        return cls(f"{done} of {total}", "running", Tone.RUN, f"running, {done} of {total}")


class NavModel(QStandardItemModel):
    """The entries as a Qt model; entries are found by key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}

    def add(self, entry: NavEntry, *, before: str = "") -> None:
        """Add an entry at the end of its level, or before another one of that level."""
        if entry.key in self._items:
            self.rename(entry.key, entry.text)
            return
        item = QStandardItem(entry.text)
        item.setEditable(False)
        item.setData(entry.key, KEY_ROLE)
        item.setData(entry, ENTRY_ROLE)
        item.setData(entry.text, Qt.ItemDataRole.ToolTipRole)
        item.setData(entry.text, Qt.ItemDataRole.AccessibleTextRole)
        parent = self._items[entry.parent] if entry.parent else self.invisibleRootItem()
        row = self._items[before].row() if before else parent.rowCount()
        parent.insertRow(row, item)
        self._items[entry.key] = item

    def remove(self, key: str) -> None:
        """Take an entry and its children away; an unknown key is no mistake."""
        item = self._items.pop(key, None)
        if item is None:
            return
        for row in range(item.rowCount()):
            self._items.pop(item.child(row).data(KEY_ROLE), None)
        self.removeRow(item.row(), item.index().parent())

    def rename(self, key: str, text: str) -> None:
        """Another text for an entry."""
        item = self._items[key]
        item.setText(text)
        self.set_badge(key, item.data(BADGE_ROLE))

    def set_badge(self, key: str, badge: Badge | None) -> None:
        """Show, change or take away a badge."""
        item = self._items[key]
        item.setData(badge, BADGE_ROLE)
        spoken = f"{item.text()}, {badge.says}" if badge and badge.says else item.text()
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        item.setData(spoken, Qt.ItemDataRole.ToolTipRole)

    def has(self, key: str) -> bool:
        """Whether there is such an entry."""
        return key in self._items

    def index_of(self, key: str) -> QModelIndex:
        """The index of an entry; invalid when there is none."""
        item = self._items.get(key)
        return item.index() if item is not None else QModelIndex()

    def keys_in_order(self) -> list[str]:
        """Keys of the entries that open a page, as they stand from top to bottom."""
        keys: list[str] = []

        def walk(item: QStandardItem) -> None:
            for row in range(item.rowCount()):
                child = item.child(row)
                if not child.data(ENTRY_ROLE).expands_only:
                    keys.append(child.data(KEY_ROLE))
                walk(child)

        walk(self.invisibleRootItem())
        return keys
