"""The self-test's look at Qt: can it draw, and has it its pictures and its help?"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, qVersion
from PySide6.QtGui import QImage, QPixmap, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel

from mobius_desktop.diagnostics.paths import resource_path
from mobius_desktop.ui.theme import install


def look_at_qt() -> str:
    """Draw in the program's own style, offscreen or not. Raises RuntimeError where nothing comes of it."""
    application = QApplication.instance() or QApplication(["mobius-desktop"])
    assert isinstance(application, QApplication)  # noqa: S101 - there is no other kind here
    install(application)
    label = QLabel("Mobius Desktop")
    label.setPixmap(QPixmap(str(resource_path("icons", "app", "app.svg"))))
    label.resize(200, 200)
    picture = label.grab().toImage()
    if _is_blank(picture):
        raise RuntimeError("the program's own picture (SVG) is not drawn")
    if QImage.fromData(QByteArray(_PNG)).isNull():
        raise RuntimeError("PNG pictures are not read")
    page = QTextDocument()
    page.setMarkdown(resource_path("help", "index.md").read_text("utf-8"))
    if not page.toPlainText().strip():
        raise RuntimeError("the help's Markdown is not read")
    return f"{qVersion()}, drawn on {application.platformName()}"


def _is_blank(picture: QImage) -> bool:
    across = range(0, picture.width(), 8)
    return len({picture.pixel(x, y) for x in across for y in range(0, picture.height(), 8)}) < 2


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""One pixel."""
