"""Signing in to Intuit: the browser's round trip, the tokens and their renewal."""
