"""What the firm's IT has set on a machine: by the environment, or on Windows by group policy."""

from __future__ import annotations

import os
import sys

REGISTRY_KEY = r"SOFTWARE\Policies\Mobius Desktop"
"""Under HKEY_LOCAL_MACHINE, then HKEY_CURRENT_USER; its values are texts."""


def policy(name: str) -> str:
    """The text of a policy: `UpdateAddress` is read from MOBIUS_UPDATE_ADDRESS, else from the registry.
    Empty where it is not set."""
    return os.environ.get(_variable(name), "").strip() or _registered(name)


def _variable(name: str) -> str:
    return "MOBIUS_" + "".join(f"_{one}" if one.isupper() else one for one in name).lstrip("_").upper()


if sys.platform == "win32":
    import winreg

    def _registered(name: str) -> str:
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, REGISTRY_KEY) as key:
                    value, kind = winreg.QueryValueEx(key, name)
            except OSError:
                continue
            if kind == winreg.REG_SZ:
                return str(value).strip()
        return ""
else:

    def _registered(name: str) -> str:
        del name  # there is no registry here
        return ""
