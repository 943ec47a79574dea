"""Adds up what all runs brought, and prints it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.harness.oracle import AFTER, FAILURES, MOMENT, RIGHT, SECOND, TOLD, Verdict


@dataclass(slots=True)
class Figures:
    """Runs, faults and world events by kind, documents by end."""

    runs: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    """(which run, what went wrong)."""

    def count(self, verdict: Verdict, run: str) -> None:
        self.runs += 1
        self.ends += verdict.ends
        self.failures += [(run, words) for words in verdict.failures]

    @property
    def good(self) -> bool:
        return not self.failures

    def table(self) -> list[str]:
        """Markdown, so that it can stand in docs/reliability.md as it is."""
        lines = ["", "| what | how often |", "|---|---:|", f"| runs | {self.runs:,} |"]
        lines += [f"| fault: {name} | {count:,} |" for name, count in sorted(self.faults.items())]
        lines += [f"| world event: {name} | {count:,} |" for name, count in sorted(self.events.items())]
        lines.append(f"| invoices intended | {sum(self.ends.values()):,} |")
        lines += [f"| {end} | {self.ends[end]:,} |" for end in (RIGHT, TOLD, AFTER, MOMENT, SECOND)]
        lines += [f"| **{end}** | **{self.ends[end]:,}** |" for end in FAILURES]
        lines += ["", *(f"FAILED {run}: {words}" for run, words in self.failures[:40])]
        return lines

    def closing_line(self) -> str:
        count = len(self.failures)
        wrong = ", ".join(f"{end} {self.ends[end]}" for end in FAILURES)
        return f"{self.runs:,} runs, {sum(self.ends.values()):,} invoices: {wrong}" + (
            f"; {count} failures." if count else "."
        )
