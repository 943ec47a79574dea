"""Points other people's client libraries at the sandbox, each in an environment of its own.

`uv run python -m tests.independent` starts a sandbox for each script, runs it and says how it ended.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
PORTS = {"connectwise": 18610, "quickbooks": 18611}

SCRIPTS: dict[str, tuple[str, ...]] = {
    "connectwise_client.py": ("pyconnectwise==0.6.1.2",),
    "quickbooks_python_client.py": ("python-quickbooks==0.9.12",),
    "quickbooks_intuitlib.py": ("intuit-oauth==1.2.7",),
}
"""Script and what its environment needs. python-quickbooks pins an older intuit-oauth than ours."""


def start_sandbox() -> tuple[subprocess.Popen[str], dict[str, object]]:
    """A sandbox of its own for one script, and what it printed of itself."""
    command = [sys.executable, "-m", "mobius_desktop", "sandbox", "--json", "--scale", "small"]
    command += [
        "--connectwise-port",
        str(PORTS["connectwise"]),
        "--quickbooks-port",
        str(PORTS["quickbooks"]),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    assert process.stdout is not None
    decoder, text = json.JSONDecoder(), ""
    for line in process.stdout:
        text += line
        try:
            info, _ = decoder.raw_decode(text)
        except json.JSONDecodeError:
            continue
        return process, info
    raise SystemExit("The sandbox ended before it said where it is.")


def run(script: str, packages: tuple[str, ...]) -> bool:
    """Run one script against a fresh sandbox; True when all it checked holds."""
    process, info = start_sandbox()
    try:
        with tempfile.TemporaryDirectory() as folder:
            where = Path(folder) / "sandbox.json"
            where.write_text(json.dumps(info), encoding="utf-8")
            command = ["uv", "run", "--quiet", "--isolated", "--no-project"]
            for package in packages:
                command += ["--with", package]
            command += ["python", str(HERE / script), str(where)]
            return subprocess.run(command, check=False, timeout=240).returncode == 0  # noqa: S603 - our own scripts
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def main() -> None:
    """Run all scripts, or those named; exit 1 when one failed."""
    chosen = sys.argv[1:] or list(SCRIPTS)
    failed = []
    for script in chosen:
        print(f"== {script}", flush=True)  # noqa: T201 - a command that reports
        if not run(script, SCRIPTS[script]):
            failed.append(script)
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")  # noqa: T201 - the same
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
