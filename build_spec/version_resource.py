"""The version that Windows shows in a program's properties, made from the package's own."""

from __future__ import annotations

import re
from pathlib import Path

_TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0
  ),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('FileDescription', '{description}'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', '{name}'),
      StringStruct('OriginalFilename', '{name}.exe'),
      StringStruct('ProductName', 'Mobius Desktop'),
      StringStruct('ProductVersion', '{version}'),
      StringStruct('LegalCopyright', 'MIT licence; Qt under the LGPL'),
    ])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])]),
  ],
)
"""


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """`1.2.3rc1` is 1, 2, 3, 0: Windows compares four numbers and knows no words."""
    numbers = [int(n) for n in re.findall(r"\d+", re.split(r"[a-z+]", version)[0])][:4]
    first, second, third, fourth = [*numbers, 0, 0, 0, 0][:4]
    return first, second, third, fourth


def write_version(path: Path, name: str, description: str, version: str) -> None:
    """Write one program's version resource as PyInstaller reads it."""
    text = _TEMPLATE.format(four=four_numbers(version), name=name, description=description, version=version)
    path.write_text(text, encoding="utf-8")
