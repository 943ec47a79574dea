"""The dialog before what cannot be taken back: its title is the question, its buttons are verbs."""

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.labels import Label, RichLabel
from mobius_desktop.ui.theme import FontRole, theme


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """A question with its consequence and two verbs.

    `safe` changes nothing; it is the default and what Esc means. `reason` asks for one (its label), and `act`
    stays disabled until something is typed.
    """

    question: str
    body: str
    safe: str
    act: str
    reason: str = ""


class Question(QDialog):
    """Asks; does nothing itself. Connect `accepted` and `rejected`, or call `ask`."""

    def __init__(
        self, content: QuestionContent, parent: QWidget | None, extra: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(content.question)
        self.setAccessibleDescription(content.body.replace("**", ""))
        m = theme().metrics
        title = Label(content.question, FontRole.CARD_TITLE, wrap=True)
        self._body = RichLabel(content.body, wrap=True)
        self._reason = QLineEdit()
        self._reason.setAccessibleName(content.reason or "Reason")
        self._act = Button(content.act, bar=True, clicked=self.accept)
        self._safe = Button(content.safe, "primary", bar=True, clicked=self.reject)
        self._safe.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(m.margin, m.v(18), m.margin, m.v(16))
        column.setSpacing(m.v(10))
        column.addWidget(title)
        column.addWidget(self._body)
        if extra is not None:
            column.addWidget(extra)
        if content.reason:
            label = Label(content.reason, ink="text2")
            label.setBuddy(self._reason)
            column.addWidget(label)
            column.addWidget(self._reason)
            self._reason.textChanged.connect(self._on_reason_changed)
            self._act.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(m.v(8))
        row.addStretch(1)
        row.addWidget(self._safe)
        row.addWidget(self._act)
        column.addSpacing(m.v(6))
        column.addLayout(row)
        buttons = sum(one.sizeHint().width() for one in self.buttons()) + m.v(8)
        widest = max(buttons, extra.sizeHint().width() if extra is not None else 0) + 2 * m.margin
        self.setMinimumWidth(max(m.h(440), widest))
        self.setMaximumWidth(max(m.h(640), widest))
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.reject)
        (self._reason if content.reason else self._safe).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its sentences are at the width that it has got."""
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    @Slot()
    def _on_reason_changed(self) -> None:
        self._act.setEnabled(bool(self._reason.text().strip()))

    def set_body(self, body: str) -> None:
        """Another consequence: something was chosen in the dialog."""
        self._body.set_sentence(body)
        self.setAccessibleDescription(body.replace("**", ""))
        if self.isVisible():
            self._fit()

    def body(self) -> str:
        """What will happen, as it stands there now."""
        return self._body.sentence()

    def reason(self) -> str:
        """What was typed."""
        return self._reason.text().strip()

    def buttons(self) -> tuple[Button, Button]:
        """The safe one and the one that acts."""
        return self._safe, self._act


def ask(parent: QWidget | None, content: QuestionContent, extra: QWidget | None = None) -> tuple[bool, str]:
    """Ask and wait for the answer: whether to act, and the reason."""
    dialog = Question(content, parent, extra)
    acted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = acted, dialog.reason()
    dialog.deleteLater()
    return answer
