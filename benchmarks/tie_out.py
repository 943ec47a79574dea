"""A month's tie-out at 50 ms latency on both sides: 500 invoices, part of them sent by this program."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from benchmarks.asking import Side
from benchmarks.figures import Figure
from mobius_desktop.domain.tie_out import TieClass
from mobius_desktop.sandbox.process import start_process
from mobius_desktop.sandbox.run import SandboxOptions
from mobius_desktop.transfer.batch import BatchRequest
from mobius_desktop.wiring import ProgramOptions, open_program
from mobius_desktop.wiring.options import Scale

_LATENCY_MS = 50
_SMALL_SENT, _SENT = 20, 480


def measure(small: bool) -> Iterator[Figure]:
    """The time of one comparison, its calls, and whether its control line is true."""
    scale: Scale = "small" if small else "month-end"
    with (
        start_process(SandboxOptions(scale=scale, latency_ms=_LATENCY_MS)) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        described = sandbox.describe()
        program = open_program(
            ProgramOptions(
                data_dir=Path(folder),
                demo=True,
                connectwise_url=described["connectwise"]["base_url"],
                quickbooks_url=described["quickbooks"]["base_url"],
            )
        )
        try:
            program.connect()
            realm = program.companies()[0].realm
            offered = program.list_unposted(realm).offered
            ticked = offered[-(_SMALL_SENT if small else _SENT) :]
            request = BatchRequest(
                ids=tuple(one.billing_log_id for one in ticked),
                summary=program.options(realm).invoice_export_detail,
                allow_creation=True,
                listed=ticked,
            )
            program.run(realm, program.plan(realm, request))
            setup = program.connectwise_setup()
            assert setup is not None
            sides = Side(program.companies()[0].base_url), Side(setup.site)
            for side in sides:
                side.forget()
            began = time.monotonic()
            found = program.tying.compare(
                realm, dt.date(2026, 9, 1), dt.date(2026, 11, 30), _unheard, Event()
            )
            seconds = time.monotonic() - began
            calls = sum(len(side.calls()) for side in sides)
        finally:
            program.close()
    rows = sum(one.connectwise_count for one in found.controls)
    matched = found.figure(TieClass.MATCHED).count
    yield Figure(f"{rows} invoices, {_LATENCY_MS} ms: compared in", seconds, "s", 30)
    yield Figure("matched of them", matched, "")
    yield Figure("calls of both sides for each invoice", calls / rows, "", None if small else 0.2, fails=True)
    apart = max(abs(one.apart - one.listed) for one in found.controls)
    yield Figure("control line: total difference less listed differences", float(apart), "", 0, fails=True)


def _unheard(_: object) -> None:
    """Nobody watches."""
