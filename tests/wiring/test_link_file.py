"""Links as CSV: for a spreadsheet and back, all of it or nothing, with a sentence for each mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mobius_desktop.domain.errors import NotSetUp, StorageFailed
from mobius_desktop.domain.plan import Link
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.store import Store
from mobius_desktop.transfer.linking.books import CompanyBooks
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow
from mobius_desktop.transfer.linking.survey import KINDS, survey
from mobius_desktop.wiring.configuring import Configuring
from mobius_desktop.wiring.link_file import write_links
from tests.ui.pages.firm_program import REALM, FirmProgram, StandingClock


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[FirmProgram]:
    """The sample firm, as both sides were last read."""
    with Store.open(tmp_path / "record.db", StandingClock()) as store:
        made = FirmProgram(store)
        made.know_both_sides()
        store.change_options(REALM, made.company_options, "somebody")
        yield made


@pytest.fixture
def configuring(firm: FirmProgram) -> Configuring:
    return firm.configuring


def books_of(configuring: Configuring) -> CompanyBooks:
    books = configuring.books(REALM)
    assert books is not None
    return books


def row_of(configuring: Configuring, name: str, kind: ListKind = ListKind.CUSTOMER) -> LinkRow:
    return next(
        row for row in survey(books_of(configuring)) if row.kind is kind and row.name.startswith(name)
    )


def links(firm: FirmProgram) -> tuple[Link, ...]:
    return firm.archive.links(REALM)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_changes_nothing_when_it_comes_back(
    configuring: Configuring, tmp_path: Path, kind: ListKind
) -> None:
    acme = row_of(configuring, "Acme")
    configuring.link(REALM, [LinkChoice.of(acme, acme.quickbooks_id)])
    books, file = books_of(configuring), tmp_path / "links.csv"
    count = configuring.export_links(books, kind, file)
    found = configuring.read_links(books, kind, file)
    assert (found.changes, found.same) == ((), count)


def test_the_file_is_utf_8_that_excel_reads_and_holds_no_formula(
    configuring: Configuring, tmp_path: Path
) -> None:
    file = tmp_path / "links.csv"
    row = replace(row_of(configuring, "Café"), name="=cmd|' /C calc'!A0")
    write_links(file, [row, row_of(configuring, "Café")])
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Café Très Bon" in content.decode("utf-8-sig")
    assert "\n" + row.key + ",'=cmd" in content.decode("utf-8-sig").replace("\r", "")


def test_a_changed_id_links_links_anew_or_unlinks_once_it_is_meant(
    configuring: Configuring, firm: FirmProgram, tmp_path: Path
) -> None:
    acme, bayside, malley = (row_of(configuring, one) for one in ("Acme", "Bayside", "O'Malley"))
    assert acme.quickbooks_id
    assert bayside.quickbooks_id
    configuring.link(REALM, [LinkChoice.of(row, row.quickbooks_id) for row in (acme, bayside)])
    file = tmp_path / "links.csv"
    other = malley.candidates[0].id
    file.write_text(
        f"QuickBooks id;Key;Note\r\n{other};{acme.key};x\r\n;{bayside.key};\r\n{other};{malley.key};\r\n",
        encoding="utf-8-sig",
    )
    books = books_of(configuring)
    found = configuring.read_links(books, ListKind.CUSTOMER, file)
    assert [(one.choice.key, one.what) for one in found.changes] == [
        (acme.key, "Linked to another"),
        (bayside.key, "Unlinked"),
        (malley.key, "Linked"),
    ]
    assert found.sentence == "1 linked, 1 linked to another, 1 unlinked."
    assert len(links(firm)) == 2
    configuring.link(REALM, [one.choice for one in found.changes])
    assert {link.key: link.quickbooks_id for link in links(firm)} == {acme.key: other, malley.key: other}


def test_a_line_for_a_record_that_is_not_unposted_today_says_nothing(
    configuring: Configuring, tmp_path: Path
) -> None:
    file = tmp_path / "links.csv"
    file.write_text("Key,QuickBooks id\ncustomer:999,\n", encoding="utf-8")
    assert configuring.read_links(books_of(configuring), ListKind.CUSTOMER, file).changes == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"name,id\r\nAcme,1\r\n", "no column .Key.*Export the links"),
        (b"Key,In QuickBooks\r\ncustomer:250,Acme\r\n", "no column .QuickBooks id"),
        ("Key,QuickBooks id\r\n".encode("utf-16"), "not in UTF-8"),
        ("Key,QuickBooks id\r\ncustomer:250,1,Café\r\n".encode("cp1252"), "not in UTF-8"),
        (b"Key,QuickBooks id\r\ncustomer:250,1\x00\r\n", "not in UTF-8"),
        (b'Key,QuickBooks id\r\n"customer:250,1\r\n', "quotation mark"),
        (b"Key,QuickBooks id\r\ncustomer:250,1,2\r\n", "Line 2 has 3 cells, and the head has 2"),
        (b"Key,QuickBooks id\r\n,1\r\n", "Line 2 has no key"),
        (b"Key,QuickBooks id\r\ncustomer:999,60\r\n", "Line 2: .customer:999. is among no customers"),
        (b"Key,QuickBooks id\r\nitem:FW-60F,60\r\n", "Line 2: .item:FW-60F. is among no customers"),
        (b"Key,QuickBooks id\r\ncustomer:250,4711\r\n", "Line 2: QuickBooks has no active customer.*4711"),
        (b"Key,QuickBooks id\r\ncustomer:250,\r\ncustomer:250,\r\n", "Line 3 names .customer:250. a second"),
        (b"Key,QuickBooks id\r\ncustomer:250,1\r\ncustomer:251,2\r\n,3\r\n", "2 more lines are wrong"),
    ],
)
def test_each_mistake_gets_its_sentence_and_nothing_is_changed(
    configuring: Configuring, firm: FirmProgram, tmp_path: Path, content: bytes, says: str
) -> None:
    acme = row_of(configuring, "Acme")
    configuring.link(REALM, [LinkChoice.of(acme, acme.quickbooks_id)])
    before, file = links(firm), tmp_path / "links.csv"
    file.write_bytes(content)
    with pytest.raises(NotSetUp, match=says) as told:
        configuring.read_links(books_of(configuring), ListKind.CUSTOMER, file)
    assert told.value.sentence.endswith("Nothing was changed.")
    assert links(firm) == before


def test_a_file_that_is_not_there_or_cannot_be_written_says_so(
    configuring: Configuring, tmp_path: Path
) -> None:
    books = books_of(configuring)
    with pytest.raises(NotSetUp, match="could not be read"):
        configuring.read_links(books, ListKind.CUSTOMER, tmp_path / "missing.csv")
    with pytest.raises(StorageFailed, match="could not be written"):
        configuring.export_links(books, ListKind.CUSTOMER, tmp_path / "missing" / "links.csv")
