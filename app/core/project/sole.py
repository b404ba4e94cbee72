"""One program at a time sends a project; the system lets go of it when that program dies."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.core import paths
from app.core.errors import FileError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def alone(project: Path | None) -> Iterator[None]:
    """Hold the sending of a project file (None, in memory: nobody else can have it). Raises
    FileError, code project-in-use, when another program sends it.
    """
    if project is None:
        yield
        return
    with _mark(project).open("ab") as file:
        try:
            _lock(file)
        except OSError as error:
            raise FileError("project-in-use", str(error), name=project.name) from error
        yield


def _mark(project: Path) -> Path:
    """The file that is held: in the data folder, as nothing else may lie beside the project."""
    place = str(project.resolve()).encode()
    folder = paths.data() / "sending"
    folder.mkdir(exist_ok=True)
    return folder / hashlib.sha1(place, usedforsecurity=False).hexdigest()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
