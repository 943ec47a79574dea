"""The ConnectWise PSA REST client. ConnectWise's field names stop here; rules: docs/vendor-rules.md."""
