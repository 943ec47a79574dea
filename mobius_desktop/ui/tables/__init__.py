"""Tables over plain rows: sorting, filtering, ticks and totals live in the model."""
