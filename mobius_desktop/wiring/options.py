"""How the program is started: values from the command line, the same for window and commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mobius_desktop.diagnostics.paths import data_dir as data_folder_of
from mobius_desktop.domain.editions import Edition

Scale = Literal["small", "month-end", "huge"]
Tax = Literal["automated", "manual"]
Ast = Literal["honour", "ignore", "need_flag"]
VaultKind = Literal["keyring", "file", "memory"]
SANDBOX_STATE = "sandbox.state"
"""The demo keeps its servers' books in this file of its folder."""
DEMO_LATENCY_MS = 80
"""Instant answers would let the client's threads starve the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramOptions:
    """What a start is asked for. The demo's own options do nothing without `demo`."""

    data_dir: Path | None = None
    demo: bool = False
    offline: bool = False
    fresh: bool = False
    scale: Scale = "small"
    seed: int = 1
    tax: Tax = "automated"
    ast: Ast = "honour"
    edition: str | None = None
    vault: VaultKind = "keyring"
    connectwise_url: str = ""
    quickbooks_url: str = ""
    latency_ms: int = DEMO_LATENCY_MS
    review: Path | None = None
    """A copy of a record that is only looked at."""
    speed: float = 1.0
    """Tests run the demo's time a hundred times faster: waits, paces and limits on both sides."""

    @classmethod
    def of(cls, **given: Any) -> ProgramOptions:
        """From a command's keyword arguments; what is None is left at its default."""
        return cls(**{name: value for name, value in given.items() if value is not None})

    @property
    def folder(self) -> Path:
        """Where everything is kept. The demo has its own folder, unless one is named."""
        base = data_folder_of(self.data_dir)
        return base if self.data_dir is not None or not self.demo else base / "demo"

    @property
    def demo_edition(self) -> Edition:
        """The edition that the demo plays."""
        return Edition((self.edition or "standard").capitalize())

    @property
    def attached(self) -> bool:
        """Whether the demo uses servers that run elsewhere instead of starting its own."""
        return self.demo and bool(self.connectwise_url and self.quickbooks_url)
