"""What the user is told after the program had stopped in mid-batch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mobius_desktop.domain.ids import BatchNumber, BillingLogId
from mobius_desktop.transfer.batch import Flight, Recovered, RecoveryReport, found_out

SENT = Recovered(
    BatchNumber(3), BillingLogId(6001), "10501", "Done.", settled=True, in_quickbooks=True, marked=True
)
MARKED = replace(SENT, number="10502", flight=Flight.MARKING)
LOST = replace(SENT, in_quickbooks=False, marked=False)
OPEN = replace(LOST, settled=False)
NOT_MARKED = replace(MARKED, settled=False, marked=False)
BACK = replace(LOST, flight=Flight.TAKING_BACK)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((SENT,), "It is in QuickBooks."),
        ((SENT, MARKED), "Both are in QuickBooks; 1 still had to be marked in ConnectWise and now is."),
        ((SENT, SENT, SENT), "All 3 are in QuickBooks."),
        ((SENT, LOST), "1 is in QuickBooks; 1 is not in QuickBooks."),
        ((SENT, SENT, OPEN), "2 of 3 are in QuickBooks; 1 could not be settled yet."),
        (
            (MARKED, NOT_MARKED),
            (
                "Both are in QuickBooks; 2 still had to be marked in ConnectWise and 1 of them is now; "
                "1 could not be settled yet."
            ),
        ),
        ((BACK,), "1 was being taken back and that is settled."),
    ],
)
def test_what_was_in_flight_is_told_by_count(found: tuple[Recovered, ...], said: str) -> None:
    assert found_out(found) == said


def test_what_was_looked_at_again_counts_once_as_it_was_found_last() -> None:
    both = RecoveryReport((OPEN, MARKED)).with_(RecoveryReport((SENT,)))
    assert len(both.invoices) == 1  # all three are the same invoice of the same batch
    assert both.invoices[0] is SENT


def test_the_banner_names_how_many_were_on_the_way_first() -> None:
    assert RecoveryReport((SENT, MARKED)).sentence == (
        "The program stopped while 2 invoices were on the way. "
        "Both are in QuickBooks; 1 still had to be marked in ConnectWise and now is."
    )
