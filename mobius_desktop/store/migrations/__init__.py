"""The numbered migrations. Each imports nothing of ours, so that it still runs after years."""
