"""Says what connections will trust, for the self-test: a frozen program may lack the certificates."""

from __future__ import annotations

import ssl

from mobius_desktop.transport.session import Sessions

_ANY_SERVER = "https://example.invalid"


def described_trust() -> str:
    """One line on the certificates in use. Raises RuntimeError where a server would not be checked."""
    sessions = Sessions(_ANY_SERVER)
    try:
        with sessions.one() as session:
            manager = session.get_adapter(_ANY_SERVER).poolmanager  # type: ignore[attr-defined] # an HTTPAdapter
            context = manager.connection_pool_kw.get("ssl_context")
    finally:
        sessions.close()
    if context is None or context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
        raise RuntimeError("a server's certificate would not be checked")
    known = ssl.create_default_context().cert_store_stats()["x509_ca"]
    if not known:
        raise RuntimeError("this system has no certificate authorities, so no server would be trusted")
    return f"{ssl.OPENSSL_VERSION}, {type(context).__module__}, {known} authorities of this system"
