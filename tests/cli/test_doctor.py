"""`mobius-desktop doctor` as a script uses it: what it prints and what it exits with."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mobius_desktop.cli import main
from mobius_desktop.domain.checkup import CheckupReport
from mobius_desktop.wiring import ProgramOptions, open_program
from tests.e2e.desk import open_desk
from tests.ui.pages.firm_program import CONNECTWISE, NOW, REALM, company

WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; from mobius_desktop.__main__ import main; main()"
FAST = ("--latency-ms", "0", "--speed", "100")


def doctor(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--demo", "--data-dir", str(folder), *FAST, *words])


def test_json_lists_every_check_with_problems_money_and_the_place_to_fix_it(tmp_path: Path) -> None:
    ran = subprocess.run(  # noqa: S603 - our own program with our own words
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            WITHOUT_QT,
            *("doctor", "--demo", "--data-dir", str(tmp_path), *FAST, "--json"),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    assert told["would_fail"] is True
    assert told["counts"]["unposted invoices"] == 45
    checks = {one["code"]: one for one in told["checks"]}
    (unlinked,) = checks["CUSTOMERS"]["problems"]
    assert unlinked["code"] == "CUSTOMER_UNLINKED"
    assert unlinked["places"] == [
        "Mobius Desktop ▸ Set up QuickBooks Online ▸ Gulfline Technology Partners ▸ Links ▸ Customers"
    ]
    assert unlinked["touched"] == {"numbers": ["10508"], "money": [["USD", 195.00]]}
    assert unlinked["place"] == "links"
    assert checks["PACKAGE"]["problems"][0]["fix"].startswith("In ConnectWise: System ▸")


def test_the_last_result_can_be_read_without_a_network(tmp_path: Path) -> None:
    with open_desk(tmp_path):
        """Connected, and never checked."""
    none_yet = doctor(tmp_path, "--offline")
    assert none_yet.exit_code == 2
    assert "was not checked yet" in none_yet.stderr
    first = doctor(tmp_path)
    again = doctor(tmp_path, "--offline")
    assert (first.exit_code, again.exit_code) == (1, 1)
    assert again.stdout == first.stdout
    assert "causes stand in the way" in again.stdout
    assert "           QuickBooks ▸ Chart of accounts" in again.stdout


def test_a_company_that_is_not_connected_is_named_with_those_that_are(tmp_path: Path) -> None:
    ran = doctor(tmp_path, "--company", "Nobody, Inc.")
    assert ran.exit_code == 2
    assert "Gulfline" in ran.stderr


def test_without_any_connection_it_says_what_is_missing(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["doctor", "--data-dir", str(tmp_path), "--vault", "memory"])
    assert ran.exit_code == 2
    assert "No QuickBooks company is connected" in ran.stderr


def test_where_no_key_can_be_had_nothing_is_known_and_the_last_result_stays(tmp_path: Path) -> None:
    found = CheckupReport(REALM, company().name, NOW, "Lite", (), counts=(("customers", 13),))
    with closing(open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))) as program:
        program.store.save_connectwise_setup(CONNECTWISE)
        program.store.save_company(company())
        program.store.put_checkup(found)
    ran = CliRunner().invoke(main, ["doctor", "--data-dir", str(tmp_path), "--vault", "memory", "--json"])
    assert ran.exit_code == 2
    told: dict[str, Any] = json.loads(ran.stdout)
    assert told["would_fail"] is None
    with closing(open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))) as program:
        assert program.checking_up.last(REALM) == found
