"""The window around the pages: menus, navigation, header, action bar, banner, status bar.

How a page is made:

    class ReviewPage(Page):
        COMMANDS = (CommandSpec("open-batch", "&Open Batch", "Batch"),)   # beyond commands.STANDARD
        HELP = "review"

        def __init__(self, history: History, memory: Memory) -> None:     # services are injected
            super().__init__()
            self.model = RowsModel(COLUMNS, key=..., problem=...)
            self.panel = TablePanel(self.model, "Batches", memory=memory, tabs=TABS, totals=self._totals)
            for command, slot in self.panel.commands().items():           # Ctrl+F, F8, Ctrl+E, ...
                self.handle(command, slot)
            self.handle("refresh", self._on_refresh)
            self.set_header(Header("Review Existing Batches", context="...", commands=("export",)))
            self.set_actions(ActionBarContent("...", actions=(Action("&Open", self._open, primary=True),)))

        def activated(self, argument: object = None) -> None: ...          # shown; what it was opened with
        def arranged(self, room: Room) -> None: self.panel.arrange(narrow=room.narrow, low=room.low)
        def panes(self) -> list[QWidget]: return [self.panel.view]         # F6
        def escaped(self) -> bool: return self.panel.clear_filter()

The composer adds it: `window.add_page(PageEntry("review", make, ReviewPage), NavEntry("review", ...))`.
From a page, `self.open_page("batch", 214)` goes elsewhere. A navigation key `company:9130` opens the page
`company` with the argument `"9130"`. Signals of workers are connected to bound methods of pages only, never
to lambdas.
"""
