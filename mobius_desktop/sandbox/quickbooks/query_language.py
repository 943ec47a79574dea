"""The query language: text to a Query. Anything outside the documented grammar is 4000.

SELECT * | count(*) | field[, field…] FROM entity [WHERE c [AND c…]]
[ORDERBY | ORDER BY field [ASC|DESC][, …]] [STARTPOSITION n] [MAXRESULTS n]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mobius_desktop.sandbox.quickbooks.refusals import Cause, Refused

OPERATORS = ("=", "<", ">", "<=", ">=", "in", "like")
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>'(?:[^'\\]|\\.)*')
      | (?P<word>[A-Za-z_][A-Za-z0-9_.]*)
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<sign><=|>=|=|<|>|\*|,|\(|\))
    )""",
    re.VERBOSE | re.DOTALL,
)
_KEYWORDS = frozenset(
    {"select", "from", "where", "and", "or", "not", "in", "like", "orderby", "order", "by", "asc", "desc"}
    | {"startposition", "maxresults"}
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    """string, word, number, sign, bad (no token at all) or end."""
    text: str
    column: int

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    entity: str
    fields: tuple[str, ...] = ()
    """Empty means every field."""
    count: bool = False
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    """Field and whether it descends."""
    start: int = 1
    size: int = 100


def parse(text: str) -> Query:
    """Raises Refused with code 4000."""
    return _Parser(_tokens(text)).query()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _TOKEN.match(stripped, position)
        if match is None:
            while stripped[position].isspace():
                position += 1
            # Said only when the parser gets there: what it does not understand before comes first.
            return [*found, Token("bad", stripped[position], position + 1)]
        kind = str(match.lastgroup)
        found.append(Token(kind, match.group(kind), match.start(kind) + 1))
        position = match.end()
    return [*found, Token("end", "<EOF>", len(stripped) + 1)]


def lexical(character: str, column: int) -> Refused:
    """What the parser says of a character it does not take."""
    shown = character if character.isascii() else f"\\u{ord(character):04x}"
    return _error(
        f'Invalid content. Lexical error at line 1, column {column}.  Encountered: "{shown}"'
        f' ({ord(character)}), after : ""'
    )


def _error(detail: str) -> Refused:
    return Refused(Cause("4000", f"QueryParserError: {detail}"))


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Query:
        self._keyword("select")
        fields, count = self._selection()
        self._keyword("from")
        entity = self._name()
        conditions: list[Condition] = []
        if self._takes("where"):
            conditions.append(self._condition())
            while self._takes("and"):
                conditions.append(self._condition())
        order = self._order()
        start, size = 1, 100
        seen: set[str] = set()
        while self._here.lower in ("startposition", "maxresults") and self._here.lower not in seen:
            word = self._next().lower
            seen.add(word)
            if word == "startposition":
                start = self._number()
            else:
                size = self._number()
        if self._here.kind != "end":
            raise self._unexpected("<EOF>", "<AND>", '"orderby"', '"startposition"', '"maxresults"')
        return Query(entity, fields, count, tuple(conditions), order, start, size)

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _unexpected(self, *wanted: str) -> Refused:
        token = self._here
        if token.kind == "bad":
            return lexical(token.text, token.column)
        names = {"word": "<IDENTIFIER>", "string": "<STRING>", "number": "<NUMBER>"}
        met = f'"{token.text}"' if token.kind == "end" else f'" {names.get(token.kind, "")} "{token.text} ""'
        expected = "\n    ".join(f"{one} ..." for one in wanted)
        return _error(
            f"Encountered {met} at line 1, column {token.column}.\nWas expecting one of:\n    {expected}"
        )

    def _takes(self, keyword: str) -> bool:
        if self._here.kind == "word" and self._here.lower == keyword:
            self._at += 1
            return True
        return False

    def _keyword(self, keyword: str) -> None:
        if not self._takes(keyword):
            raise self._unexpected(f'"{keyword}"')

    def _sign(self, sign: str) -> None:
        if self._here.kind != "sign" or self._here.text != sign:
            raise self._unexpected(f'"{sign}"')
        self._at += 1

    def _name(self) -> str:
        if self._here.kind != "word" or self._here.lower in _KEYWORDS:
            raise self._unexpected("<IDENTIFIER>")
        return self._next().text

    def _selection(self) -> tuple[tuple[str, ...], bool]:
        if self._here.text == "*":
            self._at += 1
            return (), False
        if self._here.lower == "count":
            self._at += 1
            for sign in "(*)":
                self._sign(sign)
            return (), True
        fields = [self._selected()]
        while self._here.text == ",":
            self._at += 1
            fields.append(self._selected())
        return tuple(fields), False

    def _selected(self) -> str:
        name = self._name()
        if self._here.text == "*" and name.endswith("."):  # Line.* names a whole part
            self._at += 1
            return name.removesuffix(".")
        return name

    def _condition(self) -> Condition:
        name = self._name()
        token = self._here
        operator = token.lower
        if operator not in OPERATORS:
            raise self._unexpected('"="', '"<"', '">"', '"in"', '"like"')
        self._at += 1
        if operator != "in":
            return Condition(name, operator, (self._value(),))
        self._sign("(")
        values = [self._value()]
        while self._here.text == ",":
            self._at += 1
            values.append(self._value())
        self._sign(")")
        return Condition(name, operator, tuple(values))

    def _value(self) -> str:
        token = self._here
        if token.kind == "string":
            self._at += 1
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if token.kind == "number" or token.lower in ("true", "false", "current_date"):
            self._at += 1
            return token.lower
        raise self._unexpected("<STRING>", '"true"', '"false"', "<NUMBER>")

    def _order(self) -> tuple[tuple[str, bool], ...]:
        if not self._takes("orderby"):
            if not self._takes("order"):
                return ()
            self._keyword("by")
        keys = [self._order_key()]
        while self._here.text == ",":
            self._at += 1
            keys.append(self._order_key())
        return tuple(keys)

    def _order_key(self) -> tuple[str, bool]:
        name = self._name()
        if self._takes("desc"):
            return name, True
        self._takes("asc")
        return name, False

    def _number(self) -> int:
        if self._here.kind != "number" or not self._here.text.isdigit():
            raise self._unexpected("<NUMBER>")
        return int(self._next().text)
