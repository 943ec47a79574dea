"""What was changed in a company's configuration: who, when, which option, before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mobius_desktop.domain.events import OptionsChanged
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.ui.pages.company.option_specs import SPECS, value_text


@dataclass(frozen=True, slots=True)
class OptionChange:
    """One option at one moment."""

    at: dt.datetime
    user: str
    label: str
    before: str
    after: str


def changes_of(history: Sequence[OptionsChanged]) -> list[OptionChange]:
    """Every change, the newest first. The first configuration is compared with the defaults."""
    found: list[OptionChange] = []
    before = CompanyOptions()
    for event in history:
        found += _between(before, event)
        before = event.options
    return found[::-1]


def _between(before: CompanyOptions, event: OptionsChanged) -> list[OptionChange]:
    return [
        OptionChange(event.at, event.user, spec.label, value_text(spec, old), value_text(spec, new))
        for spec in SPECS
        if (old := getattr(before, spec.name)) != (new := getattr(event.options, spec.name))
    ]
