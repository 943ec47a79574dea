"""Which vault: the system's key store by default, and the two ways out where there is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from mobius_desktop.credentials.grant_lock import FileGrantLock, MemoryGrantLock
from mobius_desktop.domain.errors import VaultMissing
from mobius_desktop.domain.ports import GrantLock, Vault

PASSPHRASE = "MOBIUS_PASSPHRASE"  # noqa: S105 - the name of a variable


class VaultKind(StrEnum):
    """The words of `--vault`."""

    KEYRING = "keyring"
    FILE = "file"
    MEMORY = "memory"


def open_vault(
    kind: VaultKind,
    *,
    installation: str,
    directory: Path,
    ask: Callable[[], str] | None = None,
) -> tuple[Vault, GrantLock]:
    """The vault and the lock that belongs to it. `directory` is the user's own, not a data folder; `ask`
    asks for the passphrase of the file when the environment does not hold it."""
    if kind is VaultKind.MEMORY:
        from mobius_desktop.credentials.memory_vault import MemoryVault  # noqa: PLC0415 - one kind is used

        return MemoryVault(), MemoryGrantLock()
    lock = FileGrantLock(directory)
    if kind is VaultKind.FILE:
        from mobius_desktop.credentials.file_vault import FileVault  # noqa: PLC0415 - one kind is used

        path = directory / f"secrets-{installation}.vault"
        return FileVault(path, lambda: _passphrase(ask)), lock
    from mobius_desktop.credentials.keyring_vault import KeyringVault  # noqa: PLC0415 - one kind is used

    return KeyringVault(installation), lock


def _passphrase(ask: Callable[[], str] | None) -> str:
    given = os.environ.get(PASSPHRASE, "")
    if given:
        return given
    if ask is None:
        raise VaultMissing(f"A passphrase is needed for the file of secrets: set {PASSPHRASE}.")
    return ask()
