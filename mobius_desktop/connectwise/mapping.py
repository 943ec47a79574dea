"""ConnectWise's shapes to our values. Dates are dates: the first ten characters, never converted."""

from __future__ import annotations

import datetime as dt
import re

from mobius_desktop.connectwise import wire
from mobius_desktop.domain.connectwise import (
    Company,
    GlRow,
    GlTransaction,
    InvoiceDetails,
    PostalAddress,
    Reference,
    TaxLevel,
    UnpostedInvoice,
)
from mobius_desktop.domain.ids import BillingLogId, ConnectWiseBatchId, ConnectWiseId, GlEntryId
from mobius_desktop.transport.decode import number


class Unreadable(ValueError):  # noqa: N818 - says what the answer is
    """An answer that has the right shape and still cannot be right."""


def date_of(text: str | None) -> dt.date | None:
    """`2026-10-31T00:00:00Z`, without Z, or US text `5/1/2014 5:21:58 AM`: the date that stands there."""
    if not text:
        return None
    try:
        if "/" in text:
            month, day, year = text.split(" ", 1)[0].split("/")
            return dt.date(int(year), int(month), int(day))
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(f"{text!r} is not a date") from None


def reference(ref: wire.Ref | None) -> Reference | None:
    if ref is None or ref.id is None:
        return None
    return Reference(ConnectWiseId(ref.id), ref.name or "", ref.identifier or "")


def location_of(ref: wire.Ref | None, location_id: int | None) -> Reference | None:
    """The Location; from its id alone where ConnectWise sends no more."""
    found = reference(ref)
    if found is None and location_id is not None:
        return Reference(ConnectWiseId(location_id))
    return found


def currency_of(ref: wire.CurrencyRef | None) -> str:
    return (ref.currency_code or ref.currency_identifier or "") if ref else ""


def unposted_invoice(row: wire.Unposted) -> UnpostedInvoice:
    """A row of the unposted list; Unreadable without its stable id or its date."""
    date = date_of(row.invoice_date)
    if row.billing_log_id is None or date is None:
        raise Unreadable(f"unposted invoice {row.invoice_number!r} has no id or no date")
    return UnpostedInvoice(
        billing_log_id=BillingLogId(row.billing_log_id),
        unposted_id=GlEntryId(row.id) if row.id else None,
        number=row.invoice_number or "",
        invoice_type=row.invoice_type or "",
        company=reference(row.company),
        bill_to=reference(row.bill_to_company),
        ship_to=reference(row.ship_to_company),
        account_id=row.account_number or "",
        date=date,
        due_date=date_of(row.due_date),
        location=location_of(row.location, row.location_id),
        currency=currency_of(row.currency),
        subtotal=number(row.sub_total),
        total=number(row.total),
        sales_tax=number(row.sales_tax_amount),
        has_time=bool(row.has_time),
        has_expenses=bool(row.has_expenses),
        has_products=bool(row.has_products),
        taxable=bool(row.invoice_taxable_flag),
        item_taxable=bool(row.item_taxable_flag),
        tax_code=(row.tax_code.name or row.tax_code.identifier or "") if row.tax_code else "",
        avalara=bool(row.avalara_tax_flag),
        terms=(row.billing_terms.name or "") if row.billing_terms else "",
        description=row.description or "",
        bill_to_site=reference(row.bill_to_site),
        ship_to_site=reference(row.ship_to_site),
        closed_at=row.date_closed or "",
    )


def transaction(one: wire.Transaction) -> GlTransaction:
    """An invoice of the GL export."""
    date = date_of(one.document_date)
    if one.id is None or date is None:
        raise Unreadable(f"exported invoice {one.document_number!r} has no id or no date")
    return GlTransaction(
        billing_log_id=BillingLogId(one.id),
        number=one.document_number or "",
        document_type=one.document_type or "",
        billing_type=one.billing_type or "",
        date=date,
        due_date=date_of(one.due_date),
        currency=currency_of(one.currency),
        total=number(one.total),
        account=without_separator(one.account_number),
        account_id=one.company_account_number or "",
        company=reference(one.company),
        ship_to=reference(one.ship_to_company),
        gl_class=one.gl_class or "",
        gl_entry_ids=_entry_ids(one.gl_entry_ids),
        rows=tuple(gl_row(row) for row in one.detail or ()),
        sales_tax=number(one.sales_tax),
        tax_levels=_tax_levels(one),
        tax_rate=None if one.tax_group_rate is None else number(one.tax_group_rate),
        tax_code=(one.tax_code.name or one.tax_code.identifier or "") if one.tax_code else "",
        taxable=bool(one.taxable),
        tax_account=without_separator(one.tax_account_number),
        terms=(one.billing_terms.name or "") if one.billing_terms else "",
        terms_xref=one.billing_terms_xref or "",
        due_days=_whole(one.due_days),
        prepayment=bool(one.agreement_pre_payment_flag),
        avalara=bool(one.use_avalara_flag),
        tax_down_payment_applied=bool(one.tax_dp_applied_flag),
        site=reference(one.site),
        ship_site=reference(one.ship_site),
        memo=one.memo or "",
        terms_id=_id(one.billing_terms),
        territory=one.sales_territory or "",
        tax_code_id=_id(one.tax_code),
    )


