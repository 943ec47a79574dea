"""How the program is frozen, installed and packed. Not part of the program."""
