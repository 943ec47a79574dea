"""Secrets in one encrypted file: scrypt makes the key from a passphrase, AES-GCM seals the content.

For machines without a key store. The file is read anew for every answer, since another program of the same
user may have renewed a sign-in, and replaced whole, so that a crash leaves the old one or the new one.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets as randomness
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from mobius_desktop.domain.errors import VaultMissing

_FORMAT = 1
_COST = 2**15
_LOCK_SECONDS = 20.0

NOT_OPENED = (
    "The passphrase does not open the file of secrets. Check MOBIUS_PASSPHRASE or type it again; if it is"
    " lost, delete the file and sign in again."
)


class _Sealed(msgspec.Struct, frozen=True):
    """The file: what is needed to make the key again, and the sealed content."""

    format: int
    cost: int
    salt: str
    nonce: str
    content: str

    def head(self) -> bytes:
        """What is not secret but must not be changed either: the seal covers it."""
        return f"mobius-secrets|{self.format}|{self.cost}|{self.salt}".encode()


class FileVault:
    """Secrets in `path`, opened by the passphrase that `passphrase` gives when it is first needed."""

    def __init__(self, path: Path, passphrase: Callable[[], str]) -> None:
        self._path = path
        self._ask = passphrase
        self._guard = threading.RLock()
        self._passphrase: str | None = None
        self._keys: dict[tuple[str, int], bytes] = {}

    def get(self, name: str) -> str | None:
        with self._guard:
            return self._open().get(name)

    def put(self, name: str, secret: str) -> None:
        self._change(lambda content: content.update({name: secret}))

    def delete(self, name: str) -> None:
        self._change(lambda content: content.pop(name, None))

    def _change(self, change: Callable[[dict[str, str]], object]) -> None:
        with self._guard:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with FileLock(f"{self._path}.lock", timeout=_LOCK_SECONDS):
                    content = self._open()
                    change(content)
                    self._write(content)
            except Timeout as error:
                raise VaultMissing("Another program holds the file of secrets. Try again.") from error
            except OSError as error:
                raise VaultMissing(f"The file of secrets could not be written: {error.strerror}.") from error

    def _open(self) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - not before a secret is needed
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

        try:
            stored = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise VaultMissing(f"The file of secrets could not be read: {error.strerror}.") from error
        try:
            sealed = msgspec.json.decode(stored, type=_Sealed)
            key = self._key(sealed)
            opened = AESGCM(key).decrypt(_bytes(sealed.nonce), _bytes(sealed.content), sealed.head())
            return msgspec.json.decode(opened, type=dict[str, str])
        except InvalidTag:
            self._passphrase = None
            self._keys.clear()
            raise VaultMissing(NOT_OPENED) from None
        except (msgspec.DecodeError, binascii.Error, ValueError) as error:
            raise VaultMissing("The file of secrets is damaged. Delete it and sign in again.") from error

    def _write(self, content: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as in _open

        salt = next((salt for salt, _ in self._keys), "") or _text(randomness.token_bytes(16))
        nonce = randomness.token_bytes(12)
        empty = _Sealed(_FORMAT, _COST, salt, _text(nonce), "")
        closed = AESGCM(self._key(empty)).encrypt(nonce, msgspec.json.encode(content), empty.head())
        sealed = msgspec.structs.replace(empty, content=_text(closed))
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            # Readable by this user alone from its first byte on.
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(sealed))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        finally:
            fresh.unlink(missing_ok=True)

    def _key(self, sealed: _Sealed) -> bytes:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - as in _open

        if sealed.format != _FORMAT or not 2**14 <= sealed.cost <= 2**20:
            raise ValueError("unknown format")
        known = self._keys.get((sealed.salt, sealed.cost))
        if known is None:
            if self._passphrase is None:
                self._passphrase = self._ask()
            if not self._passphrase:
                raise VaultMissing("A passphrase is needed for the file of secrets (MOBIUS_PASSPHRASE).")
            made = Scrypt(salt=_bytes(sealed.salt), length=32, n=sealed.cost, r=8, p=1)
            known = made.derive(self._passphrase.encode())
            self._keys = {(sealed.salt, sealed.cost): known}
        return known

    def __repr__(self) -> str:
        return f"FileVault({self._path.name})"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
