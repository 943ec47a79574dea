"""Runs a batch: what was planned is written down, sent, proven and marked, each invoice on its own."""
