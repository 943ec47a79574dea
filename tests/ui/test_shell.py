"""The window around the pages: menus, navigation, header, action bar, banner, keys, sizes."""

from __future__ import annotations

import gc
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mobius_desktop.ui.shell.action_bar import ActionBar
from mobius_desktop.ui.shell.commands import MENUS, STANDARD, CommandSpec
from mobius_desktop.ui.shell.header import CrumbButton
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.ui.shell.memory import Memory
from mobius_desktop.ui.shell.nav_model import Badge, NavEntry
from mobius_desktop.ui.shell.notices import BannerContent, BannerKind
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header, Page, Room, Steps
from mobius_desktop.ui.shell.router import PageEntry
from mobius_desktop.ui.theme import Scheme, Theme, Tone

CONTROL = Qt.KeyboardModifier.ControlModifier


class Recorder(Page):
    """A page that notes what happens to it."""

    COMMANDS = (CommandSpec("mark", "Mar&k It", "Batch", "Ctrl+M"),)
    made = 0

    def __init__(self, title: str) -> None:
        super().__init__()
        Recorder.made += 1
        self.notes: list[object] = []
        self.leaves = True
        self.field = QLineEdit()
        self.field.setAccessibleName("Field")
        QVBoxLayout(self).addWidget(self.field)
        self.set_header(Header(title, context=f"{title} · context"))
        self.set_actions(
            ActionBarContent(
                f"**1 of 2** {title}",
                actions=(Action("&More", self._more), Action("&Do it", self._do, primary=True)),
            )
        )
        self.handle("mark", self._mark)
        self.set_status(f"{title} read")

    def _more(self) -> None:
        self.notes.append("more")

    def _do(self) -> None:
        self.notes.append("did")

    def _mark(self) -> None:
        self.notes.append("marked")

    def activated(self, argument: object = None) -> None:
        self.notes.append(("shown", argument))

    def deactivated(self) -> None:
        self.notes.append("left")

    def arranged(self, room: Room) -> None:
        self.notes.append(room)

    def panes(self) -> Sequence[QWidget]:
        return [self.field]

    def may_leave(self) -> bool:
        return self.leaves


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return make_window(qtbot)


def make_window(qtbot: QtBot, memory: Memory | None = None) -> MainWindow:
    Recorder.made = 0
    made = MainWindow(memory)
    qtbot.addWidget(made)
    made.add_page(
        PageEntry("home", lambda: Recorder("Home"), Recorder), NavEntry("home", "Home", "dashboard")
    )
    made.add_nav(NavEntry("run", "Run New Batch", "new-batch", expands_only=True))
    made.add_page(
        PageEntry("select", lambda: Recorder("Select"), Recorder),
        NavEntry("select", "Select", "invoice", "run"),
    )
    made.add_page(PageEntry("batch", lambda: Recorder("Batch"), Recorder, nav="select"))
    made.go("home")
    made.resize(1366, 768)
    made.show()
    return made


def page(window: MainWindow) -> Recorder:
    front = window.router.page()
    assert isinstance(front, Recorder)
    return front


def test_a_page_is_built_on_its_first_visit_and_kept(window: MainWindow) -> None:
    assert Recorder.made == 1
    window.go("select")
    window.go("home")
    window.go("select")
    assert Recorder.made == 2


def test_the_page_in_front_states_header_action_bar_and_status(window: MainWindow) -> None:
    window.go("select")
    assert window.header.title() == "Select"
    assert window.action_bar.sentence() == "1 of 2 Select"
    assert [b.text() for b in window.action_bar.buttons()] == ["&More", "&Do it"]
    assert window.status.texts()[0] == "Select read"
    assert window.windowTitle() == "Select – Mobius Desktop"


def test_what_a_page_puts_into_the_header_is_never_a_window_of_its_own(window: MainWindow) -> None:
    button = QPushButton("Check now")
    page(window).set_header_widgets(button)
    button.setVisible(True)  # before the header has it
    assert not button.isWindow()
    window.go("select")
    window.go("home")
    assert button.isVisible()
    window.go("select")
    button.setVisible(True)
    assert not button.isWindow()
    assert not button.isVisible()


def test_a_page_behind_another_does_not_change_what_is_shown(window: MainWindow) -> None:
    behind = page(window)
    window.go("select")
    behind.set_header(Header("Changed"))
    behind.set_status("Changed")
    assert window.header.title() == "Select"
    assert window.status.texts()[0] == "Select read"


