"""Questions about past batches, answered with no network."""
