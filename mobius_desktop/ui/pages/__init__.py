"""The pages. Each is layout over models and flows; its services come with its constructor."""
