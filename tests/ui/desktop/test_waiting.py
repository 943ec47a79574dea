"""How many invoices wait: the badge, the Dashboard and the record say the same."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mobius_desktop.history.dashboard import dashboard_of
from mobius_desktop.ui.pages.dashboard.figure_card import unsent_count
from tests.ui.desktop.shop import Shop


def _badge(shop: Shop) -> str:
    model = shop.window.nav.model
    index = model.index_of("invoice-batch")
    return str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))


def _on_the_dashboard(shop: Shop) -> int:
    program = shop.desk.program
    return unsent_count(dashboard_of(program.archive, program.today()))


def test_what_was_sent_waits_no_more_wherever_it_is_counted(shop: Shop) -> None:
    before = _on_the_dashboard(shop)
    assert f"{before} waiting" in _badge(shop)
    shop.send(shop.desk.plan("10501", "10502"))
    shop.settle()
    after = _on_the_dashboard(shop)
    assert after == before - 2
    assert f"{after} waiting" in _badge(shop)
