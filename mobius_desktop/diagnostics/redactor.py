"""Takes secrets and people's addresses out of everything that is written down for others to read.

It does not trust whoever logs: what is not known to be harmless is taken out. Three nets lie behind one
another: secrets that the vault has handed out, names of fields and parameters that are not on a list of
harmless ones, and the looks of a token.
"""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from urllib.parse import quote

REDACTED = "<redacted>"
E_MAIL = "<e-mail>"

HARMLESS_PARAMETERS = frozenset(
    {"conditions", "fields", "minorversion", "orderby", "page", "pageid", "pagesize", "query", "requestid"}
)
"""Parameters of an address whose values may be read: what was asked, never who asked."""

HARMLESS_HEADERS = frozenset(
    {
        "accept",
        "content-length",
        "content-type",
        "date",
        "intuit_tid",
        "link",
        "retry-after",
        "server",
        "user-agent",
        "x-cw-request-id",
    }
)

_SHORTEST = 6
"""A shorter secret would take every second word with it."""
_LINE_HEADERS = re.compile(
    r"(?im)\b(authorization|proxy-authorization|cookie|set-cookie|x-api-key|clientid)\b(\s*[\"']?\s*[:=]\s*)"
    r"(\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\r\n,;}]+)"
)
_SCHEMES = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}")
_FIELDS = re.compile(
    r"(?i)([\"']?\b[\w-]*(?:token|secret|password|passphrase|passwd|private[_-]?key|public[_-]?key|api[_-]?key)"
    r"[\w-]*\b[\"']?\s*[:=]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&}\])]+)"
)
_PARAMETERS = re.compile(r"([?&])([A-Za-z0-9_.-]+)=([^&\s\"'<>)]*)")
_USERINFO = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s:@]+(:[^/\s@]*)?@")
# From the beginning of a word only: else a very long word would be gone through from each of its letters.
_E_MAILS = re.compile(r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_OPAQUE = re.compile(r"[A-Za-z0-9_=+-]{24,}")
_HEX = re.compile(r"[0-9a-f]+")


class Redactor:
    """Knows the secrets of this process. `text` may be called from any thread."""

    def __init__(self) -> None:
        self._secrets: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def learn(self, *secrets: str) -> None:
        """From now on these are taken out wherever they appear, also quoted or in base64."""
        forms: set[str] = set()
        for secret in secrets:
            if len(secret) >= _SHORTEST:
                forms |= {secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()}
        with self._lock:
            self._secrets |= forms

    def text(self, text: str) -> str:
        """The text without secrets, tokens and e-mail addresses."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, REDACTED)
        text = _USERINFO.sub(rf"\1{REDACTED}@", text)
        text = _LINE_HEADERS.sub(rf"\1\2{REDACTED}", text)
        text = _SCHEMES.sub(rf"\1 {REDACTED}", text)
        text = _PARAMETERS.sub(_parameter, text)
        text = _FIELDS.sub(rf"\1{REDACTED}", text)
        text = _OPAQUE.sub(_opaque, text)
        return _E_MAILS.sub(E_MAIL, text)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers with only the harmless values left."""
        return {
            name: self.text(value) if name.lower() in HARMLESS_HEADERS else REDACTED
            for name, value in headers.items()
        }


def _parameter(found: re.Match[str]) -> str:
    mark, name, value = found.groups()
    shown = value if name.lower() in HARMLESS_PARAMETERS else REDACTED
    return f"{mark}{name}={shown}"


def _opaque(found: re.Match[str]) -> str:
    """A long run of letters and digits that means nothing is a token; hex is a request id or a digest."""
    word = found.group()
    if _HEX.fullmatch(word):
        return word
    looks = (str.isupper, str.islower, str.isdigit)
    return REDACTED if all(any(look(letter) for letter in word) for look in looks) else word


redactor = Redactor()
"""The one of this process: the vault teaches it, the log and the crash file ask it."""
