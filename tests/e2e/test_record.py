"""What a real run leaves on this computer: an intact record, few commits, no secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from mobius_desktop.domain.ids import BatchNumber
from mobius_desktop.domain.setup import SecretName
from mobius_desktop.history.history import History
from mobius_desktop.wiring.options import SANDBOX_STATE
from tests.e2e.desk import Desk, open_desk

NUMBERS = ("10501", "10502", "10503", "10504", "10506", "CM13")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("record")) as opened:
        opened.send(*NUMBERS)
        yield opened


def test_the_record_of_a_run_is_intact_and_its_tables_come_from_its_events(desk: Desk) -> None:
    store = desk.program.store
    assert store.verify().intact
    before = store.invoices(BatchNumber(1))
    store.rebuild()
    assert store.invoices(BatchNumber(1)) == before


def test_a_sent_invoice_costs_at_most_six_commits(desk: Desk) -> None:
    """Each commit has its own moment: the clock is read once for it."""
    with desk.program.store._database.reading() as db:
        commits = db.execute(
            "SELECT count(DISTINCT at) FROM event WHERE kind NOT IN ('OptionsChanged', 'BatchOpened')"
        ).fetchone()[0]
    assert commits <= 6 * len(NUMBERS)


def test_history_shows_what_quickbooks_really_received(desk: Desk) -> None:
    story = History(desk.program.store, desk.program.clock).invoice(BatchNumber(1), desk.id_of("10502"))
    assert story is not None
    assert story.sending is not None
    (request,) = [one for one in desk.requests("quickbooks", "POST", "/invoice") if "10502" in str(one.body)]
    assert story.sending.prepared.body.decode() == request.body
    assert f'"Id": "{desk.document("10502")["Id"]}"' in story.received


def test_no_secret_is_in_the_record_or_in_the_log(desk: Desk) -> None:
    program = desk.program
    vault = program.sides._vault
    names = [
        SecretName.CONNECTWISE_PRIVATE_KEY,
        SecretName.INTUIT_CLIENT_SECRET,
        f"{SecretName.QUICKBOOKS_REFRESH_TOKEN}:{desk.realm}",
    ]
    secrets = [secret for name in names if (secret := vault.get(name))]
    assert len(secrets) == len(names)
    for secret in secrets:
        logging.getLogger("mobius_desktop.test").info("A careless line with %s in it", secret)
    written = b"".join(
        path.read_bytes()
        for path in program.folder.rglob("*")
        if path.is_file() and path.name != SANDBOX_STATE
    )
    assert b"A careless line with <redacted> in it" in written
    for secret in secrets:
        assert secret.encode() not in written
