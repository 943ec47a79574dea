"""What a frozen program must hold beyond what its imports tell, and what it need not hold."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOWED = "mobius-desktop"
CONSOLE = "mobius-desktop-cli"
CONSOLE_ONLY = "MOBIUS_CONSOLE_ONLY"
"""The variable that makes the spec build the console program alone, without Qt: for a trial under wine."""

RESOURCE_FOLDERS = ("help", "icons", "licences", "sample-firm", "style")
"""Folders of `resources/`; a test fails when one is missing here."""

PACKAGE_DATA = (("mobius_desktop/sandbox/quickbooks/schema.json", "mobius_desktop/sandbox/quickbooks"),)
"""Files beside our modules, and the folder that they go to; a test fails when one is missing here."""

HIDDEN_IMPORTS = (
    # keyring finds its back ends by entry points, which a frozen program asks by name.
    "keyring.backends.Windows",
    "keyring.backends.SecretService",
    "keyring.backends.fail",
    "keyring.backends.chainer",
    "win32ctypes.core",
    # intuit-oauth comes as a namespace package; our code names it inside functions.
    "intuitlib.client",
    "intuitlib.enums",
    "truststore",
    "tzdata",
)
HIDDEN_ON_WINDOWS_ONLY = ("keyring.backends.Windows", "win32ctypes.core")
HIDDEN_ON_LINUX_ONLY = ("keyring.backends.SecretService",)

COPIED_METADATA = ("keyring", "intuit-oauth")
"""Their entry points and version are asked at run time."""

EXCLUDED_MODULES = (
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtDBus",
    "PySide6.QtConcurrent",
    "hypothesis",
    "mypy",
    "numpy",
    "pandas",
    "pip",
    "pytest",
    "setuptools",
    "tkinter",
    "_tkinter",
    "unittest",
    "pydoc",
)

# By the path inside the program, with forward slashes.
_LEFT_OUT = tuple(
    re.compile(pattern)
    for pattern in (
        r"PySide6/(Qt/)?translations/",
        r"PySide6/(Qt/)?plugins/(designer|egldeviceintegrations|generic|networkinformation|qmllint|qmltooling)/",
        r"PySide6/(Qt/)?plugins/(sqldrivers|tls|vectorimageformats|wayland-[^/]*|platforminputcontexts)/",
        r"PySide6/(Qt/)?plugins/platforms/[^/]*(eglfs|linuxfb|minimalegl|vkkhrdisplay|vnc|wayland|direct2d)[^/]*$",
        r"PySide6/(Qt/)?plugins/platformthemes/[^/]*gtk",
        r"PySide6/(Qt/)?plugins/imageformats/[^/]*(qgif|qicns|qtga|qtiff|qwbmp|qwebp|qpdf)",
        r"PySide6/(Qt/)?qml/",
        r"(^|/)(lib)?Qt6(Qml|Quick|Wayland|Wl|Virtual|Pdf|Designer|Help|Sql|Test|Labs|Lottie|EglF)",
        r"(^|/)opengl32sw\.dll$",  # a software OpenGL of 20 MB: widgets do not use OpenGL
        r"(^|/)d3dcompiler_47\.dll$",
        # The GTK theme's libraries come with its plug-in only.
        r"(^|/)lib(gtk-3|gdk-3|gdk_pixbuf|cairo(-gobject)?|pango(cairo|ft2)?|atk(-bridge)?)(-[\d.]+)?\.so",
        r"(^|/)lib(atspi|epoxy|harfbuzz|graphite2|thai|datrie|fribidi|pixman-1|wayland-[a-z]+)(-[\d.]+)?\.so",
        r"(^|/)lib(Xcomposite|Xcursor|Xdamage|Xfixes|Xinerama|Xrandr|Xi|rsvg-2|tiff|webp|jbig)(-[\d.]+)?\.so",
    )
)


def is_left_out(inside: str) -> bool:
    """Whether a file is of no use to the program."""
    path = inside.replace("\\", "/")
    return any(pattern.search(path) for pattern in _LEFT_OUT)


def resources() -> list[tuple[str, str]]:
    """Data files as PyInstaller takes them: source, folder inside the program."""
    found = [(str(ROOT / "resources" / name), f"resources/{name}") for name in RESOURCE_FOLDERS]
    found += [(str(ROOT / source), folder) for source, folder in PACKAGE_DATA]
    return [*found, (str(ROOT / "LICENSE"), ".")]


def hidden_imports() -> list[str]:
    """What this system's program holds beyond the imports that the analysis sees."""
    not_here = HIDDEN_ON_LINUX_ONLY if sys.platform == "win32" else HIDDEN_ON_WINDOWS_ONLY
    return [name for name in HIDDEN_IMPORTS if name not in not_here]
