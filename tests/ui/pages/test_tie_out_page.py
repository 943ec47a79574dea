"""The Tie-out and Month pages over a compared month."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.errors import Known
from mobius_desktop.domain.tie_out import TieClass
from mobius_desktop.history.telling import as_values
from mobius_desktop.history.tie_out.telling import tie_out_lines, tie_out_values
from mobius_desktop.ui.pages.month.page import MonthPage
from mobius_desktop.ui.pages.tie_out.bar import chip_of
from mobius_desktop.ui.pages.tie_out.page import TieOutPage
from mobius_desktop.ui.pages.tie_out.place import TiePlace
from mobius_desktop.ui.paper.content import PaperTable
from mobius_desktop.ui.paper.months import tie_out_paper
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Room
from tests.history.workbook import read_workbook
from tests.ui.pages.compared import FIRST, LAST, october
from tests.ui.pages.conftest import Idle
from tests.ui.pages.firm_program import NOW, REALM, FirmProgram, company


@pytest.fixture
def page(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> Iterator[TieOutPage]:
    del firm
    made = TieOutPage(firm_services, open_address=lambda _: None)
    qtbot.addWidget(made)
    yield made
    idle()


@pytest.fixture
def month(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> Iterator[MonthPage]:
    del firm
    made = MonthPage(firm_services)
    qtbot.addWidget(made)
    yield made
    idle()


def shown(page: TieOutPage) -> dict[str, str]:
    return {row.number: row.kind.value for row in page.model.shown()}


def test_before_the_first_comparison_it_says_what_to_do(page: TieOutPage, idle: Idle) -> None:
    page.activated()
    idle()
    assert page.panel.notice_sentence() == "Choose a period and compare."
    assert page.period.text() == "October 2026"
    (_, compare) = page.actions_content().actions
    assert compare.primary
    assert compare.enabled


def test_the_last_comparison_stands_there_with_its_control_line_and_its_date(
    page: TieOutPage, firm: FirmProgram, idle: Idle
) -> None:
    made = october(firm.archive)
    page.activated()
    idle()
    assert page.header().chip == "Differs"
    assert "compared Today" in page.header().context
    spoken = page.figures.accessibleDescription()
    assert "Apart (490.72)" in spoken
    assert "Apart (490.72) = the sum of the 8 listed differences" in spoken
    (control,) = made.controls
    assert control.apart == Decimal("-490.72")
    assert page.actions_content().sentence.startswith("**8 differences are not explained.**")


@pytest.mark.parametrize("kind", list(TieClass))
def test_each_tab_counts_its_own_and_shows_them(
    kind: TieClass, page: TieOutPage, firm: FirmProgram, idle: Idle
) -> None:
    made = october(firm.archive)
    page.activated()
    idle()
    page.tabs.choose(kind.name)
    wanted = made.figure(kind)
    assert [row.kind for row in page.model.shown()] == [kind] * wanted.count
    place = [tab.key for tab in page.tabs.tabs].index(kind.name)
    assert page.tabs.tabText(place) == f"{kind.value}  {wanted.count}"
    if wanted.count:
        assert page.panel.totals.texts()[0].endswith(wanted.apart.text("USD"))


def test_the_side_panel_shows_both_sides_and_the_verbs_that_apply(
    page: TieOutPage, firm: FirmProgram, idle: Idle
) -> None:
    firm.setups = [company(environment=company().environment)]
    october(firm.archive)
    page.activated()
    idle()
    page.panel.view.go_to_key("invoice:10502")
    differing = {
        row.field: (row.connectwise, row.quickbooks) for row in page.side.model.rows() if row.differs
    }
    assert differing == {"Tax": ("56.66", "56.67"), "Total": ("866.10", "866.11")}
    assert not page.side.explain.isHidden()
    assert page.side.send.isHidden()
    page.panel.view.go_to_key("invoice:10506")
    assert not page.side.send.isHidden()
    page.panel.view.go_to_key("invoice:10501")
    accounts = [row for row in page.side.model.rows() if row.field == "Account"]
    assert [(row.connectwise, row.quickbooks) for row in accounts] == [
        ("1,250.00 on 4200 Hardware", "1,250.00 on 4100 Product sales")
    ]


def test_an_explained_difference_leaves_the_list_of_differences_and_can_be_withdrawn(
    page: TieOutPage, firm: FirmProgram, idle: Idle
) -> None:
    october(firm.archive)
    page.activated()
    idle()
    page.tabs.choose("differences")
    assert "10503" in shown(page)
    rows = [row for row in page.model.shown() if row.number == "10503"]
    page.explain(rows, "Freight was added in QuickBooks.")
    idle()
    assert "10503" not in shown(page)
    page.tabs.choose("explained")
    assert shown(page) == {"10503": "Amount"}
    page.panel.view.go_to_key("invoice:10503")
    assert not page.side.withdraw.isHidden()
    page.side.withdraw.click()
    idle()
    assert shown(page) == {}


def test_a_side_that_does_not_answer_leaves_the_last_comparison_and_says_so(
    page: TieOutPage, firm: FirmProgram, idle: Idle
) -> None:
    october(firm.archive)
    page.activated()
    idle()
    page.compare()
    assert [one.text.replace("&", "") for one in page.actions_content().actions] == ["Cancel"]
    idle()
    assert "QuickBooks did not answer" in page.actions_content().sentence
    assert len(page.model.rows()) == 10


def test_offline_it_reads_and_does_not_compare(page: TieOutPage, firm: FirmProgram, idle: Idle) -> None:
    firm.offline = True
    october(firm.archive)
    page.activated()
    idle()
    compare = page.actions_content().actions[-1]
    assert not compare.enabled
    assert compare.why == "Comparing needs a network."
    assert page.model.rows()


def test_the_month_counts_every_invoice_once(month: MonthPage, firm: FirmProgram, idle: Idle) -> None:
    october(firm.archive)
    month.activated(TiePlace(REALM, FIRST, LAST))
    idle()
    counts = {one.part.value: (one.count, one.total) for one in month.parts_model.rows()}
    assert counts["Sent"] == (2, Decimal("1349.00"))
    assert counts["Credits"] == (1, Decimal("-100.00"))
    assert counts["Needs check"] == (4, Decimal("1371.10"))  # three are otherwise, one is gone
    assert counts["Not sent yet"] == (1, Decimal("2031.73"))
    assert counts["Not yet closed in ConnectWise"] == (1, Decimal("640.00"))
    assert month.parts.totals.texts() == ["ConnectWise USD 8 4,651.83"]
    month.parts.view.go_to_key(("Not sent yet", "USD"))
    assert [row.number for row in month.invoices.rows()] == ["10506"]
    accounts = {row.account: (row.apart, row.moved) for row in month.accounts.rows()}
    assert accounts["4100 Product sales"] == (Decimal("1250.00"), Decimal("1250.00"))


def test_a_month_is_certified_when_all_is_explained_and_says_by_whom(
    month: MonthPage, firm: FirmProgram, idle: Idle
) -> None:
    made = october(firm.archive)
    month.activated(TiePlace(REALM, FIRST, LAST))
    idle()
    certify = month.actions_content().actions[-1]
    assert not certify.enabled
    assert certify.why == "8 differences are not explained yet. Explain each on the Tie-out page first."
    firm.tying.explain(REALM, [row for row in made.rows if row.open], "Looked at.")
    month.read()
    idle()
    assert month.actions_content().actions[-1].enabled
    month.certify()
    idle()
    assert month.header().chip_text == "Certified"
    assert month.actions_content().sentence.startswith(
        "**October 2026 is certified.** It can be certified anew"
    )
    assert month.certified.text().startswith("Certified by somebody")


def test_an_old_comparison_certifies_nothing(month: MonthPage, firm: FirmProgram, idle: Idle) -> None:
    made = october(firm.archive, at=NOW - dt.timedelta(hours=2))
    firm.tying.explain(REALM, [row for row in made.rows if row.open], "Looked at.")
    month.activated(TiePlace(REALM, FIRST, LAST))
    idle()
    assert "older than an hour" in month.actions_content().sentence
    with pytest.raises(Known, match="older than an hour"):
        firm.tying.certify(REALM, FIRST)


def test_accounts_and_differences_say_their_currency_in_a_file_and_on_paper(
    month: MonthPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    made = october(firm.archive)
    foreign = replace(next(row for row in made.rows if row.differing), currency="CAD")
    accounts = (*made.accounts, replace(made.accounts[0], currency="CAD"))
    firm.archive.put_tie_out(replace(made, accounts=accounts, rows=(*made.rows, foreign)))
    month.activated(TiePlace(REALM, FIRST, LAST))
    idle()
    month.arranged(Room(narrow=True))
    month.tables["accounts"].export_to(tmp_path / "accounts.xlsx")
    idle()
    heads, *rows = read_workbook(tmp_path / "accounts.xlsx")
    shown = month.accounts.shown()
    at = heads.index("Currency")
    assert [row[at] for row in rows[: len(shown)]] == [row.currency for row in shown]
    assert [row[0] for row in rows[len(shown) :]] == ["All USD", "All CAD"]
    found = firm.tying.tie_out(REALM, FIRST, LAST)
    assert found is not None
    (table,) = (
        part
        for part in tie_out_paper(found, "0").parts
        if isinstance(part, PaperTable) and part.title.startswith("Differences")
    )
    at = [one.title for one in table.columns].index("Currency")
    assert {row[at] for row in table.rows} == {"USD", "CAD"}


def test_what_ties_by_explanations_alone_says_explained(firm: FirmProgram) -> None:
    made = october(firm.archive)
    assert chip_of(made) == ("Differs", "")
    firm.tying.explain(REALM, [row for row in made.rows if row.open], "Looked at.")
    assert chip_of(firm.tying.tie_out(REALM, FIRST, LAST)) == ("Ties", "Explained")
    assert chip_of(replace(made, rows=())) == ("", "")


def test_no_class_adds_two_currencies_to_one_figure(firm: FirmProgram) -> None:
    made = october(firm.archive)
    odd = next(row for row in made.rows if row.kind is TieClass.AMOUNT)
    both = replace(made, rows=(*made.rows, replace(odd, currency="CAD")))
    figure = both.figure(TieClass.AMOUNT)
    assert figure.apart.coded() == "9.00 USD + 9.00 CAD"
    (line,) = [one for one in tie_out_lines(both) if one.startswith("Amount  ") and "USD + " in one]
    assert line.endswith("9.00 USD + 9.00 CAD")
    assert [one for one in tie_out_lines(both) if one.startswith("Amount  ") and "  CAD  " in one]
    assert not [one for one in tie_out_lines(made) if "Number" in one and "Currency" in one]
    told = json.loads(as_values(tie_out_values(both)))
    assert told["classes"]["Amount"]["apart"] == {"CAD": 9.0, "USD": 9.0}
    assert told["classes"]["Tax"]["apart"] == 0.01
