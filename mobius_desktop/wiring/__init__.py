"""The composition root without Qt: everything the window and the commands stand on is put together here.

Nothing heavy is imported before it is needed: opening a program reads the record, no more.
"""

from mobius_desktop.wiring.opening import open_program, open_troubled, restore_record, takes_a_while
from mobius_desktop.wiring.options import ProgramOptions
from mobius_desktop.wiring.program import Program

__all__ = ["Program", "ProgramOptions", "open_program", "open_troubled", "restore_record", "takes_a_while"]
