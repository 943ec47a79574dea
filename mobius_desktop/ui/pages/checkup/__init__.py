"""Check set-up."""
