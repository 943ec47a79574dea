"""The documented grammar of `conditions`, parsed into a test for a record.

    field op value [and|or …], parentheses
    op: = != < <= > >= contains like in, and `not contains`, `not like`, `not in`
    value: "text" or 'text' (`*` and `%` are wildcards of like), number, true/false, [date], null, (list)
    field: a name, or a reference and its part with a slash: company/identifier

Text is compared without regard to case, as the service's database does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from mobius_desktop.sandbox.connectwise.errors import bad_condition
from mobius_desktop.sandbox.connectwise.shapes import Shape

Value = Callable[[Any, tuple[str, ...]], Any]
"""Gives what a record holds at a field path; a list for a path through a list."""
Test = Callable[[Any], bool]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<date>\[[^\]]*\])
    | (?P<number>-?\d+(?:\.\d+)?)(?![\w/])
    | (?P<name>[A-Za-z_][\w/]*)
    | (?P<op><=|>=|!=|<>|==|=|<|>)
    | (?P<sign>[(),])
    )""",
    re.VERBOSE,
)
_WORD_OPS = ("contains", "like", "in")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    def says(self, *words: str) -> bool:
        return self.kind in ("name", "sign") and self.text.lower() in words


def compile_conditions(text: str, shape: Shape, value: Value) -> Test:
    """The test that a conditions text means. Raises ApiError (400 ApiFindCondition)."""
    return _Parser(_tokens(text), shape, value).parse()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise bad_condition(f"The condition cannot be read at: {text[at : at + 20].strip()}")
        kind = found.lastgroup or ""
        tokens.append(_Token(kind, found[kind]))
        at = found.end()
    return tokens


class _Parser:
    """Recursive descent: or binds looser than and."""

    def __init__(self, tokens: list[_Token], shape: Shape, value: Value) -> None:
        self._tokens = tokens
        self._at = 0
        self._shape = shape
        self._value = value

    def parse(self) -> Test:
        test = self._any()
        if self._at < len(self._tokens):
            raise bad_condition(f"{self._tokens[self._at].text} was not expected.")
        return test

    def _any(self) -> Test:
        tests = [self._all()]
        while self._accept("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._accept("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda record: all(test(record) for test in tests)

    def _one(self) -> Test:
        if self._accept("not"):
            inner = self._one()
            return lambda record: not inner(record)
        if self._accept("("):
            test = self._any()
            self._expect(")")
            return test
        return self._comparison()

    def _comparison(self) -> Test:
        name = self._next("a field name")
        if name.kind != "name":
            raise bad_condition(f"{name.text} is not a recognized name.")
        resolved = self._shape.resolve(name.text)
        if resolved is None:
            raise bad_condition(f"{name.text} is not a recognized name.")
        path, kind = resolved
        negated = self._accept("not")
        operator = self._operator(negated)
        operand = self._list(kind) if operator == "in" else self._literal(kind)
        test = _comparison(operator, operand)
        value = self._value

        def compare(record: Any) -> bool:
            held = value(record, path)
            if isinstance(held, list):
                return any(test(one) for one in held)
            return test(held)

        return (lambda record: not compare(record)) if negated else compare

    def _operator(self, negated: bool) -> str:
        token = self._next("an operator")
        word = token.text.lower()
        if token.kind == "name" and word in _WORD_OPS:
            return word
        if token.kind == "op" and not negated:
            return {"==": "=", "<>": "!="}.get(token.text, token.text)
        raise bad_condition(f"{token.text} is not a recognized operator.")

    def _list(self, kind: str) -> tuple[Any, ...]:
        self._expect("(")
        values = [self._literal(kind)]
        while self._accept(","):
            values.append(self._literal(kind))
        self._expect(")")
        return tuple(values)

    def _literal(self, kind: str) -> Any:
        token = self._next("a value")
        if token.kind == "text":
            return _checked(re.sub(r"\\(.)", r"\1", token.text[1:-1]), kind)
        if token.kind == "number":
            return Decimal(token.text)
        if token.kind == "date":
            return _moment(token.text[1:-1])
        word = token.text.lower()
        if word in ("true", "false"):
            return word == "true"
        if word == "null":
            return None
        raise bad_condition(f"{token.text} is not a recognized value.")

    def _next(self, wanted: str) -> _Token:
        if self._at == len(self._tokens):
            raise bad_condition(f"The condition ends where {wanted} is expected.")
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].says(word):
            self._at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise bad_condition(f"{sign} is expected.")


def _checked(text: str, kind: str) -> str:
    if kind.startswith("=") and text.lower() not in kind[1:].lower().split("|"):
        raise bad_condition("Enum value supplied was invalid")
    if kind in ("int", "num") and _number(text) is None:
        raise bad_condition(f"{text} is not a number.")
    return text


def _comparison(operator: str, operand: Any) -> Test:
    if operator == "in":
        return _membership(operand)
    if operator == "contains":
        part = str(operand).lower()
        return lambda held: held is not None and part in str(held).lower()
    if operator == "like":
        pattern = re.compile(_pattern(str(operand)), re.IGNORECASE | re.DOTALL)
        return lambda held: held is not None and pattern.fullmatch(str(held)) is not None
    if operator == "=":
        return lambda held: _equal(held, operand)
    if operator == "!=":
        # As in SQL, what is null differs from nothing that is not.
        return lambda held: not _equal(held, operand) and (held is not None or operand is None)
    return lambda held: _ordered(held, operand, operator)


def _membership(operand: tuple[Any, ...]) -> Test:
    """Long lists of ids are the common case: those are looked up in a set."""
    numbers = frozenset(one for one in operand if isinstance(one, Decimal))
    others = tuple(one for one in operand if not isinstance(one, Decimal))

    def test(held: Any) -> bool:
        if isinstance(held, int) and not isinstance(held, bool):
            return held in numbers or any(_equal(held, one) for one in others)
        return any(_equal(held, one) for one in operand)

    return test


def _pattern(text: str) -> str:
    return "".join(".*" if sign in "*%" else re.escape(sign) for sign in text)


def _equal(held: Any, operand: Any) -> bool:
    if operand is None or held is None:
        return held is operand
    left, right = _alike(held, operand)
    return bool(left is not None and left == right)


def _ordered(held: Any, operand: Any, operator: str) -> bool:
    if held is None or operand is None:
        return False
    left, right = _alike(held, operand)
    if left is None:
        return False
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def _alike(held: Any, operand: Any) -> tuple[Any, Any]:
    """Both sides as one kind; the left one None when the held value is of another."""
    if isinstance(operand, bool) or isinstance(held, bool):
        return (held, operand) if isinstance(held, bool) and isinstance(operand, bool) else (None, operand)
    if isinstance(operand, datetime):
        return _moment_or_none(held), operand
    if isinstance(operand, Decimal):
        return _number(held), operand
    if isinstance(held, (int, Decimal)):
        return Decimal(held), _number(operand)
    return str(held).lower(), str(operand).lower()


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _moment(text: str) -> datetime:
    moment = _moment_or_none(text)
    if moment is None:
        raise bad_condition(f"{text} is not a recognized date.")
    return moment


def _moment_or_none(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
