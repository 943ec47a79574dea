"""`python -m mobius_desktop` and the `mobius-desktop` command."""


def main() -> None:
    """Run the command line; without a command it opens the window."""
    from mobius_desktop.cli import main as run  # noqa: PLC0415 - keeps start-up light

    run()


if __name__ == "__main__":
    main()
