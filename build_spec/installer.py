"""Compiles the Windows installer with NSIS from a built tree; works on Linux too, which proves the script.

uv run --group build python build_spec/installer.py [--quick]

With `--quick` it is compressed little: to prove the script, not to hand out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_spec.build import DIST, TREE, WORK, write_checksums  # noqa: E402 - found only after the line above
from mobius_desktop import __version__  # noqa: E402 - as above


def installer_words(tree: Path, out: Path, icon: Path, script: Path) -> list[str]:
    """What makensis is called with; warnings are errors."""
    values = {"VERSION": __version__, "TREE": tree, "OUT": out, "ICON": icon, "SLASH": os.sep}
    return ["-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in values.items()), str(script)]


def main() -> None:
    """Compile it; the exit code is makensis's own."""
    makensis = shutil.which("makensis") or shutil.which("makensis", path="C:/Program Files (x86)/NSIS")
    if makensis is None:
        sys.exit("makensis is not here. Install NSIS.")
    if not TREE.is_dir():
        sys.exit("Nothing is built yet: run build_spec/build.py first.")
    out = DIST / f"mobius-desktop-{__version__}-setup.exe"
    icon = WORK / "made" / "mobius-desktop.ico"
    words = installer_words(TREE, out, icon, ROOT / "build_spec" / "installer.nsi")
    more = ["-DQUICK"] if "--quick" in sys.argv[1:] else []
    if os.environ.get("CERTIFICATE"):
        more.append(f"-DSIGN=pwsh -File {ROOT / 'build_spec' / 'sign.ps1'}")
    subprocess.run([makensis, *more, *words], check=True)  # noqa: S603 - NSIS on our own script
    write_checksums()
    sys.stdout.write(f"{out.name}: {out.stat().st_size / 1e6:,.0f} MB\n")


if __name__ == "__main__":
    main()
