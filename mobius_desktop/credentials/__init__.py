"""Where secrets live: the system's key store, an encrypted file, or memory. Never a plain file."""
