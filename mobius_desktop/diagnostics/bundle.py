"""The support bundle: a few texts in one zip, each redacted, for the user to read before it is saved.

It is never sent by the program.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mobius_desktop.diagnostics.crash import crash_files
from mobius_desktop.diagnostics.log import log_files
from mobius_desktop.diagnostics.redactor import Redactor, redactor

_LONGEST = 400_000
"""Of a text only so many last characters go in: what went wrong stands at its end."""
_CRASHES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the bundle, as it will be in the zip."""

    name: str
    text: str


def made_part(name: str, text: str, using: Redactor = redactor) -> Part:
    """A text as it may leave the computer: redacted, without the user's own folder, no longer than needed."""
    if len(text) > _LONGEST:
        text = f"… the beginning is left out …\n{text[-_LONGEST:]}"
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return Part(name, using.text(text))


def log_parts(folder: Path, using: Redactor = redactor) -> tuple[Part, ...]:
    """The program's logs and its crash reports, the newest first."""
    found = [*log_files(folder), *crash_files(folder)[:_CRASHES]]
    return tuple(
        made_part(f"{path.parent.name}/{path.name.removesuffix('.seen')}", _read(path), using)
        for path in found
    )


def save_bundle(parts: Iterable[Part], target: Path) -> None:
    """Write the zip; a file of that name is replaced only once the new one is whole. Raises OSError."""
    beside = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as made:
            for part in parts:
                made.writestr(part.name, part.text)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return f"could not be read: {error.strerror}"
