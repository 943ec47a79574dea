"""The system's certificates decide whom we trust: a firm's own authority counts, an unknown one does not."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import ssl
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mobius_desktop.domain.retry import Trouble
from mobius_desktop.transport.channel import Call, Channel, Fixed, Reply, Silence, Timeouts
from mobius_desktop.transport.clock import FastClock
from mobius_desktop.transport.throttle import Throttle


class _Handler(BaseHTTPRequestHandler):
    timeout = 2.0

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on an unknown certificate is what is tested."""


def certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1, signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server that speaks https, and its certificate."""
    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}", path
    server.shutdown()
    server.server_close()
    thread.join()


def ask(address: str, clock: FastClock, *, writes: bool) -> Reply | Silence:
    one = Channel(
        side="quickbooks",
        base_url=address,
        timeouts=Timeouts(2, 5),
        throttle=Throttle(clock, 100),
        clock=clock,
        authority=Fixed({}),
        headers={},
    )
    try:
        return one.exchange(Call("GET", "/"), lambda _: None, writes=writes)
    finally:
        one.close()


def test_an_unknown_certificate_ends_the_call_before_anything_is_sent(
    secured: tuple[str, Path], clock: FastClock
) -> None:
    outcome = ask(secured[0], clock, writes=True)
    assert outcome == Silence(Trouble.NOT_SENT, "its certificate is not trusted by this computer")


def test_authorities_that_only_a_library_brings_along_are_not_trusted(
    secured: tuple[str, Path], clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, path = secured
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(path))
    outcome = ask(address, clock, writes=True)
    assert outcome == Silence(Trouble.NOT_SENT, "its certificate is not trusted by this computer")


@pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="only OpenSSL takes its certificates from a variable"
)
def test_a_certificate_that_the_system_trusts_is_trusted(
    secured: tuple[str, Path], clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, path = secured
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(path))
    outcome = ask(address, clock, writes=False)
    assert isinstance(outcome, Reply)
    assert outcome.status == 200
