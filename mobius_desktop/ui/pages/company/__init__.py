"""The page of one QuickBooks company: its options with a live sample, and its links."""
