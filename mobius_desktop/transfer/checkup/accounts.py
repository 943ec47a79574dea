"""Accounts that ConnectWise posts to and QuickBooks does not have: missing, or only spelled differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mobius_desktop.domain.connectwise import SALES_ROWS, UnpostedInvoice
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.options import AccountMatch
from mobius_desktop.domain.quickbooks import Account
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.evidence import Evidence, Part
from mobius_desktop.transfer.checkup.noticing import Noticed, notice, notice_finding
from mobius_desktop.transfer.plan.alike import alike
from mobius_desktop.transfer.plan.books import Books, account_key, account_label

_ALIKE_FROM = 0.85


def check_accounts(evidence: Evidence) -> Iterator[Noticed]:
    """What the unposted invoices post to, and what the GL mapping names for invoices to come."""
    books = evidence.books()
    if books is None:
        return
    today: dict[str, list[tuple[UnpostedInvoice, Finding]]] = defaultdict(list)
    for invoice, finding in evidence.findings():
        if finding.code == "ACCOUNT_MISSING":
            today[dict(finding.facts)["account"]].append((invoice, finding))
    for account, found in today.items():
        near = _near(books, evidence, account, [invoice for invoice, _ in found])
        yield from [near] if near else [notice_finding(*one) for one in found]
    if Part.MAPPINGS not in evidence.read:
        return
    for name, mapped_by in _mapped(evidence).items():
        if not name:
            yield notice("GL_ACCOUNT_EMPTY", subject=mapped_by, mapping=mapped_by)
        elif name not in today and books.account(name) is None:
            yield _near(books, evidence, name, []) or notice(
                "GL_ACCOUNT_MISSING", subject=name, mapping=mapped_by, account=name
            )


def _mapped(evidence: Evidence) -> dict[str, str]:
    """Accounts of the GL mapping with what they are mapped by."""
    return {
        account_key(one.account): one.mapped_by or one.gl_type
        for one in evidence.mappings
        if one.gl_type in SALES_ROWS
    }


def _near(books: Books, evidence: Evidence, account: str, invoices: list[UnpostedInvoice]) -> Noticed | None:
    """The account is there, spelled differently or known by the other of name and number."""
    by_number = evidence.options.account_match is AccountMatch.NUMBER
    severity = Severity.ERROR if invoices else Severity.WARNING
    for one in books.lists.accounts:
        if _bare(one.name if by_number else one.number) == _bare(account):
            return notice(
                "ACCOUNT_MATCHED_OTHERWISE",
                invoices,
                subject=account,
                severity=severity,
                account=account,
                by="number" if by_number else "name",
                other="Name" if by_number else "Number",
            )
    near = _spelled_alike(books, account, by_number=by_number)
    if near is None:
        return None
    return notice(
        "ACCOUNT_SPELLED_DIFFERENTLY",
        invoices,
        subject=account,
        severity=severity,
        account=account,
        near=account_label(near) if by_number else near.fully_qualified_name,
    )


def _spelled_alike(books: Books, account: str, *, by_number: bool) -> Account | None:
    """Numbers have to be the same but for blanks and signs; names may differ a little."""
    for one in books.lists.accounts:
        own = one.number if by_number else one.fully_qualified_name
        if own and _bare(own) == _bare(account):
            return one
    if by_number:
        return None
    scored = [(alike(account, one.fully_qualified_name), one) for one in books.lists.accounts]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _ALIKE_FROM else None


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