def test_ctrl_enter_does_the_primary_action(window: MainWindow) -> None:
    window.commands.action("primary").trigger()
    assert page(window).notes[-1] == "did"


def test_a_disabled_primary_action_is_not_done_and_says_why(window: MainWindow) -> None:
    front = page(window)
    front.set_actions(
        ActionBarContent("", actions=(Action("Send", front._do, primary=True, enabled=False, why="Nothing"),))
    )
    window.commands.action("primary").trigger()
    assert "did" not in front.notes
    assert window.action_bar.buttons()[0].toolTip() == "Nothing"


def test_the_primary_action_stands_last_and_there_is_one(window: MainWindow) -> None:
    front = page(window)
    with pytest.raises(ValueError, match="last"):
        front.set_actions(
            ActionBarContent("", actions=(Action("A", front._do, primary=True), Action("B", front._do)))
        )


def test_a_running_count_changes_the_button_in_place_so_that_focus_stays(window: MainWindow) -> None:
    front = page(window)
    button = window.action_bar.buttons()[-1]
    button.setFocus()
    front.set_actions(
        ActionBarContent("", actions=(Action("x", front._more), Action("&Send 12", front._do, primary=True)))
    )
    assert window.action_bar.buttons()[-1] is button
    assert button.hasFocus()
    assert button.text() == "&Send 12"


def test_menus_hold_every_command_and_disable_what_nobody_answers(window: MainWindow) -> None:
    assert window.commands.action("mark").isEnabled()
    assert not window.commands.action("export").isEnabled()
    held = {a.text().split("\t")[0] for name in MENUS for a in window.commands.menu(name).actions()}
    assert {spec.text for spec in STANDARD} <= held
    page(window).allow("mark", False)
    assert not window.commands.action("mark").isEnabled()


def test_a_command_goes_to_the_page_in_front(window: MainWindow) -> None:
    window.go("select")
    window.commands.action("mark").trigger()
    assert page(window).notes[-1] == "marked"


def test_a_page_cannot_answer_a_command_that_no_menu_shows(window: MainWindow) -> None:
    with pytest.raises(KeyError, match="unheard-of"):
        window.commands.answer({"unheard-of": window.close})


def test_no_two_commands_share_a_key_and_mnemonics_are_unique_in_each_menu(window: MainWindow) -> None:
    keys = [key for spec in STANDARD for key in spec.key.split("; ") if key]
    assert len(keys) == len(set(keys))
    for name in MENUS:
        letters = [_mnemonic(a) for a in window.commands.menu(name).actions() if _mnemonic(a)]
        assert len(letters) == len(set(letters)), (name, letters)
    assert len({_mnemonic(a) for a in window.menuBar().actions()}) == len(MENUS)


def _mnemonic(action: QAction) -> str:
    found = re.search(r"&(\w)", action.text())
    return found.group(1).lower() if found else ""


def test_back_and_forward_go_through_the_places_visited(window: MainWindow) -> None:
    window.go("select", "Tacoma")
    window.go("batch", 214)
    window.commands.action("back").trigger()
    assert page(window).notes[-1] == ("shown", "Tacoma")
    window.commands.action("forward").trigger()
    assert page(window).notes[-1] == ("shown", 214)
    assert not window.commands.action("forward").isEnabled()


def test_esc_goes_back_when_the_page_has_no_use_for_it(window: MainWindow) -> None:
    window.go("select")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.router.key() == "home"


def test_a_page_with_unsaved_changes_is_not_left(window: MainWindow) -> None:
    page(window).leaves = False
    assert not window.go("select")
    assert window.router.key() == "home"
    page(window).leaves = True


def test_ctrl_1_to_9_open_pages_in_the_order_of_the_navigation(window: MainWindow) -> None:
    assert window.nav.model.keys_in_order() == ["home", "select"]
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    assert window.router.key() == "select"


def test_the_navigation_opens_by_key_and_a_group_only_folds(window: MainWindow) -> None:
    tree = window.nav.tree
    tree.setCurrentIndex(window.nav.model.index_of("run"))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert window.router.key() == "home"
    assert not tree.isExpanded(window.nav.model.index_of("run"))
    QTest.keyClick(tree, Qt.Key.Key_Space)
    tree.setCurrentIndex(window.nav.model.index_of("select"))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert window.router.key() == "select"


def test_a_batch_appears_in_the_navigation_while_it_runs(window: MainWindow) -> None:
    window.add_nav(NavEntry("batch:214", "Batch 214", "batch", "run"))
    window.nav.model.set_badge("batch:214", Badge.progress(20, 32))
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    assert page(window).notes[-1] == ("shown", "214")
    window.nav.model.remove("batch:214")
    assert not window.nav.model.has("batch:214")


