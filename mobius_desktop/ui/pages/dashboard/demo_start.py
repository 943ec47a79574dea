"""Starts a second program on demo data: its own process, its own data folder, its own servers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QProcess

from mobius_desktop.ui.shell.processes import own_command

DEMO_FOLDER = "demo"


def demo_command(folder: Path | None) -> tuple[str, list[str]]:
    """Program and arguments. The demo's folder lies within the program's, and is never the same."""
    place = ["--data-dir", str(folder / DEMO_FOLDER)] if folder is not None else []
    return own_command("--demo", *place)


def start_demo(folder: Path | None) -> bool:
    """Whether it could be started."""
    program, arguments = demo_command(folder)
    started, _ = QProcess.startDetached(program, arguments)
    return started
