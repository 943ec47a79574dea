"""Did Not Go In: what the last batches left open."""
