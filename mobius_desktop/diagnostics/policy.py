"""What the firm's IT has set on a machine: on Windows by group policy, or by the environment."""

from __future__ import annotations

import os
import sys

REGISTRY_KEY = r"SOFTWARE\Policies\Mobius Desktop"
"""Under HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER; its values are texts."""
OFF = "off"
"""Forbids what another place would allow."""


def policy(name: str) -> str:
    """The text of a policy; empty where it is not set, or `off`.

    `UpdateAddress`: what the machine's policy says holds against all else; then MOBIUS_UPDATE_ADDRESS,
    then the user's policy."""
    said = _of_machine(name) or os.environ.get(_variable(name), "").strip() or _of_user(name)
    return "" if said.casefold() == OFF else said


def _variable(name: str) -> str:
    return "MOBIUS_" + "".join(f"_{one}" if one.isupper() else one for one in name).lstrip("_").upper()


if sys.platform == "win32":
    import winreg

    def _registered(root: int, name: str) -> str:
        try:
            with winreg.OpenKey(root, REGISTRY_KEY) as key:
                value, kind = winreg.QueryValueEx(key, name)
        except OSError:
            return ""
        return str(value).strip() if kind == winreg.REG_SZ else ""

    def _of_machine(name: str) -> str:
        return _registered(winreg.HKEY_LOCAL_MACHINE, name)

    def _of_user(name: str) -> str:
        return _registered(winreg.HKEY_CURRENT_USER, name)
else:

    def _of_machine(name: str) -> str:
        del name  # there is no registry here
        return ""

    def _of_user(name: str) -> str:
        del name
        return ""
