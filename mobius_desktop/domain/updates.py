"""News of a newer version: what the firm's own address may say, and what is newer than what."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERSION = re.compile(r"\d+(\.\d+){0,3}")


@dataclass(frozen=True, slots=True)
class UpdateNews:
    """A version that is newer than this one."""

    version: str
    page: str
    """Where it is told of or fetched; empty where the address names none."""

    @property
    def sentence(self) -> str:
        """What the window says."""
        return f"Version {self.version} of Mobius Desktop is there. This program installs nothing by itself."


def is_version(text: str) -> bool:
    """Whether it is a version as this program's are: up to four numbers."""
    return _VERSION.fullmatch(text) is not None


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another; what is no version never does."""
    return is_version(version) and is_version(than) and _numbers(version) > _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(one) for one in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))
