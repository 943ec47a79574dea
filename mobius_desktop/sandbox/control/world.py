"""What people and other programs do to the books behind our back, and answers to what nobody could verify."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

Verb = Callable[..., object]


class WorldError(ValueError):
    """A world event that cannot happen: no such verb, no such record, or arguments that do not fit."""


class World:
    """The verbs of one server, each run under the lock of its books."""

    def __init__(self, lock: AbstractContextManager[Any]) -> None:
        self._lock = lock
        self._verbs: dict[str, Verb] = {}

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """The lock of the books, for whoever must see them whole."""
        return self._lock

    def verb(self, verb: Verb) -> Verb:
        """Register a function under its own name (a decorator). Its first docstring line describes it."""
        self._verbs[verb.__name__] = verb
        return verb

    def do(self, name: str, /, **arguments: Any) -> object:
        verb = self._verbs.get(name)
        if verb is None:
            raise WorldError(f"no verb {name!r}; known: {', '.join(sorted(self._verbs))}")
        try:
            inspect.signature(verb).bind(**arguments)
        except TypeError as error:
            raise WorldError(f"{name}: {error}") from error
        with self._lock:
            return verb(**arguments)

    def describe(self) -> dict[str, dict[str, Any]]:
        return {
            name: {
                "does": (inspect.getdoc(verb) or "").split("\n")[0],
                "arguments": list(inspect.signature(verb).parameters),
            }
            for name, verb in sorted(self._verbs.items())
        }


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing nobody could verify on the real service, and the answers the sandbox can play."""

    name: str
    question: str
    answers: tuple[str, ...]
    """The first one is the default."""


class Switches:
    """The unverified things of one server and the answer each plays now."""

    def __init__(self, *switches: Switch) -> None:
        self._switches = {switch.name: switch for switch in switches}
        self._played = {switch.name: switch.answers[0] for switch in switches}

    def __getitem__(self, name: str) -> str:
        return self._played[name]

    def __iter__(self) -> Any:
        return iter(self._switches.values())

    def set(self, name: str, answer: str) -> None:
        switch = self._switches.get(name)
        if switch is None:
            raise WorldError(f"no switch {name!r}; known: {', '.join(sorted(self._switches))}")
        if answer not in switch.answers:
            raise WorldError(f"{name} is one of {', '.join(switch.answers)}, not {answer!r}")
        self._played[name] = answer

    def describe(self) -> dict[str, dict[str, Any]]:
        return {
            switch.name: {
                "question": switch.question,
                "answers": list(switch.answers),
                "plays": self._played[switch.name],
            }
            for switch in self._switches.values()
        }
