"""One theme for all window tests, in a font that is the same wherever the tests run."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from mobius_desktop.ui.theme import Scheme, Theme, install

#: What the offscreen platform says at windows and pop-ups; it means nothing.
HARMLESS = "This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"


@pytest.fixture(scope="session", autouse=True)
def _what_is_imported_stays() -> None:
    """Leave modules and tests out of the collections between tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _american_dates() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The application's theme, light and at normal size, and so again afterwards."""
    installed = install(qapp, Scheme.LIGHT, 100)
    yield installed
    installed.set_scheme(Scheme.LIGHT)
    installed.set_text_size(100)


@pytest.fixture(autouse=True)
def _themed(theme: Theme) -> None:
    """Every widget needs a theme."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say its one harmless sentence."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(HARMLESS, extend=True))
