"""Secrets in the system's key store: Windows Credential Manager, Secret Service, macOS Keychain."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from mobius_desktop.domain.errors import VaultMissing

if TYPE_CHECKING:
    from types import ModuleType

LONGEST = 1280
"""Characters: Windows keeps 2,560 bytes an entry, in UTF-16."""

NO_KEY_STORE = (
    "This computer has no key store, or it is locked, so keys and sign-ins cannot be kept safely. Unlock it,"
    " or start with --vault file (an encrypted file with a passphrase) or --vault memory (nothing is kept"
    " after closing)."
)

BACK_ENDS = {
    "win32": "keyring.backends.Windows.WinVaultKeyring",
    "darwin": "keyring.backends.macOS.Keyring",
    "linux": "keyring.backends.SecretService.Keyring",
}
"""The system's own key store. Where the program is installed with others, `keyring` looks round by itself; a
frozen program has no list of installed packages to look in, and must not end up with a plain text file."""

Result = TypeVar("Result")


def choose_back_end(platform: str = sys.platform, *, frozen: bool | None = None) -> str:
    """Set the system's key store in a frozen program; gives the name of the back end that is used."""
    import keyring.core  # noqa: PLC0415 - not before a secret is needed

    wanted = BACK_ENDS.get(platform)
    if wanted is not None and (getattr(sys, "frozen", False) if frozen is None else frozen):
        keyring.core.set_keyring(keyring.core.load_keyring(wanted))
    used = type(keyring.core.get_keyring())
    return f"{used.__module__}.{used.__qualname__}"


class KeyringVault:
    """Entries of one installation, under a service name that carries its id."""

    def __init__(self, installation: str) -> None:
        self._service = f"Mobius Desktop {installation}"
        self._chosen = False

    def get(self, name: str) -> str | None:
        found = self._asked(lambda keyring: keyring.get_password(self._service, name))
        return None if found is None else str(found)

    def put(self, name: str, secret: str) -> None:
        length = len(secret.encode("utf-16-le")) // 2
        if length > LONGEST:
            raise VaultMissing(
                f"A secret of {length} characters does not fit into the key store (at most {LONGEST})."
                " Start with --vault file to keep it in an encrypted file."
            )
        self._asked(lambda keyring: keyring.set_password(self._service, name, secret))
        if self.get(name) != secret:
            # Some back ends take a secret and keep nothing.
            raise VaultMissing(NO_KEY_STORE)

    def delete(self, name: str) -> None:
        import keyring.errors  # noqa: PLC0415 - not before a secret is needed

        def remove(store: ModuleType) -> None:
            try:
                store.delete_password(self._service, name)
            except keyring.errors.PasswordDeleteError:
                if store.get_password(self._service, name) is not None:
                    raise

        self._asked(remove)

    def _asked(self, ask: Callable[[Any], Result]) -> Result:
        """The key store's answer. Whatever a back end raises, the reason is the same for the user; its
        message stays with the error's cause, since it never holds the secret but may hold its name."""
        import keyring  # noqa: PLC0415 - not before a secret is needed
        import keyring.errors  # noqa: PLC0415 - as above

        try:
            if not self._chosen:
                choose_back_end()
                self._chosen = True
            return ask(keyring)
        except keyring.errors.KeyringError as error:
            raise VaultMissing(NO_KEY_STORE) from error
        except (ImportError, OSError, RuntimeError) as error:
            # Windows' own errors and a broken D-Bus come unwrapped.
            raise VaultMissing(NO_KEY_STORE) from error
