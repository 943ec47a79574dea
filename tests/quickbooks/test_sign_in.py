"""The browser's round trip: state, company, listener, paste-back."""

from __future__ import annotations

import errno
import http.client
import socket
import socketserver
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from mobius_desktop.domain.connection import StepState
from mobius_desktop.domain.errors import NotSetUp, RemoteRefused, Unreachable, WrongCompany
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.setup import Environment
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.quickbooks.client import QuickBooksClient
from mobius_desktop.quickbooks.connection_check import check_connection
from mobius_desktop.quickbooks.signin.flow import SignIn, read_callback
from mobius_desktop.quickbooks.signin.intuit import ADDRESSES, FALLBACK, INTUIT_HOSTS, IntuitApp
from mobius_desktop.quickbooks.signin.listener import LoopbackListener, can_listen
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.addresses import host_of
from mobius_desktop.transport.clock import FastClock, SystemClock
from tests.transport import sandboxed


def flow_of(running: RunningSandbox, app: IntuitApp | None = None, clock: Clock | None = None) -> SignIn:
    return SignIn(
        app or sandboxed.intuit_app(running),
        base_url=running.quickbooks_base_url,
        environment=Environment.CUSTOM,
        clock=clock or SystemClock(),
        loopback_only=True,
    )


def test_signing_in_names_the_company_and_how_long_it_lasts(running: RunningSandbox) -> None:
    found = sandboxed.sign_in(running)
    assert found.company.name == "Gulfline Technology Partners"
    assert found.setup.name == found.company.name
    assert found.setup.realm == found.company.realm
    assert found.grant.expires_in == 3600
    ends, hard = found.grant.facts.ends_at, found.grant.facts.hard_end
    assert ends is not None
    assert hard is not None
    now = SystemClock().now()
    assert 99 <= (ends - now).days <= 101
    assert (hard - now).days > 1800


def test_only_accounting_is_asked_for_with_a_state_of_its_own(running: RunningSandbox) -> None:
    flow = flow_of(running)
    first, second = (parse_qs(urlsplit(flow.begin()).query) for _ in range(2))
    assert first["scope"] == ["com.intuit.quickbooks.accounting"]
    assert first["state"] != second["state"]
    assert len(first["state"][0]) >= 43


def test_another_company_than_the_one_to_be_reconnected_is_refused_by_name(running: RunningSandbox) -> None:
    expected = sandboxed.sign_in(running).setup
    other = next(realm for realm, _ in running.realms if realm != expected.realm)
    with pytest.raises(WrongCompany) as caught:
        sandboxed.sign_in(running, realm=other, expected=expected)
    assert caught.value.sentence == (
        "The browser signed in to “Gulfline Cabling”, but this is “Gulfline Technology Partners”. Nothing was"
        " changed."
    )
    again = sandboxed.sign_in(running, realm=expected.realm, expected=expected)
    assert again.setup.realm == expected.realm


def test_an_address_of_another_sign_in_is_refused_and_the_right_one_still_works(
    running: RunningSandbox,
) -> None:
    flow = flow_of(running)
    right = sandboxed.consent(flow.begin())
    state = parse_qs(urlsplit(right).query)["state"][0]
    with pytest.raises(NotSetUp, match="another sign-in than the one begun here"):
        flow.finish(right.replace(state, "A" * len(state)))
    assert flow.finish(right).company.name


def test_a_sign_in_is_used_once(running: RunningSandbox) -> None:
    flow = flow_of(running)
    address = sandboxed.consent(flow.begin())
    flow.finish(address)
    with pytest.raises(NotSetUp, match="used already"):
        flow.finish(address)


def test_a_sign_in_that_took_too_long_is_begun_again(running: RunningSandbox) -> None:
    clock = FastClock(SystemClock(), 5000)
    flow = flow_of(running, clock=clock)
    address = sandboxed.consent(flow.begin())
    clock.wait(700)
    with pytest.raises(NotSetUp, match="ten minutes"):
        flow.finish(address)


def test_a_declined_sign_in_is_said_as_such(running: RunningSandbox) -> None:
    flow = flow_of(running)
    state = parse_qs(urlsplit(flow.begin()).query)["state"][0]
    with pytest.raises(RemoteRefused, match="declined"):
        flow.finish(f"http://127.0.0.1:8612/callback?error=access_denied&state={state}")


def test_a_pasted_address_may_be_broken_by_blanks_and_lines() -> None:
    pasted = "\ufeff  https://firm.example/back?code=AB11\n\u200b 22&state=xyz &realmId=934145\u00a0 \r\n"
    found = read_callback(pasted)
    assert (found.code, found.state, found.realm) == ("AB1122", "xyz", "934145")
    assert read_callback("code=1&state=2&realmId=3").code == "1"
    assert "AB1122" not in repr(found)


@pytest.mark.parametrize("pasted", ["", "https://firm.example/back", "code=1&realmId=2", "hello"])
def test_what_is_not_the_address_is_said_to_be_none(pasted: str) -> None:
    with pytest.raises(NotSetUp, match="address"):
        read_callback(pasted)


