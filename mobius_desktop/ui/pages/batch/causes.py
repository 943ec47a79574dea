"""What to do next: the causes that keep invoices of a batch from being done, each ending in a verb."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from mobius_desktop.domain.archive import JudgementRow, LastTime
from mobius_desktop.domain.catalogue import OWN
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.quickbooks import DocumentKind
from mobius_desktop.domain.run_causes import STOPS, rule_of
from mobius_desktop.domain.states import ActionState, Severity
from mobius_desktop.domain.totals import money_of
from mobius_desktop.history.picture import BatchPicture
from mobius_desktop.transfer.batch import Recovered, found_out
from mobius_desktop.ui.components.cards import CardButton, CauseContent
from mobius_desktop.ui.opening.connectwise import ConnectWiseDoor, is_done_in_connectwise
from mobius_desktop.ui.pages.batch.fixing_here import FixingHere, FixParts
from mobius_desktop.ui.pages.batch.rows import NEEDS_USER, in_quickbooks, was_left, was_taken_back
from mobius_desktop.ui.pages.batch.verbs import Chooser
from mobius_desktop.ui.tables.columns import date_text

_HELD = frozenset({"TAX_HELD", *STOPS})
"""Causes for which an invoice was left that ask for something first; a cancelled one only waits."""
_ZERO = Decimal("0.00")
_ORDER = ("Needs check", "Checking", "Failed", "WARNING")
_RETRY = {
    "Failed": "Safe: nothing of it is in QuickBooks.",
    "Checking": "Not before its outcome is known. The program looks by itself; nothing is sent twice.",
    "Needs check": "No: it is in QuickBooks already.",
}
_KEEPS = {"Needs check": "Not marked in ConnectWise until that is decided."}


@dataclass(frozen=True, slots=True)
class Case:
    """One invoice under a cause, with its own sentence and cure."""

    row: InvoiceRow
    sentence: str
    fix: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause with the invoices it concerns. `state` is Failed, Checking, Needs check or WARNING."""

    code: str
    state: str
    title: str
    cases: tuple[Case, ...]

    @property
    def total(self) -> Decimal:
        """Money of its invoices, as ConnectWise has it."""
        return sum((case.row.connectwise_total for case in self.cases), _ZERO)


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the cards' buttons do; what cannot be done just now says why."""

    show: Callable[[BillingLogId], object]
    """Show one invoice with what was sent and what came back."""
    open_list: Callable[[], object]
    check_again: Callable[[], object]
    why_not: str = ""
    chooser: Chooser | None = None
    """Makes the buttons of the corrections."""
    decided: Mapping[BillingLogId, JudgementRow] = field(default_factory=dict)
    """Words given on these invoices since the batch ended: *Retry* goes by them."""
    review_only: bool = False
    """The record is only looked at: cards have no verbs but those that show something."""
    recovered: tuple[Recovered, ...] = ()
    """What the recovery of this program found out about the batch."""
    resume: Callable[[], object] | None = None
    """Send what was not begun; None where nothing waits."""
    remaining: int = 0
    """How many that are."""
    go: Callable[[str], object] | None = None
    """Open a page."""
    fixing: FixingHere | None = None
    """Makes the controls that cure a cause in place."""
    in_connectwise: ConnectWiseDoor | None = None
    """The way to an invoice's customer in ConnectWise."""


_DECIDED = {
    "same-one": "it is the same one",
    "another-one": "it is another one",
    "post-on": "post it on another date",
    "mark-ok": "it is as it should be",
    "leave": "leave it as it is",
    "replace": "replace it",
}


def _decided(cause: Cause, verbs: Verbs) -> str:
    """What was decided about its invoices, and what is next."""
    words = [verbs.decided[one] for case in cause.cases if (one := case.row.billing_log_id) in verbs.decided]
    words = [one for one in words if one.code == cause.code and one.verdict in _DECIDED]
    if not words:
        return ""
    last = words[-1]
    value = date_text(date.fromisoformat(last.value)) if last.verdict == "post-on" else last.value
    said = _DECIDED[last.verdict] + (f" ({value})" if value else "")
    of = "" if len(words) == len(cause.cases) else f" for {len(words):,} of {len(cause.cases):,}"
    next_one = "Retry goes by it." if cause.state == "Failed" else "Nothing is left to do."
    return f" **Decided{of} by {last.user}:** {said}. {next_one}"


def done_since(
    picture: BatchPicture, last_times: Mapping[BillingLogId, LastTime]
) -> dict[BillingLogId, BatchNumber]:
    """Invoices that needs someone here and were completed by a later batch."""
    ended = {ActionState.COMPLETED, ActionState.SKIPPED}
    return {
        row.billing_log_id: last.batch
        for row in picture.invoices.values()
        if row.state in NEEDS_USER
        and (last := last_times.get(row.billing_log_id)) is not None
        and last.batch > picture.number
        and last.state in ended
    }


def is_open(cause: Cause) -> bool:
    """Whether somebody has to do something: a warning on what was sent is only said."""
    return cause.state != "WARNING" or cause.code in _HELD


