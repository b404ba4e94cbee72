"""What is known of files, as long as they stay as they were."""

from __future__ import annotations

from pathlib import Path

from app.core.media.facts import FileFacts
from app.core.media.probe import probe


class Known:
    """Looks at each file once, and again when its size or time changed."""

    def __init__(self) -> None:
        self._facts: dict[Path, FileFacts] = {}

    def facts(self, path: Path, found: FileFacts | None = None) -> FileFacts:
        """What is known of a file. `found` = what was seen of it elsewhere: believed while size and
        time are those. Raises FileError.
        """
        known = found or self._facts.get(path)
        if known is None or not _is_as_it_was(path, known):
            known = probe(path)
        self._facts[path] = known
        return known

    def forget(self) -> None:
        """Look again at everything."""
        self._facts.clear()


def _is_as_it_was(path: Path, known: FileFacts) -> bool:
    try:
        now = path.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (known.size, known.mtime_ns)
