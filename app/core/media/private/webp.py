"""WebP without what is private: the chunks EXIF and "XMP " (RFC 9649, 2.7.1.5) are changed in place.
What follows the last chunk is left out.
"""

from __future__ import annotations

from collections.abc import Collection

from app.core.media import xmp
from app.core.media.private import tiff
from app.core.media.private.splices import CannotError, Splice
from app.core.media.source import Source
from app.core.model.private import Private

_MOST_CHUNKS = 1_000_000
_MOST_BYTES = 16 * 1024 * 1024


def splices(source: Source, without: Collection[Private]) -> list[Splice]:
    """Changes of a WebP file. Raises CannotError."""
    stated = source.numbers("<I", 4)
    if source.at(0, 4) != b"RIFF" or source.at(8, 4) != b"WEBP" or stated is None:
        raise CannotError("no WebP")
    last, found, offset = stated[0] + 8, list[Splice](), 12
    if last > source.size:
        raise CannotError("the file is shorter than it says")
    for _ in range(_MOST_CHUNKS):
        head = source.numbers("<I", offset + 4)
        if offset + 8 > last or head is None:
            break
        start, end = offset + 8, offset + 8 + head[0]
        if end > last:
            raise CannotError("a chunk outside the file")
        found += _of_chunk(source, source.at(offset, 4), start, end, without)
        offset = end + head[0] % 2
    if last < source.size:
        found.append(Splice(last, source.size - last, b""))
    return found


def _of_chunk(
    source: Source, kind: bytes, start: int, end: int, without: Collection[Private]
) -> list[Splice]:
    if kind not in (b"EXIF", b"XMP "):
        return []
    if end - start > _MOST_BYTES:
        raise CannotError("a text that is too long")
    data = source.at(start, end - start)
    if kind == b"EXIF":
        moved = tiff.clean(data, without)
        return [Splice(s.offset + start, s.length, s.data) for s in moved]
    changed = xmp.clean(data, without)
    return [] if changed == data else [Splice(start, len(data), changed)]
