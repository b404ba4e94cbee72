"""The first look at a file: headers only, no pixel decoded, nothing raised for garbage."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from app.core.errors import FileError
from app.core.media import bitmaps, documents, magic, tiff, words
from app.core.media.facts import EMPTY, UNREADABLE, FileFacts, Header, Words
from app.core.media.source import Source

_READERS: dict[str, Callable[[Source], Header]] = {
    "jpg": bitmaps.jpeg,
    "png": bitmaps.png,
    "gif": bitmaps.gif,
    "webp": bitmaps.webp,
    "tif": tiff.read,
    "svg": documents.svg,
    "pdf": documents.pdf,
    "djvu": documents.djvu,
    "wav": documents.wav,
}


def probe(path: Path) -> FileFacts:
    """Type, size, damage and EXIF of a file.

    Raises FileError: file-missing (not there, or not a file) and file-unreadable (not allowed,
    or the drive fails), both with `name`.
    """
    return _look(path)[0]


def described(path: Path) -> tuple[FileFacts, Words]:
    """The same, and what people wrote into the file about the picture."""
    facts, header = _look(path)
    return facts, words.of(header.xmp, header.iptc, header.exif)


def _look(path: Path) -> tuple[FileFacts, Header]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError("file-missing", name=path.name)
        with path.open("rb", buffering=0) as file:
            source = Source(file, status.st_size)
            detected, header = _read(source)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise FileError("file-missing", repr(error), name=path.name) from error
    except OSError as error:
        raise FileError("file-unreadable", repr(error), name=path.name) from error
    extension = path.suffix[1:].lower()
    facts = FileFacts(
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        extension=extension,
        detected=detected,
        mime=magic.mime(detected, extension),
        width=header.width,
        height=header.height,
        pages=header.pages,
        damage=header.damage,
        svg_script=header.svg_script,
        svg_remote=header.svg_remote,
        exif=header.exif,
    )
    return facts, header


def _read(source: Source) -> tuple[tuple[str, ...], Header]:
    if not source.size:
        return (), Header(damage=EMPTY)
    detected = magic.detect(source)
    reader = next((_READERS[ext] for ext in detected if ext in _READERS), None)
    if reader is not None:
        return detected, reader(source)
    blank = not detected and not any(source.at(0, magic.HEAD))
    return detected, Header(damage=UNREADABLE if blank else None)
