"""Seeds that once failed. They are run every time."""

KEPT: tuple[int, ...] = (
    1040,  # an ended subscription is a stored Fault: its requestid must be spent
    1095,  # the same, met by a replay
    1098,  # the same, at the first sending
)
