"""Record and backup: the record as a file."""
