"""What people get wrong while connecting: each has its own sentence, and what was there stays as it was."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event as StopEvent
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mobius_desktop.domain.connection import ConnectionReport, ConnectionStep, StepState
from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.setup import SecretName
from mobius_desktop.wiring.sandbox_servers import consent
from tests.e2e.desk import Desk, open_desk

NAMES = (*SecretName,)
LOOK = "Look at the field Site: where ConnectWise PSA is opened in the browser, such as na.myconnectwise.net."
NO_NAME = "its name could not be found"
NETWORK = "heck the network connection, then try again."
MISSPELLED, RIGHT = "na.myconectwise.net", "na.myconnectwise.net"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Both sides are connected already: nothing of that may be lost."""
    with open_desk(tmp_path) as opened:
        yield opened


def saved(desk: Desk) -> dict[str, Any]:
    """Everything that is set up, secrets included."""
    program = desk.program
    vault = program.sides._vault
    names = [*NAMES, *(f"{name}:{one.realm}" for name in NAMES for one in program.companies())]
    return {
        "connectwise": program.connectwise_setup(),
        "companies": program.companies(),
        "secrets": {str(name): vault.get(str(name)) for name in names},
        "options": program.options(desk.realm),
        "links": program.store.links(desk.realm),
    }


def typed(desk: Desk, **other: str) -> dict[str, str]:
    about = desk.sandbox.describe()["connectwise"]
    names = ("company_id", "public_key", "private_key", "client_id")
    return {"site": about["base_url"], **{name: about[name] for name in names}, **other}


def failure(desk: Desk, entries: dict[str, str]) -> ConnectionStep:
    """What a *Test and save* says, which must change nothing."""
    before = saved(desk)
    found = desk.program.setting_up.save_connectwise(entries).failure
    assert found is not None
    assert found.sentence
    assert saved(desk) == before
    return found


# -- ConnectWise ------------------------------------------------------------------------------------------


def test_a_wrong_site_is_named(desk: Desk) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        site = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        step = failure(desk, typed(desk, site=site))
    assert step.name == "Site found"
    assert step.sentence.startswith(
        "The site 127.0.0.1 could not be reached: no connection could be made. Look at"
    )
    quickbooks = desk.sandbox.quickbooks_base_url
    assert "is no ConnectWise site" in failure(desk, typed(desk, site=quickbooks)).sentence


@pytest.mark.parametrize("site", ["hello world", "na..myconnectwise.net", "[na", "na.example:99999"])
def test_a_site_that_is_no_host_name_is_said_so_and_nobody_is_asked(desk: Desk, site: str) -> None:
    step = failure(desk, typed(desk, site=site))
    assert step.sentence == f"“{site}” cannot be a site. {LOOK}"


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (MISSPELLED, f"The site {MISSPELLED} was not found: {NO_NAME}. {LOOK} If it is right, c{NETWORK}"),
        (RIGHT, f"ConnectWise at {RIGHT} could not be reached: {NO_NAME}. C{NETWORK}"),
    ],
)
def test_a_misspelled_site_leads_to_its_field_and_a_right_one_to_the_network(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, site: str, said: str
) -> None:
    look_up = socket.getaddrinfo

    def nobody_knows(host: Any, *rest: Any, **named: Any) -> Any:
        if host == site:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    program = desk.program
    program.setting_up._loopback_only = False  # the rules outside of the demo
    assert failure(desk, typed(desk, site=site)).sentence == said


def test_swapped_keys_are_said_to_be_perhaps_swapped(desk: Desk) -> None:
    right = typed(desk)
    swapped = right | {"public_key": right["private_key"], "private_key": right["public_key"]}
    step = failure(desk, swapped)
    assert step.name == "Keys accepted"
    assert "may be swapped" in step.sentence


