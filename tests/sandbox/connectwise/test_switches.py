"""The API stays usable whatever answer is played for what nobody could verify."""

from __future__ import annotations

import pytest

from mobius_desktop.sandbox.connectwise.switches import connectwise_switches
from mobius_desktop.sandbox.control import Control
from tests.sandbox.connectwise.conftest import BATCHES, Asker

PLAYED = [(one.name, answer) for one in connectwise_switches() for answer in one.answers]


@pytest.mark.parametrize(("name", "answer"), PLAYED)
def test_an_invoice_is_listed_exported_batched_and_brought_back(
    cw: Asker, control: Control, name: str, answer: str
) -> None:
    control.switch("connectwise", name, answer)
    assert len(cw.numbers()) == 45
    assert cw.batch(cw.ids(6002)).status_code == 201
    assert len(cw.numbers()) == 44
    assert cw.ask("DELETE", f"{BATCHES}/{cw.batch_number()}").status_code == 204
    assert len(cw.numbers()) == 45
