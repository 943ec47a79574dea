"""About and edition."""
