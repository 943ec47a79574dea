"""Month: what became of each invoice, whether all ties, and the certification."""
