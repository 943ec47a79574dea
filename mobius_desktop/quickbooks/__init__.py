"""The QuickBooks Online REST client and its sign-in. QuickBooks' field names stop here; rules:
docs/vendor-rules.md."""