def test_badges_are_read_aloud_with_their_entry(window: MainWindow) -> None:
    window.nav.model.set_badge("home", Badge.needs("Failed", 1, "1 needs attention"))
    spoken = window.nav.model.index_of("home").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Home, 1 needs attention"
    window.nav.model.set_badge("home", None)
    assert window.nav.model.index_of("home").data(Qt.ItemDataRole.AccessibleTextRole) == "Home"
    assert Badge.needs("Differs").tone is Tone.WARN


def test_f6_goes_from_navigation_to_page_to_action_bar_and_round(window: MainWindow) -> None:
    window.activateWindow()
    window.nav.tree.setFocus()
    visited = []
    for _ in range(3):
        window.commands.action("next-pane").trigger()
        focus = window.focusWidget()
        visited.append(focus)
    assert visited == [page(window).field, window.action_bar.buttons()[0], window.nav.tree]
    window.commands.action("previous-pane").trigger()
    assert window.focusWidget() is window.action_bar.buttons()[0]


@pytest.mark.parametrize(
    ("size", "room"),
    [((1366, 768), Room()), ((1024, 700), Room(narrow=True)), ((960, 460), Room(narrow=True, low=True))],
)
def test_a_narrow_window_shows_a_rail_and_tells_the_page(
    window: MainWindow, theme: Theme, size: tuple[int, int], room: Room
) -> None:
    window.resize(*size)
    assert window.room() == room
    assert page(window).room == room
    assert window.nav.is_rail() == room.narrow
    assert window.nav.width() == (theme.metrics.rail_width if room.narrow else theme.metrics.nav_width)
    assert window.nav.tree.visualRect(window.nav.model.index_of("home")).width() <= window.nav.width()


def test_the_empty_window_fits_its_minimum(window: MainWindow) -> None:
    window.resize(960, 460)
    assert window.minimumSizeHint().width() <= 960
    assert window.minimumSizeHint().height() <= 460


