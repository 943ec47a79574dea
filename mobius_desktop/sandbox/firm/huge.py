"""A hundred thousand unposted invoices, to see whether list, filter and sort stay quick.

They are the short shapes of the sample repeated, with ids, numbers, dates and customers of their own, so that
building them takes a second or two. What a client reads of them is rendered when it asks.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator

from mobius_desktop.sandbox.firm.customers import Customer
from mobius_desktop.sandbox.firm.dice import dice
from mobius_desktop.sandbox.firm.model import FirmInvoice, GlRow
from mobius_desktop.sandbox.firm.sites import Sites

HOW_MANY = 100_000
_MOST_ROWS = 2
_FIRST_DAY = dt.date(2026, 10, 1)
_DAYS = 30
_FIRST_NUMBER = 1_000_000


def repeated(
    sample: list[FirmInvoice], seed: int, everybody: dict[str, Customer], sites: Sites
) -> Iterator[FirmInvoice]:
    """The sample, then as many more as make a hundred thousand."""
    yield from sample
    chance = dice(seed, "huge")
    shapes = [one for one in sample if one.total > 0 and not one.taxes and 0 < len(one.rows) <= _MOST_ROWS]
    people = [one for one in everybody.values() if one.state == "linked" and one.currency == "USD"]
    invoice_id = max(one.billing_log_id for one in sample)
    entry = max(row for one in sample for row in [0, *one.gl_entry_ids, *one.row_ids])
    for position in range(HOW_MANY - len(sample)):
        shape = shapes[position % len(shapes)]
        customer = people[chance.randrange(len(people))]
        day = _FIRST_DAY + dt.timedelta(days=chance.randrange(_DAYS))
        one = copy.copy(shape)
        one.rows = [_row(row, entry + 1 + 2 * index) for index, row in enumerate(shape.rows)]
        entry += 2 * len(one.rows)
        one.billing_log_id = invoice_id + 1 + position
        one.gl_entry_ids = [row.ar_entry_id for row in one.rows]
        one.unposted_id = one.gl_entry_ids[0]
        one.number = f"{shape.number.rstrip('0123456789')}{_FIRST_NUMBER + position}"
        one.due_date = day + (shape.due_date - shape.date)
        one.date = day
        one.company_id = one.bill_to_id = one.ship_to_id = customer.id
        one.bill_to_site_id = one.ship_to_site_id = sites.main[customer.id]
        one.location_id = customer.location_id
        yield one


def _row(shape: GlRow, row_id: int) -> GlRow:
    row = copy.copy(shape)
    row.id = row_id
    row.ar_entry_id = row_id + 1
    return row
