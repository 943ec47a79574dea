"""The help that comes with the program, readable without a network."""
