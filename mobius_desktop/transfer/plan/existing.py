"""What is already in QuickBooks, or was sent before: adopt it, name it, or wait for the user's word."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.connectwise import UnpostedInvoice
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import InvoicePlan, KnownDocument, PlanInput
from mobius_desktop.domain.quickbooks import DocumentKind, DocumentRef, FoundDocument, QuickBooksLists
from mobius_desktop.transfer.compare import Comparison, compare
from mobius_desktop.transfer.plan.case import day, found, judgement_on
from mobius_desktop.transfer.plan.look import Existing, look_for, other_of_ours


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the look means for an invoice. With `adopt` nothing is sent."""

    adopt: DocumentRef | None = None
    problems: tuple[Finding, ...] = ()


def sent_before(data: PlanInput, invoice: UnpostedInvoice) -> tuple[Finding, ...]:
    """What our own journal forbids: another company holds it, or an earlier send is not settled."""
    problems = []
    for document in data.known:
        if document.billing_log_id != invoice.billing_log_id:
            continue
        if document.realm != data.realm and (document.live or document.checking):
            company = document.company_name or document.realm
            problems.append(found(invoice, "IN_ANOTHER_COMPANY", company=company, batch=_told_by(document)))
        elif document.realm == data.realm and document.checking:
            problems.append(found(invoice, "OUTCOME_UNKNOWN"))
        elif document.realm == data.realm and document.needs_check and document.live:
            problems.append(found(invoice, "NEEDS_CHECK_OPEN", batch=_told_by(document)))
    return tuple(problems[:1])


def _told_by(document: KnownDocument) -> str:
    """The batch on whose page it can be decided or taken back; empty where none tells of it."""
    return str(document.batch) if document.batch is not None else ""


def look_over(data: PlanInput, plan: InvoicePlan, existing: Existing) -> Verdict:
    """Live, ours, equal: adopt. Live, ours, different: blocked. A stranger: blocked until the user says what
    it is. Nothing: send."""
    document, invoice = plan.document, plan.invoice
    if document is None:
        return Verdict()
    known = [
        one.ref
        for one in data.known
        if one.billing_log_id == invoice.billing_log_id and one.realm == data.realm and one.live
    ]
    look = look_for(document, existing.around(document, known), data.origin, known)
    if len(look.ours) > 1:
        return Verdict(None, (found(invoice, "SEVERAL_DOCUMENTS", count=str(len(look.ours))),))
    if look.ours:
        return _ours(data, plan, look.ours[0])
    for one in look.same_number:
        used = _used_by_us(data, plan, one)
        if used and not judgement_on(data.judgements, used, "another-one"):
            return Verdict(None, (used,))
    for stranger, code in (
        *((one, "ALREADY_IN_QUICKBOOKS") for one in look.same_one),
        *((one, "NUMBER_TAKEN") for one in look.same_number if not other_of_ours(one, data.origin)),
        *((one, "LOOKS_ALIKE") for one in look.alike),
    ):
        verdict = _stranger(data, plan, stranger, code)
        if verdict:
            return verdict
    return Verdict()


def _ours(data: PlanInput, plan: InvoicePlan, ours: FoundDocument) -> Verdict:
    result = compare(plan, ours, data.lists)
    if result.equal:
        return Verdict(ours.ref, (found(plan.invoice, "ADOPTED", by=""),))
    problem = _changed(plan, ours, result, "CHANGED_AFTER_SENDING", _why(result))
    if judgement_on(data.judgements, problem, "leave"):
        return Verdict(ours.ref, (_changed(plan, ours, result, "LEFT_AS_IT_IS", ""),))
    return Verdict(None, (problem,))


def _changed(plan: InvoicePlan, ours: FoundDocument, result: Comparison, code: str, why: str) -> Finding:
    """Both totals, in ConnectWise's sign, and which document it is."""
    invoice = plan.invoice
    return found(
        invoice,
        code,
        quickbooks=amount_text(invoice.total + result.apart, invoice.currency),
        connectwise=amount_text(invoice.total, invoice.currency),
        document=f"{ours.ref.kind.value} {ours.ref.id}",
        why=why,
    )


def _why(result: Comparison) -> str:
    """What differs, where it is not the total that both amounts show already."""
    other = [
        one.sentence for one in result.unexpected if not one.field.startswith(("total", "line", "amount"))
    ]
    return other[0] if other else "It was changed after it was sent."


def _stranger(data: PlanInput, plan: InvoicePlan, other: FoundDocument, code: str) -> Verdict | None:
    """ERROR that names the other document, until the user says that it is the same one, or another."""
    problem = found(plan.invoice, code, amount=None, severity=None, **_named(plan, other))
    if judgement_on(data.judgements, problem, "another-one"):
        return None
    if judgement_on(data.judgements, problem, "same-one"):
        return _adopted_by_word(plan, other, data.lists)
    return Verdict(None, (problem,))


def _used_by_us(data: PlanInput, plan: InvoicePlan, other: FoundDocument) -> Finding | None:
    """ERROR for a number under which this program sent another ConnectWise invoice: it never is the same
    one."""
    other_id = other_of_ours(other, data.origin)
    if other_id is None:
        return None
    facts = {**_named(plan, other), "other_id": str(other_id)}
    return found(plan.invoice, "NUMBER_USED_BY_US", amount=None, severity=None, **facts)


def _named(plan: InvoicePlan, other: FoundDocument) -> dict[str, str]:
    word = "credit memo" if other.ref.kind is DocumentKind.CREDIT_MEMO else "an invoice"
    return {
        "kind": word,
        "other_number": other.number,
        "other_customer": other.customer_name,
        "other_total": amount_text(other.total, plan.invoice.currency),
        "date": day(other.date),
        "document": f"{other.ref.kind.value} {other.ref.id}",
    }


def _adopted_by_word(plan: InvoicePlan, other: FoundDocument, lists: QuickBooksLists) -> Verdict:
    """The user says it is the same one. What still differs in money is shown before it is adopted."""
    result = compare(plan, other, lists)
    money = [one for one in result.unexpected if one.field in {"total", "tax", "customer", "currency"}]
    if money:
        sentence = money[0].sentence
        return Verdict(None, (_changed(plan, other, result, "CHANGED_AFTER_SENDING", sentence),))
    return Verdict(other.ref, (found(plan.invoice, "ADOPTED", by=" by another program"),))
