"""Which addresses may be called at all."""

from __future__ import annotations

import pytest

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.transport.addresses import checked, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "127.8.9.1"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1.example.com", "localhost.example", "10.0.0.1", ""])
def test_a_name_that_only_looks_like_this_machine_is_not_it(host: str) -> None:
    assert not is_loopback(host)


def test_keys_do_not_travel_readable() -> None:
    with pytest.raises(NotSetUp, match="https"):
        checked("http://psa.example.com/apis")


def test_a_test_server_on_this_machine_needs_no_https() -> None:
    assert checked("http://127.0.0.1:8610/") == "http://127.0.0.1:8610"


@pytest.mark.parametrize("address", ["https://api-na.myconnectwise.net", "https://[2001:db8::1]"])
def test_the_demo_reaches_this_computer_only(address: str) -> None:
    with pytest.raises(NotSetUp, match="demo"):
        checked(address, loopback_only=True)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://127.0.0.1",
        "na.myconnectwise.net",
        "https://",
        "https://hello world",
        "https://na..myconnectwise.net",
        "https://na.myconnectwise.net:99999",
        "https://[na",
        "https://[:::1]",
    ],
)
def test_what_is_no_web_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(NotSetUp, match="not a web address"):
        checked(address)


def test_a_password_in_an_address_is_refused() -> None:
    with pytest.raises(NotSetUp, match="password"):
        checked("https://user:secret@psa.example.com")
