"""The colour table: two columns of the same names. A test computes the contrast of every pair.

No Qt here, so that the table can be read and checked by anything.
"""

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """What a state asks of the reader; each tone is an ink and a ground."""

    DONE = "done"
    BAD = "bad"
    WARN = "warn"
    RUN = "run"
    LOOK = "look"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Ink:
    """Text colour and the ground it stands on in chips and strips."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one scheme, as `#RRGGBB`."""

    name: str
    nav: str
    page: str
    surface: str
    surface2: str
    sel: str
    nav_sel: str
    hover: str
    line: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    edge: str
    tones: dict[Tone, Ink]

    @property
    def dark(self) -> bool:
        """Whether text is lighter than its ground."""
        return luminance(self.text) > luminance(self.surface)

    def colour(self, name: str) -> str:
        """A colour by token name (`text2`) or by tone (`bad`, `bad.ground`)."""
        tone, _, part = name.partition(".")
        if tone in _TONE_NAMES:
            pair = self.tones[Tone(tone)]
            return pair.ground if part == "ground" else pair.ink
        return str(getattr(self, name))

    def flat(self) -> dict[str, str]:
        """All names and colours, as the style template wants them (`bad_ground`)."""
        table = {n: getattr(self, n) for n in _PLAIN}
        for tone, pair in self.tones.items():
            table[tone.value] = pair.ink
            table[f"{tone.value}_ground"] = pair.ground
        return table


_TONE_NAMES = {tone.value for tone in Tone}
_PLAIN = tuple(n for n in Tokens.__dataclass_fields__ if n not in ("name", "tones"))

LIGHT = Tokens(
    name="light",
    nav="#E9ECF0",
    page="#F7F8FA",
    surface="#FFFFFF",
    surface2="#F1F3F6",
    sel="#D9E8F6",
    nav_sel="#D3E2F1",
    hover="#F3F7FB",
    line="#DFE3E8",
    line2="#C9D0D8",
    text="#1A2230",
    text2="#4B5666",
    text3="#5C6776",
    accent="#1B5E9E",
    accent_hover="#164E85",
    accent_pressed="#113E6A",
    on_accent="#FFFFFF",
    edge="#76818F",
    tones={
        Tone.DONE: Ink("#1A6A3B", "#E1F2E7"),
        Tone.BAD: Ink("#A6261D", "#FBE5E3"),
        Tone.WARN: Ink("#815000", "#FCEFD2"),
        Tone.RUN: Ink("#1B5E9E", "#DDEBF8"),
        Tone.LOOK: Ink("#5B3D9B", "#EBE5F7"),
        Tone.QUIET: Ink("#4B5666", "#E8ECF0"),
    },
)

DARK = Tokens(
    name="dark",
    nav="#121519",
    page="#1A1E24",
    surface="#20252C",
    surface2="#272D35",
    sel="#2A4058",
    nav_sel="#233548",
    hover="#262D36",
    line="#323A45",
    line2="#414B58",
    text="#E6E9ED",
    text2="#B1BAC5",
    text3="#98A3B0",
    accent="#8ABFF0",
    accent_hover="#A5CFF5",
    accent_pressed="#6FADE6",
    on_accent="#0B1B2B",
    edge="#838F9E",
    tones={
        Tone.DONE: Ink("#7FD0A0", "#183427"),
        Tone.BAD: Ink("#FF9D93", "#451E1B"),
        Tone.WARN: Ink("#F0BF62", "#3D2D10"),
        Tone.RUN: Ink("#8ABFF0", "#18324D"),
        Tone.LOOK: Ink("#C5B0F5", "#312653"),
        Tone.QUIET: Ink("#B1BAC5", "#2D343E"),
    },
)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2, 0 (black) to 1 (white)."""

    def channel(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    r, g, b = (channel(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


_GROUNDS = ("nav", "page", "surface", "surface2", "sel", "nav_sel", "hover")
_INK_GROUNDS = ("surface", "page", "nav", "sel", "nav_sel")


def contrast_pairs() -> list[tuple[str, str, float]]:
    """(foreground, ground, least ratio) of everything that is ever painted on something else."""
    pairs = [(text, ground, 4.5) for text in ("text", "text2") for ground in _GROUNDS]
    pairs += [("text3", g, 4.5) for g in _GROUNDS if g not in ("sel", "nav_sel")]
    pairs += [("accent", g, 4.5) for g in _GROUNDS]
    pairs += [("on_accent", a, 4.5) for a in ("accent", "accent_hover", "accent_pressed")]
    pairs += [("edge", g, 3.0) for g in ("surface", "surface2", "page", "nav", "sel")]
    for tone in Tone:
        pairs.append((tone.value, f"{tone.value}.ground", 4.5))
        pairs += [(tone.value, g, 4.5) for g in _INK_GROUNDS]
    return pairs
