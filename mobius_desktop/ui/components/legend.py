"""What the status words mean, as a pop-up from the section list's head."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from mobius_desktop.ui.components.labels import Label, SignLabel, global_below
from mobius_desktop.ui.theme import FontRole, theme

MEANINGS: dict[str, str] = {
    "Not Yet Started": "Its turn has not come.",
    "Running": "On the way just now.",
    "Completed Successfully": "Done, and proven equal to ConnectWise.",
    "Failed": "Not in QuickBooks. The message says why and what to do.",
    "Skipped": "Nothing had to be done.",
    "Checking": "No answer came back. QuickBooks is being asked whether it arrived; nothing is sent twice.",
    "Needs check": "In QuickBooks, but not as ConnectWise has it. It waits for your decision.",
}


class Legend(QFrame):
    """The words with their signs."""

    def __init__(self, parent: QWidget, meanings: dict[str, str] | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("card", "true")
        self.setAccessibleName("What the words mean")
        m = theme().metrics
        grid = QGridLayout(self)
        grid.setContentsMargins(m.inside, m.v(12), m.inside, m.v(12))
        grid.setHorizontalSpacing(m.v(8))
        grid.setVerticalSpacing(m.v(6))
        for line, (word, meaning) in enumerate((meanings or MEANINGS).items()):
            grid.addWidget(SignLabel.of_state(word), line, 0)
            grid.addWidget(Label(word, FontRole.BOLD), line, 1)
            grid.addWidget(Label(meaning, ink="text2"), line, 2)

    def open_under(self, widget: QWidget) -> None:
        """Show it; Esc or a click elsewhere closes it."""
        self.adjustSize()
        self.move(global_below(widget))
        self.show()
