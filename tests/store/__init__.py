"""The record: what is promised of it, tried out on files."""
