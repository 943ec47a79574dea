"""A second window of this program is a process of its own."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> tuple[str, list[str]]:
    """Program and arguments that start this program, frozen or not."""
    own = [] if getattr(sys, "frozen", False) else ["-m", "mobius_desktop"]
    return sys.executable, [*own, *arguments]
