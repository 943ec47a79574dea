"""The steps to the first batch as plain values: what is done, what is open, and the page of each."""

from __future__ import annotations

from dataclasses import dataclass

from mobius_desktop.domain.cut_over import FirstSteps
from mobius_desktop.domain.ids import RealmId

DONE, OPEN = "Completed Successfully", "Not Yet Started"


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: how it stands, and the page it is done on."""

    title: str
    details: str
    page: str
    verb: str
    done: bool
    ready: bool = True
    """Whether the steps before it are done."""
    argument: object = None
    note: str = ""
    """How it came out, where *done* or *open* does not say it."""
    warns: bool = False
    """What came out wants a look."""
    asks: bool = False
    """A question that is answered in its line."""

    @property
    def state(self) -> str:
        """The state word whose sign stands before it."""
        return ("WARNING" if self.warns else DONE) if self.done else OPEN

    @property
    def said(self) -> str:
        """The word beside it."""
        return self.note or (DONE if self.done else OPEN)


_UNFILTERED = ""
"""Opens the list without a filter that a look at one cause may have left there."""


def steps_of(
    *, connectwise: bool, quickbooks: bool, realm: RealmId | None = None, first: FirstSteps | None = None
) -> tuple[SetupStep, ...]:
    """The steps as they stand. `first` is how far the default company has come."""
    both = connectwise and quickbooks
    come = first or FirstSteps()
    return (
        SetupStep(
            "Connect ConnectWise PSA",
            "The keys of an API member. The test only reads.",
            "connectwise",
            "&Connect ConnectWise PSA",
            connectwise,
        ),
        SetupStep(
            "Connect QuickBooks Online",
            "Sign in to the company in your browser.",
            "quickbooks",
            "&Connect QuickBooks Online",
            quickbooks,
        ),
        *_of_company(realm, come, ready=both),
    )


def _of_company(realm: RealmId | None, come: FirstSteps, *, ready: bool) -> tuple[SetupStep, ...]:
    answers = {None: "", True: "They are there", False: "It is empty"}
    found = f"{come.errors:,} in the way" if come.errors else ""
    unsure = "One system was not read" if come.half_checked else ""
    waiting = f"{come.customers_open:,} {'customer' if come.customers_open == 1 else 'customers'} open"
    return (
        SetupStep(
            "Does QuickBooks already have your customers?",
            "Where it has, new names stay plain. Where it is empty, the account id is appended.",
            "company",
            "&Answer: customers",
            come.customers_there is not None,
            ready,
            f"{realm}:Contacts",
            answers[come.customers_there],
            asks=True,
        ),
        SetupStep(
            "Check set-up",
            "What would fail in both systems, with the place to fix it. Only reads.",
            "check-setup",
            "Check &set-up",
            come.checked,
            ready,
            realm,
            found if come.checked else unsure,
            warns=come.checked and bool(come.errors),
        ),
        SetupStep(
            "Link customers, look over the options",
            "Both sides are read, and what is the same by name is found. Nothing is written to either.",
            "company",
            "&Link customers",
            come.links_read and not come.customers_to_link,
            ready,
            f"{realm}:Links:Customer",
            waiting if come.customers_open else "",
            warns=bool(come.customers_open),
        ),
        SetupStep(
            "Cut-over of old unposted invoices",
            "What another tool has sent already is marked in ConnectWise, so that it is not sent again.",
            "cut-over",
            "Cut-&over",
            come.cut_over,
            ready,
            realm,
        ),
        SetupStep(
            "Send the first batch",
            "Tick one invoice, look at the preview, send it, and look at it in QuickBooks.",
            "invoice-batch",
            "Create Invoice &Batch",
            done=False,
            ready=ready,
            argument=_UNFILTERED,
        ),
    )


def first_open(steps: tuple[SetupStep, ...]) -> SetupStep:
    """The step to be done now."""
    return next(step for step in steps if not step.done)


def open_for_company(realm: RealmId, come: FirstSteps) -> list[SetupStep]:
    """What is left for a connected company besides its first batch, for the list of what needs somebody."""
    return [step for step in _of_company(realm, come, ready=True)[:-1] if not step.done]
