"""Dates on the command line: one way to write them, and a sentence for those who write them another way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click


class Day(click.ParamType[dt.datetime]):
    """A day as `2026-10-31`; click receives midnight of it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The day, or the sentence that says how a day is written."""
        if isinstance(value, dt.datetime):
            return value
        try:
            return dt.datetime.strptime(str(value), "%Y-%m-%d")  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.fail(f"“{value}” is no date. Write it as year-month-day, like 2026-10-31.", param, ctx)


DAY = Day()


def period_options(command: Any) -> Any:
    """A command with `--from` and `--to`, whose last day is not before its first."""
    first = click.option(
        "--from", "first", type=DAY, required=True, is_eager=True, help="The first day of the period."
    )
    last = click.option(
        "--to", "last", type=DAY, required=True, callback=_not_before, help="The last day of the period."
    )
    return first(last(command))


def _not_before(ctx: click.Context, _: click.Parameter, last: dt.datetime) -> dt.datetime:
    first = ctx.params.get("first")
    if first is not None and last < first:
        raise click.BadParameter("The period ends before it begins. Choose another last day.")
    return last
