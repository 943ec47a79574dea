"""`python -m tests.preflight`: what preflight sees of a corpus of defects, and what it cries wolf at.

Prints the table of `docs/preflight.md`; `--write` keeps it there. Exit code 1 when a defect is not found or
does not name its record, or when more than 1 % of clean invoices bring a false alarm.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.preflight.measure import CLEAN, measure

PAGE = Path(__file__).parents[2] / "docs" / "preflight.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.preflight", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", type=int, default=CLEAN, help="how many clean invoices")
    parser.add_argument("--write", action="store_true", help=f"keep the page as {PAGE.name}")
    wanted = parser.parse_args()
    began = time.monotonic()
    page, holds = measure(wanted.seed, wanted.clean, _say)
    sys.stdout.write(page)
    _say(f"{time.monotonic() - began:.0f} s")
    if wanted.write:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    return 0 if holds else 1


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
