"""`mobius-desktop explain`: what a code means, whose setting it is, where it is put right. Needs no network.

Exit code 0 when the catalogue knows it, 1 when it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mobius_desktop.cli.ending import end
from mobius_desktop.cli.options import json_option

if TYPE_CHECKING:
    from mobius_desktop.domain.catalogue import Entry

_MOST = 8
_SIDES = {"quickbooks": "QuickBooks", "connectwise": "ConnectWise", "here": "Mobius Desktop"}


@click.command()
@click.argument("words", metavar="CODE_OR_WORDS...", nargs=-1, required=True)
@json_option
def explain(*, words: tuple[str, ...], as_json: bool) -> None:
    """Explain an error: a code like 6140 or ITEM_INACTIVE, or a few words of its message."""
    from mobius_desktop.domain import catalogue  # noqa: PLC0415 - help stays quick
    from mobius_desktop.history.telling import as_values  # noqa: PLC0415 - the same

    wanted = " ".join(words)
    found = catalogue.explain(wanted) or catalogue.search(wanted)[:_MOST]
    shown = found or (catalogue.UNKNOWN,)
    if as_json:
        click.echo(as_values({"asked": wanted, "known": bool(found), "entries": shown}))
    else:
        click.echo("\n\n".join("\n".join(_lines(one, wanted)) for one in shown))
    end(well=bool(found))


def _lines(one: Entry, wanted: str) -> Iterator[str]:
    from mobius_desktop.domain.catalogue.entries import WHOSE  # noqa: PLC0415 - help stays quick

    head = f"{one.code}  {one.title}" if one.code else one.title
    yield f"{head} ({_SIDES[one.side]})" if one.side else head
    yield f"  What happened  {one.said(wanted if not one.code else '…')}"
    yield f"  Likely cause   {one.cause}"
    yield f"  Whose setting  {WHOSE.get(one.whose, one.whose)}"
    yield f"  Where          {one.place}"
    yield f"  What to do     {one.fix}"
    yield f"  Trying again   {one.retry}"
