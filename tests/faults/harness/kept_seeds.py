"""Seeds that once failed. They are run every time."""

KEPT: tuple[int, ...] = ()
