"""The controls of a card: the buttons and lists that its findings' cures make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId, RealmId
from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.fixing.cures import Cure, LinkCure, OptionCure
from mobius_desktop.transfer.plan.customers import SUGGESTED_FROM
from mobius_desktop.ui.components.cards import CardButton
from mobius_desktop.ui.components.choice_row import CardChoice
from mobius_desktop.ui.fixing.fixer import Fixer

MOST_CHOICES = 4
"""Records to choose in one card; more are linked on the company's own page."""
_MOST_OFFERED = 2

_NOUNS = {
    ListKind.CUSTOMER: "customer",
    ListKind.ITEM: "item",
    ListKind.TERM: "term",
    ListKind.CLASS: "class",
    ListKind.DEPARTMENT: "QuickBooks Location",
    ListKind.ACCOUNT: "account",
    ListKind.TAX_CODE: "tax code",
    ListKind.TAX_AGENCY: "tax agency",
}
Found = Sequence[tuple[Finding, tuple[Cure, ...]]]
"""The findings of one cause, each of another invoice, with their cures."""


@dataclass(frozen=True, slots=True)
class Controls:
    """What a card gets."""

    buttons: tuple[CardButton, ...] = ()
    choices: tuple[CardChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """Makes the controls for one company; disabled ones say why."""

    fixer: Fixer
    realm: RealmId
    open_links: Callable[[], object]
    open_help: Callable[[str], object]
    """Given a finding code."""
    why_not: str = ""

    def controls(self, found: Found) -> Controls:
        """Of one cause: links first, then options."""
        buttons: list[CardButton] = []
        links = self._links(found)
        if len(links) == 1:
            buttons += self._offers(*links[0])
        shown = [self._choice(cure, ids, several=len(links) > 1) for cure, ids in links[:MOST_CHOICES]]
        if len(links) > MOST_CHOICES:
            rest = len(links) - MOST_CHOICES
            buttons.append(CardButton(f"Open Links for {rest:,} more…", self.open_links))
        for cure in dict.fromkeys(one for _, cures in found for one in cures if isinstance(one, OptionCure)):
            buttons.append(self._button(cure.verb, partial(self.fixer.change, self.realm, cure, _ids(found))))
        return Controls(tuple(buttons), tuple(shown))

    def look_again(self, found: Found) -> CardButton:
        """For what is put right elsewhere."""
        return self._button("Check again", partial(self.fixer.look_again, self.realm, _ids(found)))

    def help_with(self, code: str) -> CardButton:
        """The help article of a code."""
        return CardButton("Get help with this", partial(self.open_help, code), kind="link")

    def _links(self, found: Found) -> list[tuple[LinkCure, tuple[BillingLogId, ...]]]:
        """Each record once, with the invoices that need it."""
        first: dict[tuple[ListKind, str], LinkCure] = {}
        ids: dict[tuple[ListKind, str], list[BillingLogId]] = {}
        for problem, cures in found:
            for cure in cures:
                if isinstance(cure, LinkCure) and problem.billing_log_id is not None:
                    first.setdefault((cure.kind, cure.key), cure)
                    ids.setdefault((cure.kind, cure.key), []).append(problem.billing_log_id)
        return [(cure, tuple(ids[key])) for key, cure in first.items()]

    def _offers(self, cure: LinkCure, ids: tuple[BillingLogId, ...]) -> list[CardButton]:
        near = [one for one in cure.candidates if one.score >= SUGGESTED_FROM * 100][:_MOST_OFFERED]
        return [
            self._button(f"Link to “{one.name}”", partial(self.fixer.link, self.realm, cure, one, ids))
            for one in near
        ]

    def _choice(self, cure: LinkCure, ids: tuple[BillingLogId, ...], *, several: bool) -> CardChoice:
        noun = _NOUNS.get(cure.kind, "record")
        near = [(one.id, one.name) for one in cure.candidates]
        rest = [one for one in cure.choices if one[0] not in {key for key, _ in near}]
        return CardChoice(
            name=f"QuickBooks {noun} for {cure.name}".replace("QuickBooks QuickBooks", "QuickBooks"),
            prompt=_prompt(noun),
            options=tuple((str(key), name) for key, name in (*near, *rest)),
            verb="Link",
            act=partial(self.fixer.link_to, self.realm, cure, ids),
            label=cure.name if several else "",
            enabled=not self.why_not,
            why=self.why_not,
        )

    def _button(self, text: str, slot: Callable[[], object]) -> CardButton:
        return CardButton(text, slot, enabled=not self.why_not, why=self.why_not)


def _prompt(noun: str) -> str:
    article = "an" if noun[0] in "aeiou" else "a"
    return f"Choose {article} {noun}" + ("" if "QuickBooks" in noun else " in QuickBooks")


def _ids(found: Found) -> tuple[BillingLogId, ...]:
    return tuple(one.billing_log_id for one, _ in found if one.billing_log_id is not None)
