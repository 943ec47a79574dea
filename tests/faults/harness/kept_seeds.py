"""Seeds that once failed. They are run every time."""

KEPT: tuple[int, ...] = (
    1040,  # an ended subscription is a stored Fault: its requestid must be spent
    1095,  # the same, met by a replay
    1098,  # the same, at the first sending
    2020,  # a 408 of ConnectWise is an unknown outcome, no refusal
    4219,  # a pause asked for right after the sign-in
    116,  # two data folders with different configurations: both documents were called done
    59,  # another computer's document under another number, and two data folders at work
    4146,  # a parked request of which the server had forgotten what it answered
    7264,  # an amount changed in ConnectWise while the outcome was unknown: neither repeated nor concluded
    7278,  # what was created since was looked for by the computer's clock
    7303,  # the other data folder's document was renumbered, then sent with another amount
    8002,  # killed between a void document and its new number
    114,  # sign-in lost between a void document and its new number
)
