"""The crash report and the support bundle in the window: read first, then saved, never sent."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from mobius_desktop.diagnostics.crash import CrashReport
from mobius_desktop.ui.pages.about.page import AboutPage
from mobius_desktop.ui.pages.about.updates_card import LOCKED
from mobius_desktop.ui.pages.help.page import HelpPage
from tests.ui.checks import nameless
from tests.ui.desktop.shop import Shop


def test_the_bundle_is_read_before_it_is_saved_and_saved_as_it_was_read(shop: Shop, tmp_path: Path) -> None:
    shop.send(shop.desk.plan("10501", "10538"))
    shop.window.commands.action("support-bundle").trigger()
    shop.settle()
    dialog = shop.desktop.support.dialog
    assert dialog is not None
    names = [one.name for one in dialog.parts]
    assert names[:2] == ["about.txt", "batches.txt"]
    assert "logs/mobius-desktop.log" in names
    assert "Mobius Desktop" in dialog.text.toPlainText()
    told = dialog.parts[1].text
    assert "Finished with Error" in told
    assert "1 × Failed NUMBER_TAKEN" in told
    assert "10501" not in told
    keys = shop.desk.program.servers
    assert keys is not None
    together = "".join(one.text for one in dialog.parts)
    for secret in (keys.private_key, keys.intuit_client_secret, "SandboxRefreshToken"):
        assert secret not in together
    assert nameless(dialog) == []

    target = tmp_path / "bundle.zip"
    shop.desktop.support.save_to(target)
    shop.settle()
    assert dialog.said.text() == f"Saved as {target}."
    with zipfile.ZipFile(target) as saved:
        assert saved.namelist() == names
        assert saved.read("batches.txt").decode() == told


def test_a_place_that_cannot_be_written_is_said_in_the_dialog(shop: Shop, tmp_path: Path) -> None:
    shop.services.support_wanted.emit()
    shop.settle()
    shop.desktop.support.save_to(tmp_path / "missing" / "bundle.zip")
    shop.settle()
    dialog = shop.desktop.support.dialog
    assert dialog is not None
    assert dialog.said.text().startswith("The support bundle was not saved: ")
    dialog.reject()
    assert shop.desktop.support.dialog is None


def test_an_earlier_crash_is_shown_with_copy_and_the_way_to_the_bundle(shop: Shop, tmp_path: Path) -> None:
    shop.desktop.support.show_earlier(CrashReport(tmp_path / "crash-1.txt", "Traceback: a mistake"))
    crash = shop.desktop.support.crash
    assert crash is not None
    crash.copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback: a mistake"
    crash.bundle.click()
    shop.settle()
    assert shop.desktop.support.dialog is not None
    crash.end.click()
    assert shop.desktop.support.crash is None


def test_help_with_a_code_opens_the_article_on_it(shop: Shop) -> None:
    shop.window.go("help", "troubleshooting#NUMBER_TAKEN")
    page = shop.window.router.page()
    assert isinstance(page, HelpPage)
    topic = page.topic()
    assert topic is not None
    assert topic.name == "troubleshooting"
    assert page.text.textCursor().selectedText() == "NUMBER_TAKEN"


def test_updates_are_locked_with_the_reason_until_it_has_named_an_address(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOBIUS_UPDATE_ADDRESS", raising=False)
    shop.window.go("about")
    page = shop.window.router.page()
    assert isinstance(page, AboutPage)
    assert not page.updates.tick.isEnabled()
    assert page.updates.reason.sentence() == LOCKED

    monkeypatch.setenv("MOBIUS_UPDATE_ADDRESS", f"{shop.desk.sandbox.connectwise_base_url}/nothing.json")
    shop.services.edition_changed.emit()
    assert page.updates.tick.isEnabled()
    page.updates.look.click()
    shop.settle()
    assert page.updates.said.sentence() == "127.0.0.1 answered with 400."
    page.updates.tick.click()
    assert not shop.desk.program.updates.on
