"""Secrets that end with the program: for the demo and for tests."""

from __future__ import annotations

import threading


class MemoryVault:
    """Secrets in memory, by name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        with self._lock:
            return self._secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        with self._lock:
            self._secrets[name] = secret

    def delete(self, name: str) -> None:
        with self._lock:
            self._secrets.pop(name, None)

    def __repr__(self) -> str:
        return f"MemoryVault({len(self._secrets)} secrets)"
