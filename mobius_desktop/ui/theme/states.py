"""Every state word with its sign and tone, in one table: shape, word and colour always go together."""

from dataclasses import dataclass

from mobius_desktop.ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one state word is shown. `loud` words want the user: they are written bold and coloured."""

    sign: str
    tone: Tone
    loud: bool = False


_DONE = StateLook("done", Tone.DONE)
_BAD = StateLook("failed", Tone.BAD, loud=True)
_WARN = StateLook("warning", Tone.WARN, loud=True)
_DIFFERS = StateLook("differs", Tone.WARN, loud=True)
_RUN = StateLook("running", Tone.RUN, loud=True)
_INFO = StateLook("info", Tone.RUN)
_WAITING = StateLook("waiting", Tone.QUIET)

STATES: dict[str, StateLook] = {
    "Completed Successfully": _DONE,
    "Finished": _DONE,
    "Linked": _DONE,
    "Ties": _DONE,
    "Ready": _DONE,
    "Connected": _DONE,
    "Failed": _BAD,
    "Finished with Error": _BAD,
    "ERROR": _BAD,
    "No match": _BAD,
    "Blocked": _BAD,
    "Not connected": _BAD,
    "Finished with Warning": _WARN,
    "WARNING": _WARN,
    "Two alike": _WARN,
    "Ends soon": _WARN,
    "Needs check": _DIFFERS,
    "Differs": _DIFFERS,
    "Running": _RUN,
    "Undoing": _RUN,
    "INFO": _INFO,
    "Suggested": StateLook("info", Tone.RUN, loud=True),
    "Checking": StateLook("question", Tone.LOOK, loud=True),
    "Interrupted": StateLook("interrupted", Tone.LOOK, loud=True),
    "Not Yet Started": _WAITING,
    "Not checked": _WAITING,
    "Skipped": StateLook("skipped", Tone.QUIET),
    "Nothing to send": StateLook("skipped", Tone.QUIET),
    "Held": StateLook("held", Tone.QUIET),
    "Cancelled": StateLook("cancelled", Tone.QUIET),
    "Undone": StateLook("undone", Tone.QUIET),
    "Partly undone": StateLook("undone", Tone.QUIET),
    "Marked OK": StateLook("done", Tone.QUIET),
    "Offline": StateLook("offline", Tone.QUIET),
    "To be created": StateLook("created", Tone.RUN),
}


def look_of(word: str) -> StateLook:
    """The look of a state word. An unknown word is a mistake of the caller and says so."""
    try:
        return STATES[word]
    except KeyError:
        raise KeyError(f"No sign for the state word {word!r}; add it to ui/theme/states.py") from None
