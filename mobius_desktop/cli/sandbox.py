"""`mobius-desktop sandbox`: both servers alone on fixed ports, for any client that is pointed at them."""

from __future__ import annotations

import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import click

from mobius_desktop.cli.ending import cannot_start
from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.sandbox.run import (
    CONNECTWISE_PORT,
    QUICKBOOKS_PORT,
    SandboxOptions,
    SandboxRefused,
    start_sandbox,
)

_TICK = 0.5


@click.command()
@click.option(
    "--connectwise-port",
    type=click.IntRange(0, 65_535),
    default=CONNECTWISE_PORT,
    show_default=True,
    help="Port of the ConnectWise server; 0 takes any free one.",
)
@click.option(
    "--quickbooks-port",
    type=click.IntRange(0, 65_535),
    default=QUICKBOOKS_PORT,
    show_default=True,
    help="Port of the QuickBooks server; 0 takes any free one.",
)
@click.option("--latency-ms", type=click.IntRange(0), default=0, show_default=True, help="Wait per answer.")
@click.option(
    "--scale", type=click.Choice(["small", "month-end", "huge"]), default="small", show_default=True
)
@click.option("--seed", type=int, default=1, show_default=True, help="1 is the sample firm itself.")
@click.option("--tax", type=click.Choice(["automated", "manual"]), default="automated", show_default=True)
@click.option(
    "--ast",
    type=click.Choice(["honour", "ignore", "need_flag"]),
    default="honour",
    show_default=True,
    help="What automated sales tax does with a tax that is sent.",
)
@click.option(
    "--edition", type=click.Choice(["free", "lite", "standard"]), default="standard", show_default=True
)
@click.option("--ask-consent", is_flag=True, help="Show the consent page instead of agreeing at once.")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Keep the books in this file.")
@click.option("--fresh", is_flag=True, help="Start the state over.")
@click.option("--json", "as_json", is_flag=True, help="Print URLs, keys and ids as JSON.")
@click.option(
    "--describe-to",
    type=click.Path(dir_okay=False, path_type=Path),
    hidden=True,
    help="Write the JSON to this file too, whole or not at all.",
)
@click.option("--until-eof", is_flag=True, hidden=True, help="Stop when standard input ends.")
def sandbox(
    *,
    ask_consent: bool,
    state: Path | None,
    fresh: bool,
    as_json: bool,
    describe_to: Path | None,
    until_eof: bool,
    **choices: Any,
) -> None:
    """Run a ConnectWise and a QuickBooks with a sample firm on this computer until interrupted."""
    options = SandboxOptions(auto_consent=not ask_consent, **choices)
    stop = _stop_event(until_eof=until_eof)
    try:
        running = start_sandbox(options, sample_firm=resource_path("sample-firm"), state=state, fresh=fresh)
    except SandboxRefused as error:
        cannot_start(str(error))
    with running:
        described = running.describe()
        click.echo(json.dumps(described) if as_json else as_text(described))
        if sys.stdout is not None:  # a program without a console has none
            sys.stdout.flush()
        if describe_to is not None:
            fresh_file = describe_to.with_name(describe_to.name + ".new")
            fresh_file.write_text(json.dumps(described), "utf-8")
            fresh_file.replace(describe_to)
        # Waiting in slices lets Ctrl+C through on Windows.
        while not stop.wait(_TICK):
            pass


def as_text(described: dict[str, Any]) -> str:
    """The description as a person reads it."""
    connectwise, quickbooks = described["connectwise"], described["quickbooks"]
    realms = "\n".join(f"  company        {one['realm']}  {one['name']}" for one in quickbooks["realms"])
    return "\n".join(
        [
            f"ConnectWise PSA  {connectwise['base_url']}",
            f"  company id     {connectwise['company_id']}",
            f"  public key     {connectwise['public_key']}",
            f"  private key    {connectwise['private_key']}",
            f"  client id      {connectwise['client_id']}",
            f"QuickBooks       {quickbooks['base_url']}",
            f"  discovery      {quickbooks['discovery_url']}",
            f"  client id      {quickbooks['client_id']}",
            f"  client secret  {quickbooks['client_secret']}",
            f"  redirect       {quickbooks['redirect_uri']}",
            realms,
            "Control plane: /__sandbox__/ on both. Ctrl+C stops.",
        ]
    )


def _stop_event(*, until_eof: bool) -> threading.Event:
    """Set by Ctrl+C, by a request to terminate, or by the end of standard input."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if until_eof and sys.stdin is not None:

        def watch() -> None:
            sys.stdin.buffer.read()
            stop.set()

        threading.Thread(target=watch, daemon=True, name="sandbox-stdin").start()
    return stop