def test_blanks_and_lines_around_a_pasted_key_are_taken_off(desk: Desk) -> None:
    right = typed(desk)
    pasted = {name: f"  {text}\r\n" for name, text in right.items()}
    assert desk.program.setting_up.save_connectwise(pasted).passed
    keys = desk.program.sides.keys()
    assert (keys.public, keys.private) == (right["public_key"], right["private_key"])


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00a0"])
def test_unseen_characters_around_a_pasted_entry_are_taken_off(desk: Desk, unseen: str) -> None:
    right = typed(desk)
    pasted = {name: f"{unseen}{text}{unseen}" for name, text in right.items()}
    assert desk.program.setting_up.save_connectwise(pasted).passed
    keys, setup = desk.program.sides.keys(), desk.program.connectwise_setup()
    assert (keys.public, keys.private) == (right["public_key"], right["private_key"])
    assert setup is not None
    assert (setup.site, setup.company_id, setup.client_id) == (
        right["site"],
        right["company_id"],
        right["client_id"],
    )


def test_unseen_characters_in_an_intuit_app_are_taken_off(desk: Desk) -> None:
    right = sign_in(desk)
    chosen = {name: right.pop(name) for name in ("environment", "realm")}
    pasted = {name: f"\u200b{text}\u00a0" for name, text in right.items()}
    page = desk.program.setting_up.begin_sign_in(pasted | chosen)
    ends_on = consent(f"{page}&realm={desk.realm}")
    assert desk.program.setting_up.finish_sign_in(f"\u200b{ends_on}\ufeff").realm == desk.realm
    setup = desk.program.sides.company(desk.realm)
    assert (setup.base_url, setup.redirect_uri) == (right["base_url"], right["redirect_uri"])


def test_http_in_the_place_of_https_is_refused_before_a_key_is_sent(desk: Desk) -> None:
    before = desk.sandbox.control.recorder.find()
    program = desk.program
    program.launched = type(program.launched)(data_dir=program.folder)  # the rules outside of the demo
    step = failure(desk, typed(desk, site="http://na.myconnectwise.example"))
    assert "https" in step.sentence
    assert desk.sandbox.control.recorder.find() == before


@pytest.mark.parametrize("played", ["null", "404"])
def test_a_company_id_in_another_case_says_that_case_counts(desk: Desk, played: str) -> None:
    desk.sandbox.control.switch("connectwise", "unknown_company", played)
    said = failure(desk, typed(desk, company_id="GulfLine")).sentence
    assert "“GulfLine”" in said
    assert "capitals and small letters too" in said


@pytest.mark.parametrize(("hours", "way"), [(5, "behind"), (-5, "ahead of"), (30, "behind")])
def test_a_clock_that_is_hours_off_is_said_by_both_tests(desk: Desk, hours: int, way: str) -> None:
    clock = desk.program.clock
    opened = clock.now()

    def off() -> dt.datetime:
        return opened - dt.timedelta(hours=hours)

    clock.now = off  # type: ignore[method-assign] # the computer's clock is set wrong
    told = [
        clock_step_of(desk.program.setting_up.test_connectwise()),
        clock_step_of(desk.program.setting_up.test_quickbooks(desk.realm)),
    ]
    span = "5 hours" if abs(hours) == 5 else "1 day"
    for step, side in zip(told, ("ConnectWise", "QuickBooks"), strict=True):
        assert step.state is StepState.WARNING
        assert step.sentence.startswith(f"This computer's clock is {span} {way} {side}'s. Set it right")


def clock_step_of(report: ConnectionReport) -> ConnectionStep:
    assert report.passed
    return next(step for step in report.steps if step.name == "This computer's clock")


# -- QuickBooks -------------------------------------------------------------------------------------------


def sign_in(desk: Desk, **other: str) -> dict[str, str]:
    about = desk.sandbox.describe()["quickbooks"]
    return {
        "client_id": about["client_id"],
        "client_secret": about["client_secret"],
        "environment": "Custom",
        "discovery_url": about["discovery_url"],
        "base_url": desk.sandbox.quickbooks_base_url,
        "redirect_uri": "https://www.gulfline.example/signin",
        "realm": desk.realm,
        **other,
    }


def refused(desk: Desk, address: str) -> str:
    """What a pasted address is answered with, which must change nothing."""
    before = saved(desk)
    with pytest.raises(Known) as told:
        desk.program.setting_up.finish_sign_in(address)
    assert saved(desk) == before
    assert desk.program.setting_up.test_quickbooks(desk.realm).passed
    return told.value.sentence


