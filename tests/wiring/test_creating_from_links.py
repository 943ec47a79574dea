"""Creating a record from the Links page: journalled, once, looked up by its name, and only what the company
allows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from threading import Event as StopEvent
from typing import Any

import pytest

from mobius_desktop.domain.archive import BatchFilter
from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.options import Creation
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.domain.states import ActionState, BatchState
from mobius_desktop.history.dashboard import has_begun
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkRow, LinkState
from mobius_desktop.transfer.linking.survey import survey
from mobius_desktop.transfer.run.desk import Desk as RunDesk
from tests.e2e.desk import Desk, open_desk

CAFE, FIBER = "Café Très Bon, LLC", "FIBER-M"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


def read(desk: Desk) -> CompanyBooks:
    return desk.program.configuring.read(desk.realm, lambda _: None, StopEvent())


def row_of(books: CompanyBooks, kind: ListKind, name: str) -> LinkRow:
    return next(row for row in survey(books) if row.kind is kind and row.name == name)


def create(desk: Desk, kind: ListKind, name: str) -> str:
    books = read(desk)
    return desk.program.configuring.create(books, row_of(books, kind, name), StopEvent())


def named(desk: Desk, entity: str, field: str, name: str) -> list[dict[str, Any]]:
    return [one for one in desk.tables()[entity].values() if one[field] == name]


def created_posts(desk: Desk, path: str) -> list[Any]:
    return [one for one in desk.requests("quickbooks", "POST") if one.path.endswith(path)]


def test_a_customer_is_created_once_linked_and_kept_in_the_record(desk: Desk) -> None:
    assert create(desk, ListKind.CUSTOMER, CAFE) == f"Customer “{CAFE}” was created."
    (made,) = named(desk, "Customer", "DisplayName", CAFE)
    assert made["CompanyName"] == "CAF006"
    row = row_of(read(desk), ListKind.CUSTOMER, CAFE)
    assert (row.state, row.quickbooks_id) == (LinkState.LINKED, made["Id"])
    store = desk.program.store
    (batch,) = store.batches(BatchFilter())
    assert (batch.kind, batch.state, batch.invoices) == ("Links", BatchState.FINISHED, 0)
    (action,) = store.actions(batch.number)
    (attempt,) = store.attempts([action.id])
    assert attempt.prepared.request_id
    assert b"CAF006" in attempt.prepared.body
    with pytest.raises(NotSetUp, match="in QuickBooks already"):
        create(desk, ListKind.CUSTOMER, CAFE)
    assert len(created_posts(desk, "/customer")) == 1


def test_the_next_batch_sends_to_what_was_created(desk: Desk) -> None:
    plan = next(one for one in desk.plan().invoices if f"customer:{254}" in one.needs)
    create(desk, ListKind.CUSTOMER, CAFE)
    (after,) = desk.plan(plan.invoice.number).invoices
    assert after.document is not None
    assert after.document.customer.id is not None
    assert "customer:254" not in after.needs


def test_an_item_is_created_on_the_account_of_the_line_that_needs_it(desk: Desk) -> None:
    create(desk, ListKind.ITEM, FIBER)
    (made,) = named(desk, "Item", "Name", FIBER)
    account = desk.tables()["Account"][made["IncomeAccountRef"]["value"]]
    assert account["AcctNum"] == "40100"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_looked_up_by_name_and_never_makes_two(desk: Desk, when: str) -> None:
    desk.sandbox.control.faults.add(kind="drop", server="quickbooks", path="/customer", when=when)
    said = create(desk, ListKind.CUSTOMER, CAFE)
    assert len(named(desk, "Customer", "DisplayName", CAFE)) == 1
    posts = created_posts(desk, "/customer")
    assert said.endswith("was in QuickBooks already." if when == "after" else "was created.")
    assert len({one.params["requestid"] for one in posts}) == 1
    assert row_of(read(desk), ListKind.CUSTOMER, CAFE).state is LinkState.LINKED


def test_an_outcome_that_stays_unknown_is_said_and_found_at_the_next_look(desk: Desk) -> None:
    desk.sandbox.control.faults.add(
        kind="drop", server="quickbooks", path="/customer", when="before", times=None
    )
    said = create(desk, ListKind.CUSTOMER, CAFE)
    assert "no answer came back" in said
    (batch,) = desk.program.store.batches(BatchFilter())
    assert batch.state is BatchState.FINISHED_WITH_ERROR
    assert not has_begun([batch])
    assert desk.program.store.links(desk.realm) == ()
    desk.sandbox.control.faults.clear()
    assert create(desk, ListKind.CUSTOMER, CAFE).endswith("was created.")
    assert len(named(desk, "Customer", "DisplayName", CAFE)) == 1


def test_what_quickbooks_refuses_is_said_and_nothing_is_linked(desk: Desk) -> None:
    books = read(desk)
    row = row_of(books, ListKind.CUSTOMER, CAFE)
    vendor = next(iter(desk.tables()["Vendor"].values()))
    vendor["DisplayName"] = CAFE
    said = desk.program.configuring.create(books, row, StopEvent())
    assert said.startswith(f"Customer “{CAFE}” was not created.")
    assert desk.program.store.links(desk.realm) == ()


def test_what_the_company_never_creates_is_refused_before_anything_is_sent(desk: Desk) -> None:
    options = dataclasses.replace(desk.program.options(desk.realm), create_customers=Creation.NEVER)
    desk.program.configuring.change_options(desk.realm, options)
    with pytest.raises(NotSetUp, match="never creates a customer"):
        create(desk, ListKind.CUSTOMER, CAFE)
    assert created_posts(desk, "/customer") == []


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        (ListKind.ACCOUNT, "40150", "creates no account"),
        (ListKind.CUSTOMER, "O'Malley & Sons Plumbing, Inc.", "say first that it is another"),
        (ListKind.CUSTOMER, "Distro One Inc.", "cannot be created"),
        (ListKind.ITEM, "SW-24P", "make it active there"),
    ],
)
def test_accounts_and_what_is_alike_taken_or_inactive_are_not_created(
    desk: Desk, kind: ListKind, name: str, says: str
) -> None:
    with pytest.raises(NotSetUp, match=says):
        create(desk, kind, name)
    assert desk.program.store.batches(BatchFilter()) == ()


class KilledError(BaseException):
    """Stands for the end of the process: nothing after it runs."""


@pytest.mark.parametrize("sent", [False, True], ids=["before it went out", "before its answer was kept"])
def test_a_program_that_stops_in_between_leaves_one_record_at_most(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    post = RunDesk.post

    def killed(self: RunDesk, side: str, prepared: Any) -> Any:
        if sent:
            post(self, side, prepared)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(RunDesk, "post", killed)
        with pytest.raises(KilledError):
            create(desk, ListKind.CUSTOMER, CAFE)
    (batch,) = desk.program.store.batches(BatchFilter())
    assert batch.state is BatchState.RUNNING
    desk.program.recover()
    (batch,) = desk.program.store.batches(BatchFilter())
    assert batch.state is BatchState.FINISHED_WITH_WARNING
    assert "looked up by its name" in batch.message
    (action,) = desk.program.store.actions(batch.number)
    assert action.state is ActionState.SKIPPED
    desk.service.forget_lists()
    if sent:
        assert row_of(read(desk), ListKind.CUSTOMER, CAFE).state is LinkState.FOUND
    else:
        create(desk, ListKind.CUSTOMER, CAFE)
    assert len(named(desk, "Customer", "DisplayName", CAFE)) == 1
