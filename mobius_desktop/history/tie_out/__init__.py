"""The tie-out: reads both systems for a period, puts every invoice and document in one row, and compares."""
