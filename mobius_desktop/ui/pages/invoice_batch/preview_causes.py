"""What the preview says of a plan: its figures, its control line, and its findings grouped by cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from mobius_desktop.domain.catalogue import OWN
from mobius_desktop.domain.finding_codes import RULES
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.money import amount_text
from mobius_desktop.domain.plan import BatchPlan, InvoicePlan, PlanOutcome
from mobius_desktop.domain.states import Severity
from mobius_desktop.transfer.fixing.cures import Cure
from mobius_desktop.transfer.totals import Control
from mobius_desktop.ui.components.cards import CardButton, CauseContent
from mobius_desktop.ui.components.figures import Figure
from mobius_desktop.ui.correcting.verbs import DecisionVerbs
from mobius_desktop.ui.fixing.controls import Bench, Controls
from mobius_desktop.ui.fixing.port import Offered
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor, is_done_in_connectwise


@dataclass(frozen=True, slots=True)
class Cause:
    """One finding code with the invoices it concerns."""

    code: str
    severity: Severity
    findings: tuple[tuple[InvoicePlan, Finding], ...]

    @property
    def total(self) -> Decimal:
        return sum((plan.invoice.total for plan, _ in self.findings), Decimal("0.00"))


NO_FINDINGS = CauseContent("Ready", "Nothing stands in the way", "Every ticked invoice can be sent as it is.")


def causes_of(plan: BatchPlan) -> list[Cause]:
    """Findings grouped by cause: ERROR first, the largest sum first within a severity."""
    groups: dict[str, list[tuple[InvoicePlan, Finding]]] = defaultdict(list)
    for one in plan.invoices:
        for finding in one.findings:
            groups[finding.code].append((one, finding))
    causes = [Cause(code, found[0][1].severity, tuple(found)) for code, found in groups.items()]
    order = list(Severity)
    return sorted(causes, key=lambda cause: (order.index(cause.severity), -abs(cause.total), cause.code))


def card_of(
    cause: Cause,
    bench: Bench | None = None,
    words: DecisionVerbs | None = None,
    offered: Offered | None = None,
    door: ConnectWiseDoor | None = None,
) -> CauseContent:
    """The card of a cause: the sentence of the only one, or what all have in common; what cures it, and what
    can be decided about it here."""
    count = len(cause.findings)
    links: tuple[tuple[str, object], ...] = tuple(
        (plan.invoice.number, plan.invoice.billing_log_id) for plan, _ in cause.findings
    )
    first = cause.findings[0][1]
    rule = RULES.get(cause.code)
    noun = "invoice" if count == 1 else "invoices"
    title = first.sentence if count == 1 or rule is None else rule.title
    informed = cause.severity is Severity.INFO
    controls = Controls()
    if bench is not None and not informed:
        found = _with_cures(cause, offered or {})
        controls = bench.controls(found)
        said = words.of(cause.code, cause.severity, [one for one, _ in found]) if words is not None else ()
        again = (bench.look_again(found),) if cause.severity is Severity.ERROR else ()
        verbs = (*controls.buttons, *said, *again, *_elsewhere(cause, door), bench.help_with(cause.code))
        controls = Controls(verbs, controls.choices)
    return CauseContent(
        cause.severity.value,
        title,
        f"{count} {noun}:",
        links=links,
        after_links=f", {amount_text(cause.total)}." + ("" if informed else f" {first.fix}"),
        buttons=controls.buttons,
        choices=controls.choices,
        more=() if informed else more_about(cause),
        code=cause.code,
    )


def _elsewhere(cause: Cause, door: ConnectWiseDoor | None) -> tuple[CardButton, ...]:
    """The way into ConnectWise, where one invoice is put right there."""
    plan, finding = cause.findings[0]
    if door is None or len(cause.findings) > 1 or not is_done_in_connectwise(finding.fix):
        return ()
    return (door.verb(plan.invoice.number, plan.invoice.billing_log_id, "link"),)


def _with_cures(cause: Cause, offered: Offered) -> list[tuple[Finding, tuple[Cure, ...]]]:
    """The findings of a cause, each with what cures it."""
    known = {
        (one.billing_log_id, one.code, one.facts): cures for found in offered.values() for one, cures in found
    }
    return [(one, known.get((one.billing_log_id, one.code, one.facts), ())) for _, one in cause.findings]


def more_about(cause: Cause) -> tuple[tuple[str, str], ...]:
    """What unfolds under the card: each invoice's own sentence, where it is put right, the code."""
    several = len(cause.findings) > 1
    parts = [(plan.invoice.number, one.sentence) for plan, one in cause.findings] if several else []
    known = OWN.get(cause.code)
    if known is not None:
        parts += [("Why", known.cause), ("Where", known.place), ("Sending again", known.retry)]
    return (*parts, ("Code", cause.code))


