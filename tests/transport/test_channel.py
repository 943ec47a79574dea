"""One side's calls over a real connection: retries, proxies, .netrc, redirects, imports, the log."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mobius_desktop.connectwise.sentences import judge as connectwise_judge
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.retry import Trouble
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.channel import Call, Channel, Fixed, Reply, Silence, Timeouts
from mobius_desktop.transport.clock import FastClock
from mobius_desktop.transport.throttle import Throttle

SECRET = "Basic c2VjcmV0LXRva2VuLXRoYXQtbXVzdC1ub3QtbGVhaw=="
PATH = "/v2025_1/apis/3.0/system/info"


def channel(base_url: str, clock: FastClock, *, secret: str = SECRET, read: float = 5) -> Channel:
    return Channel(
        side="connectwise",
        base_url=base_url,
        timeouts=Timeouts(2, read),
        throttle=Throttle(clock, 100),
        clock=clock,
        authority=Fixed({"Authorization": secret}),
        headers={"Accept": "application/json"},
        loopback_only=True,
    )


def judge(reply: Reply) -> Trouble | None:
    return Trouble.SERVER_ERROR if reply.status >= 500 else None


def test_a_read_is_repeated_until_it_is_answered(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(preset="unavailable", server="connectwise", times=2)
    one = channel(running.connectwise_base_url, clock)
    outcome = one.exchange(Call("GET", PATH), judge, writes=False)
    one.close()
    assert isinstance(outcome, Reply)
    assert outcome.status == 400
    assert one.calls() == 3


@pytest.mark.parametrize("kind", ["drop", "truncate"])
def test_a_write_without_a_whole_answer_is_never_repeated(
    running: RunningSandbox, clock: FastClock, kind: str
) -> None:
    running.control.faults.add(kind=kind, server="connectwise", when="after")
    one = channel(running.connectwise_base_url, clock)
    outcome = one.exchange(Call("POST", PATH, body=b"{}"), judge, writes=True)
    one.close()
    assert outcome == Silence(Trouble.NO_ANSWER, "the connection was lost")
    assert one.calls() == 1


def test_a_write_that_a_server_error_answers_is_never_repeated(
    running: RunningSandbox, clock: FastClock
) -> None:
    running.control.faults.add(preset="html", server="connectwise", times=None)
    one = channel(running.connectwise_base_url, clock)
    one.exchange(Call("POST", PATH, body=b"{}"), judge, writes=True)
    one.close()
    assert one.calls() == 1


def test_a_slow_answer_is_no_answer(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(kind="delay", server="connectwise", seconds=1.0)
    one = channel(running.connectwise_base_url, clock, read=0.2)
    outcome = one.exchange(Call("POST", PATH, body=b"{}"), judge, writes=True)
    one.close()
    assert outcome == Silence(Trouble.NO_ANSWER, "it did not answer in time", slow=True)


def test_a_read_is_not_waited_for_five_times(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(kind="delay", server="connectwise", seconds=1.0, times=None)
    one = channel(running.connectwise_base_url, clock, read=0.1)
    outcome = one.exchange(Call("GET", PATH), judge, writes=False)
    one.close()
    assert isinstance(outcome, Silence)
    assert one.calls() == 2


def test_a_pause_of_an_hour_is_told_not_sat_out(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(server="connectwise", status=429, headers={"Retry-After": "3600"}, times=None)
    one = channel(running.connectwise_base_url, clock)
    outcome = one.exchange(Call("GET", PATH), connectwise_judge, writes=False)
    one.close()
    assert isinstance(outcome, Reply)
    assert (outcome.status, outcome.retry_after) == (429, 3600)
    assert one.calls() == 1


def test_a_server_that_is_not_there_was_never_sent_anything(clock: FastClock) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    one = channel(f"http://127.0.0.1:{port}", clock)
    outcome = one.exchange(Call("POST", "/x", body=b"{}"), judge, writes=True)
    one.close()
    assert outcome == Silence(Trouble.NOT_SENT, "no connection could be made")


def test_an_earlier_call_that_never_left_says_nothing_about_this_one(
    running: RunningSandbox, clock: FastClock
) -> None:
    import requests

    running.control.faults.add(kind="drop", server="connectwise", when="after")
    one = channel(running.connectwise_base_url, clock)
    with requests.Session() as session:
        try:
            session.get("http://127.0.0.1:1/", timeout=2)
        except requests.RequestException:
            outcome = one.exchange(Call("POST", PATH, body=b"{}"), judge, writes=True)
    one.close()
    assert outcome == Silence(Trouble.NO_ANSWER, "the connection was lost")
    assert one.calls() == 1


def test_a_certificate_that_is_not_trusted_means_that_nothing_was_sent() -> None:
    import ssl

    import requests
    import urllib3.exceptions as wrapped

    from mobius_desktop.transport.session import reason_of, trouble_of

    refused = ssl.SSLCertVerificationError("self-signed certificate")
    reason = wrapped.MaxRetryError(None, "/", wrapped.SSLError(refused))  # type: ignore[arg-type]  # no pool here
    error = requests.exceptions.SSLError(reason)
    assert trouble_of(error) is Trouble.NOT_SENT
    assert "certificate" in reason_of(error)
    broken = requests.exceptions.SSLError(
        wrapped.MaxRetryError(None, "/", wrapped.SSLError(ssl.SSLEOFError("ended early")))  # type: ignore[arg-type]  # the same
    )
    assert trouble_of(broken) is Trouble.NO_ANSWER
    assert trouble_of(ValueError("not ours")) is None


def test_a_netrc_file_does_not_replace_the_keys(
    running: RunningSandbox, clock: FastClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login wrong password wrong\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    about = running.describe()["connectwise"]
    from mobius_desktop.connectwise.client import ApiKeys, authority

    keys = ApiKeys(about["public_key"], about["private_key"])
    right = authority(about["company_id"], keys, about["client_id"])
    one = Channel(
        side="connectwise",
        base_url=running.connectwise_base_url,
        timeouts=Timeouts(2, 5),
        throttle=Throttle(clock, 100),
        clock=clock,
        authority=right,
        headers={},
    )
    outcome = one.exchange(Call("GET", PATH), judge, writes=False)
    one.close()
    assert isinstance(outcome, Reply)
    assert outcome.status == 200


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    running: RunningSandbox, clock: FastClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    one = channel(running.connectwise_base_url, clock)
    outcome = one.exchange(Call("GET", PATH), judge, writes=False)
    one.close()
    assert isinstance(outcome, Reply)


def test_a_proxy_that_is_not_there_means_that_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    import requests

    from mobius_desktop.transport.session import trouble_of

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with requests.Session() as session, pytest.raises(requests.RequestException) as caught:
        session.get("https://api-na.myconnectwise.net/", timeout=2)
    assert trouble_of(caught.value) is Trouble.NOT_SENT


def test_a_redirect_is_not_followed_with_the_keys(running: RunningSandbox, clock: FastClock) -> None:
    running.control.faults.add(
        server="connectwise", status=302, headers={"Location": f"{running.quickbooks_base_url}/stolen"}
    )
    one = channel(running.connectwise_base_url, clock)
    outcome = one.exchange(Call("GET", PATH), judge, writes=False)
    one.close()
    assert isinstance(outcome, Reply)
    assert outcome.status == 302
    assert not running.control.recorder.find(server="quickbooks")


def test_the_demos_channel_cannot_be_pointed_elsewhere(clock: FastClock) -> None:
    with pytest.raises(NotSetUp, match="demo"):
        channel("https://api-na.myconnectwise.net", clock)


def test_no_key_reaches_the_log(
    running: RunningSandbox, clock: FastClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    running.control.faults.add(kind="drop", server="connectwise")
    one = channel(running.connectwise_base_url, clock)
    one.exchange(Call("GET", PATH, (("conditions", 'name="Secret Customer"'),)), judge, writes=False)
    one.close()
    text = caplog.text
    assert "connectwise GET 127.0.0.1" in text
    assert SECRET not in text
    assert SECRET.split()[1] not in text
    assert "Secret Customer" not in "\n".join(r.getMessage() for r in caplog.records if "mobius" in r.name)
    assert SECRET.split()[1] not in repr(one) + repr(Fixed({"Authorization": SECRET}))


def test_calls_in_parallel_keep_their_connections(running: RunningSandbox, clock: FastClock) -> None:
    one = channel(running.connectwise_base_url, clock)
    threads = [
        threading.Thread(target=one.exchange, args=(Call("GET", PATH), judge), kwargs={"writes": False})
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.counts() == {f"GET {PATH}": 8}
    one.close()


def test_nothing_heavy_loads_before_the_first_call() -> None:
    code = (
        "import sys\n"
        "import mobius_desktop.connectwise.client, mobius_desktop.quickbooks.client\n"
        "import mobius_desktop.connectwise.connection_check, mobius_desktop.quickbooks.connection_check\n"
        "import mobius_desktop.quickbooks.signin.flow, mobius_desktop.quickbooks.signin.tokens\n"
        "import mobius_desktop.credentials.choice\n"
        "heavy = {'requests', 'intuitlib.client', 'keyring', 'pyrate_limiter', 'cryptography'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    found = subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
