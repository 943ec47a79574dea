"""The record on this computer in one SQLite file: an append-only journal and the tables derived from it."""

from mobius_desktop.store.store import FILE_NAME, Store, look_at_file

__all__ = ["FILE_NAME", "Store", "look_at_file"]
