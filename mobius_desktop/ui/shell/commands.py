"""Every command of every page, once: its text, its key, its menu, and whether it applies now.

Menus are built from this table before any page exists, so that they hold every command at all times; a page
answers commands while it is shown, and what nobody answers is disabled.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command. `menu` is File, Edit, View, Batch, Tools or Help; `group` parts a menu by lines.

    `text` carries its mnemonic (`&Refresh`); `key` is in Qt's portable form, several parted by `; `.
    With `local` the focused widget answers the key (tables' Ctrl+C); the menu only shows it.
    `button` is the short text where the command stands as a button in a page header.
    """

    id: str
    text: str
    menu: str
    key: str = ""
    group: int = 0
    local: bool = False
    button: str = ""


#: Commands that several pages answer, and those of the window itself.
STANDARD: tuple[CommandSpec, ...] = (
    CommandSpec("new-batch", "Create &Invoice Batch", "File", "Ctrl+I"),
    CommandSpec("go-to", "&Go to Batch or Invoice…", "File", "Ctrl+G"),
    CommandSpec("save", "&Save", "File", "Ctrl+S", 1),
    CommandSpec("export", "&Export What Is Shown…", "File", "Ctrl+E", 1, button="Export…"),
    CommandSpec("save-pdf", "Save as P&DF…", "File", "", 1, button="PDF…"),
    CommandSpec("print", "&Print What Is Shown…", "File", "Ctrl+P", 1, button="Print…"),
    CommandSpec("open-copy", "Open a Cop&y to Look at It…", "File", "", 2),
    CommandSpec("close", "E&xit", "File", "Alt+F4; Ctrl+Q", 3),
    CommandSpec("copy", "&Copy Rows", "Edit", "Ctrl+C", 0, local=True),
    CommandSpec("copy-with-heads", "Copy Rows with &Heads", "Edit", "Ctrl+Shift+C", 0, local=True),
    CommandSpec("tick-all", "&Tick All Shown", "Edit", "Ctrl+A", 1, local=True),
    CommandSpec("untick-all", "&Untick All Shown", "Edit", "Ctrl+D", 1, local=True),
    CommandSpec("tick-row", "Tick or Untick High&lighted Rows", "Edit", "Space", 1, local=True),
    CommandSpec("filter", "&Filter", "Edit", "Ctrl+F", 2),
    CommandSpec("next-problem", "&Next Row with a Problem", "Edit", "F8", 2),
    CommandSpec("previous-problem", "&Previous Row with a Problem", "Edit", "Shift+F8", 2),
    CommandSpec("refresh", "&Refresh", "View", "F5"),
    CommandSpec("columns", "&Columns…", "View"),
    CommandSpec("reset-columns", "Reset C&olumns", "View"),
    CommandSpec("log", "Show or Fold the &Log", "View", "Ctrl+L"),
    CommandSpec("back", "&Back", "View", "Alt+Left", 1),
    CommandSpec("forward", "&Forward", "View", "Alt+Right", 1),
    CommandSpec("next-pane", "Next &Pane", "View", "F6", 1),
    CommandSpec("previous-pane", "Pre&vious Pane", "View", "Shift+F6", 1),
    CommandSpec("next-tab", "Next &Tab", "View", "Ctrl+Tab", 1),
    CommandSpec("larger", "L&arger Text", "View", "Ctrl++; Ctrl+=", 3),
    CommandSpec("smaller", "&Smaller Text", "View", "Ctrl+-", 3),
    CommandSpec("normal-size", "&Normal Text Size", "View", "Ctrl+0", 3),
    CommandSpec("primary", "Do the Page's &Main Action", "Batch", "Ctrl+Return; Ctrl+Enter"),
    CommandSpec("open-row", "&Open Row", "Batch", "Return", 0, local=True),
    CommandSpec("open-in-connectwise", "Open in Connect&Wise", "Batch", "", 5),
    CommandSpec("print-proof", "Print Proo&f…", "Batch", "Ctrl+Alt+P", 2),
    CommandSpec("save-proof", "Save Proof as PDF…", "Batch", "", 2, button="Proof…"),
    CommandSpec("cut-over", "Cut-&over of Old Invoices", "Tools", "", 4),
    CommandSpec("verify", "&Verify the Record", "Tools", "", 5),
    CommandSpec("back-up", "&Back Up the Record…", "Tools", "", 5),
    CommandSpec("restore", "&Restore a Backup…", "Tools", "", 5),
    CommandSpec("record", "Record &and Backup", "Tools", "", 5),
    CommandSpec("help", "&Help for This Page", "Help", "F1"),
    CommandSpec("support-bundle", "&Save Support Bundle…", "Help", "", 1),
    CommandSpec("about", "&About and Edition", "Help", "", 1),
)

