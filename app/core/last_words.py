"""What the process could still say when it was brought down from inside: the lines of Python that each
thread was at. They wait in a file of their own for the next start, which puts them into the log.
"""

from __future__ import annotations

import faulthandler
import logging
from typing import IO

from app.core import paths

NAME = "kabocha-crash.txt"
_log = logging.getLogger(__name__)


def begin() -> IO[bytes] | None:
    """Log what was said last time, then be ready for the next. Returns the file, for `end`; None where
    it cannot be written. The log has begun.
    """
    try:
        file = (paths.log() / NAME).open("a+b")
    except OSError:
        _log.warning("no place for last words", exc_info=True)
        return None
    file.seek(0)
    said = file.read().decode("utf-8", "replace")
    if said:
        _log.error("an earlier run was brought down\n%s", said)
        file.truncate(0)
    faulthandler.enable(file)
    return file


def end(file: IO[bytes] | None) -> None:
    """Nothing more can bring this process down that would be worth a word."""
    if file is not None:
        faulthandler.disable()
        file.close()
