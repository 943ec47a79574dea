"""The running window as a whole: its start, what stops it, its end, and the one window of a data folder."""
