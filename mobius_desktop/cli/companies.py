"""Which QuickBooks company a command means."""

from __future__ import annotations

from mobius_desktop.domain.errors import NotSetUp
from mobius_desktop.domain.setup import QuickBooksSetup
from mobius_desktop.wiring import Program


def find_company(program: Program, named: str) -> QuickBooksSetup:
    """The company by name or id, without either the default one; NotSetUp names those there are."""
    companies = program.companies()
    if not companies:
        raise NotSetUp("No QuickBooks company is connected. Connect one in Set up QuickBooks Online.")
    wanted = named.casefold()
    if not wanted:
        return companies[0]
    for one in companies:
        if wanted in {one.name.casefold(), one.realm}:
            return one
    names = ", ".join(one.name for one in companies)
    raise NotSetUp(f"There is no QuickBooks company “{named}”. Connected: {names}.")
