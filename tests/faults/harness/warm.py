"""Imports everything that a child will need before the zygote is made: a child imports nothing then."""

from __future__ import annotations

import importlib
import pkgutil

import mobius_desktop

_NOT_NEEDED = ("app", "ui", "workers", "cli", "__main__")
_LATE = ("filelock", "intuitlib.client", "jwt", "platformdirs", "pyrate_limiter", "rapidfuzz", "requests")
"""What the program imports only when it is first used."""


def warm_up() -> None:
    """Import the program without its window, and what it imports late."""
    for found in pkgutil.iter_modules(mobius_desktop.__path__):
        if found.name not in _NOT_NEEDED:
            _import_all(f"{mobius_desktop.__name__}.{found.name}")
    for name in _LATE:
        importlib.import_module(name)


def _import_all(name: str) -> None:
    module = importlib.import_module(name)
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if found.name != "__main__":
            _import_all(f"{name}.{found.name}")
