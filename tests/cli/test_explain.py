"""`mobius-desktop explain`: codes and words, with no program opened and no network asked."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from mobius_desktop.cli import main


def explained(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words])


def test_a_code_is_explained_with_its_place_and_whether_to_try_again() -> None:
    ran = explained("6240")
    assert ran.exit_code == 0
    assert "6240  Duplicate name (QuickBooks)" in ran.stdout
    assert "Where          QuickBooks ▸ Customers, Vendors, Employees ▸ Include inactive" in ran.stdout
    assert "Trying again   Safe once the cause is cured: nothing was written." in ran.stdout


def test_a_few_words_find_it_as_well() -> None:
    ran = explained("closing", "date")
    assert ran.exit_code == 0
    assert "6210  Account period closed (QuickBooks)" in ran.stdout


def test_what_nobody_has_written_down_is_said_readably() -> None:
    ran = explained("7777", "--json")
    assert ran.exit_code == 1
    told = json.loads(ran.stdout)
    assert (told["known"], told["entries"][0]["title"]) == (False, "Not in the catalogue")
    assert "This code is not in the catalogue: 7777" in explained("7777").stdout
