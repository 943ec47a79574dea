"""The header and the action bars of the company page: saving options, and linking what is ticked."""

from __future__ import annotations

from collections.abc import Callable

from mobius_desktop.ui.pages.company.links_view import LinksView
from mobius_desktop.ui.pages.company.options_view import OptionsView
from mobius_desktop.ui.pages.setup.company_rows import CompanyRow
from mobius_desktop.ui.shell.page import Action, ActionBarContent, Crumb, Header

UNSAVED = "**Not saved yet.** Save the changes or discard them before you leave."
_TICKED_FOR_YOU = (
    "Names at least 92 % alike and spelled the same are ticked for you; the rest is your choice."
)
_NOTHING = "Nothing is changed."


def header_of(row: CompanyRow) -> Header:
    """The company's name, how its connection stands, and the way back."""
    setup, state = row.setup, row.state
    return Header(
        setup.name,
        chip=state.state,
        chip_text=state.text,
        context="Default company" if setup.default else setup.environment.value,
        crumbs=(Crumb("Set up QuickBooks Online", "quickbooks"),),
    )


def save_bar(
    options: OptionsView,
    said: str,
    *,
    asked: bool,
    links: int,
    discard: Callable[[], object],
    save: Callable[[], object],
) -> ActionBarContent:
    """Discard and Save. `asked`: somebody wanted to leave with unsaved changes; `links` are those of an
    imported configuration."""
    dirty, problem = options.dirty or bool(links), options.problem()
    asking = UNSAVED if asked and dirty else ""
    why = problem or ("" if dirty else _NOTHING)
    return ActionBarContent(
        problem or asking or said or ("Not saved yet." if dirty else ""),
        sign="warning" if asking or problem else "",
        sign_colour="warn",
        actions=(
            Action("&Discard", discard, enabled=dirty, why="" if dirty else _NOTHING),
            Action("&Save", save, primary=True, enabled=not why, why=why),
        ),
    )


def link_bar(
    links: LinksView,
    said: str,
    *,
    busy: bool,
    import_links: Callable[[], object],
    export_links: Callable[[], object],
) -> ActionBarContent:
    """The links as a file, out and in; link the N ticked."""
    count = len(links.ticked())
    why = "" if count else "Tick what is to be linked to its first candidate."
    link = Action(
        f"&Link the {count:,} ticked",
        links.link_ticked,
        primary=True,
        enabled=not why and not busy,
        why=why,
    )
    ready = bool(links.model.rows()) and not busy
    files = (
        Action("I&mport CSV…", import_links, enabled=ready, sign="import"),
        Action("E&xport CSV…", export_links, enabled=ready, sign="export"),
    )
    return ActionBarContent(said or _TICKED_FOR_YOU, actions=(*files, link))
