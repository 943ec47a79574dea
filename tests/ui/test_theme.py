"""What the colour table, the signs and the measures promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.domain.states import ActionState, BatchState, Severity
from mobius_desktop.ui.theme import STATES, TEXT_SIZES, FontRole, Scheme, Theme, signs
from mobius_desktop.ui.theme.metrics import metrics_of
from mobius_desktop.ui.theme.theme import style_sheet, tokens_of_palette
from mobius_desktop.ui.theme.tokens import DARK, LIGHT, Tokens, contrast, contrast_pairs


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_and_line_stands_out_from_every_ground_it_is_painted_on(tokens: Tokens) -> None:
    weak = [
        (front, ground, round(contrast(tokens.colour(front), tokens.colour(ground)), 2))
        for front, ground, least in contrast_pairs()
        if contrast(tokens.colour(front), tokens.colour(ground)) < least
    ]
    assert weak == []


def test_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_every_state_word_of_the_domain_has_a_sign_that_exists() -> None:
    for word in (*ActionState, *BatchState, *Severity):
        assert resource_path("icons", f"{STATES[str(word)].sign}.svg").is_file(), word


def test_no_two_words_that_mean_different_things_look_alike() -> None:
    """Words of one line of the state table share a look; all others differ in shape or colour."""
    together = [
        {"Completed Successfully", "Finished", "Linked", "Ties", "Ready", "Connected"},
        {"Failed", "Finished with Error", "ERROR", "No match", "Blocked", "Not connected"},
        {"Finished with Warning", "WARNING", "Two alike", "Ends soon"},
        {"Needs check", "Differs"},
        {"Running", "Undoing"},
        {"INFO", "Suggested"},
        {"Not Yet Started", "Not checked"},
        {"Skipped", "Nothing to send"},
        {"Undone", "Partly undone"},
    ]
    looks: dict[tuple[str, str], set[str]] = {}
    for word, look in STATES.items():
        looks.setdefault((look.sign, look.tone.value), set()).add(word)
    for words in looks.values():
        assert len(words) == 1 or words in together


@pytest.mark.parametrize("file", sorted(resource_path("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_each_sign_has_one_colour_placeholder_on_the_16_grid_and_paints(file: Path, theme: Theme) -> None:
    source = file.read_text()
    assert "currentColor" in source
    assert 'viewBox="0 0 16 16"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", source)
    image = signs.pixmap(file.stem, theme.tokens.text, 16, 2.0).toImage()
    assert image.size() == QSize(32, 32)
    assert any(image.pixelColor(x, y).alpha() > 128 for x in range(32) for y in range(32))


def test_a_sign_takes_the_colour_it_is_asked_for() -> None:
    image = signs.pixmap("done", "#FF0000", 16).toImage()
    assert image.pixelColor(3, 8) == QColor("#FF0000")


def test_both_schemes_fill_the_style_template_whole(theme: Theme) -> None:
    for tokens in (LIGHT, DARK):
        assert "$" not in style_sheet(tokens, theme.metrics)


def test_choosing_dark_changes_palette_and_tells_widgets(theme: Theme, qapp: QApplication) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(True))
    theme.set_scheme(Scheme.DARK)
    assert told
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(DARK.surface)


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_text_size_moves_fonts_and_measures_together(theme: Theme, percent: int) -> None:
    usual = theme.metrics.row, theme.font(FontRole.TEXT).pointSizeF()
    theme.set_text_size(percent)
    assert theme.font(FontRole.TEXT).pointSizeF() == pytest.approx(usual[1] * percent / 100)
    assert theme.metrics.row == pytest.approx(usual[0] * percent / 100, abs=1)
    theme.set_text_size(100)
    assert theme.metrics.row == usual[0]


def test_an_unknown_text_size_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="107"):
        theme.set_text_size(107)


def test_digits_are_of_equal_width_and_rows_leave_room_to_point_at(theme: Theme) -> None:
    assert QFont.Tag("tnum") in theme.font(FontRole.TEXT).featureTags()
    for percent in TEXT_SIZES[1:]:
        theme.set_text_size(percent)
        assert theme.metrics.row >= 24


def test_a_wider_font_makes_wider_places() -> None:
    plain, wide = QFont("DejaVu Sans", 9), QFont("DejaVu Sans", 9)
    wide.setStretch(120)
    assert metrics_of(wide).digit > metrics_of(plain).digit
    assert metrics_of(QFont("DejaVu Sans", 12)).row > metrics_of(plain).row


def test_a_contrast_theme_replaces_every_colour_by_the_systems() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#FFFFFF"))
    palette.setColor(QPalette.ColorRole.Link, QColor("#FFFF00"))
    tokens = tokens_of_palette(palette)
    assert set(tokens.flat().values()) == {"#000000", "#ffffff", "#ffff00"}
