"""The strips over the checklist: what of the ticked lies in a closed period, or in two months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.notice_strip import NoticeStrip
from mobius_desktop.ui.pages.invoice_batch.select_rows import SelectRow
from mobius_desktop.ui.pages.invoice_batch.ticked_dates import date_notices
from mobius_desktop.ui.tables.rows_model import RowsModel

_AT_ONCE = 5_000
"""With more ticked rows the strips follow when the ticking has come to rest."""
_REST_MS = 200


class DateStrips(QObject):
    """Follows the ticks; each strip can untick what it names."""

    def __init__(self, model: RowsModel[SelectRow], closed_through: Callable[[], dt.date | None]) -> None:
        super().__init__(model)
        self._model, self._closed_through = model, closed_through
        self.closed, self.months = NoticeStrip(), NoticeStrip()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._say)

    def follow(self) -> None:
        """Ticks or the closing date have changed."""
        if len(self._model.ticks) <= _AT_ONCE:
            self._say()
        else:
            self._rest.start()

    @Slot()
    def _say(self) -> None:
        closed, months = date_notices(self._model.ticked(), self._closed_through())
        for strip, notice in ((self.closed, closed), (self.months, months)):
            verbs = (CardButton(notice.verb, partial(self._untick, notice.rows)),) if notice.sentence else ()
            strip.say(notice.sentence, "WARNING", verbs, notice.short)

    def _untick(self, rows: Sequence[SelectRow]) -> None:
        self._model.tick(rows, False)
