"""What a project knows of the files on disk: facts, SHA-1, and where moved ones may be found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.core import files, media
from app.core.errors import FileError
from app.core.project.store import Store


class Pictures:
    """Looks at each file once, and again when its size or time changed. SHA-1s are kept in the
    project file, the rest in memory.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._facts: dict[Path, media.FileFacts] = {}
        self._index: files.FolderIndex | None = None

    def forget(self) -> None:
        """Look again at everything: the folders changed."""
        self._facts.clear()
        self._index = None

    def index(self, folders: Sequence[Path]) -> files.FolderIndex:
        """All files under the folders; looked through once until `forget`."""
        if self._index is None:
            self._index = files.FolderIndex(folders)
        return self._index

    def facts(self, path: Path) -> media.FileFacts:
        """What is known of a file. Raises FileError."""
        known = self._facts.get(path)
        if known:
            try:
                now = path.stat()
            except OSError:
                now = None
            if now and (now.st_size, now.st_mtime_ns) == (known.size, known.mtime_ns):
                return known
        facts = media.probe(path)
        self._facts[path] = facts
        return facts

    def sha1(self, path: Path) -> str:
        """SHA-1 of a file's bytes, hexadecimal. Raises FileError."""
        try:
            stat = path.stat()
        except OSError as error:
            raise FileError("file-missing", str(error), name=path.name) from error
        known = self._store.query(
            "SELECT sha1 FROM hashes WHERE path=? AND size=? AND mtime_ns=?",
            (str(path), stat.st_size, stat.st_mtime_ns),
        )
        if known:
            return str(known[0][0])
        sha1 = media.sha1(path)
        with self._store.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO hashes VALUES (?, ?, ?, ?)",
                (str(path), stat.st_size, stat.st_mtime_ns, sha1),
            )
        return sha1

    def sha1_of_cell(self, cell: str, folders: Sequence[Path]) -> str | None:
        """SHA-1 of the file that a path cell names, None when it is not there."""
        path = files.locate(cell, folders).path
        try:
            return self.sha1(path) if path else None
        except FileError:
            return None
