"""Overrides: every decision that set something aside."""
