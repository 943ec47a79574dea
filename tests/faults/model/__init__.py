"""The rules of "exactly once" as a small state machine that is explored to its end."""
