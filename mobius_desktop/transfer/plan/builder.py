"""Builds the plan of all ticked invoices at once, since some findings concern the batch as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.document import NewRecord
from mobius_desktop.domain.finding_codes import ALWAYS_SAID
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BillingLogId
from mobius_desktop.domain.plan import InvoicePlan, Judgement, PlanInput, PlanOutcome
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.plan.balance import credit_that_adds, out_of_balance
from mobius_desktop.transfer.plan.books import Books, open_books
from mobius_desktop.transfer.plan.canonical import canonical_hash
from mobius_desktop.transfer.plan.case import Case, found, judgement_on
from mobius_desktop.transfer.plan.credits import credit_findings
from mobius_desktop.transfer.plan.document import draft_document
from mobius_desktop.transfer.plan.existing import look_over, sent_before
from mobius_desktop.transfer.plan.look import Existing, index_existing
from mobius_desktop.transfer.plan.no_lines import NOTHING_MOVES, without_lines, zero_total
from mobius_desktop.transfer.plan.number import company_problems
from mobius_desktop.transfer.plan.records import NewRecords, Wanted
from mobius_desktop.transfer.plan.signs import inexact_amount
from mobius_desktop.transfer.plan.together import (
    changed_since_listed,
    next_month,
    numbers_twice,
    same_twice,
)


def build_plan(data: PlanInput) -> tuple[tuple[InvoicePlan, ...], tuple[NewRecord, ...], tuple[Finding, ...]]:
    """The plan of each invoice in the order given, the list records to create in the order of their
    creation, and the findings of the company as a whole. Pure: the same input gives the same plan."""
    books = open_books(data.lists, data.links, data.options)
    company, existing = company_problems(data.lists), index_existing(data.existing)
    wanted: dict[BillingLogId, tuple[Wanted, ...]] = {}
    plans: dict[BillingLogId, InvoicePlan] = {}
    for invoice in data.invoices:
        plan, needed = _plan_one(data, books, invoice, company, existing)
        plans[invoice.billing_log_id] = plan
        wanted[invoice.billing_log_id] = needed
    for key, problem in numbers_twice(plans.values()).items():
        blocked = (problem, *plans[key].findings)
        plans[key] = replace(plans[key], outcome=PlanOutcome.BLOCKED, findings=blocked)
    records = NewRecords()
    for plan in sorted(plans.values(), key=sending_order):
        key = plan.invoice.billing_log_id
        plans[key] = records.take(plan, wanted[key])
    made = _last_words(data, plans)
    return made, records.in_order(key for plan in made for key in plan.needs), company


def sending_order(plan: InvoicePlan) -> tuple[str, str, int]:
    """By date, then number: the order in which documents go out and new records are first needed."""
    return (plan.invoice.date.isoformat(), plan.invoice.number, plan.invoice.billing_log_id)


def _plan_one(
    data: PlanInput,
    books: Books,
    invoice: UnpostedInvoice,
    company: tuple[Finding, ...],
    existing: Existing,
) -> tuple[InvoicePlan, tuple[Wanted, ...]]:
    """The plan of one invoice as if it were alone, and the list records that it would need."""
    transaction = data.export.get(invoice.billing_log_id)
    plan = InvoicePlan(invoice, PlanOutcome.BLOCKED, None, "", 0, (), (), transaction=transaction)
    empty = without_lines(invoice, transaction)
    if empty or transaction is None:
        outcome, ids, problem = empty or (PlanOutcome.BLOCKED, (), found(invoice, "NO_GL_ENTRIES"))
        return replace(plan, outcome=outcome, record_ids=ids, findings=(problem,)), ()
    plan = replace(plan, record_ids=transaction.record_ids)
    case = Case(data, books, invoice, transaction)
    wrong = inexact_amount(case) or credit_that_adds(case) or out_of_balance(case)
    if wrong:
        return replace(plan, findings=(wrong,)), ()
    return _plan_document(case, plan, company, existing)


def _plan_document(
    case: Case, plan: InvoicePlan, company: tuple[Finding, ...], existing: Existing
) -> tuple[InvoicePlan, tuple[Wanted, ...]]:
    """The document, then what QuickBooks and our journal already hold of it, then what becomes of it."""
    invoice = plan.invoice
    series = (case.data.series or {}).get((case.kind.value, invoice.billing_log_id), 0)
    draft = draft_document(case, series)
    zero = zero_total(case, draft.document.lines)
    own = tuple(replace(problem, billing_log_id=invoice.billing_log_id) for problem in company)
    findings = (*own, *draft.problems, *([zero] if zero else []), *credit_findings(case))
    plan = replace(
        plan,
        document=draft.document,
        canonical_hash=canonical_hash(draft.document),
        series=series,
        findings=findings,
    )
    before = sent_before(case.data, invoice)
    if before:
        return replace(plan, findings=(*before, *findings)), ()
    verdict = look_over(case.data, plan, existing)
    if verdict.adopt:
        kept = tuple(problem for problem in findings if not problem.blocks and problem.code not in _SENT_ONLY)
        findings = (*verdict.problems, *kept)
        return replace(plan, outcome=PlanOutcome.ADOPT, adopt=verdict.adopt, findings=findings), ()
    if any(problem.blocks for problem in verdict.problems):
        return replace(plan, findings=(*verdict.problems, *findings)), ()
    if any(problem.blocks for problem in findings):
        return plan, ()
    if zero and zero.code == NOTHING_MOVES and case.options.skip_if_nothing_moves:
        return replace(plan, outcome=PlanOutcome.MARK_ONLY, findings=(zero,)), ()
    return replace(plan, outcome=PlanOutcome.SEND), draft.wanted


_SENT_ONLY = frozenset(
    {
        *("DUE_DATE_DIFFERS", "TERM_MISSING", "TEXT_CUT", "INTERNAL_NOTE", "PO_NUMBER_LONG"),
        *("QTY_PRICE_ROUNDED", "NEGATIVE_AS_CREDIT_MEMO", "TAX_BASE_PARTIAL", "TAX_LEVELS_PARTIAL"),
        *("TAX_AS_LINE", "EXEMPTION_REASON_MISSING", "FUTURE_DATE", "TERM_INACTIVE", "DUE_BEFORE_DATE"),
        *("TEXT_CHARACTERS", "EMAIL_NOT_VALID", "CREDIT_FOR_NEW_CUSTOMER", "CUSTOMER_WITHOUT_ACCOUNT_ID"),
    }
)
"""Findings about what would be sent: nothing is, where a document is adopted."""


def _last_words(data: PlanInput, plans: Mapping[BillingLogId, InvoicePlan]) -> tuple[InvoicePlan, ...]:
    """Findings that depend on the whole batch, without those that say nothing of a blocked invoice,
    without the rules that the company has switched off and without warnings that the user has marked OK."""
    together = (
        changed_since_listed(data.listed, plans.values()),
        same_twice(plans.values()),
        next_month(plans.values()),
    )
    made = []
    for key, plan in plans.items():
        findings = [*plan.findings, *(group[key] for group in together if key in group)]
        if plan.blocked:
            findings = [one for one in findings if one.code not in _OF_SENT_CREDITS]
        made.append(replace(plan, findings=_judged(data, findings)))
    return tuple(made)


_OF_SENT_CREDITS = frozenset({"CREDIT_TO_APPLY", "AUTO_APPLY_CREDIT", "ZERO_TOTAL_WITH_LINES", NOTHING_MOVES})


def _judged(data: PlanInput, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without what the company has switched off and the warnings whose Mark OK still stands. An ERROR is
    always said, so is what becomes of the invoice; and a word that was given for other facts is said to
    have lapsed."""
    off = frozenset(data.options.rules_off)
    facts = {(one.billing_log_id, one.code, one.facts) for one in findings}
    lapsed = [
        one
        for one in data.judgements
        if one.verdict in LAPSING and (one.billing_log_id, one.code, one.facts) not in facts
    ]
    return tuple(
        _asked_again(lapsed, one)
        for one in findings
        if one.blocks or not (_marked_ok(data, one) or (one.code in off and one.code not in ALWAYS_SAID))
    )


def _marked_ok(data: PlanInput, problem: Finding) -> bool:
    if problem.severity is not Severity.WARNING or problem.code == "LEFT_AS_IT_IS":
        return False
    return judgement_on(data.judgements, problem, "mark-ok") is not None


LAPSING = frozenset({"mark-ok", "post-on", "same-one", "another-one", "leave"})
"""Words that settle a finding as long as its facts stand."""


def _asked_again(lapsed: Sequence[Judgement], problem: Finding) -> Finding:
    """The finding, saying so where the user's word on it was about other facts."""
    words = [
        one for one in lapsed if (one.billing_log_id, one.code) == (problem.billing_log_id, problem.code)
    ]
    if not words:
        return problem
    before, now = dict(words[-1].facts), dict(problem.facts)
    changed = [
        f"{before[name]} then, {now[name]} now"
        for name in before
        if now.get(name) not in {before[name], None}
    ]
    what = f" ({'; '.join(changed[:2])})" if changed else ""
    sentence = f"{problem.sentence} What was decided before was about other facts{what}: it asks again."
    return replace(problem, sentence=sentence)
