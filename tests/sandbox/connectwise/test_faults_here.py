"""Faults on this server: broken before or after the books changed."""

from __future__ import annotations

from mobius_desktop.sandbox.control import Control, decode
from tests.sandbox.connectwise.conftest import BATCHES, UNPOSTED, Asker


def test_a_timeout_after_the_commit_leaves_the_batch_behind(cw: Asker, control: Control) -> None:
    control.faults.add(preset="timeout_500", server="connectwise", method="POST", path=BATCHES, when="after")
    answer = cw.batch(cw.ids(6001))
    assert (answer.status_code, decode(answer.data)["code"]) == (500, "ConnectWiseApi")
    assert cw.get(f"{BATCHES}/count") == {"count": 1}


def test_a_timeout_before_the_commit_leaves_nothing(cw: Asker, control: Control) -> None:
    control.faults.add(preset="timeout_500", server="connectwise", method="POST", path=BATCHES)
    assert cw.batch(cw.ids(6001)).status_code == 500
    assert cw.get(f"{BATCHES}/count") == {"count": 0}


def test_each_preset_of_this_server_answers_as_documented(cw: Asker, control: Control) -> None:
    for preset, status in (("too_many", 429), ("cannot_route", 400), ("no_permission", 403)):
        control.faults.add(preset=preset, server="connectwise")
        assert cw.ask("GET", UNPOSTED).status_code == status


def test_routes_say_whether_they_read_or_write(cw: Asker, control: Control) -> None:
    cw.get(UNPOSTED)
    cw.export(6001)
    cw.batch(cw.ids(6001))
    assert [one.path for one in control.recorder.find(kind="write")] == ["/v4_6_release/apis/3.0" + BATCHES]
