"""Words about the place where something is put right."""

PLACES = {
    "connectwise": "In ConnectWise",
    "quickbooks": "In QuickBooks",
    "links": "Set up QuickBooks Online, Links",
    "options": "Set up QuickBooks Online, the company's options",
    "select": "Create Invoice Batch",
}
"""By the place of a finding's rule."""
