"""Copies that are sent instead of files: made just before sending, gone after it."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from app.core import paths
from app.core.cancel import Cancel
from app.core.errors import FileError
from app.core.media import private
from app.core.model import Private


class Copies:
    """The copies of one project, in a folder that only this user may enter: one a row, so that
    several rows may be under way. What a killed program left there goes with `close`.
    """

    def __init__(self, project: Path | None, cancel: Cancel) -> None:
        self._project = project
        self._cancel = cancel

    @cached_property
    def _folder(self) -> Path:
        """The same for the same project, so that what was left behind is found again."""
        if self._project is None:
            return Path(tempfile.mkdtemp(prefix="kabocha-copies-"))
        key = hashlib.sha1(str(self._project.resolve()).encode(), usedforsecurity=False).hexdigest()
        return paths.data() / "copies" / key

    def make(self, row_id: int, path: Path, without: Collection[Private]) -> tuple[Path, str]:
        """The copy of a row's file, and its SHA-1. Raises FileError, CancelledError."""
        self.drop(row_id)
        folder = self._folder / str(row_id)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise FileError("copy-unwritable", repr(error), name=path.name) from error
        copy = folder / path.name
        return copy, private.copy_without(path, copy, without, self._cancel)

    def drop(self, row_id: int) -> None:
        """Remove the copy of a row."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder / str(row_id))

    def close(self) -> None:
        """Remove all copies."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)
