"""What the window asks the program for when somebody needs help."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, runtime_checkable

from mobius_desktop.diagnostics.bundle import Part


class SupportSource(Protocol):
    """From a job only."""

    def parts(self) -> tuple[Part, ...]: ...

    def save(self, parts: Iterable[Part], target: Path) -> None: ...


@runtime_checkable
class GivesSupport(Protocol):
    """A program that can put a support bundle together."""

    @property
    def support(self) -> SupportSource: ...
