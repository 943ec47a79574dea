"""Batch Status: one page for a batch that runs and for one of years ago."""
