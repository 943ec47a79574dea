"""What was changed in a company's configuration: who, when, which option, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mobius_desktop.domain.events import OptionsChanged
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.ui.pages.company.option_locks import Surroundings
from mobius_desktop.ui.pages.company.option_specs import SPECS, OptionSpec, value_text


@dataclass(frozen=True, slots=True)
class OptionChange:
    """One option at one moment."""

    at: dt.datetime
    user: str
    label: str
    before: str
    after: str


def changes_of(history: Sequence[OptionsChanged], around: Surroundings) -> list[OptionChange]:
    """Every change, the newest first. The first configuration is compared with the defaults.

    Locations and tax codes are named as the lists name them now."""
    found: list[OptionChange] = []
    before = CompanyOptions()
    for event in history:
        found += _between(before, event, around)
        before = event.options
    return found[::-1]


def _between(before: CompanyOptions, event: OptionsChanged, around: Surroundings) -> list[OptionChange]:
    def text(spec: OptionSpec, options: CompanyOptions) -> str:
        return value_text(
            spec, getattr(options, spec.name), spec.choices_in(replace(around, options=options))
        )

    return [
        OptionChange(event.at, event.user, spec.label, text(spec, before), text(spec, event.options))
        for spec in SPECS
        if getattr(before, spec.name) != getattr(event.options, spec.name)
    ]
