"""A vault that tells the redactor every secret that passes, so that none can reach a log or a report."""

from __future__ import annotations

from mobius_desktop.diagnostics.redactor import Redactor, redactor
from mobius_desktop.domain.ports import Vault


class TeachingVault:
    """Passes everything on to another vault."""

    def __init__(self, vault: Vault, taught: Redactor = redactor) -> None:
        self._vault = vault
        self._taught = taught

    def get(self, name: str) -> str | None:
        secret = self._vault.get(name)
        if secret:
            self._taught.learn(secret)
        return secret

    def put(self, name: str, secret: str) -> None:
        self._taught.learn(secret)
        self._vault.put(name, secret)

    def delete(self, name: str) -> None:
        self._vault.delete(name)
