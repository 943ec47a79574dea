"""The command line. Without a command it opens the window; no command is imported before it is called.

`COMMANDS` is the one place that names them, so that the window starts without loading what it does not use.
"""

from __future__ import annotations

import importlib

import click

from mobius_desktop import __version__

COMMANDS: dict[str, str] = {
    "batch": "mobius_desktop.cli.batch:batch",
    "doctor": "mobius_desktop.cli.doctor:doctor",
    "explain": "mobius_desktop.cli.explain:explain",
    "forget-keys": "mobius_desktop.cli.forget_keys:forget_keys",
    "history": "mobius_desktop.cli.history:history",
    "invoice": "mobius_desktop.cli.invoice:invoice",
    "links": "mobius_desktop.cli.links:links",
    "sandbox": "mobius_desktop.cli.sandbox:sandbox",
    "self-test": "mobius_desktop.cli.self_test:self_test",
    "transfer": "mobius_desktop.cli.transfer:transfer",
}
"""Command name to `module:attribute`."""
WINDOW = "mobius_desktop.cli.window:window"
"""What runs when no command is named; its options are those of the bare program."""
_OWN_OPTIONS = ("-h", "--help", "--version")
SELF_TEST = "--self-test"
"""The command under the name that a build and a shortcut give it."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and falls back on the window when none is."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "window":
            return _load(WINDOW)
        where = COMMANDS.get(cmd_name)
        return _load(where) if where else super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `window` before arguments that begin with one of its options: `mobius-desktop --demo`."""
        if args and args[0] == SELF_TEST:
            args = [SELF_TEST.lstrip("-"), *args[1:]]
        if not args or (args[0].startswith("-") and args[0] not in _OWN_OPTIONS):
            args = ["window", *args]
        return super().parse_args(ctx, args)


def _load(where: str) -> click.Command:
    module, _, attribute = where.partition(":")
    command = getattr(importlib.import_module(module), attribute)
    if not isinstance(command, click.Command):
        raise TypeError(f"{where} is no command")
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Mobius Desktop")
def main() -> None:
    """Move finished invoices from ConnectWise PSA into QuickBooks Online, exactly once and to the cent.

    Without a command the window opens (see `mobius-desktop window --help`).
    """
