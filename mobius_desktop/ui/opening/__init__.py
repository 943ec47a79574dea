"""From an invoice to its page in the user's own browser, in QuickBooks and in ConnectWise."""
