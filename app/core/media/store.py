"""Thumbnails on disk: keyed by path, change time, size and pixels; bounded, oldest removed.

It is a cache: what goes wrong with it (disk full, no right) is as if it held nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import threading
from pathlib import Path

from app.core import paths
from app.core.media.facts import Picture

LIMIT = 200_000_000
_KEPT = 0.8
_VERSION = 2
_MARK = b"kabocha\x02"
_HEAD = len(_MARK) + 8


def default_folder() -> Path:
    """Where thumbnails are kept for this user."""
    return paths.cache() / "thumbnails"


class Store:
    """One folder of thumbnails, each behind its size in pixels; at most `limit` bytes. May be used
    from several threads.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._lock = threading.Lock()
        self._bytes: int | None = None

    def name(self, path: Path, pixels: int) -> str | None:
        """Name of the thumbnail of a file as it is now, None when the file cannot be seen."""
        try:
            status = path.stat()
        except (OSError, ValueError):
            return None
        key = f"{_VERSION}|{path.absolute()}|{status.st_mtime_ns}|{status.st_size}|{pixels}"
        digest = hashlib.sha1(key.encode("utf-8", "surrogatepass"), usedforsecurity=False)
        return digest.hexdigest()

    def get(self, name: str) -> Picture | None:
        """A kept thumbnail, None when there is none or it is broken."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        if not data.startswith(_MARK) or len(data) <= _HEAD:
            return None
        width, height = struct.unpack(">II", data[len(_MARK) : _HEAD])
        return Picture(data[_HEAD:], width, height)

    def put(self, name: str, picture: Picture) -> None:
        """Keep a thumbnail, and remove the oldest ones when there are too many."""
        temporary = self.folder / f"{name}.{os.getpid()}.{threading.get_ident()}"
        with contextlib.suppress(OSError), self._lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            head = _MARK + struct.pack(">II", picture.width, picture.height)
            temporary.write_bytes(head + picture.data)
            temporary.replace(self.folder / name)
            self._count(len(picture.data))
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)

    def _count(self, added: int) -> None:
        if self._bytes is None:
            self._bytes = sum(size for _, size, _ in self._entries())
        else:
            self._bytes += added
        if self._bytes > self.limit:
            self._bytes = self._shrink()

    def _entries(self) -> list[tuple[int, int, Path]]:
        found = []
        for entry in os.scandir(self.folder):
            with contextlib.suppress(OSError):
                status = entry.stat()
                found.append((status.st_mtime_ns, status.st_size, Path(entry.path)))
        return found

    def _shrink(self) -> int:
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if total <= self.limit * _KEPT:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size
        return total
