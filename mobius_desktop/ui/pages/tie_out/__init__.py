"""Tie-out: ConnectWise's invoices against QuickBooks' documents for a period."""
