"""`mobius-desktop --self-test`: does this installation hold all that a batch needs?

A frozen program lacks what nobody named when it was built, and shows it only where it is first used. So
the build starts the result with this, and support may ask a user to. A demo batch is sent; nothing but this
computer is reached.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
import uuid
import zoneinfo
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import click

from mobius_desktop import __version__
from mobius_desktop.cli.ending import end

_QT = "mobius_desktop.ui.self_test"
"""Qt is loaded here, and by no other command."""
RESOURCES = (
    "icons/app/app.svg",
    "style/window.qss",
    "sample-firm/invoices.json",
    "help/index.md",
    "help/licences.md",
)
"""One file of each kind that comes along."""
NUMBERS = ("10501", "PB301")
"""Two invoices of the sample firm that go through as they are."""


class NotWell(Exception):  # noqa: N818 - a finding, said in its message
    """A part of the installation does not do what it should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    well: bool
    told: str

    @property
    def line(self) -> str:
        return f"{'ok  ' if self.well else 'FAIL'}  {self.name}: {self.told}"


@click.command("self-test")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the report there too.")
def self_test(report: Path | None) -> None:
    """Check this installation: Qt, record, certificates, key store, resources, and a demo batch."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="mobius-self-test-", ignore_cleanup_errors=True) as folder:
        findings = examine(Path(folder))
    lines = [f"Mobius Desktop {__version__}, Python {platform.python_version()}, {sys.platform}"]
    lines += [one.line for one in findings]
    well = all(one.well for one in findings)
    lines.append("All well." if well else "Not well: this installation cannot be relied on.")
    text = "\n".join(lines)
    if report is not None:
        report.write_text(f"{text}\n", encoding="utf-8")
    click.echo(text)
    end(well=well)


def examine(folder: Path) -> list[Finding]:
    """Every check in order, each on its own: one that fails does not hide the next."""

    def batch() -> str:
        return _batch(folder)

    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Resources", _resources),
        ("Time zones", _time_zones),
        ("Qt", _qt),
        ("Translations", _translations),
        ("Certificates", _certificates),
        ("Key store", _key_store),
        ("Libraries", _libraries),
        ("Demo batch, restart, search, record", batch),
    )
    return [_tried(name, check) for name, check in checks]


def _tried(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Exception as error:  # noqa: BLE001, RUF100 - whatever is wrong is what the report is for
        return Finding(name, False, f"{type(error).__name__}: {error}")


def _resources() -> str:
    from mobius_desktop.diagnostics.paths import resource_path  # noqa: PLC0415 - a failed import is a finding

    for name in RESOURCES:
        if not resource_path(*name.split("/")).stat().st_size:
            raise NotWell(f"{name} is empty")
    signs = len(list(resource_path("icons").glob("*.svg")))
    pages = len(list(resource_path("help").glob("*.md")))
    return f"{signs} signs, {pages} help pages"


def _time_zones() -> str:
    return ", ".join(zoneinfo.ZoneInfo(name).key for name in ("America/Chicago", "Europe/London"))


def _qt() -> str:
    told: str = importlib.import_module(_QT).look_at_qt()
    return told


def _translations() -> str:
    """The program speaks English alone: a frozen one has no translations, Qt's own neither."""
    unpacked = getattr(sys, "_MEIPASS", None)
    bundled = len(list(Path(unpacked).rglob("*.qm"))) if unpacked is not None else 0
    if bundled:
        raise NotWell(f"{bundled:,} are bundled that nothing uses")
    return "none; the program speaks English"


def _certificates() -> str:
    from mobius_desktop.wiring.trust import described_trust  # noqa: PLC0415 - a failed import is a finding

    return described_trust()


def _key_store() -> str:
    """Keep a word and take it back. Having none is no fault: a file is offered instead."""
    from mobius_desktop.credentials.keyring_vault import KeyringVault  # noqa: PLC0415 - the same
    from mobius_desktop.domain.errors import VaultMissing  # noqa: PLC0415 - the same

    vault, word = KeyringVault(f"self-test {uuid.uuid4().hex[:8]}"), uuid.uuid4().hex
    try:
        vault.put("word", word)
    except VaultMissing:
        if sys.platform == "win32":
            raise
        return "none on this system; --vault file is offered instead"
    kept = vault.get("word")
    vault.delete("word")
    if kept != word or vault.get("word") is not None:
        raise NotWell("it does not keep what it is given")
    return "keeps and forgets"


def _libraries() -> str:
    """What only some paths use, and a frozen program may therefore lack."""
    names = (
        "xlsxwriter",
        "rapidfuzz",
        "intuitlib.client",
        "cryptography.hazmat.primitives.ciphers.aead",
        "keyring.backends",
        "flask",
    )
    for name in names:
        importlib.import_module(name)
    return ", ".join(names)


def _batch(folder: Path) -> str:
    """Send two invoices on the sandbox, close, open offline, find them again, and walk the record's chain."""
    from mobius_desktop.cli.invoice_batch import InvoiceBatch, Wish  # noqa: PLC0415 - the same
    from mobius_desktop.history.history import History  # noqa: PLC0415 - the same
    from mobius_desktop.wiring import ProgramOptions, open_program  # noqa: PLC0415 - the same

    options = ProgramOptions(data_dir=folder, demo=True, vault="memory", latency_ms=0, speed=100)
    with closing(open_program(options)) as program:
        program.connect()
        outcome = InvoiceBatch(program, Wish(numbers=NUMBERS, create=True), Event()).send()
        if not outcome.all_done:
            raise NotWell("\n".join(outcome.lines()))
    options = ProgramOptions(data_dir=folder, demo=True, vault="memory", offline=True)
    with closing(open_program(options)) as program:
        found = History(program.archive, program.clock).list_batches(NUMBERS[0])
        if len(found) != 1:
            raise NotWell(f"the search finds {len(found)} batches, not one")
        verdict = program.store.verify()
        if not verdict.intact:
            raise NotWell(verdict.sentence)
    return f"{len(NUMBERS)} invoices sent, found again, record intact"
