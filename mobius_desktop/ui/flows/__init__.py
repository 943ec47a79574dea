"""What a sequence of screens decides, as plain objects that a test drives without a window. No Qt in here."""
