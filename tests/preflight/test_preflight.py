"""The small form of `python -m tests.preflight`: some defects of each file, some invoices of each trait."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobius_desktop.domain.finding_codes import RULES
from tests.preflight.__main__ import PAGE
from tests.preflight.clean import BLOCKED
from tests.preflight.measure import SET_UP_ONLY, look_at_clean_set, try_defect, try_defects
from tests.preflight.stage import DEFECTS, defect, open_stage

SEED = 7
EACH = 7
OF_PLAN_TOO = {"NO_LONGER_UNPOSTED"}
"""A cause of the run that a plan can say as well."""


def test_every_code_has_a_defect_that_the_servers_tell() -> None:
    assert set(DEFECTS) - OF_PLAN_TOO == set(RULES) - SET_UP_ONLY
    assert len(DEFECTS) >= 30


def test_defects_are_found_and_name_their_record() -> None:
    chosen = [one for one in DEFECTS.values() if not one.alone][::EACH]
    for found in try_defects(SEED, chosen):
        assert found.finding, (found.code, found.record, [one.sentence for one in found.others])


def test_a_defect_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with open_stage(tmp_path, SEED) as stage:
        one = next(each for each in DEFECTS.values() if each.code == "CUSTOMER_INACTIVE")
        assert try_defect(stage, one).passed
        with stage.whole_again("nothing"):
            plan = stage.desk.plan()
    assert {each.invoice.billing_log_id: {f.code for f in each.findings} for each in plan.invoices} == (
        stage.before
    )


def test_clean_invoices_of_every_legal_trait_bring_no_false_alarm() -> None:
    clean = look_at_clean_set(SEED, 62)
    assert set(clean.traits.values()) == set(range(1, 46)) - BLOCKED
    assert len(clean.plan.invoices) == 62
    assert clean.false_alarms == []
    assert clean.unsaid == []


def test_a_defect_has_one_way_to_be_made() -> None:
    with pytest.raises(AssertionError):
        defect("PERIOD_CLOSED")(DEFECTS["PERIOD_CLOSED"].spoil)


def test_the_kept_page_has_every_class_and_says_that_all_pass() -> None:
    text = PAGE.read_text("utf-8")
    listed = re.findall(r"^\| `([A-Z_]+)`.*\| (pass|FAIL) \|", text, re.MULTILINE)
    assert {code for code, _ in listed} == set(DEFECTS), "run python -m tests.preflight --write"
    assert {verdict for _, verdict in listed} == {"pass"}