def cured_card(cause: Cause) -> CauseContent:
    """A cause that is no more: quiet, and folded to one line."""
    rule = RULES.get(cause.code)
    first = cause.findings[0][1]
    count = len(cause.findings)
    return CauseContent(
        "Completed Successfully",
        f"Cured: {rule.title if rule is not None else first.sentence}",
        f"{count} {'invoice' if count == 1 else 'invoices'}:",
        links=tuple((plan.invoice.number, plan.invoice.billing_log_id) for plan, _ in cause.findings),
        after_links=f", {amount_text(cause.total)}.",
    )


def cured_between(before: BatchPlan, after: BatchPlan) -> list[Cause]:
    """The causes that kept somebody busy before and are gone, with the invoices that are rid of them."""
    now = {(one.invoice.billing_log_id, found.code) for one in after.invoices for found in one.findings}
    there = {one.invoice.billing_log_id for one in after.invoices}
    gone = []
    for cause in causes_of(before):
        rid = tuple(
            (plan, found)
            for plan, found in cause.findings
            if plan.invoice.billing_log_id in there and (plan.invoice.billing_log_id, cause.code) not in now
        )
        if rid and cause.severity is not Severity.INFO:
            gone.append(Cause(cause.code, cause.severity, rid))
    return gone


_WITHOUT_LINES = frozenset({PlanOutcome.MARK_ONLY, PlanOutcome.NOTE_ONLY})


def figures_of(plan: BatchPlan, sums: Control) -> tuple[Figure, ...]:
    """The strip over the preview."""
    sent = sums.invoices.count + sums.credit_memos.count + sums.adopted.count
    marked = sums.marked_only.count + sums.noted_only.count
    warned = sum(
        any(finding.severity is Severity.WARNING for finding in one.findings) and not one.blocked
        for one in plan.invoices
    )
    figures = [
        Figure("Ready", "Can be sent", f"{sent:,}", _net(sums), "ready"),
        Figure("WARNING", "With a warning", f"{warned:,}", f"in the {sent:,}", "warned"),
        Figure(
            "Blocked",
            "Stay behind",
            f"{sums.blocked.count:,}",
            sums.blocked.total.text(sums.currency),
            "blocked",
        ),
    ]
    if marked:
        figures.append(Figure("Skipped", "Nothing to send", f"{marked:,}", "no lines", "no lines"))
    created = len(plan.new_records)
    figures.append(Figure("To be created", "Will be created", f"{created:,}", _kinds(plan), "new"))
    return tuple(figures)


def _net(sums: Control) -> str:
    if sums.taxes_left_open:
        return f"{amount_text(sums.quickbooks_total - sums.tax_left_open)} without tax"
    return f"{amount_text(sums.quickbooks_total)} with {amount_text(sums.tax)} tax"


def _kinds(plan: BatchPlan) -> str:
    kinds = sorted({record.ref.kind.value.lower() for record in plan.new_records})
    return ", ".join(kinds) if kinds else "nothing"


def control_line(sums: Control) -> tuple[str, ...]:
    """ConnectWise − not sent = QuickBooks; the last sentence alone must do in a low window."""
    left, not_sent = (each.text(sums.currency) for each in (sums.selected.total, sums.not_sent))
    if sums.taxes_left_open:
        net = amount_text(sums.quickbooks_total - sums.tax_left_open)
        noun = "invoice" if sums.taxes_left_open == 1 else "invoices"
        wanted = amount_text(sums.quickbooks_total)
        open_tax = f"the tax of {sums.taxes_left_open:,} {noun}, set by QuickBooks"
        return (
            f"ConnectWise {left} − not sent {not_sent} = {wanted}",
            f"QuickBooks **{net}** and {open_tax}; ConnectWise says {amount_text(sums.tax_left_open)}",
        )
    equal = f"{sums.apart.text(sums.currency)} apart" if sums.apart else "equal to the cent"
    return (
        f"ConnectWise {left} − not sent {not_sent}",
        f"= QuickBooks **{amount_text(sums.quickbooks_total)}** · **{equal}**",
    )


def ready_sentence(plan: BatchPlan) -> str:
    """The action bar's sentence over a plan that can be sent: where it goes, what of it is only marked."""
    ready = [one for one in plan.invoices if not one.blocked]
    currency = ready[0].invoice.currency if ready else ""
    total = sum((one.invoice.total for one in ready), Decimal("0.00"))
    money = f"{amount_text(total)} {currency}".strip()
    sentence = f"Goes to **{plan.company_name}**. Nothing has been sent yet. {money} are ready."
    without = sum(one.outcome in _WITHOUT_LINES for one in ready)
    if without:
        sentence += f" {without:,} without lines {'is' if without == 1 else 'are'} only marked or noted."
    return sentence


def send_words(plan: BatchPlan) -> str:
    """The button: what goes to QuickBooks. What has no lines is only marked, and stands in the sentence."""
    ready = [one for one in plan.invoices if not one.blocked]
    sent = sum(one.outcome not in _WITHOUT_LINES for one in ready)
    if ready and not sent:
        return f"Mark the {len(ready):,} without lines"
    return f"&Send the {sent:,} ready {'one' if sent == 1 else 'ones'}"
