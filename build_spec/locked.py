"""What the lock file says that the program needs, and the licence files that those packages carry."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OURS = "mobius-desktop"
_LICENCE_FILE = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)")


@dataclass(frozen=True, slots=True)
class Package:
    """One package that comes along in the program."""

    name: str
    version: str


def packages(lock: Path) -> list[Package]:
    """What the program itself needs, directly or not, on any system; not what tests and builds need."""
    listed: dict[str, dict[str, Any]] = {}
    for one in tomllib.loads(lock.read_text("utf-8"))["package"]:
        listed.setdefault(one["name"], one)
    found: dict[str, Package] = {}
    waiting = [OURS]
    while waiting:
        one = listed[waiting.pop()]
        if one["name"] not in found:
            found[one["name"]] = Package(one["name"], one.get("version", ""))
            waiting += [needed["name"] for needed in one.get("dependencies", ())]
    del found[OURS]
    return sorted(found.values(), key=lambda package: package.name)


def licence_texts(lock: Path) -> list[tuple[str, str]]:
    """The licence files of the program's packages as PyInstaller takes them, a folder for each package.

    Qt for Python carries none: its LGPL and GPL stand in `resources/licences`."""
    found = []
    for package in packages(lock):
        try:
            files = importlib.metadata.files(package.name) or []
        except importlib.metadata.PackageNotFoundError:  # of another system
            continue
        named = [one for one in files if _LICENCE_FILE.match(one.name) and ".dist-info" in str(one)]
        found += [(str(one.locate()), f"resources/licences/{package.name}") for one in named]
    return found
