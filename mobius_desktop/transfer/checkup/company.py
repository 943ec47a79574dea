"""The company's options against QuickBooks' preferences, and records without what a match needs."""

from __future__ import annotations

from collections.abc import Iterator

from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.checkup.evidence import Evidence
from mobius_desktop.transfer.checkup.noticing import Noticed, notice
from mobius_desktop.transfer.plan.number import company_problems


def check_numbers(evidence: Evidence) -> Iterator[Noticed]:
    """Without custom transaction numbers QuickBooks gives its own, and nothing is found by number again."""
    yield from _of_company(evidence, "NUMBERS_OFF")


def check_country(evidence: Evidence) -> Iterator[Noticed]:
    """Companies outside the United States cannot be sent to for now."""
    yield from _of_company(evidence, "COUNTRY_NOT_SUPPORTED")


def check_prefix(evidence: Evidence) -> Iterator[Noticed]:
    """Everybody's payment sync matches by number."""
    prefix = evidence.options.number_prefix
    if prefix:
        yield notice("PREFIX_ON", evidence.unposted, prefix=prefix)


def check_credits(evidence: Evidence) -> Iterator[Noticed]:
    """AutoApplyCredit decides where a credit memo goes."""
    if evidence.lists is not None and evidence.lists.preferences.auto_apply_credit:
        yield notice("CREDITS_APPLIED", (one for one in evidence.unposted if one.total < 0))


def check_classes(evidence: Evidence) -> Iterator[Noticed]:
    """Classes and QuickBooks Locations that are to be sent and that QuickBooks does not track."""
    if evidence.lists is None:
        return
    preferences, options = evidence.lists.preferences, evidence.options
    tracked = preferences.class_per_line or preferences.class_per_transaction
    if options.use_classes and not tracked:
        named: dict[str, None] = {}
        invoices = []
        for plan in evidence.plans:
            classes = (
                [row.gl_class for row in plan.transaction.rows if row.gl_class] if plan.transaction else []
            )
            named |= dict.fromkeys(classes)
            invoices += [plan.invoice] if classes else []
        if named:
            yield notice("CLASSES_OFF", invoices, classes=", ".join(named))
    if options.use_departments and not preferences.track_departments:
        placed = [one.invoice for one in evidence.plans if one.transaction and one.transaction.gl_class]
        yield notice("LOCATIONS_OFF", placed)


def check_location(evidence: Evidence) -> Iterator[Noticed]:
    """The Location that Create Invoice Batch opens with."""
    wanted = evidence.options.location_id
    if wanted is not None and wanted not in {one.id for one in evidence.locations}:
        yield notice("LOCATION_GONE")


def check_account_ids(evidence: Evidence) -> Iterator[Noticed]:
    """A customer is found by its account id first. ConnectWise leaves it out of the list for invoices that
    have no accounting entries, so only exported ones count."""
    for plan in evidence.plans:
        one, exported = plan.invoice, plan.transaction
        company = one.bill_to or one.company
        if company is not None and exported is not None and not (exported.account_id or one.account_id):
            yield notice("ACCOUNT_ID_MISSING", (one,), subject=company.name, customer=company.name)


def _of_company(evidence: Evidence, code: str) -> Iterator[Noticed]:
    """A finding of the plan that concerns every invoice."""
    if evidence.lists is None:
        return
    for found in company_problems(evidence.lists):
        if found.code == code:
            yield _for_all(evidence, found)


def _for_all(evidence: Evidence, found: Finding) -> Noticed:
    rule = RULES[found.code]
    return Noticed(
        found.code, Severity.ERROR, rule.title, found.sentence, found.fix, rule.place, "", evidence.unposted
    )
