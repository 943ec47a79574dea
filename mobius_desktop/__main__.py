"""`python -m mobius_desktop` and the `mobius-desktop` command."""

import sys
from io import TextIOWrapper
from types import TracebackType


def main() -> None:
    """Run the command line; without a command it opens the window."""
    from mobius_desktop.cli import main as run  # noqa: PLC0415 - keeps start-up light

    _write_utf_8()
    sys.excepthook = _on_exception
    run()


def _write_utf_8() -> None:
    """Make what goes into a file or another program UTF-8.

    Windows gives it an old code page, which lacks some of our signs: the command would end in the middle of
    its answer, after the invoices have been sent. A console is left as it is: it takes every sign.
    """
    for stream in (sys.stdout, sys.stderr):
        # The windowed program of Windows has no output at all.
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    from mobius_desktop.diagnostics.crash import tell_redacted  # noqa: PLC0415 - keeps start-up light

    tell_redacted(kind, error, trace)


if __name__ == "__main__":
    main()
