"""Which QuickBooks company a command means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mobius_desktop.domain.ids import RealmId
    from mobius_desktop.domain.setup import QuickBooksSetup
    from mobius_desktop.wiring import Program


def realm_of(program: Program, named: str = "") -> RealmId:
    """The id of that company; it need not be reachable."""
    return company_of(program, named).realm


def company_of(program: Program, named: str = "") -> QuickBooksSetup:
    """The company of that name or id, or the default one. Raises NotSetUp, which names those there are."""
    from mobius_desktop.domain.errors import NotSetUp  # noqa: PLC0415 - help stays quick

    # A record that is only looked at has companies, and none of them is connected.
    companies = program.tying.companies() if program.review_only else program.companies()
    if not companies:
        raise NotSetUp("No QuickBooks company is connected. Connect one in Set up QuickBooks Online.")
    wanted = named.casefold()
    for one in companies:
        if not wanted or wanted in {one.name.casefold(), one.realm}:
            return one
    names = ", ".join(one.name for one in companies)
    raise NotSetUp(f"There is no QuickBooks company “{named}”. Connected: {names}.")
