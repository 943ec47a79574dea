"""`python -m tests.faults.model`: the whole exploration, with and without each rule, as a table."""

from __future__ import annotations

import sys
import time

from tests.faults.model.explore import explore
from tests.faults.model.machine import Rules

RULES = {
    "all rules": Rules(),
    "without 3 (spent)": Rules(spent=False),
    "without 5 (look first)": Rules(look_first=False),
    "without 6 (an answer is not proof)": Rules(proof=False),
    "without 7 (unknown)": Rules(unknown=False),
}


def main() -> int:
    """All of it; 1 when the whole rules fail or a lacking one is not found out."""
    right = True
    sys.stdout.write(
        "| rules | worlds | silent losses | silent doubles | seconds |\n|---|---:|---:|---:|---:|\n"
    )
    for name, rules in RULES.items():
        began = time.monotonic()
        found = explore(rules)
        seconds = time.monotonic() - began
        right &= found.good is (rules == Rules())
        sys.stdout.write(
            f"| {name} | {found.worlds:,} | {found.losses:,} | {found.doubles:,} | {seconds:.0f} |\n"
        )
        sys.stdout.flush()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
