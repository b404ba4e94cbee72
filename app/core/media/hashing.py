"""SHA-1 of a file, the number by which the wiki knows its bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.core.cancel import Cancel, check
from app.core.errors import FileError

_PIECE = 1024 * 1024


def sha1(path: Path, cancel: Cancel | None = None) -> str:
    """Hexadecimal SHA-1, read 1 MiB at a time. Raises FileError (file-missing,
    file-unreadable) and CancelledError.
    """
    digest = hashlib.sha1(usedforsecurity=False)
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                if cancel is not None:
                    check(cancel)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise FileError("file-missing", repr(error), name=path.name) from error
    except OSError as error:
        raise FileError("file-unreadable", repr(error), name=path.name) from error
    return digest.hexdigest()
