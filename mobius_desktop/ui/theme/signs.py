"""Signs and icons: SVG files with one colour placeholder, rendered once per name, colour, size and scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mobius_desktop.diagnostics.paths import resource_path

_PLACEHOLDER = b"currentColor"
_TRANSPARENT = Qt.GlobalColor.transparent
_ANTIALIASING = QPainter.RenderHint.Antialiasing


@lru_cache(maxsize=128)
def _source(name: str) -> bytes:
    return resource_path("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int, scale: float = 1.0, angle: int = 0) -> QPixmap:
    """The sign in one colour (`#RRGGBB`), `size` device-independent pixels square, turned by `angle`."""
    image = QPixmap(QSize(round(size * scale), round(size * scale)))
    image.setDevicePixelRatio(scale)
    image.fill(_TRANSPARENT)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(_PLACEHOLDER, colour.encode())))
    painter = QPainter(image)
    painter.setRenderHint(_ANTIALIASING)
    if angle:
        painter.translate(size / 2, size / 2)
        painter.rotate(angle)
        painter.translate(-size / 2, -size / 2)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def paint(
    painter: QPainter, name: str, colour: str, at: tuple[float, float], size: int, *, angle: int = 0
) -> None:
    """Paint a sign with its top left corner at a point."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPoint(round(at[0]), round(at[1])), pixmap(name, colour, size, scale, angle))


@lru_cache(maxsize=256)
def icon(name: str, colour: str, disabled: str, size: int, air: int = 0) -> QIcon:
    """An icon for a button, drawn for every screen's scale.

    `air` is room right of the sign: the gap between a button's icon and text cannot be styled.
    """
    scales = {1.0, 2.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}
    result = QIcon()
    for scale in sorted(scales):
        for ink, mode in ((colour, QIcon.Mode.Normal), (disabled, QIcon.Mode.Disabled)):
            image = QPixmap(QSize(round((size + air) * scale), round(size * scale)))
            image.setDevicePixelRatio(scale)
            image.fill(_TRANSPARENT)
            painter = QPainter(image)
            painter.drawPixmap(QPoint(0, 0), pixmap(name, ink, size, scale))
            painter.end()
            result.addPixmap(image, mode)
    return result


def forget() -> None:
    """Empty the caches, after the scheme or the text size has changed."""
    pixmap.cache_clear()
    icon.cache_clear()
