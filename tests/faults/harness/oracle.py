"""Compares both books with what was intended, and says of each invoice how it ended.

The intended document comes from the calculator, which knows nothing of the engine; whose a document is comes
from its number and from what the harness saw, never from our marker.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from tests.calculator.books import Books
from tests.calculator.lines import draft_document
from tests.faults.harness.stage import Record, Stage
from tests.faults.harness.tasks import Report

DUPLICATE, LOST, WRONG, UNKNOWN, UNASKED = (
    "duplicate",
    "lost",
    "wrong by a cent",
    "left unknown",
    "asks without a cause",
)
FAILURES = (DUPLICATE, LOST, WRONG, UNKNOWN, UNASKED)
RIGHT, TOLD, AFTER = "right", "told to a person", "changed by a person after its mark"
SECOND = "second document that cannot be prevented, told (not promised)"
TELL_OF_SEVERAL = ("SECOND_DOCUMENT", "SEVERAL_DOCUMENTS", "OUTCOME_UNCLEAR")
MOMENT = "changed by a person between the last reading back and the mark (not promised)"


@dataclass(slots=True)
class Verdict:
    """How a run ended: invoices by end, and a sentence for each that must not end so."""

    ends: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, end: str, words: str) -> None:
        self.ends[end] += 1
        if end in FAILURES:
            self.failures.append(f"{end}: {words}")

    @property
    def good(self) -> bool:
        return not self.failures


def judge(stage: Stage, ids: tuple[int, ...], reports: list[Report]) -> Verdict:
    """Both books and the programs' own records, once everything is quiet."""
    verdict = Verdict()
    open_ones = {key for report in reports for key in report.unsettled}
    owned: set[tuple[str, str]] = set()
    for key in ids:
        documents = stage.documents_of(key)
        owned |= {(entity, str(one["Id"])) for entity, one in documents}
        end, words = _end(stage, key, documents, reports)
        if key in open_ones and end == AFTER:
            end = TOLD  # a record that knows nothing of the mark cannot know what became of the document
        elif key in open_ones and end not in FAILURES:
            end, words = UNKNOWN, f"{stage.invoice(key).number}: {words}; the record still says Checking"
        verdict.add(end, words)
    for entity, one in stage.made():
        if (entity, str(one["Id"])) not in owned:
            verdict.add(DUPLICATE, f"{entity} {one.get('DocNumber')} of {one.get('TotalAmt')} is nobody's")
    for report in reports:
        if report.running:
            verdict.failures.append(f"{UNKNOWN}: {report.running} batches are still open ({report.ended})")
            verdict.ends[UNKNOWN] += 1
    return verdict


def _end(
    stage: Stage, key: int, documents: list[tuple[str, Record]], reports: list[Report]
) -> tuple[str, str]:
    invoice = stage.invoice(key)
    marked = invoice.batch_id is not None
    told = _told(key, reports)
    touched = stage.touched.get(key)
    what = f"{invoice.number}: {len(documents)} documents, {'' if marked else 'not '}marked"
    if touched:
        what += f", after {', '.join(sorted(touched.deeds))}"
    what += f", told as {told}" if told else f", {[_row(key, report) for report in reports]}"
    if len(documents) > 1:
        told_so = stage.may_double and any(code in told for code in TELL_OF_SEVERAL)
        return (SECOND if told_so else DUPLICATE), what
    if not invoice.rows:
        if documents:
            return DUPLICATE, what
        return (RIGHT, what) if marked else (UNKNOWN, what)
    if not documents:
        return _excuse(stage, key, told) or LOST, what
    differences = _differences(stage, key, *documents[0])
    excuse = _excuse(stage, key, told) if differences else ""
    if differences and not excuse:
        return WRONG, f"{what}; {differences}"
    if excuse in {AFTER, MOMENT}:
        return excuse, what
    if marked:
        return RIGHT if not differences else TOLD, what
    if not told:
        return UNKNOWN, what
    return (TOLD, what) if touched else (UNASKED, what)


def _excuse(stage: Stage, key: int, told: str) -> str:
    """Why a document may be gone or differ: people did it, and it was told or nobody could have seen it."""
    touched = stage.touched.get(key)
    if touched is None:
        return ""
    marked = stage.invoice(key).batch_id is not None
    if touched.after_mark and marked:
        return AFTER
    if told:
        return TOLD
    return MOMENT if marked and stage.fell_before_the_mark(key) else ""


def _row(key: int, report: Report) -> str:
    row = report.rows.get(key)
    return f"{row.state} {row.code} {row.message}" if row is not None else "not in the record"


def _told(key: int, reports: list[Report]) -> str:
    """How the programs tell a person of it: a row that asks, or an ERROR of the last plan."""
    for report in reports:
        row = report.rows.get(key)
        if row is not None and row.state in {"NEEDS_CHECK", "FAILED"}:
            return f"{row.state} {row.code} ({row.message})"
        if report.blocked.get(key):
            return " ".join(report.blocked[key])
    return "an earlier row" if any(key in report.asks for report in reports) else ""


def _differences(stage: Stage, key: int, entity: str, one: Record) -> str:
    """What QuickBooks holds beside what ConnectWise's invoice becomes today, to the cent."""
    invoice = stage.invoice(key)
    wanted = draft_document(stage.sandbox.firm, Books(stage.books), invoice, manual=False).document
    if wanted is None:
        return "no document was intended"
    customers = stage.books.tables["Customer"]
    tax = one.get("TxnTaxDetail", {}).get("TotalTax", 0)
    renamed = "renumbered" in _deeds(stage, key)
    pairs = {
        "entity": (wanted.entity, entity),
        "number": (wanted.number, one.get("DocNumber") if not renamed else wanted.number),
        "customer": (wanted.customer, customers[one["CustomerRef"]["value"]]["DisplayName"]),
        "date": (wanted.date.isoformat(), one["TxnDate"]),
        "due": (wanted.due_date.isoformat() if entity == "Invoice" else "", one.get("DueDate", "")),
        "total": (wanted.total, money(one["TotalAmt"])),
        "tax": (wanted.tax, money(tax)),
        "lines": (sorted(line.amount for line in wanted.lines), sorted(_amounts(one))),
        "accounts": (_wanted_accounts(wanted.lines), _accounts(stage, one)),
    }
    return "; ".join(f"{name} {was} instead of {want}" for name, (want, was) in pairs.items() if want != was)


def _deeds(stage: Stage, key: int) -> set[str]:
    touched = stage.touched.get(key)
    return touched.deeds if touched else set()


def money(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def _item_lines(one: Record) -> list[Record]:
    return [line for line in one["Line"] if "SalesItemLineDetail" in line]


def _amounts(one: Record) -> list[Decimal]:
    return [money(line["Amount"]) for line in _item_lines(one)]


def _wanted_accounts(lines: object) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for line in lines:  # type: ignore[attr-defined]  # the calculator's lines
        sums[line.books_account] += line.amount
    return {account: money(amount) for account, amount in sums.items() if amount}


def _accounts(stage: Stage, one: Record) -> dict[str, Decimal]:
    tables = stage.books.tables
    sums: Counter[str] = Counter()
    for line in _item_lines(one):
        item = tables["Item"][line["SalesItemLineDetail"]["ItemRef"]["value"]]
        account = str(tables["Account"][item["IncomeAccountRef"]["value"]]["AcctNum"])
        sums[account] += money(line["Amount"])  # type: ignore[assignment]  # a Counter of money
    return {account: money(amount) for account, amount in sums.items() if amount}
