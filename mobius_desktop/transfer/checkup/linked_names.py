"""Links of records that ConnectWise gives by name only, whose name ConnectWise does not know any more.

Told where ConnectWise lists every name there can be: accounts in the GL mapping, tax codes in their table.
Of classes and QuickBooks Locations it has no such list, so that nothing can be told of them.
docs/vendor-rules.md, *Check set-up*.
"""

from __future__ import annotations

from collections.abc import Iterator

from mobius_desktop.domain.quickbooks import ListKind
from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import Noticed, notice
from mobius_desktop.transfer.linking.words import KIND_NOUNS
from mobius_desktop.transfer.plan.books import account_key
from mobius_desktop.transfer.plan.names import folded


def check_linked_accounts(evidence: Evidence) -> Iterator[Noticed]:
    """An account counts as known by its first segment too: the mapping is read by that one."""
    mapped = {folded(account_key(one.account)) for one in evidence.mappings if one.account}
    used = {
        folded(account_key(row.account))
        for plan in evidence.plans
        if plan.transaction is not None
        for row in plan.transaction.rows
    }
    if not mapped:
        return
    for name in _linked(evidence, ListKind.ACCOUNT, "account"):
        known = {folded(name), folded(account_key(name.partition(":")[0]))}
        if not known & (mapped | used):
            yield _gone(ListKind.ACCOUNT, name, "GL mapping")


def check_linked_tax_codes(evidence: Evidence) -> Iterator[Noticed]:
    """Only those that are linked by name: one that is linked by its id survives a new name."""
    if evidence.lists is None or evidence.lists.preferences.automated_sales_tax or not evidence.tax_codes:
        return
    known = {folded(one.name) for one in evidence.tax_codes}
    for plan in evidence.plans:
        sent = plan.transaction.tax_code if plan.transaction is not None else ""
        known |= {folded(sent), folded(plan.invoice.tax_code)}
    for name in _linked(evidence, ListKind.TAX_CODE, "taxcode"):
        if folded(name) not in known:
            yield _gone(ListKind.TAX_CODE, name, "tax code in force")


def _linked(evidence: Evidence, kind: ListKind, prefix: str) -> Iterator[str]:
    """The names that are linked by name."""
    for one in evidence.links:
        begins, colon, name = one.key.partition(":")
        if one.kind is kind and colon and begins == prefix:
            yield name


def _gone(kind: ListKind, name: str, source: str) -> Noticed:
    return notice("LINKED_NAME_GONE", subject=name, noun=KIND_NOUNS[kind], name=name, source=source)
