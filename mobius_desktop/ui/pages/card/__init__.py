"""Invoice card: one number with its whole life over all batches."""
