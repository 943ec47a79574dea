"""Signing in where the browser cannot come back: the address is pasted, or a playground token typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import NotSetUp, WrongCompany
from mobius_desktop.quickbooks.signin.intuit import refresh_token_name
from mobius_desktop.wiring.sandbox_servers import consent
from tests.e2e.desk import Desk, open_desk

REDIRECT = "https://www.gulfline.example/signin"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def entries(desk: Desk, **more: str) -> dict[str, str]:
    about = desk.sandbox.describe()["quickbooks"]
    return {
        "client_id": about["client_id"],
        "client_secret": about["client_secret"],
        "environment": "Custom",
        "discovery_url": about["discovery_url"],
        "base_url": desk.sandbox.quickbooks_base_url,
        "redirect_uri": REDIRECT,
        **more,
    }


def realm_names(desk: Desk) -> list[str]:
    return sorted(one.name for one in desk.program.companies())


def test_a_company_is_connected_by_the_pasted_address(desk: Desk) -> None:
    desk.program.setting_up.disconnect_quickbooks(desk.realm)
    page = desk.program.setting_up.begin_sign_in(entries(desk))
    ends_on = consent(f"{page}&realm={desk.realm}")
    assert ends_on.startswith(REDIRECT)
    setup = desk.program.setting_up.finish_sign_in(f"  {ends_on[:40]}\n{ends_on[40:]} ")
    assert (setup.realm, setup.redirect_uri) == (desk.realm, REDIRECT)
    assert desk.program.setting_up.test_quickbooks(desk.realm).passed


def test_an_address_of_another_sign_in_is_refused_and_the_right_one_still_works(desk: Desk) -> None:
    page = desk.program.setting_up.begin_sign_in(entries(desk, realm=desk.realm))
    ends_on = consent(f"{page}&realm={desk.realm}")
    with pytest.raises(NotSetUp, match="does not belong to the sign-in"):
        desk.program.setting_up.finish_sign_in(ends_on.replace("state=", "state=x"))
    with pytest.raises(NotSetUp, match="not the address that the sign-in ends on"):
        desk.program.setting_up.finish_sign_in(REDIRECT)
    assert desk.program.setting_up.finish_sign_in(ends_on).realm == desk.realm
    with pytest.raises(NotSetUp, match="No sign-in was begun"):
        desk.program.setting_up.finish_sign_in(ends_on)


def test_reconnecting_to_another_company_is_refused_with_both_names_and_changes_nothing(desk: Desk) -> None:
    first, second = desk.program.companies()
    before = desk.program.companies()
    page = desk.program.setting_up.begin_sign_in(entries(desk, realm=first.realm))
    with pytest.raises(WrongCompany) as refused:
        desk.program.setting_up.finish_sign_in(consent(f"{page}&realm={second.realm}"))
    assert first.name in refused.value.sentence
    assert second.name in refused.value.sentence
    assert desk.program.companies() == before
    assert desk.program.setting_up.test_quickbooks(first.realm).passed


@pytest.mark.parametrize(
    "address", ["", "http://www.gulfline.example/signin", "https://localhost/x", "https://10.0.0.1/x"]
)
def test_what_intuit_would_not_take_as_a_redirect_address_is_said_at_once(desk: Desk, address: str) -> None:
    with pytest.raises(NotSetUp, match="begin with https://"):
        desk.program.setting_up.begin_sign_in(entries(desk, realm=desk.realm) | {"redirect_uri": address})


def test_a_refresh_token_of_the_playground_connects_and_is_renewed_at_once(desk: Desk) -> None:
    desk.sandbox.control.switch("quickbooks", "refresh_rotation", "each")
    vault = desk.program.sides._vault
    token = vault.get(refresh_token_name(desk.realm))
    assert token
    setup = desk.program.setting_up.sign_in_with_token(
        entries(desk, realm=desk.realm, refresh_token=f" {token}\n", company_id=f" {desk.realm} ")
    )
    assert setup.realm == desk.realm
    assert vault.get(refresh_token_name(desk.realm)) != token
    assert desk.program.setting_up.test_quickbooks(desk.realm).passed


def test_a_token_that_is_none_says_so_and_changes_nothing(desk: Desk) -> None:
    before = realm_names(desk)
    with pytest.raises(NotSetUp, match="does not accept this refresh token"):
        desk.program.setting_up.sign_in_with_token(
            entries(desk, realm=desk.realm, refresh_token="AB11-not-a-token", company_id=desk.realm)
        )
    with pytest.raises(NotSetUp, match="is a number"):
        desk.program.setting_up.sign_in_with_token(
            entries(desk, realm=desk.realm, refresh_token="AB11", company_id="my company")
        )
    assert realm_names(desk) == before
    assert desk.program.setting_up.test_quickbooks(desk.realm).passed
