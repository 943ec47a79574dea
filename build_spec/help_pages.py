"""Writes the help pages that are made from the program's own tables, so that they cannot say something else.

uv run python build_spec/help_pages.py
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_spec.locked import Package, packages  # noqa: E402 - found after it
from mobius_desktop.domain.catalogue import CONNECTWISE, OWN, QUICKBOOKS, Entry  # noqa: E402 - found after it
from mobius_desktop.domain.catalogue.entries import WHOSE  # noqa: E402 - as above
from mobius_desktop.domain.catalogue.own import NOTHING  # noqa: E402 - as above
from mobius_desktop.domain.checkup_codes import PROBLEMS  # noqa: E402 - as above
from mobius_desktop.domain.finding_codes import RULES  # noqa: E402 - as above
from mobius_desktop.domain.run_causes import RUN_CAUSES  # noqa: E402 - as above

HELP = ROOT / "resources" / "help"
_NO_LICENCE = "see the package"


def main() -> None:
    """Write every made page."""
    for name, text in made_pages().items():
        (HELP / name).write_text(text, encoding="utf-8", newline="\n")


def made_pages() -> dict[str, str]:
    """File name to text."""
    return {"troubleshooting.md": troubleshooting(), "licences.md": licences(packages(ROOT / "uv.lock"))}


def troubleshooting() -> str:
    """The error catalogue: every sentence that the program says, and every code of both systems."""
    parts = (
        ("Before sending", [OWN[code] for code in RULES]),
        ("While sending", [OWN[code] for code in RUN_CAUSES]),
        ("What the check of the set-up says", [OWN[code] for code in PROBLEMS]),
        ("What QuickBooks answers", list(QUICKBOOKS.values())),
        ("What ConnectWise answers", list(CONNECTWISE.values())),
    )
    lines = [
        "# Troubleshooting",
        "",
        "Every message, why it comes, whose setting it is, where it is put right, and whether it is safe to",
        "try again. Search for a few words or for the code; `mobius-desktop-cli explain 6140` says the same.",
        "",
    ]
    for head, entries in parts:
        lines += [f"## {head}", "", *_told(entries)]
    return "\n".join(lines).rstrip() + "\n"


def _told(entries: Iterable[Entry]) -> Iterator[str]:
    """Codes that say the same stand together."""
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for one in entries:
        groups.setdefault((one.title, one.sentence, one.fix), []).append(one)
    for group in groups.values():
        first = group[0]
        yield f"### {first.title}"
        yield ""
        codes = ", ".join(one.code for one in group)
        weight = f"*{first.meaning}* " if first.meaning.isupper() else ""
        yield f"{weight}({codes}). {_readable(first.sentence)}"
        yield ""
        if first.cause.rstrip(".") != first.title:
            yield f"**Likely cause:** {first.cause}"
            yield ""
        if first.place != NOTHING:
            yield f"**Where:** {first.place}. **Whose setting:** {WHOSE.get(first.whose, first.whose)}."
            yield ""
        yield f"**What to do:** {_readable(first.fix)}"
        yield ""
        yield f"**Trying again:** {first.retry}"
        yield ""


def _readable(template: str) -> str:
    """A template's fields as dots: `{number}` is filled in by the program only."""
    return re.sub(r"\{[^}]*\}", "…", template).strip()


LICENCES = {
    "colorama": "BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "jeepney": "MIT",
    "secretstorage": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
}
"""Of packages that one system only needs: the page must not depend on where it is made."""


def licence_of(name: str) -> str:
    """As its metadata says: the SPDX expression, else the classifier, else a short licence field."""
    if name in LICENCES:
        return LICENCES[name]
    try:
        told = importlib.metadata.metadata(name).json
    except importlib.metadata.PackageNotFoundError:
        return _NO_LICENCE
    expression = told.get("license_expression")
    if expression:
        return str(expression)
    marks = [str(one) for one in told.get("classifier", ()) if str(one).startswith("License ::")]
    if marks:
        return ", ".join(one.rpartition(" :: ")[2] for one in marks)
    short = str(told.get("license", "")).strip()
    return short if short and "\n" not in short else _NO_LICENCE


_LICENCES_HEAD = """# Licences

Mobius Desktop is under the MIT licence.

Its window is made with **Qt** through Qt for Python (PySide6), used under the GNU Lesser General Public
License, version 3. The Qt libraries are separate files in the program's folder and may be replaced by another
build of them. Their source code is at code.qt.io, the licence text at gnu.org/licenses/lgpl-3.0.

Python itself is under the Python Software Foundation License.

| package | version | licence |
|---|---|---|"""


def licences(found: Iterable[Package]) -> str:
    """The page of licences."""
    rows = [f"| {one.name} | {one.version} | {licence_of(one.name)} |" for one in found]
    return "\n".join([_LICENCES_HEAD, *rows, ""])


if __name__ == "__main__":
    main()