MENUS = ("File", "Edit", "View", "Batch", "Tools", "Help")


class CommandAction(QAction):
    """A menu entry that runs whatever answers its command at the moment."""

    def __init__(self, spec: CommandSpec, parent: QObject) -> None:
        super().__init__(spec.text, parent)
        self.spec = spec
        self._slot: Callable[[], object] | None = None
        if spec.key and spec.local:
            shown = QKeySequence(spec.key).toString(QKeySequence.SequenceFormat.NativeText)
            self.setText(f"{spec.text}\t{shown}")
        elif spec.key:
            self.setShortcuts([QKeySequence(k) for k in spec.key.split("; ")])
        self.setEnabled(False)
        self.triggered.connect(self._on_triggered)

    def answer(self, slot: Callable[[], object] | None) -> None:
        """Set who answers; None disables."""
        self._slot = slot
        self.setEnabled(slot is not None)

    @Slot()
    def _on_triggered(self) -> None:
        if self._slot is not None:
            self._slot()


class Commands(QObject):
    """All commands and the menus that show them."""

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        super().__init__(window)
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self._actions: dict[str, CommandAction] = {}
        self._own: dict[str, Callable[[], object]] = {}
        self._choices: list[tuple[str, int, QMenu]] = []
        for name in MENUS:
            menu = bar.addMenu(f"&{name}")
            menu.setToolTipsVisible(True)
            self._menus[name] = menu
        self.declare(STANDARD)

    def declare(self, specs: Iterable[CommandSpec]) -> None:
        """Add commands; one that is there already is left alone."""
        touched = set()
        for spec in specs:
            if spec.id not in self._actions:
                action = self._actions[spec.id] = CommandAction(spec, self._window)
                self._window.addAction(action)
                touched.add(spec.menu)
        for name in touched:
            self._rebuild(name)

    def add_choices(self, menu: str, choices: QMenu, group: int) -> None:
        """A submenu of choices (Theme, Text size) in a group of a menu."""
        self._choices.append((menu, group, choices))
        self._rebuild(menu)

    def menu(self, name: str) -> QMenu:
        """One of the menus."""
        return self._menus[name]

    def _rebuild(self, name: str) -> None:
        menu = self._menus[name]
        menu.clear()
        entries: list[tuple[int, QAction]] = [
            (a.spec.group, a) for a in self._actions.values() if a.spec.menu == name
        ]
        entries += [(group, choices.menuAction()) for m, group, choices in self._choices if m == name]
        entries.sort(key=_group)
        for place, (group, action) in enumerate(entries):
            if place and group != entries[place - 1][0]:
                menu.addSeparator()
            menu.addAction(action)

    def action(self, command: str) -> CommandAction:
        """The menu entry of a command."""
        return self._actions[command]

    def ids(self) -> list[str]:
        """All commands."""
        return list(self._actions)

    def answer_always(self, command: str, slot: Callable[[], object]) -> None:
        """The window's own commands, answered on every page unless the page answers itself."""
        self._own[command] = slot
        self._actions[command].answer(slot)

    def answer(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """The page's commands now; all others of pages are disabled."""
        unknown = set(handlers) - set(self._actions)
        if unknown:
            raise KeyError(f"Commands that no page declared: {sorted(unknown)}")
        for command, action in self._actions.items():
            action.answer(handlers.get(command, self._own.get(command)))


def _group(entry: tuple[int, QAction]) -> int:
    return entry[0]
