"""The page of a company: links chosen by keyboard and by tick, options with a live sample, nothing lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.events import LinkChanged
from mobius_desktop.domain.ids import QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.options import AccountMatch, CompanyOptions, ServiceItemSource, Summary, TaxMode
from mobius_desktop.domain.quickbooks import ListKind, TaxCode
from mobius_desktop.transfer.linking.rows import LinkChoice, LinkRow, LinkState
from mobius_desktop.ui.components.buttons import Button
from mobius_desktop.ui.components.question import QuestionContent
from mobius_desktop.ui.pages.company.change_rows import Change, changes_of
from mobius_desktop.ui.pages.company.changes_card import ChangesCard
from mobius_desktop.ui.pages.company.kind_links import LinkBox
from mobius_desktop.ui.pages.company.link_rows import KIND_COLUMNS, LINK_COLUMNS
from mobius_desktop.ui.pages.company.option_specs import SPECS, TABS
from mobius_desktop.ui.pages.company.page import LINKS, CompanyPage
from mobius_desktop.ui.pages.company.rule_switches import RuleSwitches
from mobius_desktop.ui.pages.company.sample_view import SampleLine
from mobius_desktop.ui.services import Services
from mobius_desktop.ui.shell.page import Room
from mobius_desktop.ui.tables.cells import text_width
from mobius_desktop.ui.theme import Scheme, Theme
from tests.ui.pages.firm_program import NOW, REALM, FirmProgram, company

Idle = Callable[[], None]


@pytest.fixture
def page(qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle) -> CompanyPage:
    """The page of the first company, as read a moment ago."""
    firm.know_both_sides()
    firm.archive.change_options(REALM, firm.company_options, "somebody")
    made = CompanyPage(firm_services)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.activated(REALM)
    idle()
    return made


def on_links(page: CompanyPage) -> CompanyPage:
    page.tabs.choose(LINKS)
    return page


def row_of(page: CompanyPage, name: str) -> LinkRow:
    return next(row for row in page.links.model.rows() if row.name.startswith(name))


def edit(page: CompanyPage, name: str, value: object) -> None:
    """Change an option as a user does."""
    control = next(form.controls[name] for form in page.options.forms.values() if name in form.controls)
    match control.control:
        case QCheckBox() as box:
            box.click()
        case QComboBox() as combo:
            combo.setCurrentIndex([one for one, _ in control.spec.choices].index(value))
            combo.activated.emit(combo.currentIndex())
        case QLineEdit() as field:
            field.setText(str(value))
            field.textEdited.emit(str(value))


# -- links ------------------------------------------------------------------------------------------------


def test_what_wants_somebody_comes_first_and_only_what_is_sure_is_ticked(page: CompanyPage) -> None:
    on_links(page)
    rows = page.links.model.shown()
    states = [row.state for row in rows]
    assert states[0] is LinkState.SUGGESTED
    assert states[-1] is LinkState.FOUND
    assert [row.name for row in page.links.ticked()] == ["O'Malley & Sons Plumbing, Inc."]
    assert page.actions_content().actions[-1].text == "&Link the 1 ticked"


def test_ticks_stay_while_another_kind_is_looked_at(page: CompanyPage) -> None:
    on_links(page)
    for _ in range(2):
        page.links.choose_kind(ListKind.ACCOUNT)
        page.links.choose_kind(ListKind.CUSTOMER)
    assert [row.name for row in page.links.ticked()] == ["O'Malley & Sons Plumbing, Inc."]
    page.links.model.tick(page.links.ticked(), False)
    page.links.choose_kind(ListKind.ACCOUNT)
    page.links.choose_kind(ListKind.CUSTOMER)
    assert page.links.ticked() == []


def test_kinds_tell_how_many_are_open_and_why_one_is_not_used(page: CompanyPage) -> None:
    kinds = {row.kind: row for row in page.links.kinds.rows()}
    assert kinds[ListKind.CUSTOMER].open == 3
    assert kinds[ListKind.ACCOUNT].open == 1
    assert "QuickBooks calculates sales tax" in kinds[ListKind.TAX_CODE].why
    assert page.links.open_count == sum(row.open for row in kinds.values())


def test_linking_the_ticked_ones_is_kept_and_told(page: CompanyPage, firm: FirmProgram, idle: Idle) -> None:
    on_links(page)
    page.actions_content().actions[-1].slot()
    idle()
    (link,) = firm.archive.links(REALM)
    assert link.name == "O'Malley & Sons Plumbing, Inc."
    assert row_of(page, "O'Malley").state is LinkState.LINKED
    assert "is linked" in page.actions_content().sentence
    assert not page.actions_content().actions[-1].enabled
    (event,) = firm.archive.link_history(REALM)
    assert (event.user, event.at) == ("somebody", NOW)


def test_links_that_were_changed_stand_beside_the_options_with_before_and_after(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    changes = page.options.cards.changes
    row = row_of(on_links(page), "O'Malley")
    other = next(key for key, name in page.links.choices_of(ListKind.CUSTOMER) if name.startswith("Acme"))
    for chosen in (row.candidates[0].id, QuickBooksId(other), None):
        firm.configuring.link(REALM, [LinkChoice.of(row, chosen)])
    page._sides.load(REALM, then_read=False)
    idle()
    name = "Customer O'Malley & Sons Plumbing, Inc."
    assert changes.shown[:3] == [
        f"{name}: Acme Manufacturing LLC → not linked",
        f"{name}: O’Malley and Sons Plumbing → Acme Manufacturing LLC",
        f"{name}: not linked → O’Malley and Sons Plumbing",
    ]
    edit(page, "number_prefix", "TPA-")
    page.save()
    idle()
    assert "Prefix of numbers: none → TPA-" in changes.shown
    changes.of.setCurrentText("Links")
    changes.of.activated.emit(2)
    assert len(changes.shown) == 3


def test_a_link_by_name_that_gives_way_to_one_by_id_is_one_change(page: CompanyPage) -> None:
    def event(key: str, quickbooks_id: str | None) -> LinkChanged:
        record = QuickBooksId(quickbooks_id) if quickbooks_id else None
        return LinkChanged(REALM, "TaxCode", RecordKey(key), record, "FL-Hills", "dana", NOW)

    events = [event("taxcode:FL-Hills", "3"), event("taxcode:FL-Hills", None), event("taxcode#7", "4")]
    changes = changes_of((), events, page.options.surroundings(), None)
    assert [one.text for one in changes] == [
        "Tax code FL-Hills: Id 3 → Id 4",
        "Tax code FL-Hills: not linked → Id 3",
    ]


def test_earlier_changes_are_shown_some_at_a_time(qtbot: QtBot) -> None:
    card = ChangesCard()
    qtbot.addWidget(card)
    card.show_changes([Change(NOW, "dana", f"Customer {n}", "not linked", "Acme") for n in range(45)])
    assert len(card.shown) == 30
    card.more.click()
    assert len(card.shown) == 45
    assert card.more.isHidden()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_1])
def test_enter_and_1_link_the_first_candidate(
    qtbot: QtBot, page: CompanyPage, firm: FirmProgram, idle: Idle, key: Qt.Key
) -> None:
    on_links(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    view = page.links.panel.view
    view.setFocus()
    row = row_of(page, "O'Malley")
    view.go_to_key((row.kind, row.key))
    QTest.keyClick(view, key)
    idle()
    assert [one.quickbooks_id for one in firm.archive.links(REALM)] == [row.candidates[0].id]


def test_a_link_can_be_taken_away_and_another_record_chosen(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    on_links(page)
    row = row_of(page, "Acme")
    page.links.panel.view.go_to_key((row.kind, row.key))
    choice = page.links.candidates.choice
    choice.setCurrentIndex(0)
    chosen = choice.itemData(0)
    page.links.candidates._on_choice_linked()
    idle()
    linked = row_of(page, "Acme")
    assert linked.state is LinkState.LINKED
    assert linked.quickbooks_id == chosen
    page.links.candidates.unlink_wanted.emit(linked)
    idle()
    assert firm.archive.links(REALM) == ()
    assert row_of(page, "Acme").state is LinkState.FOUND


def test_an_account_is_linked_by_choosing_it_and_is_never_ticked_by_itself(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    on_links(page)
    page.links.choose_kind(ListKind.ACCOUNT)
    assert page.links.ticked() == []
    row = row_of(page, "40150")
    page.links.panel.view.go_to_key((row.kind, row.key))
    choice = page.links.candidates.choice
    choice.setCurrentIndex(choice.findText("40100", Qt.MatchFlag.MatchStartsWith))
    page.links.candidates._on_choice_linked()
    idle()
    (link,) = firm.archive.links(REALM)
    assert (link.kind, link.key) == (ListKind.ACCOUNT, "account:40150")
    assert row_of(page, "40150").quickbooks_name.startswith("40100")


def test_a_list_that_cannot_be_read_says_why_and_leaves_the_last_one(page: CompanyPage, idle: Idle) -> None:
    on_links(page)
    page.refresh()
    idle()
    assert "did not answer" in page.actions_content().sentence
    assert page.links.model.rowCount() > 5


def test_a_csv_file_shows_what_it_would_change_before_it_does(
    page: CompanyPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    on_links(page)
    row, file = row_of(page, "O'Malley"), tmp_path / "customers.csv"
    page.work.export_to(file)
    idle()
    assert file.read_text(encoding="utf-8-sig").startswith("Key,In ConnectWise,QuickBooks id")
    file.write_text(f"Key,QuickBooks id\n{row.key},{row.candidates[0].id}\n", encoding="utf-8")
    page.work.import_from(file)
    idle()
    shown = page.work.import_panel
    assert [one.what for one in shown.model.rows()] == ["Linked"]
    assert [one.text for one in page.actions_content().actions] == ["&Go back", "&Change 1 link"]
    assert page.escaped()
    assert not shown.isVisible()
    page.work.import_from(file)
    idle()
    assert firm.archive.links(REALM) == ()
    page.actions_content().actions[-1].slot()
    idle()
    (link,) = firm.archive.links(REALM)
    assert link.quickbooks_id == row.candidates[0].id
    assert page.actions_content().sentence == "Changed from the file: 1 linked."


def test_a_wrong_csv_file_says_why_and_changes_nothing(
    page: CompanyPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    on_links(page)
    file = tmp_path / "customers.csv"
    file.write_text("Name\nAcme\n", encoding="utf-8")
    page.work.import_from(file)
    idle()
    assert "no column “Key”" in page.actions_content().sentence
    assert page.links.isVisibleTo(page)
    assert firm.archive.links(REALM) == ()


def test_ctrl_n_asks_before_it_creates_and_says_why_it_does_not(
    page: CompanyPage, firm: FirmProgram, idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QuestionContent] = []

    def answer(_parent: object, content: QuestionContent) -> tuple[bool, str]:
        asked.append(content)
        return False, ""

    monkeypatch.setattr("mobius_desktop.ui.pages.company.link_work.ask", answer)
    on_links(page)
    view = page.links.panel.view
    for name in ("Acme", "O'Malley", "Café"):
        row = row_of(page, name)
        view.go_to_key((row.kind, row.key))
        page.handlers()["create-record"]()
        if name == "Acme":
            assert "in QuickBooks already" in page.actions_content().sentence
        if name == "O'Malley":
            assert "say first that it is another customer" in page.actions_content().sentence
    assert [one.question for one in asked] == ["Create the customer “Café Très Bon, LLC” in QuickBooks?"]
    page.links.choose_kind(ListKind.ITEM)
    row = row_of(page, "FIBER-M")
    view.go_to_key((row.kind, row.key))
    page.handlers()["create-record"]()
    assert "posts to account **40100" in asked[-1].body
    page.tabs.choose("Sales")
    assert "create-record" not in page.handlers()
    idle()
    assert firm.archive.links(REALM) == ()


# -- options ----------------------------------------------------------------------------------------------


def test_every_option_of_a_company_stands_on_exactly_one_tab() -> None:
    assert sorted(spec.name for spec in SPECS) == sorted(one.name for one in fields(CompanyOptions))
    assert {spec.tab for spec in SPECS} == set(TABS)
    assert all(spec.label and spec.help.endswith(".") for spec in SPECS)


def test_an_option_shows_its_effect_on_the_sample_before_it_is_saved(
    page: CompanyPage, firm: FirmProgram, theme: Theme
) -> None:
    before = page.options.sample.texts()
    edit(page, "service_item_source", ServiceItemSource.GL_ACCOUNT)
    changed = page.options.sample.changed_texts()
    assert changed
    assert set(changed).isdisjoint(before)
    marked = next(line for line in page.options.sample.findChildren(SampleLine) if line.changed)
    marked.resize(200, 20)
    assert marked.grab().toImage().pixelColor(1, 1) == theme.colour("run.ground")
    assert firm.options(REALM).service_item_source is ServiceItemSource.SERVICE_GL_ACCOUNT
    page.discard()
    assert page.options.sample.texts() == before


def test_the_prefix_is_saved_with_who_when_before_and_after(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    edit(page, "number_prefix", "TPA-")
    assert any("TPA-" in text for text in page.options.sample.changed_texts())
    page.handlers()["save"]()
    idle()
    assert firm.options(REALM).number_prefix == "TPA-"
    assert firm.archive.options_history(REALM)[-1].user == "somebody"
    assert page.options.cards.changes.shown[0] == "Prefix of numbers: none → TPA-"
    assert any("prefix" in one.lower() for one in page.options.cards.shown_problems)
    assert page.actions_content().sentence == "Saved. The next batch uses it."


def test_unsaved_changes_are_asked_about_in_the_page(page: CompanyPage) -> None:
    assert page.may_leave()
    edit(page, "display_uom", True)
    assert not page.may_leave()
    assert "Not saved yet" in page.actions_content().sentence
    assert [one.text for one in page.actions_content().actions] == ["&Discard", "&Save"]
    page.activated("9341459990000002")
    assert page.realm == REALM
    page.discard()
    assert page.may_leave()


def test_what_is_no_amount_is_said_and_not_saved(page: CompanyPage, firm: FirmProgram, idle: Idle) -> None:
    edit(page, "accept_difference_up_to", "a lot")
    assert "an amount from 0.00" in page.actions_content().sentence
    page.save()
    idle()
    assert firm.options(REALM) == firm.company_options


def test_a_comma_before_the_cents_is_never_taken_for_ten_times_the_amount(page: CompanyPage) -> None:
    edit(page, "accept_difference_up_to", "1,5")
    said = "Accept a difference up to: an amount from 0.00 to 100, written as 1.50."
    assert said in page.actions_content().sentence
    assert not page.actions_content().actions[-1].enabled
    edit(page, "accept_difference_up_to", "1.5")
    assert page.options.edited.accept_difference_up_to == Decimal("1.50")


def test_a_rule_is_switched_off_for_the_company_and_the_record_says_so(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    switches = page.options.forms["Checks"].controls["rules_off"].control
    assert isinstance(switches, RuleSwitches)
    assert all(box.isChecked() for box in switches.boxes.values())
    assert "ACCOUNT_MISSING" not in switches.boxes
    assert "CUSTOMER_WILL_BE_CREATED" not in switches.boxes
    switches.boxes["DUE_DATE_DIFFERS"].click()
    page.save()
    idle()
    assert firm.options(REALM).rules_off == ("DUE_DATE_DIFFERS",)
    assert page.options.cards.changes.shown[0] == (
        "What is said before sending: all is said → not said: Due date differs from the term"
    )
    switches.boxes["DUE_DATE_DIFFERS"].click()
    page.save()
    idle()
    assert firm.options(REALM).rules_off == ()


def test_a_number_of_days_is_whole_and_within_its_bounds(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    for wrong in ("soon", "0", "12.5", "4000"):
        edit(page, "long_ago_days", wrong)
        assert "a whole number from 1 to 3,650" in page.actions_content().sentence
    edit(page, "long_ago_days", "30")
    edit(page, "document_limit", "12,000")
    page.save()
    idle()
    assert (firm.options(REALM).long_ago_days, firm.options(REALM).document_limit) == (
        30,
        Decimal("12000.00"),
    )


def test_what_quickbooks_does_not_allow_is_locked_with_the_reason(page: CompanyPage) -> None:
    sales, categories = page.options.forms["Sales"], page.options.forms["Categories"]
    card = sales.controls["online_card"]
    assert not card.control.isEnabled()
    assert card.reason.sentence() == "QuickBooks Payments is not switched on in this company."
    assert categories.controls["use_classes"].control.isEnabled()
    assert not page.options.forms["Taxes"].controls["tax_line_item"].control.isEnabled()


def prefer(page: CompanyPage, **preferences: Any) -> None:
    """QuickBooks has other preferences."""
    books = page._books
    assert books is not None
    changed = replace(books.lists.preferences, **preferences)
    page.options.show_books(replace(books, lists=replace(books.lists, preferences=changed)))


@pytest.mark.parametrize("name", ["use_classes", "use_departments", "online_card"])
def test_what_quickbooks_makes_useless_can_be_turned_off_but_not_on(page: CompanyPage, name: str) -> None:
    page.options.show_options(
        replace(page.options.saved, use_classes=True, use_departments=True, online_card=True)
    )
    prefer(
        page,
        class_per_line=False,
        class_per_transaction=False,
        track_departments=False,
        online_payments=False,
    )
    control = next(form.controls[name] for form in page.options.forms.values() if name in form.controls)
    assert control.control.isEnabled()
    assert control.reason.sentence().endswith("It has no effect, and can be turned off.")
    edit(page, name, value=False)
    assert getattr(page.options.edited, name) is False
    assert not control.control.isEnabled()


def test_numbers_that_quickbooks_does_not_keep_can_be_left_for_names(page: CompanyPage) -> None:
    prefer(page, use_account_numbers=False)
    control = page.options.forms["Accounts"].controls["account_match"]
    assert control.control.isEnabled()
    assert control.reason.sentence() == "Account numbers are off in QuickBooks: none is found by its number."
    edit(page, "account_match", AccountMatch.NAME)
    assert page.options.edited.account_match is AccountMatch.NAME


def test_tax_can_be_sent_as_a_line_where_quickbooks_calculates_none(page: CompanyPage) -> None:
    prefer(page, automated_sales_tax=False)
    control = page.options.forms["Taxes"].controls["tax_mode"].control
    assert isinstance(control, QComboBox)
    texts = [control.itemText(place) for place in range(control.count())]
    assert [text for text in texts if text.endswith("(locked)")] == ["Let QuickBooks calculate  (locked)"]
    edit(page, "tax_mode", TaxMode.TAX_AS_LINE)
    assert page.options.edited.tax_mode is TaxMode.TAX_AS_LINE


def test_on_free_what_forces_detailed_is_locked(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.edition = Edition.FREE
    firm.know_both_sides()
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    page.activated(REALM)
    idle()
    control = page.options.forms["Sales"].controls["service_item_source"].control
    assert isinstance(control, QComboBox)
    texts = [control.itemText(place) for place in range(control.count())]
    assert [text for text in texts if text.endswith("(locked)")] == [
        "Work Role  (locked)",
        "Work Type  (locked)",
        "Work Role-Work Type  (locked)",
    ]
    location = page.options.forms["Company"].controls["location_id"]
    assert not location.control.isEnabled()
    assert "Standard edition" in location.reason.sentence()


def test_a_configuration_file_is_looked_at_before_it_is_saved(
    page: CompanyPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    file = tmp_path / "configuration.json"
    page.files.export_to(file)
    idle()
    content = json.loads(file.read_text(encoding="utf-8"))
    content["options"]["number_prefix"] = "IMP-"
    file.write_text(json.dumps(content), encoding="utf-8")
    page.files.import_from(file)
    idle()
    assert firm.options(REALM).number_prefix == ""
    assert page.options.edited.number_prefix == "IMP-"
    page.save()
    idle()
    assert firm.options(REALM).number_prefix == "IMP-"
    file.write_text("{", encoding="utf-8")
    page.files.import_from(file)
    idle()
    assert "damaged" in page.actions_content().sentence


def test_a_value_that_an_option_cannot_have_is_said_with_the_options_name(
    page: CompanyPage, firm: FirmProgram, idle: Idle, tmp_path: Path
) -> None:
    file = tmp_path / "configuration.json"
    page.files.export_to(file)
    idle()
    whole = file.read_text(encoding="utf-8")
    for name, value, said in (
        (
            "tax_mode",
            "Nonsense",
            "Sales tax: it can be Send ConnectWise's amount, Let QuickBooks calculate or Tax as a line.",
        ),
        (
            "accept_difference_up_to",
            "much",
            "Accept a difference up to: it can be an amount from 0.00 to 100.",
        ),
    ):
        content = json.loads(whole)
        content["options"][name] = value
        file.write_text(json.dumps(content), encoding="utf-8")
        page.files.import_from(file)
        idle()
        whole_said = f"“{value}” in the file cannot be the value of {said} Nothing was changed."
        assert page.actions_content().sentence == whole_said
    assert firm.options(REALM) == firm.company_options


def test_a_file_that_holds_what_is_set_says_that_nothing_would_change(
    page: CompanyPage, idle: Idle, tmp_path: Path
) -> None:
    file = tmp_path / "configuration.json"
    page.files.export_to(file)
    idle()
    page.files.import_from(file)
    idle()
    said = "configuration.json was read. Nothing would change: its options are those that are set."
    assert page.actions_content().sentence == said
    assert not page.actions_content().actions[-1].enabled


# -- the company ------------------------------------------------------------------------------------------


def test_another_company_can_be_made_the_default_where_it_is_configured(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    assert "This is the default company: lists and new batches begin with it." in facts_of(page)
    firm.setups = [company(default=False), company(RealmId("9342"), "Gulfline Canada", default=True)]
    page.activated(REALM)
    idle()
    assert "Lists and new batches begin with another company." in facts_of(page)
    button = next(one for one in page.options.cards.findChildren(Button) if one.text() == "Make &default")
    button.click()
    idle()
    assert [one.realm for one in firm.setups if one.default] == [REALM]
    assert "This is the default company: lists and new batches begin with it." in facts_of(page)


def facts_of(page: CompanyPage) -> list[str]:
    """What the card of the connection says."""
    return [one.text() for one in page.options.cards.findChildren(QLabel) if not one.isHidden()]


def test_a_sign_in_that_ends_within_two_weeks_is_said_with_its_button(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    assert page.options.cards.shown_problems == []
    firm.setups = [company(sign_in_ends_at=NOW + dt.timedelta(days=12))]
    page.activated(REALM)
    idle()
    assert page.options.cards.shown_problems[0].endswith("ends in 12 days.")
    opened: list[tuple[str, object]] = []
    page.left_for.connect(lambda key, argument: opened.append((key, argument)))
    page.options.cards.reconnect_wanted.emit()
    assert opened == [("quickbooks", REALM)]


def test_numbers_that_quickbooks_would_replace_are_said_on_the_company_tab(
    page: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    lists = firm.archive.cached_lists(REALM)
    assert lists is not None
    off = replace(lists, preferences=replace(lists.preferences, custom_transaction_numbers=False))
    firm.archive.put_cached_lists(REALM, off)
    page.activated(REALM)
    idle()
    assert any("transaction numbers" in one for one in page.options.cards.shown_problems)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("size", [(1100, 600), (972, 560), (908, 300)])
def test_the_page_stands_at_every_size_in_both_schemes(
    page: CompanyPage, theme: Theme, size: tuple[int, int], scheme: Scheme
) -> None:
    theme.set_scheme(scheme)
    page.show()
    page.arranged(Room(narrow=size[0] < 1000, low=size[1] < 500))
    for tab in (*TABS, LINKS):
        page.tabs.choose(tab)
        page.resize(*size)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= size[0]


# -- taxes ------------------------------------------------------------------------------------------------


@pytest.fixture
def by_codes(page: CompanyPage, firm: FirmProgram, idle: Idle) -> CompanyPage:
    """The page of the same company, as if it did not use automated tax and had codes without a rate."""
    lists = firm.archive.cached_lists(REALM)
    assert lists is not None
    exempt = (
        TaxCode(QuickBooksId("901"), "Out of state"),
        TaxCode(QuickBooksId("902"), "Resale", active=False),
    )
    rated = TaxCode(QuickBooksId("903"), "TX-Austin", rates=(("State", Decimal("8.25")),))
    preferences = replace(lists.preferences, automated_sales_tax=False)
    firm.archive.put_cached_lists(
        REALM, replace(lists, preferences=preferences, tax_codes=(*lists.tax_codes, *exempt, rated))
    )
    page._sides.load(REALM, then_read=False)
    idle()
    return page


def texts_of(page: CompanyPage, name: str) -> list[str]:
    control = next(form.controls[name] for form in page.options.forms.values() if name in form.controls)
    assert isinstance(control.control, QComboBox)
    return [control.control.itemText(place) for place in range(control.control.count())]


def test_the_exempt_code_is_one_without_a_rate_and_shows_on_an_invoice_without_tax(
    by_codes: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    page = by_codes
    assert page._books is not None
    assert texts_of(page, "exempt_tax_code") == ["None", "Out of state"]
    untaxed = next(
        one
        for one in page._books.sample_ids()
        if (plan := page._books.sample(one, page.options.edited)) and plan.document
        if not plan.document.sales_tax
    )
    page.options.choose_sample(untaxed)
    combo = page.options.forms["Taxes"].controls["exempt_tax_code"].control
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert "Tax code: Out of state" in page.options.sample.changed_texts()
    page.save()
    idle()
    assert firm.options(REALM).exempt_tax_code == "901"
    assert page.options.cards.changes.shown[0] == "Exempt tax code: None → Out of state"


def test_an_exempt_code_that_became_inactive_stays_to_be_seen(
    by_codes: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    for code, text in (
        ("902", "Resale (inactive)"),
        ("903", "TX-Austin (has a rate)"),
        ("9", "Tax code no. 9"),
    ):
        by_codes.options.edit(replace(firm.company_options, exempt_tax_code=QuickBooksId(code)))
        assert texts_of(by_codes, "exempt_tax_code")[-1] == text
    idle()


def test_under_automated_tax_the_exempt_code_is_locked_with_the_reason(page: CompanyPage) -> None:
    control = page.options.forms["Taxes"].controls["exempt_tax_code"]
    assert not control.control.isEnabled()
    assert "chooses the tax code itself" in control.reason.sentence()


def choose_code(page: CompanyPage, code: str, quickbooks: str) -> None:
    box = page.options.links["Taxes"].boxes[code]
    box.fill()
    place = box.findText(quickbooks)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_tax_codes_are_linked_many_to_one_on_the_tab_taxes(
    by_codes: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    page = by_codes
    page.tabs.choose("Taxes")
    shown = list(page.options.links["Taxes"].boxes)
    assert shown == [row.name for row in page.links.rows_of(ListKind.TAX_CODE)]
    assert len(shown) > 1
    for code in shown[:2]:
        choose_code(page, code, "TX-Austin")
        idle()
    links = firm.archive.links(REALM)
    assert [(one.kind, one.quickbooks_id) for one in links] == [(ListKind.TAX_CODE, "903")] * 2
    assert {row_state(page, code) for code in shown[:2]} == {LinkState.LINKED}
    assert page.options.links["Taxes"].boxes[shown[0]].currentText() == "TX-Austin"
    assert "is linked" in page.actions_content().sentence
    first = page.options.links["Taxes"].boxes[shown[0]]
    first.setCurrentIndex(0)
    first.activated.emit(0)
    idle()
    assert row_state(page, shown[0]) is not LinkState.LINKED
    page.options.links["Taxes"].more.click()
    assert (page.tabs.key(), page.links.kind) == (LINKS, ListKind.TAX_CODE)


def row_state(page: CompanyPage, code: str) -> LinkState:
    rows = {row.name: row for row in page.links.rows_of(ListKind.TAX_CODE)}
    return rows[code].state


def test_under_automated_tax_the_tax_codes_say_why_there_are_none(page: CompanyPage) -> None:
    assert page.options.links["Taxes"].boxes == {}
    assert "QuickBooks calculates sales tax" in page.options.links["Taxes"].reason.sentence()
    assert not page.options.links["Taxes"].more.isEnabled()


def test_where_connectwise_gives_a_name_only_that_is_said_of_the_kind_and_the_link(
    page: CompanyPage, idle: Idle
) -> None:
    on_links(page)
    page.links.choose_kind(ListKind.ACCOUNT)
    row = page.links.model.shown()[0]
    choice = LinkChoice.of(row, QuickBooksId(page.links.choices_of(ListKind.ACCOUNT)[0][0]))
    page.links.link_wanted.emit([choice])
    idle()
    page.links.choose_record(row.name, ListKind.ACCOUNT)
    texts = [one.text() for one in page.links.candidates.findChildren(QLabel)]
    assert "Linked: a new name in QuickBooks does no harm, one in ConnectWise is linked anew" in texts
    assert "linked anew" in tip_of(LINK_COLUMNS, "link", row_of(page, row.name))
    kinds = {one.kind: one for one in page.links.kinds.rows()}
    assert tip_of(KIND_COLUMNS, "kind", kinds[ListKind.ACCOUNT]).startswith(
        "ConnectWise gives accounts by name"
    )
    assert tip_of(KIND_COLUMNS, "kind", kinds[ListKind.CUSTOMER]) == ""


def test_long_texts_end_in_dots_or_break_and_are_whole_for_the_pointer(
    qtbot: QtBot, page: CompanyPage
) -> None:
    box = LinkBox([])
    box.addItem("BLOCK-HOURS (by its name)", None)
    qtbot.addWidget(box)
    box.resize(90, 32)
    box.grab()
    assert box.toolTip() == "BLOCK-HOURS (by its name)"
    box.resize(400, 32)
    box.grab()
    assert box.toolTip() == ""
    on_links(page)
    page.links.choose_record("O'Malley & Sons Plumbing, Inc.")
    mail = [one for one in page.links.candidates.findChildren(QLabel) if "@" in one.accessibleName()]
    assert mail
    assert all("@\u200b" in one.text() for one in mail)
    assert all("\u200b" not in one.accessibleName() + one.toolTip() for one in mail)


def tip_of(columns: Any, key: str, row: Any) -> str:
    """What the pointer shows over a cell."""
    tip = next(one.tip for one in columns if one.key == key)
    assert tip is not None
    return str(tip(row))


def test_items_are_linked_on_the_tab_products(page: CompanyPage, firm: FirmProgram, idle: Idle) -> None:
    page.tabs.choose("Products")
    links = page.options.links["Products"]
    rows = page.links.rows_of(ListKind.ITEM)
    assert list(links.boxes) == [row.name for row in rows[:12]]
    assert rows[0].open
    box = links.boxes[rows[0].name]
    assert box.count() == 1, "thousands of items are put in when somebody is about to choose"
    QTest.keyClick(box, Qt.Key.Key_Down)
    idle()
    (link,) = firm.archive.links(REALM)
    assert (link.kind, link.quickbooks_id) == (ListKind.ITEM, page.links.choices_of(ListKind.ITEM)[0][0])
    assert page.options.links["Products"].boxes[rows[0].name].currentData() == link.quickbooks_id
    links.more.click()
    assert (page.tabs.key(), page.links.kind) == (LINKS, ListKind.ITEM)


def test_the_wheel_over_a_tax_code_links_nothing(
    by_codes: CompanyPage, firm: FirmProgram, idle: Idle
) -> None:
    by_codes.tabs.choose("Taxes")
    box = next(iter(by_codes.options.links["Taxes"].boxes.values()))
    before = box.currentText()
    here = QPointF(5, 5)
    turn = QWheelEvent(
        here,
        here,
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    idle()
    assert box.currentText() == before
    assert firm.archive.links(REALM) == ()


def test_what_the_edition_locks_shows_as_it_is_used_and_is_kept(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.edition = Edition.FREE
    firm.know_both_sides()
    kept = replace(firm.company_options, invoice_export_detail=Summary.DETAILED)
    firm.archive.change_options(REALM, kept, "somebody")
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    page.activated(REALM)
    idle()
    summary = page.options.forms["Sales"].controls["invoice_export_detail"].control
    assert isinstance(summary, QComboBox)
    assert summary.currentText() == "Default"
    edit(page, "display_uom", True)
    page.save()
    idle()
    assert firm.options(REALM).invoice_export_detail is Summary.DETAILED


def test_on_free_the_value_in_force_is_told_and_not_what_another_edition_would_use(
    qtbot: QtBot, firm: FirmProgram, firm_services: Services, idle: Idle
) -> None:
    firm.edition = Edition.FREE
    firm.know_both_sides()
    kept = replace(firm.company_options, service_item_source=ServiceItemSource.WORK_ROLE)
    firm.archive.change_options(REALM, kept, "somebody")
    page = CompanyPage(firm_services)
    qtbot.addWidget(page)
    page.activated(REALM)
    idle()
    controls = page.options.forms["Sales"].controls
    said = "Default. Other summaries need the Lite or Standard edition."
    assert controls["invoice_export_detail"].reason.sentence() == said
    said = "Needs Detailed: Lite or Standard edition. Service-[GL account] is used."
    assert controls["service_item_source"].reason.sentence() == said
    page.tabs.choose("Sales")
    texts = page.options.sample.texts()
    assert "Create Invoice Batch opens with the Invoice Summary Default." in texts
    assert not any("Detailed is used" in text for text in texts)
    page.tabs.choose("Company")
    assert "Create Invoice Batch opens with All locations." in page.options.sample.texts()


def test_the_kinds_give_way_to_the_names_that_are_compared(page: CompanyPage) -> None:
    on_links(page)
    page.show()
    page.arranged(Room(narrow=False))
    for width, listed in ((1105, False), (1500, True)):
        page.resize(width, 640)
        QApplication.processEvents()
        assert page.links.kind_box.isHidden() is listed
        assert page.links.kind_table.isVisible() is listed
        view = page.links.panel.view
        sections = {one.key: page.links.model.section_of(one.key) for one in page.links.model.columns}
        names = [view.columnWidth(sections[key]) for key in ("connectwise", "quickbooks")]
        long = text_width(page.links.model.columns[0], "O'Malley & Sons Plumbing, Inc.")
        assert min(names) >= long


def test_a_candidate_is_never_wider_than_its_panel(page: CompanyPage) -> None:
    on_links(page)
    page.show()
    panel = page.links.candidates
    page.links.panel.view.go_to_key((ListKind.CUSTOMER, row_of(page, "O'Malley").key))
    QApplication.processEvents()
    assert panel._inner.minimumSizeHint().width() <= panel.width()
