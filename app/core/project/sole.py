"""One program at a time: a file of this user's data folder is held, and the system lets go of it when
that program dies.
"""

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
    with hold(project, "sending", "project-in-use"):
        yield


def hold(project: Path, what: str, code: str) -> IO[bytes]:
    """Hold one use of a project file until what is returned is closed. Raises FileError with that
    code when another program holds it.
    """
    file = mark(project, what).open("ab")
    try:
        _lock(file)
    except OSError as error:
        file.close()
        raise FileError(code, str(error), name=project.name) from error
    return file


def mark(project: Path, what: str) -> Path:
    """The file that stands for a project in a folder of the data folder."""
    place = str(project.resolve()).encode()
    folder = paths.data() / what
    folder.mkdir(exist_ok=True)
    return folder / hashlib.sha1(place, usedforsecurity=False).hexdigest()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
