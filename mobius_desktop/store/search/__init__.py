"""Which batches hold a word: of the batch, of an invoice, a finding, the log or a request in it."""

from mobius_desktop.store.search.matching import matching
from mobius_desktop.store.search.typed import words

__all__ = ["matching", "words"]
