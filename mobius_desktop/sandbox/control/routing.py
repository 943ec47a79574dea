"""Routes that are matched only. Flask also prepares each route for writing addresses, which takes most of the
time of making an application, and no sandbox writes one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class MatchedRule(Rule):
    """A route from which no address can be written."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        del append_unknown
        return _no_address


class SandboxApp(Flask):
    """A Flask application whose routes are matched only."""

    url_rule_class = MatchedRule


def _no_address(_rule: Rule, **values: Any) -> tuple[str, str]:
    raise NotImplementedError(f"the sandbox writes no addresses: {values}")
