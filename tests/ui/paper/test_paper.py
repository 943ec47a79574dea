"""What stands on paper: every row once, heads on each page, amounts aligned, nothing off the sheet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.paper.content import Paper, PaperColumn, PaperKind, PaperTable, PaperText, Signatures
from mobius_desktop.ui.paper.keeping import keep_pdf
from mobius_desktop.ui.paper.layout import Rule, Sheet, Text, lay_out, set_up
from mobius_desktop.ui.paper.pdf import page_size, pdf_of, write_pdf
from mobius_desktop.workers.hub import Hub

COLUMNS = (
    PaperColumn("Number", bold=True),
    PaperColumn("Customer", stretch=1),
    PaperColumn("Date", PaperKind.DATE),
    PaperColumn("Total", PaperKind.MONEY),
)


def table_of(count: int) -> PaperTable:
    """Invoices of which every third is a credit."""
    rows = tuple(
        (
            f"{10000 + place}",
            f"Customer {place}",
            dt.date(2026, 10, 1),
            Decimal(place) * (-1 if place % 3 == 0 else 1),
        )
        for place in range(1, count + 1)
    )
    return PaperTable(
        COLUMNS, rows, totals=((f"All {count}", None, None, Decimal("12.50")),), title="Invoices"
    )


def paper_of(*parts: PaperTable | PaperText | Signatures, landscape: bool = False) -> Paper:
    """A paper with a foot."""
    return Paper(
        "Proof of a batch", ("Gulfline Technology Partners",), parts, "Record 5f2c", landscape=landscape
    )


def sheets_of(paper: Paper) -> tuple[list[Sheet], float, float]:
    """The pages as laid out for a PDF, with the width and height that there is for them."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(page_size())
    set_up(writer, paper)
    area = writer.pageLayout().paintRectPixels(writer.logicalDpiX())
    return lay_out(paper, writer), area.width(), area.height()


def texts_of(sheet: Sheet) -> list[Text]:
    return [mark for mark in sheet.marks if isinstance(mark, Text)]


def test_each_row_stands_once_and_each_page_has_the_head_again() -> None:
    sheets, _, _ = sheets_of(paper_of(table_of(200)))
    assert len(sheets) > 2
    said = [text.text for sheet in sheets for text in texts_of(sheet)]
    assert [one for one in said if one.startswith("10") and one.isdigit()] == [
        f"{10000 + n}" for n in range(1, 201)
    ]
    assert all("Customer" in [text.text for text in texts_of(sheet)] for sheet in sheets)


def test_every_page_says_which_it_is_and_carries_the_line_at_the_foot() -> None:
    sheets, _, _ = sheets_of(paper_of(table_of(200)))
    for number, sheet in enumerate(sheets, 1):
        said = [text.text for text in texts_of(sheet)]
        assert f"Page {number} of {len(sheets)}" in said
        assert "Record 5f2c" in said


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_nothing_stands_beyond_the_margins(landscape: bool) -> None:
    long = PaperTable(
        COLUMNS,
        (("10501", "A customer whose name goes on " * 9, dt.date(2026, 10, 1), Decimal("-1234567.89")),),
    )
    sheets, width, height = sheets_of(
        paper_of(long, table_of(90), Signatures(("Prepared by", "Date")), landscape=landscape)
    )
    for sheet in sheets:
        for mark in sheet.marks:
            if isinstance(mark, Rule):
                assert -0.5 <= mark.left <= mark.right <= width + 0.5
                assert 0 <= mark.y <= height
            else:
                assert mark.place.left() >= -0.5
                assert mark.place.right() <= width + 0.5
                assert mark.place.bottom() <= height + 1


def test_the_decimals_of_positive_and_negative_amounts_stand_under_each_other() -> None:
    sheets, _, _ = sheets_of(paper_of(table_of(3)))
    edges = {text.text: text.place.right() for text in texts_of(sheets[0]) if text.right}
    assert edges["1.00"] == edges["2.00"]
    assert edges["(3.00)"] > edges["1.00"], "the parenthesis hangs beside the decimals"


def test_a_text_longer_than_a_page_goes_on_over_the_next_rows() -> None:
    words = [f"word{place}" for place in range(6000)]
    table = PaperTable(COLUMNS, (("10501", " ".join(words), None, Decimal(1)),))
    sheets, _, height = sheets_of(paper_of(table))
    texts = [text for sheet in sheets for text in texts_of(sheet) if text.text.startswith("word")]
    assert " ".join(text.text for text in texts).split() == words
    assert all(text.place.bottom() <= height for text in texts)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells in a table of 4"):
        PaperTable(COLUMNS, (("10501", "Acme"),))


def test_a_table_without_rows_says_so_in_a_sentence() -> None:
    sheets, _, _ = sheets_of(paper_of(PaperTable(COLUMNS, (), empty="Nothing is left out.")))
    assert "Nothing is left out." in [text.text for text in texts_of(sheets[0])]


def test_a_pdf_has_as_many_pages_as_were_laid_out() -> None:
    paper = paper_of(table_of(200), PaperText("Checked against ConnectWise."), Signatures(("Prepared by",)))
    content = pdf_of(paper)
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == len(sheets_of(paper)[0])


def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing_behind(
    qtbot: QtBot, tmp_path: Path
) -> None:
    heard: list[Path | str] = []
    hub = Hub()
    blocked = tmp_path / "proof.pdf"
    blocked.mkdir()
    keep_pdf(hub, paper_of(table_of(2)), blocked, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    hub.close()
    assert str(heard[0]).startswith("proof.pdf could not be written:")
    assert list(tmp_path.iterdir()) == [blocked]


def test_an_older_file_of_that_name_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "proof.pdf"
    file.write_bytes(b"old")
    assert write_pdf(paper_of(table_of(2)), file) == file
    assert file.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("count", range(1, 60))
def test_signatures_never_stand_on_a_page_alone(count: int) -> None:
    sheets, _, _ = sheets_of(paper_of(table_of(count), Signatures(("Prepared by", "Date"))))
    last = [mark.text for mark in sheets[-1].marks if isinstance(mark, Text)]
    assert "Prepared by" in last
    assert f"{10000 + count}" in last
    assert (
        sum(f"{10000 + count}" in [m.text for m in one.marks if isinstance(m, Text)] for one in sheets) == 1
    )
