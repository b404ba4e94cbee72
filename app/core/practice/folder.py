"""The folder of a practice wiki: where things lie, atomic writes, one owner at a time."""

from __future__ import annotations

import json
import os
import sys
import uuid
from pathlib import Path
from typing import IO, Any

from app.core.errors import FileError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ANNOUNCEMENT = "practice.json"
_WINDOWS_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in '"*?<>|\\:/%'})


class Folder:
    """Paths below the folder of one practice wiki."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = root / "files"
        self.pages = root / "pages"
        self.entities = root / "entities"
        self.log = root / "log.jsonl"
        self.state = root / "state"
        self.records = self.state / "pages"
        self.stash = self.state / "stash"
        self.incoming = self.state / "incoming"

    def make(self) -> None:
        """Make what is missing. Raises FileError when the place cannot be written."""
        parts = (self.files, self.pages, self.entities, self.records, self.stash, self.incoming)
        try:
            for part in parts:
                part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError("practice-folder", str(error), folder=str(self.root)) from error

    def new_file(self) -> Path:
        """A place for bytes that come in."""
        return self.incoming / uuid.uuid4().hex

    def write(self, path: Path, content: str | bytes) -> None:
        """Write a whole file; others see the old one or the new one, never a half."""
        raw = content.encode() if isinstance(content, str) else content
        temporary = self.new_file()
        temporary.write_bytes(raw)
        temporary.replace(path)

    def write_json(self, path: Path, data: Any) -> None:
        """Write a JSON file; see `write`."""
        self.write(path, json.dumps(data, ensure_ascii=False, indent=1))


def disk_name(name: str, *, windows: bool = os.name == "nt") -> str:
    """A page name as a file name: itself, with / and on Windows all that it refuses as %XX."""
    return name.translate(_WINDOWS_ESCAPES) if windows else name.replace("/", "%2F")


class Owner:
    """Holds a folder for this process; the system lets go of it when the process dies."""

    def __init__(self, folder: Folder) -> None:
        self._path = folder.state / "owner"
        self._root = folder.root
        self._file: IO[bytes] | None = None

    @property
    def was_here(self) -> bool:
        """Whether a practice wiki was ever served from this folder."""
        return self._path.is_file()

    def take(self) -> None:
        """Take the folder. Raises FileError (practice-in-use) when another process has it."""
        file = self._path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise FileError("practice-in-use", str(error), folder=str(self._root)) from error
        self._file = file

    def release(self) -> None:
        """Let go of the folder."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
