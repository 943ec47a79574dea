"""How a program is opened: on its record, on the demo's, or on a record that is only looked at."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mobius_desktop import __version__
from mobius_desktop.diagnostics.log import LogFile
from mobius_desktop.domain.errors import Known, NewerData, NotSetUp, RecordDamaged, StorageFailed
from mobius_desktop.store import FILE_NAME, Store, migrate
from mobius_desktop.transport.addresses import host_of, is_loopback
from mobius_desktop.wiring.clock import DEMO_OPENS, ProgramClock
from mobius_desktop.wiring.options import SANDBOX_STATE, ProgramOptions
from mobius_desktop.wiring.program import Program
from mobius_desktop.wiring.reviewing import Reviewing

_log = logging.getLogger(__name__)


def open_program(options: ProgramOptions) -> Program:
    """Open the record and nothing else: cheap enough to come before the window's first paint.

    Raises InUse, StorageFailed, RecordDamaged, NewerData."""
    clock = ProgramClock(DEMO_OPENS if options.demo else None, speed=options.speed)
    with ExitStack() as held:
        if options.review is not None:
            store = held.enter_context(Store.review(options.review, clock))
            return Reviewing(options, store, clock, _logged(options, held), file=options.review)
        if options.demo:
            if not options.offline:
                held.enter_context(_folder_held(options.folder, clock))
            _refuse_real_record(options.folder, clock)
            if options.fresh and not options.offline:
                _start_over(options.folder)
        store = held.enter_context(Store.open(options.folder / FILE_NAME, clock))
        return Program(options, store, clock, _logged(options, held))


def takes_a_while(options: ProgramOptions) -> bool:
    """Whether opening brings a large record up to date first."""
    return options.review is None and migrate.takes_a_while(options.folder / FILE_NAME)


def open_troubled(options: ProgramOptions, trouble: Known) -> Program:
    """The window of a record that cannot be written: what can be read of it is shown, nothing is sent.

    Raises the trouble itself where a window would be of no use."""
    record = options.folder / FILE_NAME
    readable = isinstance(trouble, RecordDamaged | StorageFailed) and not isinstance(trouble, NewerData)
    if options.review is not None or not readable or not record.is_file():
        raise trouble
    clock = ProgramClock()
    try:
        store = Store.review(record, clock)
    except NewerData:
        raise
    except Known:
        store = Store.unreadable(record, clock, trouble)
    with ExitStack() as held:
        held.enter_context(store)
        return Reviewing(options, store, clock, _logged(options, held), file=record, trouble=trouble)


def restore_record(options: ProgramOptions, copy: Path) -> Path | None:
    """Let a checked copy take the record's place, that nobody may have open. Gives where that one is kept.

    Raises StorageFailed, and then nothing was changed."""
    from mobius_desktop.store.backup import restore  # noqa: PLC0415 - hardly ever

    return restore(copy, options.folder / FILE_NAME, ProgramClock().now())


def _logged(options: ProgramOptions, held: ExitStack) -> ExitStack:
    log = LogFile(options.folder)
    log.start()
    held.callback(log.stop)
    what = "the demo" if options.demo else "a record to be read only" if options.review else "the record"
    _log.info("Version %s opens %s on %s", __version__, what, sys.platform)
    held.callback(_log.info, "Closed")
    return held.pop_all()


@contextmanager
def _folder_held(folder: Path, clock: ProgramClock) -> Iterator[None]:
    """The demo's servers belong to one program: a second start says who has the folder."""
    from mobius_desktop.store.lock import folder_lock  # noqa: PLC0415 - only the demo needs it

    with folder_lock(folder, clock).held():
        yield


def _refuse_real_record(folder: Path, clock: ProgramClock) -> None:
    """The demo never works on, nor erases, a record in which a real site or company is set up."""
    if not (folder / FILE_NAME).exists():
        return
    with Store.open(folder / FILE_NAME, clock) as store:
        site = store.connectwise_setup()
        addresses = [one.base_url for one in store.companies()] + ([site.base_url] if site else [])
    if any(not is_loopback(host_of(one)) for one in addresses):
        raise NotSetUp(
            f"{folder} holds the record of a real company. The demo has a folder of its own: start it without"
            " --data-dir, or name an empty folder."
        )


def _start_over(folder: Path) -> None:
    """Forget the sample firm's state and its record."""
    for name in (SANDBOX_STATE, FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
        (folder / name).unlink(missing_ok=True)
