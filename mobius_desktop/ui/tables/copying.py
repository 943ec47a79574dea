"""Rows as text for the clipboard: tabs between columns, plain numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

from mobius_desktop.ui.tables.columns import Column, plain_text_of


def copied_text(columns: Sequence[Column[Any]], rows: Iterable[Any], *, heads: bool) -> str:
    """Rows as lines; tabs and line ends inside a cell become spaces."""
    lines = ["\t".join(c.title for c in columns)] if heads else []
    lines.extend("\t".join(_clean(plain_text_of(c.kind, c.leaving(row))) for c in columns) for row in rows)
    return "\n".join(lines) + "\n" if lines else ""


def _clean(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\r\n") else text
