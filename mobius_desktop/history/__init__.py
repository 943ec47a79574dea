"""Questions about past batches, answered from the record on this computer: works with no network."""
