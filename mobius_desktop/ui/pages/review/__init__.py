"""Review Existing Batches: the list of all batches, newest first."""
