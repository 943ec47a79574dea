"""What was changed in a company's configuration: who, when, which option or link, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mobius_desktop.domain.events import LinkChanged, OptionsChanged
from mobius_desktop.domain.ids import QuickBooksId
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import ListKind, QuickBooksLists
from mobius_desktop.transfer.linking.candidates import names_of_all
from mobius_desktop.transfer.linking.words import KIND_NOUNS
from mobius_desktop.ui.pages.company.option_locks import Surroundings
from mobius_desktop.ui.pages.company.option_specs import SPECS, OptionSpec, value_text

_TOGETHER = dt.timedelta(seconds=5)
"""A link by name that gives way to one by id is written down as two changes, one right after the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """One option or link at one moment."""

    at: dt.datetime
    user: str
    label: str
    before: str
    after: str
    of_link: bool = False

    @property
    def text(self) -> str:
        """`Prefix of numbers: none → TPA-`"""
        return f"{self.label}: {self.before} → {self.after}"


def changes_of(
    options: Sequence[OptionsChanged],
    links: Sequence[LinkChanged],
    around: Surroundings,
    lists: QuickBooksLists | None,
) -> list[Change]:
    """Every change, the newest first. The first configuration is compared with the defaults.

    Locations, tax codes and what is linked are named as the lists name them now."""
    found: list[Change] = []
    before = CompanyOptions()
    for event in options:
        found += _between(before, event, around)
        before = event.options
    found += _of_links(links, lists)
    return sorted(found, key=lambda one: one.at)[::-1]


def _between(before: CompanyOptions, event: OptionsChanged, around: Surroundings) -> list[Change]:
    def text(spec: OptionSpec, options: CompanyOptions) -> str:
        return value_text(
            spec, getattr(options, spec.name), spec.choices_in(replace(around, options=options))
        )

    return [
        Change(event.at, event.user, spec.label, text(spec, before), text(spec, event.options))
        for spec in SPECS
        if getattr(before, spec.name) != getattr(event.options, spec.name)
    ]


def _of_links(events: Sequence[LinkChanged], lists: QuickBooksLists | None) -> list[Change]:
    """What a record was linked to before stands in the change before it."""
    names = names_of_all(lists) if lists is not None else {}
    held: dict[tuple[str, str], QuickBooksId | None] = {}
    found: list[Change] = []
    for event, following in pairwise([*events, None]):
        if event is None:
            break
        key = event.kind, event.key
        before, held[key] = held.get(key), event.quickbooks_id
        if following is not None and _gives_way(event, following):
            held[following.kind, following.key] = before
        elif before != event.quickbooks_id:
            kind = ListKind(event.kind)
            was, is_now = (
                names.get((kind, one), f"Id {one}") if one else "not linked"
                for one in (before, event.quickbooks_id)
            )
            label = f"{KIND_NOUNS[kind].capitalize()} {event.name or event.key.partition(':')[2]}"
            found.append(Change(event.at, event.user, label, was, is_now, of_link=True))
    return found


def _gives_way(event: LinkChanged, following: LinkChanged) -> bool:
    """Whether a link is taken away only to be made anew under another key of the same record."""
    same = (event.kind, event.name, event.user) == (following.kind, following.name, following.user)
    other_key = event.key != following.key and event.quickbooks_id is None
    return same and other_key and following.at - event.at <= _TOGETHER
