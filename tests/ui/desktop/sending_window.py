"""A program of its own whose window sends all of the demo's invoices: to be told to end in the middle.

    python -m tests.ui.desktop.sending_window FOLDER

Prints `sending` once some invoices have arrived and others have not.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from mobius_desktop import start
from mobius_desktop.app import Desktop
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.ui.shell.main_window import MainWindow
from mobius_desktop.wiring import Program


class Sender(QObject):
    """Begins the batch as soon as the program is connected, and says when it is under way."""

    EVERY_MS: ClassVar[int] = 20
    ARRIVED: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__()
        self._begun = False
        self._timer = QTimer(self)
        self._timer.setInterval(self.EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
        desktop = windows[0].findChild(Desktop) if windows else None
        if desktop is None:
            return
        services = desktop.services
        if not self._begun and not services.hub.busy and services.program.companies():
            self._begun = True
            program = services.program
            assert isinstance(program, Program)
            realm = program.companies()[0].realm
            service = program.service(realm)
            chosen = service.list_unposted().offered
            ids = tuple(one.billing_log_id for one in chosen)
            summary = program.options(realm).invoice_export_detail
            services.submit(
                realm, service.plan(BatchRequest(ids, summary, allow_creation=True, listed=chosen))
            )
        rows = services.live.invoices.values() if services.live is not None else ()
        if sum(row.quickbooks_total is not None for row in rows) >= self.ARRIVED:
            self._timer.stop()
            sys.stdout.write("sending\n")
            sys.stdout.flush()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    sender = Sender()
    sys.exit(start.run(data_dir=Path(sys.argv[1]), demo=True, latency_ms=60, speed=1.0))
