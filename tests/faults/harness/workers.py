"""Spreads runs over processes, each with its own zygote and its own sandboxes."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.harness import child
from tests.faults.harness.zygote import Zygote

Result = TypeVar("Result")
_zygote: list[Zygote] = []
"""This worker's own, made before its first thread."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """What a worker is to do: a module-level function of (what, zygote, folder)."""

    what: Any
    work: Callable[[Any, Zygote, Path], Any]


def spread(
    work: Callable[[Any, Zygote, Path], Result], whats: Iterable[Any], processes: int | None = None
) -> Iterator[Result]:
    """The results as they come. The caller has called `warm_up`."""
    count = processes or min(4, os.cpu_count() or 2)
    pool = multiprocessing.get_context("fork").Pool(count, initializer=_begin)
    with pool:
        yield from pool.imap_unordered(_do, [_Errand(what, work) for what in whats])


def _begin() -> None:
    _zygote.append(Zygote(child.work))


def _do(errand: _Errand) -> Any:
    memory = Path("/dev/shm")  # noqa: S108 - a killed process, not a power cut: memory keeps what was written
    folder = Path(tempfile.mkdtemp(prefix="mobius-faults-", dir=memory if memory.is_dir() else None))
    try:
        return errand.work(errand.what, _zygote[0], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
