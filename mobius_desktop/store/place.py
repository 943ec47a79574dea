"""Where the record may live: not on a network drive, where SQLite's write-ahead log does not work.

A folder that a service synchronises works, but the service may copy the file in the middle of a write, or
bring back an older one: that is said, not refused."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

from mobius_desktop.domain.errors import StorageFailed

_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}
    | {"fuse.rclone", "fuse.glusterfs", "davfs", "fuse.davfs2"}
)
_DRIVE_REMOTE = 4  # what Windows' GetDriveType calls a network drive


_SYNCED = (
    ("OneDrive", re.compile(r"^OneDrive( - .*)?$", re.IGNORECASE)),
    ("Dropbox", re.compile(r"^Dropbox( \(.*\))?$", re.IGNORECASE)),
    ("Google Drive", re.compile(r"^(Google Drive|My Drive|GoogleDrive-.*)$", re.IGNORECASE)),
    ("iCloud Drive", re.compile(r"^(iCloudDrive|Mobile Documents)$", re.IGNORECASE)),
    ("Box", re.compile(r"^Box( Sync)?$", re.IGNORECASE)),
)
_SAID_BY = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""Environment variables in which a service says where its folder is."""


def synced_by(folder: Path | str, environment: Mapping[str, str] = os.environ) -> str:
    """The service that synchronises a folder, by its name or by what the system says; empty if none does."""
    parts = _parts(str(folder))
    for name, service in _SAID_BY.items():
        root = _parts(environment.get(name, ""))
        if root and [part.lower() for part in parts[: len(root)]] == [part.lower() for part in root]:
            return service
    return next((service for service, pattern in _SYNCED if any(map(pattern.match, parts))), "")


def _parts(path: str) -> list[str]:
    return [part for part in re.split(r"[\\/]+", path) if part]


def refuse_network_drive(folder: Path) -> None:
    """Raises StorageFailed when the folder lies on a network drive."""
    if is_on_network(folder):
        raise StorageFailed(
            f"The data folder {folder} is on a network drive, where the record cannot be kept safely. "
            "Choose a folder on this computer."
        )


def is_on_network(folder: Path) -> bool:
    """Whether the folder lies on another machine's disk, as far as this system tells."""
    if sys.platform == "win32":
        return _is_remote_windows(folder)
    mounts = Path("/proc/self/mountinfo")
    if not mounts.exists():
        return False
    return file_system_of(folder.resolve(), mounts.read_text(errors="replace")) in _NETWORK_FILE_SYSTEMS


def is_unc(path: PurePath) -> bool:
    r"""Whether a Windows path names another machine: `\\server\share` (but not `\\?\C:\`)."""
    drive = path.drive.replace("/", "\\")
    return drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))


def file_system_of(folder: PurePath, mountinfo: str) -> str:
    """The type of the file system that holds a folder, from Linux' `mountinfo`."""
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = PurePosixPath(fields[4].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= best:  # a later mount hides an earlier one
            best, kind = len(point.parts), after.split(" ", 1)[0]
    return kind


def _is_remote_windows(folder: Path) -> bool:
    if is_unc(folder):
        return True
    import ctypes  # noqa: PLC0415 - only Windows asks

    windows = getattr(ctypes, "windll")  # noqa: B009 - the name exists on Windows only, also for mypy
    drive_type: int = windows.kernel32.GetDriveTypeW(folder.anchor)
    return drive_type == _DRIVE_REMOTE
