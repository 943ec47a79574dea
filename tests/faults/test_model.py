"""The rules of "exactly once", explored to the end: whole they hold; taken out, each shows why it stands."""

from __future__ import annotations

import pytest

from tests.faults.model.explore import explore
from tests.faults.model.machine import Rules

ONE_ACT = 1


def test_with_all_rules_no_world_ends_in_a_silent_loss_or_double() -> None:
    found = explore(Rules(), ONE_ACT)
    assert found.worlds > 10_000
    assert found.good, found.example


@pytest.mark.parametrize(
    "rules",
    [Rules(spent=False), Rules(proof=False), Rules(unknown=False)],
    ids=["3: spent", "6: an answer is not proof", "7: unknown"],
)
def test_without_the_rule_an_invoice_is_lost_or_doubled_after_one_act_of_people(rules: Rules) -> None:
    found = explore(rules, ONE_ACT)
    assert not found.good
    assert found.losses or found.doubles
    assert found.example