def test_f6_opens_the_rail_and_the_next_f6_closes_it(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.action_bar.buttons()[-1].setFocus()
    window.commands.action("next-pane").trigger()
    assert not window.nav.is_rail()
    window.commands.action("next-pane").trigger()
    assert window.nav.is_rail()


def test_one_banner_at_a_time_the_weightiest_first(window: MainWindow) -> None:
    window.set_banner(BannerKind.OFFLINE, BannerContent("**You are working offline.**", "Try to connect"))
    assert window.banner.shown() is BannerKind.OFFLINE
    window.set_banner(BannerKind.DAMAGED_RECORD, BannerContent("The record of batch 198 was changed."))
    assert window.banner.shown() is BannerKind.DAMAGED_RECORD
    window.set_banner(BannerKind.DAMAGED_RECORD, None)
    assert window.banner.shown() is BannerKind.OFFLINE
    window.set_banner(BannerKind.OFFLINE, None)
    assert not window.banner.isVisible()


def test_the_demo_strip_stands_beside_the_banner(window: MainWindow) -> None:
    window.demo_strip.show_demo(None)
    window.set_banner(BannerKind.OFFLINE, BannerContent("Offline."))
    assert window.demo_strip.isVisible()
    assert window.banner.isVisible()


def test_a_toast_closes_and_its_button_acts(window: MainWindow, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    window.toast("Exported.", "Open folder", lambda: pressed.append(True))
    toast = window._toast
    assert toast is not None
    with qtbot.waitSignal(toast.destroyed):
        toast._on_button_clicked()
    assert pressed == [True]


def test_done_steps_can_be_clicked_until_sending_starts(window: MainWindow, qtbot: QtBot) -> None:
    steps = Steps(("Select Invoices", "Preview", "Batch Status"), 1)
    page(window).set_header(Header("Create Invoice Batch", steps=steps))
    first = window.header._steps._buttons[0]
    with qtbot.waitSignal(window.stepped) as stepped:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert stepped.args == [0]
    page(window).set_header(Header("Create Invoice Batch", steps=Steps(steps.names, 2, locked=True)))
    assert not window.header._steps._buttons[0].isEnabled()


def test_a_breadcrumb_goes_where_the_page_was_opened_from(window: MainWindow) -> None:
    window.go("batch", 213)
    page(window).set_header(Header("Batch 213", crumbs=(Crumb("Select", "select"),)))
    crumb = window.header._crumbs.itemAt(0)
    assert crumb is not None
    widget = crumb.widget()
    assert widget is not None
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert window.router.key() == "select"


@pytest.mark.parametrize(
    "text", ["Set up QuickBooks Online", "Review Existing Batches", "Select", "Check set-up"]
)
def test_a_breadcrumb_is_whole_where_there_is_room(qtbot: QtBot, text: str) -> None:
    crumb = CrumbButton(Crumb(text, "select"))
    qtbot.addWidget(crumb)
    crumb.show()
    crumb.resize(crumb.sizeHint())
    assert crumb.text() == text
    crumb.resize(crumb.minimumSizeHint())
    assert len(text) < 8 or crumb.text().endswith("…")


def test_a_breadcrumb_is_whole_again_when_its_font_becomes_smaller(qtbot: QtBot) -> None:
    crumb = CrumbButton(Crumb("Set up QuickBooks Online", "quickbooks"))
    qtbot.addWidget(crumb)
    crumb.show()
    crumb.resize(crumb.sizeHint())
    normal, larger = crumb.font(), crumb.font()
    larger.setPointSizeF(normal.pointSizeF() * 1.3)
    crumb.setFont(larger)
    assert crumb.text().endswith("…")
    crumb.setFont(normal)
    assert crumb.text() == "Set up QuickBooks Online"


def test_text_size_and_theme_are_chosen_in_the_view_menu_and_remembered(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    file = tmp_path / "window.ini"
    window = make_window(qtbot, Memory(file))
    window.commands.action("larger").trigger()
    next(a for a in window._schemes.actions() if a.data() is Scheme.DARK).trigger()
    window.resize(1200, 700)
    window.close()
    theme.set_text_size(100)
    theme.set_scheme(Scheme.LIGHT)
    again = make_window(qtbot, Memory(file))
    assert theme.text_size == 115
    assert theme.scheme is Scheme.DARK
    again.commands.action("normal-size").trigger()
    assert theme.text_size == 100


def test_the_window_comes_back_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    first = make_window(qtbot, Memory(tmp_path / "window.ini"))
    first.resize(1000, 666)
    first.close()
    again = MainWindow(Memory(tmp_path / "window.ini"))
    qtbot.addWidget(again)
    assert again.height() == 666  # the tests' screen is narrower than the window may be


def test_closing_can_be_refused_while_something_is_sent(window: MainWindow) -> None:
    window.closing.connect(window.refuse_close)
    assert not window.close()
    window.closing.disconnect(window.refuse_close)
    assert window.close()


@pytest.mark.parametrize("key", ["Alt+F4", "Ctrl+Q"])
def test_exit_has_the_keys_that_people_try(window: MainWindow, key: str) -> None:
    window.activateWindow()
    action = window.commands.action("close")
    assert QKeySequence(key) in action.shortcuts()
    assert action.isEnabled()
    action.trigger()
    assert not window.isVisible()


def test_both_connections_stand_in_the_status_bar_and_give_way_when_offline(window: MainWindow) -> None:
    window.status.set_connection("connectwise", "Connected", "ConnectWise PSA connected")
    window.status.set_connection("quickbooks", "Failed", "QuickBooks Online does not answer")
    assert window.status.texts()[1:] == ("ConnectWise PSA connected", "QuickBooks Online does not answer")
    window.status.set_offline()
    assert window.status.texts()[1:] == ("", "Offline: reading works, sending does not")


def test_every_widget_of_the_shell_that_takes_focus_has_a_name(window: MainWindow) -> None:
    window.toast("Copied.", "Open folder")
    nameless = [
        w
        for w in window.findChildren(QWidget)
        if w.isVisible()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (w.accessibleName() or getattr(w, "text", str)())
    ]
    assert nameless == []


def test_garbage_is_collected_by_the_window_alone_while_it_is_open(window: MainWindow) -> None:
    assert not gc.isenabled()
    kept = [[i] for i in range(gc.get_threshold()[0] + 10)]
    before = gc.get_stats()[0]["collections"]
    window.collector.collect()
    assert gc.get_stats()[0]["collections"] > before or kept == []
    window.close()
    assert gc.isenabled()


def test_the_widget_beside_the_buttons_never_becomes_a_window_of_its_own(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    box = QCheckBox("Always preview first")
    page.set_action_extra(box)
    bar = ActionBar()
    qtbot.addWidget(bar)
    bar.show_content(page.actions_content(), page.action_extra())
    bar.show_content(page.actions_content(), None)
    box.setVisible(True)
    assert box.window() is page
