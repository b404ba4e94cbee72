"""What tells that a file is still the one that was checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from app.core.project import place

Stamp = tuple[int, int, int]
"""Size in bytes, time of change in nanoseconds, number of the file on its disk."""


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file, None when it is not there. On network drives files have no number of
    their own that lasts.
    """
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, 0 if _is_network(path.parent) else stat.st_ino


@lru_cache(maxsize=256)
def _is_network(folder: Path) -> bool:
    return place.kind_of(folder / "any") is place.Place.NETWORK
