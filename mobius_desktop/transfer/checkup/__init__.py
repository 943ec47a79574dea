"""*Check set-up*: what would fail, found by rules over what both systems say. Nothing is written anywhere."""
