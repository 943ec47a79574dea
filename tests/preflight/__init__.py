"""How well preflight sees: a corpus of defects and a thousand clean invoices, told by two servers."""
