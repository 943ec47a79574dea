"""What the program promises of speed and size, measured: `uv run python -m benchmarks`."""