def test_wrong_keys_of_the_app_are_named(running: RunningSandbox) -> None:
    right = sandboxed.intuit_app(running)
    flow = flow_of(running, IntuitApp(right.client_id, "wrong", right.redirect_uri, right.discovery_url))
    with pytest.raises(NotSetUp, match="client id and secret"):
        flow.finish(sandboxed.consent(flow.begin()))


def test_a_token_that_does_not_hold_is_no_loss_of_the_sign_in_that_does(running: RunningSandbox) -> None:
    with pytest.raises(NotSetUp, match="does not accept this refresh token"):
        flow_of(running).finish_with_token(running.realms[0][0], "AB11-of-last-year")


def test_a_netrc_file_does_not_replace_the_apps_keys(
    running: RunningSandbox,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("default login wrong password wrong\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert sandboxed.sign_in(running).company.name


def test_a_discovery_document_may_not_name_another_host(running: RunningSandbox) -> None:
    base = running.quickbooks_base_url
    for field in ("token_endpoint", "authorization_endpoint", "revocation_endpoint"):
        document = {**dict.fromkeys(FALLBACK, f"{base}/x"), field: "https://evil.example/steal"}
        body = str(document).replace("'", '"')
        running.control.faults.add(server="quickbooks", path="openid", status=200, body=body)
        with pytest.raises(NotSetUp, match=r"demo|evil\.example"):
            flow_of(running).begin()


def test_intuits_own_addresses_are_on_the_list() -> None:
    assert {host_of(address) for address in FALLBACK.values()} <= INTUIT_HOSTS
    assert {host_of(one.discovery_url) for one in ADDRESSES.values()} <= INTUIT_HOSTS


def test_intuits_discovery_page_may_be_down(running: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from mobius_desktop.quickbooks.signin import auth_client

    # Intuit's own page cannot be asked here: the sandbox's is taken for it.
    right = sandboxed.intuit_app(running)
    monkeypatch.setattr(auth_client, "_PUBLIC_DISCOVERY", frozenset({right.discovery_url}))
    flow = SignIn(right, base_url="http://127.0.0.1:1", environment=Environment.CUSTOM, clock=SystemClock())
    for fault in ("html", "unavailable"):
        running.control.faults.add(server="quickbooks", preset=fault, path="openid")
        assert flow.begin().startswith("https://appcenter.intuit.com/connect/oauth2?")
    assert flow.begin().startswith(running.quickbooks_base_url)


def test_intuit_out_of_reach_is_said_so(clock: FastClock) -> None:
    app = IntuitApp("id", "secret", "http://127.0.0.1:1/x", "http://127.0.0.1:1/.well-known/x")
    flow = SignIn(
        app, base_url="http://127.0.0.1:1", environment=Environment.CUSTOM, clock=clock, loopback_only=True
    )
    with pytest.raises(Unreachable) as told:
        flow.begin()
    assert told.value.sentence == (
        "http://127.0.0.1:1/.well-known/x could not be reached: no connection could be made. Correct the"
        " Discovery address at the app's keys."
    )


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (404, "not here", "it answers with status 404"),
        (301, "", "it answers with status 301"),
        (200, "<html>Welcome</html>", "what it answers is something else"),
        (200, "[]", "what it answers is something else"),
        (200, '{"issuer": "x"}', "what it answers is something else"),
    ],
)
def test_a_discovery_address_that_leads_elsewhere_is_named(
    running: RunningSandbox, status: int, body: str, why: str
) -> None:
    running.control.faults.add(server="quickbooks", path="openid", status=status, body=body)
    with pytest.raises(RemoteRefused) as told:
        flow_of(running).begin()
    address = sandboxed.intuit_app(running).discovery_url
    assert told.value.sentence.startswith(
        f"{address} is not the document that says how to sign in to Intuit: {why}."
    )
    assert "Correct the Discovery address" in told.value.sentence


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def anything(_state: str) -> bool:
    return True


def get(port: int, target: str, host: str = "127.0.0.1") -> int:
    return page(port, target, host)[0]


def page(port: int, target: str, host: str = "127.0.0.1") -> tuple[int, str]:
    """What the browser shows."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", target)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_listener_takes_the_one_address_it_waits_for(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    with LoopbackListener(f"http://localhost:{port}/callback", SystemClock(), anything) as listener:
        assert get(port, "/favicon.ico") == 404
        assert get(port, "/callback") == 404
        assert get(port, "/callback?code=c0de&state=s&realmId=1") == 200
        came = listener.wait(5)
    assert came == f"http://localhost:{port}/callback?code=c0de&state=s&realmId=1"
    assert "c0de" not in caplog.text
    with pytest.raises(OSError, match=r"refused|in time|denied|aborted"):
        get(port, "/callback?code=x&state=s")


def test_the_browsers_page_claims_no_more_than_the_program_will(running: RunningSandbox) -> None:
    right = sandboxed.intuit_app(running)
    port = free_port()
    redirect = f"http://localhost:{port}/callback"
    flow = flow_of(running, IntuitApp(right.client_id, right.client_secret, redirect, right.discovery_url))
    state = parse_qs(urlsplit(flow.begin()).query)["state"][0]
    with LoopbackListener(redirect, SystemClock(), flow.belongs) as listener:
        _, stranger = page(port, "/callback?code=c&state=of-an-older-page&realmId=1")
        came = listener.wait(5)
        _, declined = page(port, f"/callback?error=access_denied&state={state}")
        _, agreed = page(port, f"/callback?code=c&state={state}&realmId=1")
    assert "<h1>Not signed in</h1>" in stranger
    assert "belongs to another sign-in" in stranger
    assert "<h1>Not signed in</h1>" in declined
    assert "was not allowed" in declined
    assert "igned in</h1>" not in agreed
    assert came is not None
    with pytest.raises(NotSetUp) as told:
        flow.finish(came)
    assert told.value.sentence == (
        "The browser came back from another sign-in than the one begun here, perhaps from an older page."
        " Nothing was changed. Begin the sign-in again."
    )


def test_the_listener_ends_when_nobody_comes_or_the_user_cancels() -> None:
    clock = FastClock(SystemClock(), 1000)
    with LoopbackListener(f"http://127.0.0.1:{free_port()}/callback", clock, anything) as listener:
        assert listener.wait(60) is None
        stop = threading.Event()
        stop.set()
        with stopped_by(stop):
            assert listener.wait(10_000_000) is None


def test_a_port_in_use_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        listener = LoopbackListener(f"http://127.0.0.1:{port}/callback", SystemClock(), anything)
        with pytest.raises(NotSetUp, match="in use"):
            listener.__enter__()


@pytest.mark.parametrize("port", ["99999", "0", "80", "1023", "8612x", "-1"])
def test_a_port_that_cannot_be_is_refused_with_its_own_sentence(port: str) -> None:
    with pytest.raises(
        NotSetUp, match=f"“{port}” cannot be the port. It has to be a number from 1024 to 65535"
    ):
        LoopbackListener(f"http://localhost:{port}/callback", SystemClock(), anything)


def test_a_port_that_the_system_keeps_is_not_said_to_be_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(_server: socketserver.TCPServer) -> None:
        raise PermissionError(errno.EACCES, "an attempt was made to access a socket in a forbidden way")

    monkeypatch.setattr(socketserver.TCPServer, "server_bind", bind)
    listener = LoopbackListener(f"http://localhost:{free_port()}/callback", SystemClock(), anything)
    with pytest.raises(NotSetUp, match=r"does not let the program wait at port \d+: it is reserved"):
        listener.__enter__()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://localhost:8612/callback", True),
        ("http://127.0.0.1:8612/", True),
        ("https://firm.example/back", False),
        ("http://localhost/callback", False),
    ],
)
def test_a_listener_serves_loopback_addresses_only(address: str, expected: bool) -> None:
    assert can_listen(address) is expected


def test_the_whole_sign_in_through_browser_and_listener(running: RunningSandbox) -> None:
    right = sandboxed.intuit_app(running)
    redirect = f"http://localhost:{free_port()}/callback"
    flow = flow_of(running, IntuitApp(right.client_id, right.client_secret, redirect, right.discovery_url))
    with LoopbackListener(redirect, SystemClock(), flow.belongs) as listener:
        back = urlsplit(sandboxed.consent(flow.begin()))
        get(back.port or 0, f"{back.path}?{back.query}")
        came = listener.wait(5)
    assert came is not None
    assert flow.finish(came).company.name == "Gulfline Technology Partners"


def test_a_working_connection_passes_its_test(client: QuickBooksClient, running: RunningSandbox) -> None:
    report = check_connection(client, name="Gulfline Technology Partners")
    assert report.passed
    assert {step.state for step in report.steps} == {StepState.PASSED}
    assert not running.control.recorder.find(kind="write")


def test_a_renamed_company_is_a_warning_only(client: QuickBooksClient) -> None:
    report = check_connection(client, name="Gulfline")
    assert report.passed
    assert any(step.state is StepState.WARNING for step in report.steps)


def test_a_lost_sign_in_fails_its_step(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.do("quickbooks", "revoke_grant")
    failure = check_connection(client).failure
    assert failure is not None
    assert failure.name == "Sign-in accepted"
    assert "Reconnect" in failure.sentence


def test_quickbooks_own_numbers_fail_the_test(client: QuickBooksClient, running: RunningSandbox) -> None:
    running.control.do(
        "quickbooks", "set_preference", group="SalesFormsPrefs", name="CustomTxnNumbers", value=False
    )
    failure = check_connection(client).failure
    assert failure is not None
    assert failure.name == "Custom transaction numbers"


def test_a_server_that_is_gone_fails_as_not_reached(clock: FastClock) -> None:
    with sandboxed.sandbox() as running:
        client = sandboxed.quickbooks(running, clock)
    failure = check_connection(client).failure
    client.close()
    assert failure is not None
    assert failure.name == "QuickBooks reached"
