"""A firm's network: calls go through its proxy, and its own authority signs what comes back."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

import mobius_desktop
from mobius_desktop.cli import main
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.transport.channel import Call, Channel, Fixed, Reply, Silence, Timeouts
from mobius_desktop.transport.clock import FastClock
from mobius_desktop.transport.throttle import Throttle

SITE = "api-na.firm.example"
KEY = "Basic a2V5cy10aGF0LW11c3Qtbm90LWxlYWs="
_PEM = serialization.Encoding.PEM

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="only OpenSSL takes its certificates from a variable"
)


@dataclass
class Firm:
    """The proxy of a firm, the site behind it, and the authority that signed the site's certificate."""

    authority: Path
    certificate: Path
    refuses: bool = False
    heard: list[str] = field(default_factory=list)
    """What the proxy could read: the first lines of each connection."""
    asked: list[str] = field(default_factory=list)
    """What the site was asked, keys included."""

    def __post_init__(self) -> None:
        self._threads: list[threading.Thread] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        """Both in one: the tunnel that the proxy opens ends at the site."""
        with connection:
            connection.settimeout(5)
            head = _head(connection)
            self.heard.append(head)
            if self.refuses or not head.startswith(f"CONNECT {SITE}:443 "):
                connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                return
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                with self._context.wrap_socket(connection, server_side=True) as secured:
                    self.asked.append(_head(secured))
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
            except OSError:
                """The caller hung up on a certificate that it does not trust."""

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()


def _head(connection: socket.socket) -> str:
    read = b""
    while b"\r\n\r\n" not in read:
        more = connection.recv(4096)
        if not more:
            break
        read += more
    return read.decode()


def _signed(
    name: str, issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    return made, key


def _firm(folder: Path, *, site: str = SITE) -> Firm:
    authority = _signed("Firm Authority", None)
    certificate, key = _signed(site, authority)
    trusted, own = folder / "authority.pem", folder / "site.pem"
    trusted.write_bytes(authority[0].public_bytes(_PEM))
    plain = serialization.NoEncryption()
    own.write_bytes(
        certificate.public_bytes(_PEM) + key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return Firm(trusted, own)


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """The system knows the firm's proxy and its authority."""
    made = _firm(tmp_path)
    _in_the_system(made, monkeypatch)
    yield made
    made.close()


def _in_the_system(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{firm.port}")
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(firm.authority))


def ask(clock: FastClock) -> Reply | Silence:
    one = Channel(
        side="connectwise",
        base_url=f"https://{SITE}",
        timeouts=Timeouts(2, 5),
        throttle=Throttle(clock, 100),
        clock=clock,
        authority=Fixed({"Authorization": KEY}),
        headers={},
    )
    try:
        return one.exchange(Call("POST", "/finance"), lambda _: None, writes=True)
    finally:
        one.close()


def test_calls_go_through_the_systems_proxy_under_the_firms_own_authority(
    firm: Firm, clock: FastClock
) -> None:
    outcome = ask(clock)
    assert isinstance(outcome, Reply)
    assert outcome.status == 200
    assert [head.split("\r\n")[0] for head in firm.heard] == [f"CONNECT {SITE}:443 HTTP/1.0"]
    assert KEY in firm.asked[0]
    assert KEY not in "".join(firm.heard)


def test_without_the_firms_authority_in_the_system_nothing_is_sent(
    firm: Firm, clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(os.environ, "SSL_CERT_FILE")
    assert ask(clock) == Silence(Trouble.NOT_SENT, "its certificate is not trusted by this computer")
    assert firm.asked == []


def test_a_certificate_of_another_name_is_not_trusted_behind_the_proxy_either(
    tmp_path: Path, clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = _firm(tmp_path, site="another.firm.example")
    _in_the_system(firm, monkeypatch)
    outcome = ask(clock)
    firm.close()
    assert outcome == Silence(Trouble.NOT_SENT, "its certificate is not trusted by this computer")
    assert firm.asked == []


def test_a_proxy_that_refuses_is_named_and_nothing_is_sent(firm: Firm, clock: FastClock) -> None:
    firm.refuses = True
    assert ask(clock) == Silence(Trouble.NOT_SENT, "the proxy did not let the call through")
    assert firm.asked == []


_OFF = re.compile(
    r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|disable_warnings|_create_unverified"
)


def test_nothing_in_the_program_turns_the_check_of_certificates_off() -> None:
    folder = Path(mobius_desktop.__file__).parent
    found = [path.name for path in folder.rglob("*.py") if _OFF.search(path.read_text(encoding="utf-8"))]
    assert found == []
    options = [
        text
        for name in main.list_commands(click.Context(main))
        if (command := main.get_command(click.Context(main), name)) is not None
        for parameter in command.params
        for text in parameter.opts
    ]
    assert options
    assert not [text for text in options if re.search(r"insecure|no-verify|tls|ssl|cert", text)]
