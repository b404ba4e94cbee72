"""What a project knows of the files on disk: facts, SHA-1, and where moved ones may be found."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path

from app.core import files, media
from app.core.errors import FileError, StoreError
from app.core.project.store import Store

_MANY = 200
_MUCH = 256_000_000

_Hash = tuple[int, int, str]
"""Size, change time in nanoseconds, SHA-1."""


class Pictures:
    """Looks at each file once, and again when its size or time changed. SHA-1s are kept in the
    project file, the rest in memory. SHA-1s may be asked for by several threads.

    SHA-1s are written many at a time (a commit waits for the disk): what a kill loses is worked
    out again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = media.Known()
        self._index: files.FolderIndex | None = None
        self._hashes: dict[str, _Hash] | None = None
        self._unwritten: dict[str, _Hash] = {}
        self._lock = threading.Lock()

    def forget(self, index: files.FolderIndex | None = None) -> None:
        """Look again at everything: the folders changed. `index` = what is in them, if known."""
        self._known.forget()
        self._index = index

    def index(self, folders: Sequence[Path]) -> files.FolderIndex:
        """All files under the folders; looked through once until `forget`."""
        if self._index is None:
            self._index = files.FolderIndex(folders)
        return self._index

    def facts(self, path: Path, found: media.FileFacts | None = None) -> media.FileFacts:
        """As `media.Known.facts`. Raises FileError."""
        return self._known.facts(path, found)

    def sha1(self, path: Path) -> str:
        """SHA-1 of a file's bytes, hexadecimal. Raises FileError."""
        try:
            stat = path.stat()
        except OSError as error:
            raise FileError("file-missing", str(error), name=path.name) from error
        known = self._kept().get(str(path))
        if known and known[:2] == (stat.st_size, stat.st_mtime_ns):
            return known[2]
        sha1 = media.sha1(path)
        self._keep(str(path), (stat.st_size, stat.st_mtime_ns, sha1))
        return sha1

    def _kept(self) -> dict[str, _Hash]:
        if self._hashes is None:
            rows = self._store.query("SELECT path, size, mtime_ns, sha1 FROM hashes")
            found = {path: (size, time, sha1) for path, size, time, sha1 in rows}
            with self._lock:
                self._hashes = found | self._unwritten
        return self._hashes

    def _keep(self, path: str, found: _Hash) -> None:
        with self._lock:
            self._unwritten[path] = found
            if self._hashes is not None:
                self._hashes[path] = found
            much = sum(size for size, _, _ in self._unwritten.values()) >= _MUCH
        if much or len(self._unwritten) >= _MANY:
            self.write()

    def remembered(self) -> list[tuple[str, int, str]]:
        """Path, size and SHA-1 of every file that was ever read here, wherever it lies now."""
        return [(path, size, sha1) for path, (size, _, sha1) in list(self._kept().items())]

    def write(self) -> None:
        """Write the SHA-1s that are not in the project file yet. Raises StoreError."""
        with self._lock:
            new = [(path, *found) for path, found in self._unwritten.items()]
        if not new:
            return
        with self._store.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO hashes VALUES (?, ?, ?, ?)", new)
        with self._lock:
            for path, *found in new:
                if self._unwritten.get(path) == tuple(found):
                    del self._unwritten[path]

    def close(self) -> None:
        """Write what can be written before the project file is closed."""
        with contextlib.suppress(StoreError):
            self.write()

    def sha1_of_cell(self, cell: str, folders: Sequence[Path]) -> str | None:
        """SHA-1 of the file that a path cell names, None when it is not there."""
        path = files.locate(cell, folders).path
        try:
            return self.sha1(path) if path else None
        except FileError:
            return None
