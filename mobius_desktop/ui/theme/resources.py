"""Where the files beside the package are: in a clone, in an installed wheel, in a frozen program."""

import sys
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).resolve()


@lru_cache(maxsize=1)
def resources_folder() -> Path:
    """The folder that holds `icons/` and `style/`; an error names the places that were tried."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [
        *([Path(frozen) / "mobius_desktop" / "_resources", Path(frozen) / "resources"] if frozen else []),
        _HERE.parents[2] / "_resources",
        _HERE.parents[3] / "resources",
    ]
    for folder in candidates:
        if (folder / "icons").is_dir():
            return folder
    raise FileNotFoundError(f"The program's resources are missing; looked in {candidates}")


def resource_path(*parts: str) -> Path:
    """One file of the resources, for example `resource_path("icons", "lock.svg")`."""
    return resources_folder().joinpath(*parts)
