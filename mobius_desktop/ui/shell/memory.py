"""What the window remembers between starts: an INI file in the data folder, whose path is given."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Memory:
    """Values by name. Without a path nothing outlives the program (tests, screenshots)."""

    def __init__(self, file: Path | None) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat) if file else None
        self._values: dict[str, object] = {}

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        found = self._read(name)
        return str(found) if found is not None else default

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; what cannot be read as one is the default."""
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        return self.text(name, "true" if default else "false").lower() == "true"

    def data(self, name: str) -> QByteArray | None:
        """Qt's own state (geometry, columns)."""
        found = self._read(name)
        return found if isinstance(found, QByteArray) else None

    def keep(self, name: str, value: str | int | bool | QByteArray) -> None:
        """Remember a value."""
        if isinstance(value, bool):
            value = "true" if value else "false"
        stored = value if isinstance(value, QByteArray) else str(value)
        if self._settings is None:
            self._values[name] = stored
        else:
            self._settings.setValue(name, stored)

    def forget(self, name: str) -> None:
        """Back to the default."""
        self._values.pop(name, None)
        if self._settings is not None:
            self._settings.remove(name)

    def flush(self) -> None:
        """Write now."""
        if self._settings is not None:
            self._settings.sync()

    def _read(self, name: str) -> object:
        if self._settings is None:
            return self._values.get(name)
        return self._settings.value(name)
