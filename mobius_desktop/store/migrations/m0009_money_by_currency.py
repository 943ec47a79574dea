"""The money of a batch by currency. Before, totals of invoices in several currencies stood as one figure."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from mobius_desktop.domain.sums import Sums
from mobius_desktop.store.amounts import amount_out, sums_in


def migrate(connection: sqlite3.Connection) -> None:
    """Work the totals out anew from the batches' invoices, within the caller's transaction."""
    total: dict[int, list[Sums]] = defaultdict(list)
    sent: dict[int, list[Sums]] = defaultdict(list)
    found = connection.execute(
        "SELECT batch, currency, connectwise_total,"
        " state = 'Completed Successfully' AND outcome IN ('send', 'adopt')"
        " FROM batch_invoice"
    )
    for batch, currency, amount, is_sent in found:
        money = Sums.of([(amount_out(amount, currency), currency)])
        total[batch].append(money)
        if is_sent:
            sent[batch].append(money)
    numbers = [number for (number,) in connection.execute("SELECT batch FROM batch_figures")]
    connection.executemany(
        "UPDATE batch_figures SET total = ?, sent_total = ? WHERE batch = ?",
        [
            (sums_in(Sums.together(total[number])), sums_in(Sums.together(sent[number])), number)
            for number in numbers
        ],
    )
