"""The table of *Check set-up*: stable codes, sentences for a bookkeeper, and the findings that it shows."""

from __future__ import annotations

import re

import pytest

from mobius_desktop.domain.checkup import Problem, Touched
from mobius_desktop.domain.checkup_codes import CHECK_OF_FINDING, CHECKS, PROBLEMS
from mobius_desktop.domain.cure_places import (
    CONNECTWISE_MENUS,
    CURE_PLACES,
    OWN_PAGES,
    QUICKBOOKS_MENUS,
    At,
)
from mobius_desktop.domain.editions import EDITIONS, Edition
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.checks import checks_for
from mobius_desktop.ui.pages.company.option_specs import TABS

PLACES = {"connectwise", "quickbooks", "links", "options", "select", "none"}


def test_codes_are_unique_and_a_finding_belongs_to_one_check() -> None:
    names = [one.code for one in CHECKS]
    assert len(names) == len(set(names))
    shown = [finding for one in CHECKS for finding in one.findings]
    assert len(shown) == len(set(shown)) == len(CHECK_OF_FINDING)
    assert set(shown) <= set(RULES)
    assert not set(PROBLEMS) & set(RULES)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_problem_is_written_for_a_bookkeeper(code: str) -> None:
    rule = PROBLEMS[code]
    assert rule.title
    assert rule.place in PLACES
    for text in (rule.sentence, rule.fix):
        assert text.endswith((".", "}")), text
        assert "!" not in text
        assert not re.search(r"\b(please|oops|we)\b", text, re.IGNORECASE)


def test_every_cause_that_may_be_shown_has_a_place() -> None:
    shown = {*PROBLEMS, *CHECK_OF_FINDING}
    shown |= {code for code, rule in RULES.items() if rule.severity is Severity.ERROR}
    assert shown == set(CURE_PLACES)
    for code, places in CURE_PLACES.items():
        assert places, code
        for one in places:
            known = {
                At.LINKS: {"", *ListKind},
                At.OPTIONS: set(TABS),
                At.PAGE: set(OWN_PAGES),
                At.QUICKBOOKS: set(QUICKBOOKS_MENUS),
                At.CONNECTWISE: set(CONNECTWISE_MENUS),
            }
            assert one.what in known[one.at], code


def test_what_is_put_right_elsewhere_names_the_system_and_the_place_in_it() -> None:
    for rule in PROBLEMS.values():
        if rule.place in {"connectwise", "quickbooks"}:
            assert "▸" in rule.fix or "witch the other tool off" in rule.fix, rule.code


@pytest.mark.parametrize("edition", list(Edition))
def test_an_edition_leaves_out_the_checks_of_its_locked_options_only(edition: Edition) -> None:
    capabilities = EDITIONS[edition]
    left_out = {one.code for one in CHECKS} - {one.code for one in checks_for(capabilities)}
    expected = {
        Edition.FREE: {"LOCATION", "INTERNAL_NOTES"},
        Edition.LITE: {"LOCATION"},
        Edition.STANDARD: set[str](),
    }
    assert left_out == expected[edition]


def test_a_headline_names_the_first_three_and_counts_the_rest() -> None:
    found = Problem(
        "X", Severity.ERROR, "Tax code not linked", "S.", "F.", "links", ("A", "B", "C", "D"), Touched()
    )
    assert found.headline == "Tax code not linked: A, B, C and 1 more"
