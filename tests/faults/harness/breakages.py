"""Faults by kind: what breaks an answer, and what befalls a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.harness.tasks import Trap, When

_QB_WRITES = r"/(invoice|creditmemo|customer|item)\?"
_QB_DOCUMENTS = r"/(invoice|creditmemo)\?"
_QB = "/v3/company/"
_CW_MARK = "/finance/accounting/batches$"
_CW = "/apis/3.0/"
_TOKENS = "/tokens/bearer"
SLOW_SECONDS = 1.6
Fields = dict[str, Any]

EITHER = ("before", "after")
BEFORE = ("before",)
QUICKBOOKS: dict[str, tuple[Fields, tuple[str, ...]]] = {
    "connection dropped before": ({"kind": "drop"}, BEFORE),
    "connection dropped after": ({"kind": "drop"}, ("after",)),
    "408": ({"kind": "answer", "status": 408, "body": "{}"}, BEFORE),
    "429 in JSON": ({"preset": "throttled"}, BEFORE),
    "429 in XML": ({"preset": "throttled_xml"}, BEFORE),
    "429 dressed as 403": ({"preset": "throttled_xml_403"}, BEFORE),
    "500": ({"preset": "server_error"}, EITHER),
    "502 in HTML": ({"preset": "html"}, EITHER),
    "503": ({"preset": "unavailable"}, EITHER),
    "truncated JSON": ({"kind": "truncate"}, ("after",)),
    "200 with a Fault": ({"preset": "fault_in_200"}, BEFORE),
    "200 with HTML": ({"preset": "html_200"}, EITHER),
    "200 without a body": ({"preset": "empty"}, EITHER),
    "slow past the timeout": ({"kind": "delay", "seconds": SLOW_SECONDS}, EITHER),
    "token expired": ({"preset": "token_expired"}, BEFORE),
    "token revoked": ({"preset": "token_revoked"}, BEFORE),
    "5010": ({"preset": "stale"}, BEFORE),
    "one name at a time": ({"preset": "one_name"}, BEFORE),
    "600 for a requestid": ({"preset": "duplicate_requestid"}, BEFORE),
    "parked, executed later": ({"kind": "park"}, BEFORE),
}
CONNECTWISE: dict[str, tuple[Fields, tuple[str, ...]]] = {
    "connection dropped before": ({"kind": "drop"}, BEFORE),
    "connection dropped after": ({"kind": "drop"}, ("after",)),
    "408": ({"kind": "answer", "status": 408, "body": "{}"}, BEFORE),
    "429": ({"preset": "too_many"}, BEFORE),
    "500": ({"preset": "timeout_500"}, EITHER),
    "502 in HTML": ({"preset": "html"}, EITHER),
    "503": ({"preset": "unavailable"}, EITHER),
    "truncated JSON": ({"kind": "truncate"}, ("after",)),
    "200 with HTML": ({"preset": "html_200"}, EITHER),
    "slow past the timeout": ({"kind": "delay", "seconds": SLOW_SECONDS}, EITHER),
    "no permission": ({"preset": "no_permission"}, BEFORE),
}
NOT_TWICE = frozenset({"parked, executed later", "slow past the timeout"})
"""Kinds that are played once: a second parked one says nothing new, a second slow one costs seconds."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """A rule for a server, and its kind as the table names it."""

    name: str
    fields: Fields

    @property
    def is_slow(self) -> bool:
        return self.name.endswith("slow past the timeout")


def some_breakage(rng: Random, without: frozenset[str]) -> Breakage:
    """A rule for one of both servers, mostly for its writes."""
    if rng.random() < 0.04:
        return Breakage("invalid_grant", {"preset": "invalid_grant", "server": "quickbooks", "path": _TOKENS})
    side = rng.choice(("quickbooks", "quickbooks", "connectwise"))
    kinds = QUICKBOOKS if side == "quickbooks" else CONNECTWISE
    kind = rng.choice([one for one in kinds if one not in without])
    fields, whens = kinds[kind]
    writes = rng.random() < 0.65 or kind == "parked, executed later"
    path = (_QB_WRITES if writes else _QB) if side == "quickbooks" else (_CW_MARK if writes else _CW)
    rule = {
        **fields,
        "server": side,
        "path": path,
        "method": "POST" if writes else "",
        "when": rng.choice(whens),
        "skip": rng.randrange(0, 5 if writes else 25),
        "times": 1 if kind in NOT_TWICE else rng.choice((1, 1, 1, 2, 4, 6 if "429" in kind else None)),
    }
    return Breakage(f"{'QuickBooks' if side == 'quickbooks' else 'ConnectWise'}: {kind}", rule)


def parked(rng: Random) -> Breakage:
    """A document that the server executes later."""
    rule = {"kind": "park", "server": "quickbooks", "path": _QB_DOCUMENTS, "skip": rng.randrange(0, 4)}
    return Breakage("QuickBooks: parked, executed later", rule)


def forgotten(rng: Random) -> Breakage:
    """A Fault that no requestid remembers, after what was parked."""
    rule = {**QUICKBOOKS["5010"][0], "server": "quickbooks", "path": _QB_DOCUMENTS}
    return Breakage("QuickBooks: 5010", rule | {"skip": rng.randrange(0, 3)})


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls the program itself: options of its Task."""

    name: str
    options: Fields = field(default_factory=dict)


def some_mishap(rng: Random) -> Mishap | None:
    """Killed most often; or the disk, the database, the user."""
    dice = rng.random()
    if dice < 0.45:
        what = rng.choice(("commit", "call"))
        whens: tuple[When, ...] = ("before", "after") if what == "commit" else ("before", "unread", "after")
        nth = rng.randrange(1, 30 if what == "commit" else 40)
        trap = Trap("commit" if what == "commit" else "call", rng.choice(whens), nth)
        return Mishap("killed", {"trap": trap})
    if dice < 0.51:
        return Mishap("disk full", {"pages_left": rng.randrange(0, 30)})
    if dice < 0.57:
        return Mishap("database locked", {"lock_at": rng.randrange(1, 25)})
    if dice < 0.63:
        return Mishap("cancelled", {"cancel_at": rng.randrange(1, 35)})
    if dice < 0.69:
        return Mishap("submitted twice", {"twice": True})
    return None
