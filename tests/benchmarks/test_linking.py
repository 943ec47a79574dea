"""Suggestions on a fifth of the labelled names: right, first, and never ticked wrongly."""

from __future__ import annotations

from benchmarks.figures import Figure
from benchmarks.firm_names import PAIRS, labelled_set
from benchmarks.linking import find_all, measure


def test_the_labelled_set_is_the_same_every_time_and_names_every_right_customer() -> None:
    made = labelled_set()
    assert made == labelled_set()
    assert len(made.pairs) == PAIRS
    assert {pair.right for pair in made.pairs} <= set(made.quickbooks)
    assert len(set(made.quickbooks)) == len(made.quickbooks) > PAIRS * 3 // 2
    assert len({pair.connectwise for pair in made.pairs}) == PAIRS


def test_the_right_customer_stands_first_and_no_other_is_ticked() -> None:
    figures = list(measure(small=True))
    assert [figure.line() for figure in figures if not figure.within] == []
    assert [figure.budget for figure in figures[:3]] == [95, 99, 0]


def test_what_quickbooks_does_not_have_is_never_ticked() -> None:
    _, alone = find_all(pairs=60, strangers=60)
    assert [one.pair.connectwise for one in alone if one.ticked] == []


def test_a_missed_share_is_over_its_budget() -> None:
    assert not Figure("share", 94.9, "%", 95, True, True).within