def test_a_port_in_use_is_named_with_the_way_out(desk: Desk) -> None:
    before = saved(desk)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        entries = sign_in(desk, redirect_uri="", redirect_port=port)
        with pytest.raises(Known, match=f"{port}.*in use"):
            desk.program.setting_up.connect_quickbooks(entries, lambda _address: None, StopEvent())
    assert saved(desk) == before


@pytest.mark.parametrize("port", ["99999", "0", "80", "eight"])
def test_a_port_that_cannot_be_is_named(desk: Desk, port: str) -> None:
    before = saved(desk)
    with pytest.raises(Known, match=f"“{port}” cannot be the port"):
        desk.program.setting_up.connect_quickbooks(
            sign_in(desk, redirect_uri="", redirect_port=port), lambda _address: None, StopEvent()
        )
    assert saved(desk) == before


@pytest.mark.parametrize("address", ["https://[x", "https://two words.example", "https://firm.example:x"])
def test_a_redirect_address_that_is_none_is_said_so(desk: Desk, address: str) -> None:
    with pytest.raises(Known, match="has to begin with https:// and name a page"):
        desk.program.setting_up.begin_sign_in(sign_in(desk, redirect_uri=address))


@pytest.mark.parametrize("field", ["discovery_url", "base_url"])
def test_an_address_of_a_server_that_is_none_is_said_so(desk: Desk, field: str) -> None:
    with pytest.raises(Known, match="is not a web address"):
        desk.program.setting_up.sign_in_with_token(
            sign_in(desk, refresh_token="AB11", company_id=desk.realm, **{field: "http://127.0.0.1:99999"})
        )


def test_a_browser_that_was_closed_ends_the_wait_after_ten_minutes(desk: Desk) -> None:
    before = saved(desk)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    entries = sign_in(desk, redirect_uri="", redirect_port=port)
    with pytest.raises(Known, match="did not come back within ten minutes"):
        desk.program.setting_up.connect_quickbooks(entries, lambda _address: None, StopEvent())
    assert saved(desk) == before


def test_a_denied_consent_is_said_as_such(desk: Desk) -> None:
    page = desk.program.setting_up.begin_sign_in(sign_in(desk))
    state = parse_qs(urlsplit(page).query)["state"][0]
    said = refused(desk, f"https://www.gulfline.example/signin?error=access_denied&state={state}")
    assert said == "The sign-in was declined in the browser. Nothing was changed."


def test_an_address_with_another_state_is_refused(desk: Desk) -> None:
    page = desk.program.setting_up.begin_sign_in(sign_in(desk))
    ends_on = consent(f"{page}&realm={desk.realm}")
    assert "does not belong to the sign-in" in refused(desk, ends_on.replace("state=", "state=x"))


def test_an_expired_code_is_said_as_such(desk: Desk) -> None:
    page = desk.program.setting_up.begin_sign_in(sign_in(desk))
    ends_on = consent(f"{page}&realm={desk.realm}")
    desk.sandbox.control.clock.advance(3600)
    assert "its code was used already or is too old" in refused(desk, ends_on)


def test_a_wrong_client_secret_leaves_the_saved_app_and_sign_in_as_they_are(desk: Desk) -> None:
    page = desk.program.setting_up.begin_sign_in(sign_in(desk, client_secret="wrong"))
    ends_on = consent(f"{page}&realm={desk.realm}")
    assert "client id and secret" in refused(desk, ends_on)


def test_each_company_keeps_the_intuit_app_it_was_signed_in_with(desk: Desk) -> None:
    """Sandbox and production keys are two: those of one company do not replace those of another."""
    program, other = desk.program, desk.program.companies()[1]
    sides = program.sides
    before = sides.app("x", "y", desk.realm)
    sides.save_app("another id", "another secret", other.realm)
    assert sides.app("x", "y", desk.realm) == before
    assert sides.app("x", "y", other.realm).client_id == "another id"
    sides.forget_app(other.realm)
    assert sides.app("x", "y", desk.realm) == before
