"""The form of the ConnectWise connection. A saved key is never shown again: only that there is one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from mobius_desktop.domain.setup import ConnectWiseSetup
from mobius_desktop.domain.typed import trimmed
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.cards import titled_card
from mobius_desktop.ui.components.fields import Field, LockedReason
from mobius_desktop.ui.pages.setup.where_keys_are import where_it_goes
from mobius_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    label: str
    help: str
    secret: bool = False


_ENTRIES = (
    _Entry("site", "S&ite", "Where ConnectWise PSA is opened in the browser, such as na.myconnectwise.net."),
    _Entry("company_id", "&Company ID", "The company that is typed when signing in to ConnectWise PSA."),
    _Entry(
        "public_key",
        "P&ublic key",
        "In ConnectWise: System ▸ Members ▸ API Members ▸ the member ▸ API Keys.",
        secret=True,
    ),
    _Entry(
        "private_key",
        "&Private key",
        "ConnectWise shows it once, when the key is made.",
        secret=True,
    ),
    _Entry("client_id", "C&lient ID", "Says which program asks: made at developer.connectwise.com."),
)
_SECRETS = tuple(entry.name for entry in _ENTRIES if entry.secret)


class ConnectWiseForm(QWidget):
    """Five entries; read-only while saved ones are shown."""

    changed = Signal()
    """Something was typed, or the form was opened or closed for typing."""

    def __init__(self, vault: str) -> None:
        """`vault` is where the keys go: `keyring`, `file` or `memory`."""
        super().__init__()
        frame, column = titled_card("Keys of the API member")
        column.setSpacing(theme().metrics.v(10))
        self.fields = {entry.name: QLineEdit() for entry in _ENTRIES}
        self.replace = Button("&Replace…", clicked=self.open_for_typing)
        self.replace.setAccessibleName("Replace the saved keys")
        self.locked = LockedReason()
        for entry in _ENTRIES:
            edit = self.fields[entry.name]
            edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not entry.secret)
            edit.textEdited.connect(self._on_edit_text_edited)
            told = f"{entry.help} {where_it_goes(vault)}" if entry.name == "private_key" else entry.help
            column.addWidget(Field(entry.label, edit, told))
        row = QHBoxLayout()
        row.addWidget(self.replace)
        row.addWidget(self.locked, 1)
        row.addStretch(0)
        column.addLayout(row)
        column.addStretch(1)  # beside a longer card the fields stay where they are
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._saved: ConnectWiseSetup | None = None
        self._typing = False

    @property
    def typing(self) -> bool:
        """Whether keys can be typed."""
        return self._typing

    @property
    def complete(self) -> bool:
        """Whether each entry holds something."""
        return self._typing and all(self.entries().values())

    def entries(self) -> dict[str, str]:
        """What was typed, blanks around it taken away."""
        return {name: trimmed(edit.text()) for name, edit in self.fields.items()}

    def missing(self) -> list[str]:
        """The labels of the entries that are still empty."""
        filled = self.entries()
        return [entry.label.replace("&", "") for entry in _ENTRIES if not filled[entry.name]]

    def show_setup(self, saved: ConnectWiseSetup | None, *, locked: str = "") -> None:
        """Show what is saved, or the empty form; `locked` says why nothing can be typed."""
        self._saved = saved
        self._typing = saved is None and not locked
        self.locked.set_reason(locked)
        self.replace.setVisible(saved is not None)
        self.replace.setEnabled(not locked)
        self._fill()

    @Slot()
    def open_for_typing(self) -> None:
        """*Replace…*: the keys are typed anew, the rest can be changed."""
        self._typing = True
        self.replace.hide()
        self._fill()
        self.fields["public_key"].setFocus()

    @Slot()
    def close_for_typing(self) -> None:
        """Back to what is saved; what was typed is gone."""
        self.show_setup(self._saved)

    def forget_secrets(self) -> None:
        """No key stays in a field once it was used."""
        for name in _SECRETS:
            self.fields[name].clear()

    def _fill(self) -> None:
        saved = self._saved
        shown = {
            "site": saved.site if saved else "",
            "company_id": saved.company_id if saved else "",
            "client_id": saved.client_id if saved else "",
        }
        for name, edit in self.fields.items():
            secret = name in _SECRETS
            edit.setEchoMode(
                QLineEdit.EchoMode.Password if secret and self._typing else QLineEdit.EchoMode.Normal
            )
            edit.setReadOnly(not self._typing)
            edit.setText(("" if self._typing else saved_text(saved)) if secret else shown[name])
            edit.setCursorPosition(0)
        self.changed.emit()

    @Slot()
    def _on_edit_text_edited(self) -> None:
        self.changed.emit()


def saved_text(saved: ConnectWiseSetup | None) -> str:
    """What stands in place of a saved key."""
    if saved is None:
        return ""
    since = f" saved {saved.saved_at.astimezone():%b %d, %Y}" if saved.saved_at else " saved"
    return "••••" + since
