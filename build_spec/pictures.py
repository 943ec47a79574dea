"""Makes the program's icon in the forms that systems want, from the one drawing there is. Needs no window."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def make_icons(drawing: Path, folder: Path) -> Path:
    """Write `mobius-desktop.ico` and a 256 pixel `mobius-desktop.png`; gives the path of the first."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QGuiApplication.instance() or QGuiApplication(["pictures"])
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is no drawing")
    pictures = {size: _png(renderer, size) for size in SIZES}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mobius-desktop.png").write_bytes(pictures[max(SIZES)])
    icon = folder / "mobius-desktop.ico"
    icon.write_bytes(_ico(pictures))
    return icon


def _png(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know file formats as bytes only
    buffer.close()
    return bytes(kept.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """An icon file holds a directory and the PNGs one after another; 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    directory, body = b"", b""
    for size, png in pictures.items():
        directory += struct.pack(
            "<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(body)
        )
        body += png
    return head + directory + body
