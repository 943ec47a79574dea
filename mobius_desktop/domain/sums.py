"""Money by currency: amounts of two currencies are never added to one figure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from mobius_desktop.domain.money import amount_text


class Sums:
    """A sum for each currency that has one; a currency whose sum is zero does not stand here.

    Never changes. It is no dataclass so that JSON asks for its `value`."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[tuple[str, Decimal], ...] = ()) -> None:
        self.parts = parts
        """Currency and amount, by currency."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sums) and self.parts == other.parts

    def __hash__(self) -> int:
        return hash(self.parts)

    def __repr__(self) -> str:
        return f"Sums({self.coded()})"

    @classmethod
    def of(cls, amounts: Iterable[tuple[Decimal, str]]) -> Sums:
        """The sums of amounts with their currencies."""
        found: dict[str, Decimal] = {}
        for amount, currency in amounts:
            found[currency] = found.get(currency, Decimal(0)) + amount
        return cls(tuple(sorted((code, amount) for code, amount in found.items() if amount)))

    @classmethod
    def together(cls, sums: Iterable[Sums]) -> Sums:
        """All of them as one."""
        return cls.of((amount, code) for one in sums for code, amount in one.parts)

    def __add__(self, other: Sums) -> Sums:
        return Sums.of((amount, code) for code, amount in (*self.parts, *other.parts))

    def __sub__(self, other: Sums) -> Sums:
        return self + Sums(tuple((code, -amount) for code, amount in other.parts))

    def __bool__(self) -> bool:
        """Whether there is money in any currency."""
        return bool(self.parts)

    @property
    def weight(self) -> Decimal:
        """For ordering only: how much money it is, as if all currencies were worth the same."""
        return sum((abs(amount) for _, amount in self.parts), Decimal(0))

    def plus(self, amount: Decimal, currency: str) -> Sums:
        """With one amount more."""
        return Sums.of([*((mine, code) for code, mine in self.parts), (amount, currency)])

    def amount(self, currency: str) -> Decimal:
        """The sum of one currency."""
        return dict(self.parts).get(currency, Decimal("0.00"))

    def apart_from(self, currency: str) -> Sums:
        """All but one currency."""
        return Sums(tuple(part for part in self.parts if part[0] != currency))

    def other_than(self, home: str) -> str:
        """What is in other currencies: `1,000.00 CAD`; empty where nothing is."""
        others = self.apart_from(home)
        return others.coded(home) if others else ""

    def text(self, home: str) -> str:
        """`51,529.92`, or with another currency than `home` among it `55,477.22 USD + 1,000.00 CAD`."""
        return self.coded(home) if self.apart_from(home) else amount_text(self.amount(home), home)

    def coded(self, home: str = "USD") -> str:
        """Each amount with its currency, `home` first: `51,529.92 USD`."""
        others = self.apart_from(home)
        shown = [(home, self.amount(home))] if self.amount(home) or not others else []
        return " + ".join(f"{amount_text(amount, code)} {code}" for code, amount in (*shown, *others.parts))

    def value(self) -> Decimal | dict[str, Decimal]:
        """For JSON: the amount, or where there are several currencies the amount of each."""
        if len(self.parts) > 1:
            return dict(self.parts)
        return self.parts[0][1] if self.parts else Decimal("0.00")


NOTHING = Sums()