def causes_of(picture: BatchPicture, cured: Mapping[BillingLogId, BatchNumber]) -> list[Cause]:
    """The most urgent first: what is in QuickBooks and differs, what is looked up, what failed, warnings."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for row in picture.invoices.values():
        if row.billing_log_id in cured:
            continue
        for state, code, case in _cases(row, picture.findings.get(row.billing_log_id, ())):
            groups[state, code].append(case)
    found = [_cause(state, code, cases) for (state, code), cases in groups.items()]
    return sorted(found, key=lambda one: (_ORDER.index(one.state), -abs(one.total), one.code))


def _cases(row: InvoiceRow, findings: Iterable[Finding]) -> list[tuple[str, str, Case]]:
    """Every cause of one row: what ended it, and what else the check had found."""
    found: list[tuple[str, str, Case]] = []
    if row.state in NEEDS_USER:
        mine = next((one for one in findings if one.code == row.finding_code), None)
        rule = rule_of(row.finding_code)
        fix = mine.fix if mine else (rule.fix if rule else "")
        facts = mine.facts if mine else ()
        found.append((row.state.value, row.finding_code, Case(row, row.message, fix, facts)))
    elif was_left(row) and row.finding_code in _HELD:
        rule = rule_of(row.finding_code)
        found.append(("WARNING", row.finding_code, Case(row, row.message, rule.fix if rule else "")))
    for one in findings:
        if one.code == row.finding_code:
            continue
        if one.severity is Severity.ERROR and row.state is ActionState.FAILED:
            found.append(("Failed", one.code, Case(row, one.sentence, one.fix, one.facts)))
        elif one.severity is Severity.WARNING and row.state is not ActionState.FAILED:
            found.append(("WARNING", one.code, Case(row, one.sentence, one.fix, one.facts)))
    return found


def _cause(state: str, code: str, cases: list[Case]) -> Cause:
    rule = rule_of(code)
    title = rule.title if rule else ("Outcome not known" if state == "Checking" else cases[0].sentence)
    return Cause(code, state, title or state, tuple(cases))


def cause_content(cause: Cause, verbs: Verbs) -> CauseContent:
    """A cause as a card."""
    count = len(cause.cases)
    first = cause.cases[0]
    ways = {case.fix for case in cause.cases if case.fix}
    money = money_of(case.row for case in cause.cases).coded()
    after = f"{money}. {_KEEPS.get(cause.state, '')}".rstrip()
    if ways:
        after += f" {next(iter(sorted(ways)))}" if len(ways) == 1 else f" {first.fix}"
    after += _decided(cause, verbs)
    links: tuple[tuple[str, object], ...] = tuple(
        (case.row.number, case.row.billing_log_id) for case in cause.cases
    )
    fixes = _fixes(cause, verbs)
    if fixes.cured:
        return CauseContent(
            "Completed Successfully",
            f"Cured: {cause.title}",
            f"{count:,} {'invoice' if count == 1 else 'invoices'}:",
            links=links,
            after_links=f", {money}. {fixes.note}{_decided(cause, verbs)}",
            right=fixes.right,
        )
    return CauseContent(
        cause.state,
        first.sentence if count == 1 and first.sentence else cause.title,
        f"{count:,} {'invoice' if count == 1 else 'invoices'}:",
        links=links,
        after_links=f", {after} {fixes.note}".rstrip(),
        buttons=(
            *fixes.buttons[:-1],
            *_buttons(cause, verbs),
            *_elsewhere(cause, verbs),
            *fixes.buttons[-1:],
        ),
        choices=fixes.choices,
        right=_continue(cause, verbs) or fixes.right,
        more=_more(cause),
    )


def _fixes(cause: Cause, verbs: Verbs) -> FixParts:
    """The controls of a Failed cause; its last button is the help."""
    if verbs.fixing is None or cause.state != "Failed" or cause.code in STOPS:
        return FixParts()
    return verbs.fixing.parts(cause.code, [case.row for case in cause.cases])


def _buttons(cause: Cause, verbs: Verbs) -> tuple[CardButton, ...]:
    able, why = not verbs.why_not, verbs.why_not
    rows = [case.row for case in cause.cases]
    if verbs.review_only and cause.state != "Needs check":
        return ()
    chosen = verbs.chooser.of_cause(cause.code, cause.state, rows) if verbs.chooser else ()
    if cause.code in STOPS:
        return _cure_of_stop(cause.code, verbs)
    if cause.state == "Failed":
        return (*chosen, CardButton("Open the list", verbs.open_list, kind="link", enabled=able, why=why))
    if cause.state == "Checking":
        return (CardButton("Check again", verbs.check_again, enabled=able, why=why),)
    if cause.state == "Needs check" and len(cause.cases) == 1:
        show = partial(verbs.show, cause.cases[0].row.billing_log_id)
        return (*chosen, CardButton("Compare line by line", show, kind="link"))
    return chosen


def _elsewhere(cause: Cause, verbs: Verbs) -> tuple[CardButton, ...]:
    """The way into ConnectWise, where one invoice is put right there."""
    case = cause.cases[0]
    if verbs.in_connectwise is None or len(cause.cases) > 1 or not is_done_in_connectwise(case.fix):
        return ()
    return (verbs.in_connectwise.verb(case.row.number, case.row.billing_log_id, "link"),)


_CURES = {
    "SIGN_IN_LOST": ("Reconnect…", "quickbooks"),
    "KEYS_REFUSED": ("Open Set up ConnectWise PSA", "connectwise"),
}
"""Where a stopped queue is set going again."""


def _cure_of_stop(code: str, verbs: Verbs) -> tuple[CardButton, ...]:
    cure = _CURES.get(code)
    if cure is None or verbs.go is None:
        return ()
    text, page = cure
    return (CardButton(text, partial(verbs.go, page)),)


def _continue(cause: Cause, verbs: Verbs) -> CardButton | None:
    """*Continue with n*: what a stop has left, planned anew; nothing starts again by itself."""
    if cause.code not in STOPS or verbs.resume is None or not verbs.remaining:
        return None
    text = f"Continue with {verbs.remaining:,}"
    return CardButton(text, verbs.resume, enabled=not verbs.why_not, why=verbs.why_not)


def _more(cause: Cause) -> tuple[tuple[str, str], ...]:
    parts: list[tuple[str, str]] = []
    if len(cause.cases) > 1:
        parts += [(case.row.number, case.sentence) for case in cause.cases if case.sentence]
    else:
        parts += [(_words(name), value) for name, value in cause.cases[0].facts if value]
    known = OWN.get(cause.code)
    if known is not None:
        parts += [("Why", known.cause), ("Where", known.place)]
    if cause.state in _RETRY:
        parts.append(("Sending again", _RETRY[cause.state]))
    if cause.code:
        parts.append(("Code", cause.code))
    return tuple(parts)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def cured_content(picture: BatchPicture, cured: Mapping[BillingLogId, BatchNumber]) -> CauseContent:
    """What a later batch has done: one quiet card."""
    rows = [picture.invoices[one] for one in cured]
    batches = sorted(set(cured.values()))
    named = ", ".join(str(one) for one in batches)
    count = len(rows)
    return CauseContent(
        "Completed Successfully",
        f"{count:,} of these {'was' if count == 1 else 'were'} done since",
        f"By batch {named}:",
        links=tuple((row.number, row.billing_log_id) for row in rows),
    )


def interrupted_content(picture: BatchPicture, verbs: Verbs) -> CauseContent:
    """What was in flight when the program stopped and what was found out of it; what was not begun."""
    rows = picture.invoices.values()
    recovered = verbs.recovered
    open_ones = sum(row.state is ActionState.CHECKING for row in rows)
    parts = []
    title = "The program stopped while this batch ran"
    if recovered:
        title = f"{_were(len(recovered), 'in flight')} when the program stopped"
        if not any(one.stopped for one in recovered):
            title = f"{_were(len(recovered), 'looked up again')}, since no answer had come"
        parts.append(found_out(recovered))
    else:
        done = sum(in_quickbooks(row) for row in rows)
        parts.append(f"{done:,} {'is' if done == 1 else 'are'} in QuickBooks, {open_ones:,} being looked up.")
    waiting = sum(row.state is ActionState.NOT_YET_STARTED for row in rows)
    if waiting:
        parts.append(f"{_were(waiting, 'not begun')}.")
    parts.append("Nothing is sent twice.")
    again = CardButton("Check again", verbs.check_again, enabled=not verbs.why_not, why=verbs.why_not)
    return CauseContent(
        "Interrupted" if waiting or open_ones else "Completed Successfully",
        title,
        " ".join(parts),
        buttons=(again,) if open_ones else (),
        more=tuple((one.number, one.sentence) for one in recovered),
    )


def _were(count: int, what: str) -> str:
    return f"1 invoice was {what}" if count == 1 else f"{count:,} invoices were {what}"


NOTHING_LEFT = CauseContent("Finished", "Nothing is left to do", "Every invoice of this batch is done.")


# Credits


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit memo of this batch that somebody has to apply in QuickBooks."""

    row: InvoiceRow
    to: str
    """The invoice that it belongs to, as ConnectWise says; empty where it does not."""
    amount: Decimal


def credits_to_apply(picture: BatchPicture) -> list[Credit]:
    """The credit memos that are in QuickBooks now, with the invoice that each belongs to."""
    found = []
    gone = {row.number for row in picture.invoices.values() if was_taken_back(row)}
    for row in picture.invoices.values():
        if row.kind != DocumentKind.CREDIT_MEMO.value or not in_quickbooks(row):
            continue
        finding = next(
            (one for one in picture.findings.get(row.billing_log_id, ()) if one.code == "CREDIT_TO_APPLY"),
            None,
        )
        if finding is None:
            continue
        to = dict(finding.facts).get("to", "").strip().removeprefix("to invoice ").strip()
        if to in gone:
            to += " (taken back)"
        found.append(Credit(row, to, -(row.quickbooks_total or row.connectwise_total)))
    return sorted(found, key=lambda one: one.row.number)