def _tax_levels(one: wire.Transaction) -> tuple[TaxLevel, ...]:
    """The levels; where the list is left out, the three that the header names by word."""
    if one.tax_levels:
        return tuple(
            TaxLevel(
                level=level.tax_level,
                amount=number(level.tax_amount),
                taxable_amount=None if level.taxable_amount is None else number(level.taxable_amount),
                xref=level.tax_code_xref or "",
            )
            for level in one.tax_levels
        )
    named = (
        (1, one.state_tax, one.state_tax_xref),
        (2, one.county_tax, one.county_tax_xref),
        (3, one.city_tax, ""),
    )
    return tuple(TaxLevel(level, number(tax), xref=xref or "") for level, tax, xref in named if tax)


def gl_row(row: wire.Row) -> GlRow:
    """A detail row. Without an id it could not be marked as batched, so that is not accepted."""
    if row.id is None:
        raise Unreadable("a row of the GL export has no id")
    levels = _taxable_levels(row)
    text = row.memo or ""
    return GlRow(
        id=GlEntryId(row.id),
        gl_type=row.gl_type_id or "",
        account=without_separator(row.account_number),
        total=number(row.total),
        quantity=number(row.quantity),
        item_price=number(row.item_price),
        item=(row.item.identifier or "") if row.item else "",
        gl_item_id=row.gl_item_id or "",
        gl_class=row.gl_class or "",
        taxable=bool(row.taxable_flag) or bool(levels),
        taxable_levels=levels,
        memo=text,
        description=row.description or "",
        unit=(row.unit_of_measure.name or "") if row.unit_of_measure else "",
        work_role=_labelled(text, "Work Role"),
        work_type=_labelled(text, "Work Type"),
        tax_xref=row.tax_code_xref or "",
        item_description=row.item_description or row.sales_description or "",
        item_taxable=bool(row.item_taxable_flag),
        item_type_xref=row.item_type_xref or "",
        cost_account=without_separator(row.cost_account_number),
        inventory_account=without_separator(row.inventory_account_number),
        time_entry_id=_id(row.time_entry),
        item_id=_id(row.item),
    )


def invoice_details(one: wire.Invoice, applied_to: str = "") -> InvoiceDetails:
    """What `/finance/invoices` adds to the export."""
    if one.id is None:
        raise Unreadable(f"invoice {one.invoice_number!r} has no id")
    comments = [text for text in (one.top_comment, one.bottom_comment) if text]
    updated = (one.info or {}).get("lastUpdated", "")
    return InvoiceDetails(
        billing_log_id=BillingLogId(one.id),
        number=one.invoice_number or "",
        bill_to_address=PostalAddress(
            line1=one.billing_site_address_line1 or "",
            line2=one.billing_site_address_line2 or "",
            city=one.billing_site_city or "",
            region=one.billing_site_state or "",
            postal_code=one.billing_site_zip or "",
            country=one.billing_site_country or "",
        ),
        ship_to_address=PostalAddress(
            line1=one.shipping_site_address_line1 or "",
            line2=one.shipping_site_address_line2 or "",
            city=one.shipping_site_city or "",
            region=one.shipping_site_state or "",
            postal_code=one.shipping_site_zip or "",
            country=one.shipping_site_country or "",
        ),
        attention=one.attention or "",
        customer_po=one.customer_po or "",
        comment="\n".join(comments),
        internal_notes=one.internal_notes or "",
        payments=number(one.payments),
        credits=number(one.credits),
        applied_to=applied_to,
        batch_id=ConnectWiseBatchId(one.gl_batch.id) if one.gl_batch and one.gl_batch.id else None,
        updated_at=str(updated),
    )


def company(one: wire.Company) -> Company:
    """A ConnectWise company."""
    if one.id is None:
        raise Unreadable(f"company {one.name!r} has no id")
    return Company(
        id=ConnectWiseId(one.id),
        name=one.name or "",
        identifier=one.identifier or "",
        account_id=one.account_number or "",
        address=PostalAddress(
            line1=one.address_line1 or "",
            line2=one.address_line2 or "",
            city=one.city or "",
            region=one.state or "",
            postal_code=one.zip or "",
            country=(one.country.name or "") if one.country else "",
        ),
        phone=one.phone_number or "",
        invoice_email=one.invoice_to_email_address or "",
    )


def without_separator(text: str | None) -> str:
    # An account whose last segment is empty ends with the separator.
    return (text or "").strip().rstrip(":")


def _entry_ids(text: str | None) -> tuple[GlEntryId, ...]:
    try:
        return tuple(GlEntryId(int(part)) for part in (text or "").split(",") if part.strip())
    except ValueError:
        raise Unreadable(f"glEntryIds {text!r} holds something that is no id") from None


def _taxable_levels(row: wire.Row) -> tuple[int, ...]:
    if row.tax_levels:
        return tuple(level.tax_level for level in row.tax_levels if level.taxable_flag)
    flags = (
        row.taxable_flag,
        row.taxable2_flag,
        row.taxable3_flag,
        row.taxable4_flag,
        row.taxable5_flag,
    )
    return tuple(level for level, flag in enumerate(flags, 1) if flag)


def _id(record: wire.Ref | wire.ItemRef | None) -> ConnectWiseId | None:
    return ConnectWiseId(record.id) if record is not None and record.id else None


def _whole(value: int | str | None) -> int | None:
    if isinstance(value, str):
        return int(value) if value.strip().isdigit() else None
    return value


def _labelled(text: str, label: str) -> str:
    """`Work Role: Engineer` out of a Detailed text, whose parts are parted by ` / ` or by lines."""
    found = re.search(rf"(?:^|/|\n)\s*{label}:[ \t]*(.*?)\s*(?: / |\r|\n|$)", text)
    return found.group(1).strip() if found else ""
