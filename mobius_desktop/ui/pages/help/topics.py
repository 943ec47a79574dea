"""The help's topics as plain values: what there is, and which of them hold the words that are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FIRST = ("index", "dashboard", "create-invoice-batch", "batch-status", "review-batches")
"""In the order in which they are needed; the others follow by title."""
LAST = "licences"


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help, in Markdown."""

    name: str
    title: str
    text: str

    def holds(self, words: Iterable[str]) -> bool:
        """Whether each word is in it, whatever its capitals."""
        text = self.text.casefold()
        return all(word in text for word in words)


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """Every topic of a folder, in reading order."""
    found = [_read(path) for path in folder.glob("*.md")]
    return tuple(sorted(found, key=_order))


def matching(topics: Iterable[Topic], wanted: str) -> tuple[Topic, ...]:
    """Topics that hold all words; those with one of them in the title come first."""
    words = wanted.casefold().split()
    found = [one for one in topics if one.holds(words)]
    if words:
        found.sort(key=lambda one: not any(word in one.title.casefold() for word in words))
    return tuple(found)


def _read(path: Path) -> Topic:
    text = path.read_text(encoding="utf-8")
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), path.stem)
    return Topic(path.stem, title, text)


def _order(topic: Topic) -> tuple[int, int, str]:
    if topic.name in FIRST:
        return (0, FIRST.index(topic.name), "")
    return (2 if topic.name == LAST else 1, 0, topic.title)
