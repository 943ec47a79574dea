"""Where keys are kept, in the words of the set-up pages: each vault says what is true of it."""

from __future__ import annotations

_KEPT = {
    "keyring": "Keys are kept in this computer's key store and are never shown again.",
    "file": "Keys are kept in a file that only your passphrase opens, and are never shown again.",
    "memory": "Keys are kept in memory only: when the program is closed, they are forgotten.",
}
_GOES = {
    "keyring": "It goes into this computer's key store.",
    "file": "It goes into the file of keys that your passphrase opens.",
    "memory": "It is forgotten when the program is closed.",
}


def where_keys_are(vault: str) -> str:
    """For saved keys; `vault` is `keyring`, `file` or `memory`."""
    return _KEPT[vault]


def where_it_goes(vault: str) -> str:
    """For a key that is about to be typed."""
    return _GOES[vault]
