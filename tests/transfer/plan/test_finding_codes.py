"""The table of finding codes, walked both ways: each code is produced, and nothing else ever is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mobius_desktop.transfer.plan as plan_package
from mobius_desktop.domain.finding_codes import NO_LINES_SENTENCE, RULES, finding
from mobius_desktop.domain.findings import Finding
from mobius_desktop.transfer.plan import build_plan
from mobius_desktop.transfer.plan.number import check_setup
from tests.transfer.plan.corpus import DEFECTS
from tests.transfer.plan.makers import LISTS, OPTIONS
from tests.transfer.sample_firm import plan_input

SETUP_ONLY = {"NUMBER_PREFIXED"}
"""Said on the set-up page, not of an invoice."""
PLACES = {"connectwise", "quickbooks", "links", "options", "select", "none"}


def findings_of(code: str) -> list[Finding]:
    plans, _, company = build_plan(DEFECTS[code]())
    return [*company, *(found for plan in plans for found in plan.findings)]


@pytest.mark.parametrize("code", sorted(DEFECTS))
def test_a_defect_produces_its_code(code: str) -> None:
    found = [each for each in findings_of(code) if each.code == code]
    assert found, [each.code for each in findings_of(code)]
    assert found[0].severity is RULES[code].severity


@pytest.mark.parametrize("code", sorted(DEFECTS))
def test_an_error_blocks_its_invoice_and_nothing_less_does(code: str) -> None:
    for plan in build_plan(DEFECTS[code]())[0]:
        assert plan.blocked == any(found.blocks for found in plan.findings)


def test_every_code_of_the_table_is_produced_by_a_defect_or_by_set_up() -> None:
    prefixed = check_setup(OPTIONS.__class__(number_prefix="T-"), LISTS)
    assert {found.code for found in prefixed} == SETUP_ONLY
    assert set(RULES) == set(DEFECTS) | SETUP_ONLY


def test_every_code_that_the_program_names_is_in_the_table() -> None:
    folder = Path(plan_package.__file__).parent
    named = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named |= {node.value} if re.fullmatch(r"[A-Z]{2,}(_[A-Z]+)*", node.value) else set()
    words = {word for word in named if "_" in word or word in RULES} - {"REVENUE_PRODUCT"}
    assert words <= set(RULES), words - set(RULES)
    assert set(RULES) <= words, set(RULES) - words


def test_the_sample_produces_nothing_that_the_table_lacks() -> None:
    for plan in build_plan(plan_input())[0]:
        assert all(found.code in RULES for found in plan.findings)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_is_written_for_a_bookkeeper(code: str) -> None:
    rule = RULES[code]
    assert rule.title
    assert rule.sentence.endswith((".", "}")) or rule.sentence == NO_LINES_SENTENCE
    assert rule.fix.endswith(".")
    assert rule.place in PLACES
    for text in (rule.title, rule.sentence, rule.fix):
        assert "!" not in text
        assert not re.search(r"\b(please|oops|we)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("code", sorted(DEFECTS))
def test_a_sentence_names_its_invoice(code: str) -> None:
    found = next(each for each in findings_of(code) if each.code == code)
    if found.billing_log_id is not None and not found.sentence.startswith(NO_LINES_SENTENCE):
        wanted = {"NUMBER_TOO_LONG": "TAMPA-", "TAX_CODE_UNMAPPED": "10501"}.get(
            code, dict(found.facts)["number"]
        )
        assert wanted in found.sentence
    assert "{" not in found.sentence


def test_the_sentence_for_an_invoice_without_lines_is_word_for_word() -> None:
    for code in ("NO_LINES", "NO_LINES_CANNOT_BE_MARKED"):
        assert findings_of(code)[0].sentence == "Invoice has no lines - not sent to QuickBooks"


def test_a_code_that_is_not_in_the_table_cannot_be_produced() -> None:
    with pytest.raises(KeyError):
        finding("MADE_UP", None)


def test_every_code_stands_in_the_vendor_rules() -> None:
    text = (Path(__file__).parents[3] / "docs" / "vendor-rules.md").read_text("utf-8")
    assert {code for code in RULES if f"`{code}`" not in text} == set()
