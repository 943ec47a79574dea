"""Logs, redaction and crash reports: nothing secret gets out."""
