"""`mobius-desktop forget-keys`: every key and sign-in of this installation leaves the key store.

The uninstaller runs it where the record is removed too; on its own it is for a computer that is given away.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import click

from mobius_desktop.cli.options import json_option, program_options
from mobius_desktop.cli.running import Told, run_command

if TYPE_CHECKING:
    from mobius_desktop.wiring import Program


@click.command("forget-keys")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@program_options
def forget_keys(*, yes: bool, as_json: bool, **options: Any) -> None:
    """Take the keys and sign-ins of this installation out of the key store. The record stays.

    Nothing can be sent until ConnectWise and QuickBooks are set up again. To end a sign-in at Intuit too,
    press Disconnect in Set up QuickBooks Online before."""
    if not yes:
        click.confirm("Forget the keys of ConnectWise and every sign-in to QuickBooks?", abort=True)

    def work(program: Program, stop: Event) -> Told:
        del stop
        count = program.setting_up.forget_keys()
        return Told((f"{count:,} keys and sign-ins were forgotten.",), {"forgotten": count}, all_done=True)

    run_command(options, work, as_json=as_json, connects=False)
