"""Moves finished invoices from ConnectWise PSA into QuickBooks Online, exactly once and to the cent."""

__version__ = "0.1.0"
