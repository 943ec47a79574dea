"""Looks whether there is a newer version, and only tells: off unless the firm's IT has named an address.

The address answers with JSON: `{"version": "1.4.0", "page": "https://…"}`; the page may be left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from mobius_desktop.diagnostics.policy import policy
from mobius_desktop.domain.errors import Unreachable
from mobius_desktop.domain.updates import UpdateNews, is_newer, is_version

if TYPE_CHECKING:
    from mobius_desktop.store import Store

POLICY = "UpdateAddress"
_SWITCH = "look for updates"
_ON, _OFF = "on", "off"


class _Answer(msgspec.Struct):
    version: str
    page: str = ""


_answers = msgspec.json.Decoder(_Answer)


class Updates:
    """One for a program."""

    def __init__(self, store: Store, version: str, *, loopback_only: bool) -> None:
        self._store = store
        self._version = version
        self._loopback_only = loopback_only

    @property
    def address(self) -> str:
        """Where is looked; empty where nobody has named an address."""
        return policy(POLICY)

    @property
    def on(self) -> bool:
        """Whether is looked at each start: an address is named and the user has not switched it off."""
        return bool(self.address) and self._store.setting(_SWITCH, _ON) == _ON

    def switch(self, on: bool) -> None:
        """The user's own word, where an address is named."""
        self._store.put_setting(_SWITCH, _ON if on else _OFF)

    def look(self) -> UpdateNews | None:
        """Ask the address; None when this version is the newest. From a job only. Raises NotSetUp for an
        address that may not be called, Unreachable when it says nothing that can be understood."""
        from mobius_desktop.transport.fetch import fetch  # noqa: PLC0415 - requests, and only when switched on

        address = self.address
        body = fetch(address, loopback_only=self._loopback_only)
        try:
            answer = _answers.decode(body)
        except msgspec.MsgspecError as error:
            raise Unreachable(f"{urlsplit(address).hostname} does not say which version there is.") from error
        if not is_version(answer.version):
            raise Unreachable(f"{urlsplit(address).hostname} does not say which version there is.")
        if not is_newer(answer.version, self._version):
            return None
        return UpdateNews(answer.version, answer.page if _same_site(answer.page, address) else "")


def _same_site(page: str, address: str) -> bool:
    """Only a page of the very site that IT has named is opened."""
    try:
        one, other = urlsplit(page), urlsplit(address)
    except ValueError:
        return False
    return (one.scheme, one.netloc) == (other.scheme, other.netloc)
