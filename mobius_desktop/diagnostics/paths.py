"""Where the program finds its resources and keeps its data: in a clone, an installed wheel, a frozen program.

Everything that is kept goes under one data folder. It is the user's local one, never the roaming one: a
database in a profile that is copied at log-on and log-off would be torn.
"""

from __future__ import annotations

import sys
from pathlib import Path

APP_NAME = "Mobius Desktop"
PORTABLE_MARKER = "mobius-desktop.portable"
"""A file of this name beside the program keeps its data beside it too, in the folder `data`."""
INSTALLED_MARKER = "mobius-desktop.installed"
"""The installer's note beside the program: the edition that was chosen there."""
_PACKAGE = Path(__file__).resolve().parent.parent


class ResourceMissing(LookupError):  # noqa: N818 - reads as what it is
    """A file that the program brings along is not there: the installation is incomplete."""


def resource_path(*parts: str) -> Path:
    """A file or folder of `resources/`. Raises ResourceMissing when no place has it."""
    for root in _resource_roots():
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise ResourceMissing(f"{'/'.join(parts) or 'resources'} is missing from this installation.")


def data_dir(override: Path | str | None = None) -> Path:
    """The data folder: the one asked for, else the portable one, else the user's. It is not made here."""
    if override:
        return Path(override).expanduser().absolute()
    beside = program_dir()
    if (beside / PORTABLE_MARKER).is_file():
        return beside / "data"
    import platformdirs  # noqa: PLC0415 - not needed where a folder was named

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False))


def installed_edition() -> str | None:
    """The word that the installer left for the edition; None where the program was not installed by it."""
    note = program_dir() / INSTALLED_MARKER
    if not note.is_file():
        return None
    pairs = (line.partition("=") for line in note.read_text("utf-8").splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}.get("edition")


def program_dir() -> Path:
    """The folder of the frozen program, or the one that holds the package."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return _PACKAGE.parent


def _resource_roots() -> list[Path]:
    unpacked = getattr(sys, "_MEIPASS", None)
    frozen = [Path(unpacked) / "resources"] if unpacked else []
    return [*frozen, _PACKAGE / "_resources", _PACKAGE.parent / "resources"]
