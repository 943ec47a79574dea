"""Addresses that the user's browser opens: of the web, by https, with nothing unescaped."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from mobius_desktop.domain.ids import ConnectWiseId
from mobius_desktop.domain.setup import ConnectWiseSetup
from mobius_desktop.domain.web_addresses import connectwise_address


def setup(base_url: str, company_id: str = "gulfline") -> ConnectWiseSetup:
    return ConnectWiseSetup("na.myconnectwise.net", company_id, base_url, "client", "gulfline@x")


def test_a_cloud_site_is_opened_on_its_web_host() -> None:
    address = connectwise_address(
        setup("https://api-na.myconnectwise.net/v2025_1/apis/3.0"), ConnectWiseId(250)
    )
    assert address == (
        "https://na.myconnectwise.net/v4_6_release/services/system_io/router/openrecord.rails"
        "?locale=en_US&companyName=gulfline&recordType=CompanyFV&recid=250"
    )


def test_a_server_in_the_house_is_opened_where_it_is() -> None:
    address = connectwise_address(
        setup("https://api-psa.example.com:8443/v4_6_release/apis/3.0"), ConnectWiseId(7)
    )
    assert urlsplit(address).netloc == "api-psa.example.com:8443"


def test_what_the_user_typed_is_escaped() -> None:
    company = "Gulf & Line/#?=ü"
    address = connectwise_address(
        setup("https://api-eu.myconnectwise.net/v2025_1/apis/3.0", company), ConnectWiseId(1)
    )
    parts = urlsplit(address)
    assert address.isascii()
    assert " " not in address
    assert not parts.fragment
    assert parse_qs(parts.query)["companyName"] == [company]
    assert parse_qs(parts.query)["recid"] == ["1"]


@pytest.mark.parametrize(
    "base_url",
    [
        "http://127.0.0.1:8080/v4_6_release/apis/3.0",
        "http://psa.example.com/apis/3.0",
        "",
        "https://a@b.example/apis",
    ],
)
def test_no_browser_is_sent_where_https_is_not(base_url: str) -> None:
    assert connectwise_address(setup(base_url), ConnectWiseId(1)) == ""
