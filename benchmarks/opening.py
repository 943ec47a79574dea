"""Opens the real window on the demo's record until its first page is painted, says what that took, and ends.

    python -m benchmarks.opening FOLDER

Run as a process of its own by `benchmarks.start` and by a test: what is loaded by then is counted there.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec

HEAVY = (
    "cryptography",
    "flask",
    "intuitlib.client",
    "keyring",
    "pyrate_limiter",
    "rapidfuzz",
    "requests",
    "sqlite_utils",
    "truststore",
    "urllib3",
    "xlsxwriter",
)
"""What must not be loaded before the first paint: network, keys, servers, export, sqlite-utils."""


class Opened(msgspec.Struct, frozen=True):
    """What one start came to."""

    usable_at: float
    """On the machine's steady clock, which the starting process reads as well."""
    processor_seconds: float
    heavy: list[str]
    modules: int
    memory: float


def main() -> int:
    """Open the window on the folder that is named; prints `Opened` as JSON."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the start is what is measured

    from benchmarks.figures import resident_mebibytes  # noqa: PLC0415 - the same
    from mobius_desktop import start  # noqa: PLC0415 - the same
    from mobius_desktop.ui.desktop.first_paint import FirstPaint  # noqa: PLC0415 - the same

    def tell() -> None:
        opened = Opened(
            usable_at=time.monotonic(),
            processor_seconds=time.process_time(),
            heavy=[name for name in HEAVY if name in sys.modules],
            modules=len(sys.modules),
            memory=resident_mebibytes(),
        )
        print(msgspec.json.encode(opened).decode(), flush=True)
        for window in QApplication.topLevelWidgets():
            window.close()

    application = QApplication(sys.argv[:1])
    FirstPaint(application).usable.connect(tell)
    return start.run(data_dir=Path(sys.argv[1]), demo=True, offline=True)


if __name__ == "__main__":
    sys.exit(main())
