"""The upload stash: files that wait for their name, whole or in chunks. Survives a restart."""

from __future__ import annotations

import json
import secrets
import shutil
import string
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.core.practice.folder import Folder
from app.core.practice.refusals import RefusalError
from app.core.practice.sniff import EXTENSIONS, kind

LIFETIME = 48 * 3600
"""Seconds that the stash keeps a file, as on Commons."""
_LETTERS = string.digits + string.ascii_lowercase


@dataclass(slots=True)
class Stashed:
    """`status` is chunks (more to come), finished, or gone (moved to a newer key). `offset` and
    `filesize` count bytes; `job` is what the runner has to
    do or has done, None without a job; `asked` whether checkstatus was asked about it.
    """

    key: str
    user: str
    size: int
    sha1: str
    origin: str
    status: str = "finished"
    filesize: int = 0
    job: dict[str, Any] | None = None
    created: float = 0.0
    asked: bool = False


class Stash:
    """Every entry is a JSON file and its bytes under state/stash."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self.lock = threading.RLock()
        self._entries: dict[str, Stashed] = {}
        for path in sorted(folder.stash.glob("*.json")):
            entry = Stashed(**json.loads(path.read_text("utf-8")))
            self._entries[entry.key] = entry
            lost = entry.status != "gone" and not self.path(entry).exists()
            if lost or entry.created < time.time() - LIFETIME:
                self.drop(entry)

    def path(self, entry: Stashed) -> Path:
        """Where the bytes of an entry lie."""
        return self._folder.stash / f"{entry.key}.bin"

    def of(self, user: str) -> list[Stashed]:
        """The entries of an account, oldest first."""
        mine = [entry for entry in self._entries.values() if entry.user == user]
        return sorted(mine, key=lambda entry: entry.created)

    def find(self, key: str, user: str) -> Stashed:
        """The entry of a key. Raises RefusalError for a malformed, unknown, foreign or used key."""
        if key.count(".") < 2 or "/" in key or not key.replace(".", "").isalnum():
            raise RefusalError("invalid-file-key", "Not a valid file key.")
        entry = self._entries.get(key)
        if entry is None:
            raise RefusalError("uploadstash-file-not-found", f'Key "{key}" not found in stash.')
        if entry.user != user:
            raise RefusalError(
                "uploadstash-wrong-owner",
                f"This file ({key}) doesn't belong to the current user.",
            )
        return entry

    def peek(self, key: str) -> Stashed | None:
        """The entry of a key, whoever owns it."""
        return self._entries.get(key)

    def add(self, source: Path, sha1: str, user: str, origin: str, *, filesize: int = 0) -> Stashed:
        """Take in a file, or with `filesize` the first chunk of one."""
        size = source.stat().st_size
        status = "chunks" if filesize else "finished"
        entry = Stashed(_new_key(source), user, size, sha1, origin, status, filesize)
        entry.created = time.time()
        source.replace(self.path(entry))
        self.save(entry)
        return entry

    def append(self, entry: Stashed, chunk: Path) -> None:
        """Add a chunk at the end of an unfinished entry."""
        with self.path(entry).open("r+b") as target, chunk.open("rb") as source:
            target.truncate(entry.size)
            target.seek(entry.size)
            shutil.copyfileobj(source, target, 1024 * 1024)
            entry.size = target.tell()
        self.save(entry)

    def renew(self, entry: Stashed, **changes: Any) -> Stashed:
        """Move an entry to a new key; the old key stays known but has no file any more."""
        with self.lock:
            fields = asdict(entry) | {"key": _new_key(self.path(entry)), "created": time.time()}
            fresh = Stashed(**(fields | changes))
            self.path(entry).replace(self.path(fresh))
            self.save(fresh)
            entry.status = "gone"
            self.save(entry)
            return fresh

    def drop(self, entry: Stashed) -> None:
        """Forget an entry and its bytes."""
        with self.lock:
            self._entries.pop(entry.key, None)
            (self._folder.stash / f"{entry.key}.json").unlink(missing_ok=True)
            self.path(entry).unlink(missing_ok=True)

    def save(self, entry: Stashed) -> None:
        """Write an entry down."""
        with self.lock:
            self._entries[entry.key] = entry
            self._folder.write_json(self._folder.stash / f"{entry.key}.json", asdict(entry))

    def unfinished(self) -> list[Stashed]:
        """Entries whose job was not done when the wiki stopped."""
        return [entry for entry in self._entries.values() if entry.job and "queued" in entry.job]


def _new_key(path: Path) -> str:
    def letters(count: int) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(count))

    extensions = EXTENSIONS.get(kind(path).mime, ("bin",))
    usual = "jpg" if "jpg" in extensions else extensions[0]
    return f"1{letters(11)}.{letters(6)}.4.{usual}"
