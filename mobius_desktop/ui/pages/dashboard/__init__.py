"""What is unsent, what the last batches said, how both connections are; all from this computer's record."""
