"""Where a project file lies: on this computer, on a network drive, or in a folder that a program
keeps the same on several computers. On the last two, what one computer writes another may not see,
or may write over.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePath

from app.core.model import Problem, Severity

if sys.platform == "win32":
    import ctypes

_NETWORK_TYPES = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "afs", "ncpfs", "9p", "ceph", "glusterfs",
        "davfs", "webdav", "afpfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse",
        "fuse.google-drive-ocamlfuse", "fuse.s3fs", "fuse.glusterfs",
    }
)  # fmt: skip
"""File system types as Linux (/proc/self/mountinfo) and macOS name them."""
_SYNCED = re.compile(
    r"^(onedrive( ?[-–].*)?|dropbox( \(.*\))?|google ?drive|googledrive-.*|my drive|icloud ?drive"
    r"|mobile documents|com~apple~clouddocs|nextcloud\d*|owncloud\d*|seafile|pcloud ?drive|megasync"
    r"|box sync|syncthing|tresorit( drive)?|proton ?drive|cloudstorage)$",
    re.IGNORECASE,
)
"""Names that these programs give their folder."""
_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log")
"""Files that they leave in it."""
_DRIVE_REMOTE = 4
_MAC_MOUNT = re.compile(r".+? on (/.*) \((\w+)[,)]")


class Place(StrEnum):
    """Kind of a place."""

    HERE = "here"
    NETWORK = "network"
    SYNCED = "synced"


def problems(project: Path | None) -> tuple[Problem, ...]:
    """What should be known of where a project file lies (None = in memory)."""
    kind = Place.HERE if project is None else kind_of(project)
    if kind is Place.HERE or project is None:
        return ()
    folder = {"folder": project.parent.name}
    return (Problem(f"project-{kind}", Severity.INFO, params=folder),)


@lru_cache(maxsize=32)
def kind_of(path: Path) -> Place:
    """What kind of place a file lies in. Never raises; a place that cannot be told is `HERE`."""
    try:
        whole = path.resolve()
        if is_synced(whole) or any((p / m).exists() for p in whole.parents for m in _MARKS):
            return Place.SYNCED
        return Place.NETWORK if _is_network(whole) else Place.HERE
    except (OSError, subprocess.SubprocessError):
        return Place.HERE


def is_synced(path: PurePath) -> bool:
    """Whether a folder above has a name that a synchronising program gives."""
    return any(_SYNCED.match(part) for part in path.parts[:-1])


def is_network_type(path: PurePath, mounts: Iterable[tuple[str, str]]) -> bool:
    """Whether the innermost of these mounts, (mount point, type), above a path is a network's."""
    best, kind = -1, ""
    for point, type_ in mounts:
        if path.is_relative_to(point) and len(point) > best:
            best, kind = len(point), type_
    return kind.lower() in _NETWORK_TYPES


def read_mounts(text: str) -> list[tuple[str, str]]:
    """Mount points and types from the text of /proc/self/mountinfo (see proc(5))."""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            found.append((_unescaped(fields[4]), after.split(" ")[0]))
    return found


def read_mac_mounts(text: str) -> list[tuple[str, str]]:
    """Mount points and types from what mount(8) of macOS prints."""
    found = (_MAC_MOUNT.match(line) for line in text.splitlines())
    return [(m[1], m[2]) for m in found if m]


def _unescaped(text: str) -> str:
    return re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), text)


def _is_network(path: Path) -> bool:
    if sys.platform == "win32":
        anchor = path.anchor
        remote = ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        return anchor.startswith("\\\\") or remote
    elif sys.platform == "darwin":  # noqa: RET505  (mypy follows the platform only so)
        said = subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=True, timeout=5
        )
        return is_network_type(path, read_mac_mounts(said.stdout))
    else:
        mounts = Path("/proc/self/mountinfo")
        return mounts.exists() and is_network_type(path, read_mounts(mounts.read_text("utf-8")))
