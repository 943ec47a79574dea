"""The program without its window: the demo's start and restart, editions, and connecting to both sides."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.domain.connection import StepState
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.errors import Cancelled, InUse, Known, NotSetUp
from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.options import Creation, Summary
from mobius_desktop.domain.setup import Environment
from mobius_desktop.history.history import History
from mobius_desktop.history.telling import as_values, batch_values
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.wiring.sandbox_servers import consent
from tests.e2e.desk import Desk, open_desk


def test_opening_the_program_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mobius_desktop.wiring import *;"
        f"open_program(ProgramOptions(data_dir=Path({str(tmp_path)!r}), demo=True)).close();"
        "heavy = {'requests', 'keyring', 'flask', 'rapidfuzz', 'xlsxwriter', 'PySide6', 'werkzeug'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(  # noqa: S603 - our own interpreter with our own code
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_the_demo_connects_both_companies_with_the_sample_firms_options(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        first, second = desk.program.companies()
        assert (first.name, first.default) == ("Gulfline Technology Partners", True)
        assert (second.name, second.default) == ("Gulfline Cabling", False)
        options = desk.program.options(first.realm)
        assert options.invoice_export_detail is Summary.DETAILED
        assert {options.create_customers, options.create_items, options.create_terms} == {Creation.ALLOW}
        other = desk.program.options(second.realm)
        austin = next(one for one in desk.program.locations() if one.name == "Austin")
        assert (other.location_id, other.invoice_export_detail) == (austin.id, Summary.CONDENSED)
        setup = desk.program.connectwise_setup()
        assert setup is not None
        assert setup.origin == "gulfline@127.0.0.1"
        assert desk.program.today().isoformat() == "2026-11-02"


def test_a_second_start_on_the_demos_folder_says_who_has_it(tmp_path: Path) -> None:
    with open_desk(tmp_path), pytest.raises(InUse, match="is in use by"):
        open_program(ProgramOptions(data_dir=tmp_path, demo=True))


def test_the_demo_goes_on_where_it_was_left_and_fresh_starts_it_over(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501")
        desk.program.store.change_options(
            desk.realm, desk.program.options(desk.realm).__class__(number_prefix="X"), "somebody"
        )
    with open_desk(tmp_path) as desk:
        assert "10501" in desk.batched()
        assert "10501" not in {one.number for one in desk.listed().invoices}
        assert desk.program.options(desk.realm).number_prefix == "X"
        assert desk.program.store.batch(BatchNumber(1)) is not None
    with open_desk(tmp_path, fresh=True) as desk:
        assert "10501" in {one.number for one in desk.listed().offered}
        assert desk.program.store.batch(BatchNumber(1)) is None


def story(desk_or_program: Desk) -> str:
    program = desk_or_program.program
    found = History(program.archive, program.clock).batch(BatchNumber(1))
    assert found is not None
    return as_values(batch_values(found))


def test_offline_the_batch_reads_the_same_with_no_server(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.send("10501", "CM12", "10503")
        before = story(desk)
    program = open_program(ProgramOptions(data_dir=tmp_path, demo=True, offline=True))
    try:
        assert program.offline
        assert [one.name for one in program.companies()] == [
            "Gulfline Technology Partners",
            "Gulfline Cabling",
        ]
        found = History(program.archive, program.clock).batch(BatchNumber(1))
        assert found is not None
        assert as_values(batch_values(found)) == before
        with pytest.raises(NotSetUp, match="offline"):
            program.connect()
    finally:
        program.close()


@pytest.mark.parametrize("edition", [Edition.FREE, Edition.LITE])
def test_smaller_editions_have_one_company(tmp_path: Path, edition: Edition) -> None:
    with open_desk(tmp_path, edition=edition.value.lower()) as desk:
        assert desk.program.edition is edition
        assert [one.name for one in desk.program.companies()] == ["Gulfline Technology Partners"]
        entries = {"environment": Environment.CUSTOM.value}
        with pytest.raises(NotSetUp, match="More need the Standard edition"):
            desk.program.setting_up.connect_quickbooks(entries, lambda _address: None, StopEvent())


def test_both_connections_can_be_tested_and_name_the_failing_side(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert desk.program.setting_up.test_connectwise().passed
        assert desk.program.setting_up.test_quickbooks(desk.realm).passed
        servers = desk.program.servers
        assert servers is not None
        typed = {
            "site": servers.site,
            "company_id": servers.company_id,
            "public_key": servers.public_key,
            "private_key": "wrong",
            "client_id": servers.connectwise_client_id,
        }
        report = desk.program.setting_up.save_connectwise(typed)
        assert report.failure is not None
        assert (report.side, report.failure.name, report.failure.state) == (
            "ConnectWise",
            "Keys accepted",
            StepState.FAILED,
        )
        assert desk.program.setting_up.test_connectwise().passed, "keys that failed are not saved"


def entries_for(desk: Desk, port: int) -> dict[str, str]:
    servers = desk.program.servers
    assert servers is not None
    return {
        "client_id": servers.intuit_client_id,
        "client_secret": servers.intuit_client_secret,
        "redirect_port": str(port),
        "environment": Environment.CUSTOM.value,
        "base_url": servers.quickbooks_url,
        "discovery_url": servers.discovery_url,
    }


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_company_is_disconnected_and_signed_in_to_again_in_the_browser(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.program.setting_up.disconnect_quickbooks(desk.realm)
        assert desk.realm not in {one.realm for one in desk.program.companies()}
        browsers: list[threading.Thread] = []

        def browse(address: str) -> None:
            def follow() -> None:
                ends_on = consent(f"{address}&realm={desk.realm}")
                assert urllib.request.urlopen(ends_on, timeout=10).status == 200  # noqa: S310 - loopback

            browsers.append(threading.Thread(target=follow))
            browsers[0].start()

        setup = desk.program.setting_up.connect_quickbooks(
            entries_for(desk, free_port()), browse, StopEvent()
        )
        browsers[0].join()
        assert setup.name == "Gulfline Technology Partners"
        assert desk.program.setting_up.test_quickbooks(desk.realm).passed
        desk.program.setting_up.make_default(desk.realm)
        desk.send("10501")
        assert "10501" in desk.batched()


def test_a_sign_in_that_is_cancelled_changes_nothing(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        stop = StopEvent()
        with pytest.raises(Cancelled):
            desk.program.setting_up.connect_quickbooks(
                entries_for(desk, free_port()), lambda _address: stop.set(), stop
            )
        assert len(desk.program.companies()) == 2


def test_without_a_set_up_nothing_can_be_listed(tmp_path: Path) -> None:
    program = open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))
    try:
        program.connect()
        assert program.edition is Edition.LITE
        with pytest.raises(Known, match=r"not set up|not connected"):
            program.setting_up.test_connectwise()
    finally:
        program.close()


def test_every_key_and_sign_in_can_be_forgotten(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert desk.program.setting_up.test_connectwise().passed
        assert desk.program.setting_up.forget_keys() >= 6
        assert desk.program.setting_up.forget_keys() == 0
        with pytest.raises(Known):
            desk.program.setting_up.test_connectwise()
        with pytest.raises(Known):
            desk.program.setting_up.test_quickbooks(desk.realm)
