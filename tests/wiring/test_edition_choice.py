"""Editions: chosen in the program and recorded; going down locks and loses nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from threading import Event as StopEvent

import pytest

from mobius_desktop.diagnostics import paths
from mobius_desktop.domain.editions import EDITIONS, Edition, as_allowed
from mobius_desktop.domain.events import LinkChanged
from mobius_desktop.domain.ids import ConnectWiseId, QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.options import CompanyOptions, ServiceItemSource, Summary
from mobius_desktop.domain.setup import Environment, QuickBooksSetup
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import Program, ProgramOptions, open_program
from tests.e2e.desk import open_desk
from tests.store.stories import START

NAMES = ("Gulfline Cabling", "Gulfline Projects", "Gulfline Technology")
WIDE = CompanyOptions(
    location_id=ConnectWiseId(3),
    invoice_export_detail=Summary.CONDENSED,
    service_item_source=ServiceItemSource.WORK_ROLE,
)


def connected(name: str) -> QuickBooksSetup:
    return QuickBooksSetup(
        realm=RealmId(f"93{NAMES.index(name)}"),
        name=name,
        environment=Environment.CUSTOM,
        base_url="http://127.0.0.1:9",
        discovery_url="http://127.0.0.1:9/x",
        redirect_uri="http://localhost:8612/callback",
        default=name == NAMES[-1],
        connected_at=START,
    )


def three_companies(program: Program) -> None:
    for name in NAMES:
        setup = connected(name)
        program.store.save_company(setup)
        program.store.change_options(setup.realm, WIDE, "somebody")
        link = LinkChanged(
            setup.realm, "Customer", RecordKey("customer:19"), QuickBooksId("58"), "Acme", "somebody", START
        )
        program.store.record(link)


def test_standard_with_three_companies_to_lite_and_back_loses_nothing(tmp_path: Path) -> None:
    program = open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))
    try:
        program.editions.choose(Edition.STANDARD)
        three_companies(program)
        before = [
            (one, program.store.options(one.realm), program.store.links(one.realm))
            for one in program.companies()
        ]
        assert len(before) == 3
        program.editions.choose(Edition.LITE)
        assert [one.name for one in program.companies()] == ["Gulfline Technology"]
        assert [one.name for one in program.editions.locked_companies()] == list(NAMES[:2])
        program.editions.choose(Edition.STANDARD)
        after = [
            (one, program.store.options(one.realm), program.store.links(one.realm))
            for one in program.companies()
        ]
        assert after == before
    finally:
        program.close()


def test_a_choice_is_recorded_with_who_when_and_what_was_before_and_is_there_again(tmp_path: Path) -> None:
    program = open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))
    try:
        assert program.edition is Edition.LITE
        program.editions.choose(Edition.LITE)
        assert program.editions.last_choice() is None
        program.editions.choose(Edition.STANDARD)
        (found,) = program.store.edition_history()
        assert program.editions.last_choice() == found
        assert (found.edition, found.before) == (Edition.STANDARD, Edition.LITE)
        assert found.user
        assert found.at.tzinfo is not None
    finally:
        program.close()
    again = open_program(ProgramOptions(data_dir=tmp_path, vault="memory"))
    try:
        assert again.edition is Edition.STANDARD
        assert again.store.verify().intact
    finally:
        again.close()


def test_the_installers_choice_is_the_preset_until_another_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_dir", lambda: tmp_path)
    (tmp_path / paths.INSTALLED_MARKER).write_text("edition=free", "utf-8")
    program = open_program(ProgramOptions(data_dir=tmp_path / "data", vault="memory"))
    try:
        assert program.edition is Edition.FREE
        program.editions.choose(Edition.STANDARD)
        assert program.editions.capabilities == EDITIONS[Edition.STANDARD]
    finally:
        program.close()


@pytest.mark.parametrize("edition", list(Edition))
def test_what_is_kept_is_used_as_far_as_the_edition_allows(edition: Edition) -> None:
    used = as_allowed(WIDE, EDITIONS[edition])
    assert (used.location_id is not None) is (edition is Edition.STANDARD)
    free = edition is Edition.FREE
    assert used.invoice_export_detail is (Summary.DEFAULT if free else Summary.CONDENSED)
    assert bool(used.forces_detailed()) is not free
    kept = dataclasses.replace(used, **{name: getattr(WIDE, name) for name in LOCKABLE})
    assert kept == WIDE


LOCKABLE = ("location_id", "invoice_export_detail", "service_item_source")


def test_a_forced_detailed_never_widens_the_free_edition(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        options = dataclasses.replace(
            desk.program.options(desk.realm), service_item_source=ServiceItemSource.WORK_ROLE
        )
        desk.program.configuring.change_options(desk.realm, options)
        offered = desk.listed().offered
        request = BatchRequest(tuple(one.billing_log_id for one in offered[:3]), Summary.DEFAULT)
        assert desk.service.plan(request).summary is Summary.DETAILED
        desk.program.editions.choose(Edition.FREE)
        assert desk.service.plan(request).summary is Summary.DEFAULT
        books = desk.program.configuring.read(desk.realm, lambda _: None, StopEvent())
        assert books.sales.summary is Summary.DEFAULT
        assert not books.options.forces_detailed()
        assert desk.program.options(desk.realm).service_item_source is ServiceItemSource.WORK_ROLE
        desk.program.editions.choose(Edition.STANDARD)
        assert desk.service.plan(request).summary is Summary.DETAILED
